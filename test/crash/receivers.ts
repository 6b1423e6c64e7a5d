import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const SCRIPT = fileURLToPath(new URL("receivers-process.ts", import.meta.url));

/** One request that came to a receiver with a whole message in it, and what was done with it. */
const entrySchema = z.object({
  at: z.number(),
  channel: z.enum(["slack", "teams", "email"]),
  target: z.string(),
  /** The sending's own; Teams is told none. */
  key: z.string().nullable(),
  /** Of the bytes, or of the form's fields in the order of their names. */
  hash: z.string(),
  taken: z.boolean(),
  /** What was said of it, `ok` when it was the truth and whole. */
  said: z.string(),
});
export type Entry = z.infer<typeof entrySchema>;

/** Where in a request the receivers stop answering: before they take a message, or when they have taken it. */
export type Hold = "before" | "after";

/** What the receivers are asked by whoever started them. */
export type Order =
  | { readonly kind: "hold"; readonly where: Hold }
  | { readonly kind: "release" }
  | { readonly kind: "calm" };

const readySchema = z.object({
  kind: z.literal("ready"),
  slackUrl: z.string(),
  teamsHost: z.string(),
  smtpUrl: z.string(),
  /** Answers what it is asked for files with "nothing new". */
  filesHost: z.string(),
});

/** The far ends of the channels, in a process of their own that no crash touches. */
export interface Receivers extends z.infer<typeof readySchema> {
  /** Whom the workers have to trust. */
  readonly certificate: string;
  /** From now on whoever comes is kept waiting; resolves when somebody is. */
  hold(where: Hold): Promise<void>;
  /** Hangs up on those who wait, and answers again. */
  release(): void;
  /** From now on every message is taken and every answer the truth. */
  calm(): void;
  readEntries(): Entry[];
  stop(): Promise<void>;
}

export async function startReceivers(input: { folder: string; seed: number }): Promise<Receivers> {
  const { folder, seed } = input;
  const child = fork(SCRIPT, [], {
    execArgv: ["--import", "tsx"],
    env: { PATH: process.env["PATH"] ?? "", SEED: String(seed), FOLDER: folder },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const [message] = await once(child, "message");
  const ready = readySchema.parse(message);
  const order = (what: Order) => void child.send(what);
  return {
    ...ready,
    certificate: `${folder}/certificate.pem`,
    async hold(where) {
      const held = once(child, "message");
      order({ kind: "hold", where });
      await held;
    },
    release: () => order({ kind: "release" }),
    calm: () => order({ kind: "calm" }),
    readEntries: () =>
      readFileSync(`${folder}/received.jsonl`, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => entrySchema.parse(JSON.parse(line))),
    async stop() {
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}
