import { statSync } from "node:fs";
import { FolderOpenError } from "../db/folder-access.ts";
import { FolderLockedError } from "../db/folder-lock.ts";
import { isMade, openDatabase, type Database } from "../db/client.ts";
import { VERSION } from "../deps.ts";
import { actAtCommandLine } from "../services/context.ts";
import { makeBackup, partOf, type BackupRefused, type TellProgress } from "../services/backup/make-backup.ts";
import { restoreBackup, type BackupRestored, type RestoreRefused } from "../services/backup/restore-backup.ts";
import { parseCall, type Command, type CommandContext } from "./command.ts";

const OPTIONS = { by: { type: "string" }, json: { type: "boolean" } } as const;

export const backup: Command = {
  usage: ["backup FILE [--by NAME] [--json]"],
  summary:
    "Writes all of the database into a new file, as it is at one moment; on PostgreSQL while the service runs. It holds " +
    "addresses and secrets: keep it as you keep the database, and SECRET_KEY apart from it.",
  async run(context) {
    const { values, positionals } = parseCall(context.args, { options: OPTIONS, words: ["FILE"] });
    const file = positionals[0] ?? "";
    if (!isMade(context.config.DATABASE_URL)) return refuseBackup(context, { file, why: "no-database" });
    const tell = tellRows(context, "Reading");
    const result = await withDatabase(context, ({ db, engine }) => {
      const ctx = actAtCommandLine({ db, now: () => new Date() }, values.by ?? null);
      return makeBackup(ctx, { file, version: VERSION, engine: engine.kind, tell });
    });
    context.progress("");
    if (result.kind === "forbidden") return refuse(context, "The command line may not do that.");
    if (result.kind === "refused") return refuseBackup(context, { file, why: result.why });
    const { madeAt, tables, rows, bytes, sha256 } = result;
    if (values.json === true) context.out(JSON.stringify({ file, madeAt, tables, rows, bytes, sha256 }));
    else {
      context.out(`${file}: ${rows} rows of ${tables} tables, ${describeSize(bytes)}, as of ${madeAt.toISOString()}.`);
      context.out(`SHA-256 ${sha256}`);
      context.out(
        "It holds addresses and secrets, and is for you alone (mode 600). SECRET_KEY is not in it: keep that too.",
      );
    }
    return 0;
  },
};

export const restore: Command = {
  usage: ["restore FILE [--by NAME] [--json]"],
  summary:
    "Fills an empty database from a backup of this one or of the other kind, all of it or nothing. Nothing is sent until " +
    '"deliver --resume all", and everybody signs in anew.',
  async run(context) {
    const { values, positionals } = parseCall(context.args, { options: OPTIONS, words: ["FILE"] });
    const file = positionals[0] ?? "";
    const tell = tellRows(context, "Writing");
    const result = await withDatabase(context, ({ db }) =>
      restoreBackup(actAtCommandLine({ db, now: () => new Date() }, values.by ?? null), { file, tell }),
    );
    context.progress("");
    if (result.kind === "forbidden") return refuse(context, "The command line may not do that.");
    if (result.kind === "refused") return refuse(context, `${file}: ${explainRestore(result)}`);
    const { header, rows, waiting } = result;
    if (values.json === true) context.out(JSON.stringify({ file, madeAt: header.madeAt, rows, waiting }));
    else for (const line of describeRestored(file, result)) context.out(line);
    return 0;
  },
};

function describeRestored(file: string, { header, rows, waiting }: BackupRestored): string[] {
  const { due, underWay, oldestDueAt, drafts, accountMails, readerLetters } = waiting;
  const since = oldestDueAt === null ? "" : `, the oldest since ${oldestDueAt.toISOString()}`;
  return [
    `${file}: ${rows} rows are restored, as they were ${header.madeAt}.`,
    "What was done after that is not there: who left since is subscribed again. Everybody signs in anew.",
    `Nothing is sent: all is stopped. ${due} deliveries are due and ${underWay} were under way${since}; ` +
      `${drafts} drafts are to be published, and ${accountMails} mails about accounts and ${readerLetters} letters to readers ` +
      "are due. What of it was sent after the backup, nobody here knows.",
    'Look at it, then "deliver --maybe-sent ISO-TIME" puts aside for a person what was due by then, ' +
      'and "deliver --resume all" sends the rest.',
  ];
}

/** Opens the database as it is, and closes it whatever happens. */
async function withDatabase<T>({ config }: CommandContext, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(config.DATABASE_URL, { schema: "leave" }).catch((cause: unknown) => {
    if (cause instanceof FolderLockedError || cause instanceof FolderOpenError) throw cause;
    throw new Error("The database that DATABASE_URL names could not be opened.", { cause });
  });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** A word now and then: rows come by the thousand. */
function tellRows({ progress }: CommandContext, does: string): TellProgress {
  let toldAt = 0;
  return (table, rows) => {
    const now = Date.now();
    if (now - toldAt < 200) return;
    toldAt = now;
    progress(`${does}: ${rows} rows, ${table}`);
  };
}

function refuse({ problem }: CommandContext, sentence: string): number {
  problem(sentence);
  return 1;
}

function refuseBackup(context: CommandContext, { file, why }: { file: string; why: BackupRefused["why"] }): number {
  switch (why) {
    case "file-exists":
      return refuse(context, `${file}: there is such a file, and a backup never overwrites one; choose another name.`);
    case "part-exists": {
      const begun = statSync(partOf(file), { throwIfNoEntry: false })?.mtime.toISOString() ?? "just now";
      return refuse(
        context,
        `${partOf(file)}: another backup is being written there, or one was broken off (last written ${begun}); remove it, or choose another name.`,
      );
    }
    case "not-writable":
      return refuse(context, `${file}: its folder is not there, or you may not write in it.`);
    case "no-database":
      return refuse(context, "DATABASE_URL names no database of Restsignal: there is nothing to back up.");
  }
}

function explainRestore(refused: RestoreRefused): string {
  switch (refused.why) {
    case "unreadable":
      return "there is no such file, or it may not be read. Nothing was changed.";
    case "no-backup":
      return "is not a backup of Restsignal. Nothing was changed.";
    case "cut-off":
      return "is cut off: its end is missing, as when a disk was full or a copy was broken off. Nothing was changed.";
    case "altered":
      return "is not as it was written: its checksum differs. Nothing was changed; use another copy.";
    case "newer":
      return "was made by a newer Restsignal; install that one. Nothing was changed.";
    case "unknown-shape":
      return `was made by another Restsignal (${refused.version}), whose database this one does not know; install that one, or a newer. Nothing was changed.`;
    case "not-empty":
      return `the database that DATABASE_URL names is not empty (${refused.tables.slice(0, 5).join(", ")}${refused.tables.length > 5 ? " …" : ""}). A backup is restored into a new one: create it, and set DATABASE_URL. Nothing was changed.`;
  }
}

function describeSize(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
