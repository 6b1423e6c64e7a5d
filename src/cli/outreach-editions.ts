import { parseId, type CommandContext, parseCall, UsageError, withDeps } from "./command.ts";
import { stockholmDate } from "../domain/calendar.ts";
import { readDocument } from "../domain/outreach/document.ts";
import { differEditions } from "../domain/outreach/edition-differences.ts";
import { actAtCommandLine } from "../services/context.ts";
import { freezeEdition, listEditions, readEdition, setEditionPublic } from "../services/outreach-editions.ts";
import { FORM_OPTIONS, readForm, writeForm } from "./outreach-file.ts";
import { PERIOD_OPTIONS, readPeriod, sayNoReport } from "./outreach-period.ts";
import { renderTable } from "./table.ts";

/** Freezes the report of a period that is over. */
export async function freeze(context: CommandContext): Promise<number> {
  const { values } = parseCall(context.args, { options: PERIOD_OPTIONS, words: [] });
  const period = readPeriod(values);
  return withDeps(context, async ({ database: { db } }) => {
    const program = context.config.PROGRAM_COMMIT ?? null;
    const frozen = await freezeEdition(actAtCommandLine({ db, now: () => new Date() }), { period, program });
    switch (frozen.kind) {
      case "frozen":
      case "unchanged": {
        const { kind, id, number, checksum } = frozen;
        const what = kind === "frozen" ? "frozen" : "nothing has changed since";
        context.out(`${period.id}: ${what} edition ${number} (id ${id}), SHA-256 ${checksum}`);
        return 0;
      }
      case "open":
        context.problem(`${period.id} is not over: its figures will change; freeze it when ${period.to} has passed`);
        return 1;
      case "free":
        context.problem(
          `${period.id} is no whole month, quarter or year: only those are frozen, such as --period 2026-08`,
        );
        return 1;
      case "no-data":
        context.problem(`${period.id}: ${sayNoReport(frozen)}`);
        return 1;
      case "forbidden":
        throw new Error("cli/outreach: the command line may freeze");
    }
  });
}

/** The editions that there are. */
export async function editions(context: CommandContext): Promise<number> {
  const { values } = parseCall(context.args, { options: { json: { type: "boolean" } }, words: [] });
  return withDeps(context, async ({ database: { db } }) => {
    const found = await listEditions(actAtCommandLine({ db, now: () => new Date() }));
    if (values.json === true) context.out(JSON.stringify({ editions: found }));
    else if (found.length === 0) context.problem('no report is frozen: run "outreach freeze --period 2026-08"');
    else
      context.out(
        renderTable([
          ["id", "period", "edition", "frozen", "public", "SHA-256"],
          ...found.map(({ id, periodId, number, frozenAt, publicAt, checksum }) => [
            String(id),
            periodId,
            String(number),
            frozenAt.toISOString(),
            publicAt?.toISOString() ?? "no",
            checksum,
          ]),
        ]),
      );
    return 0;
  });
}

/** Writes an edition down as it was frozen. */
export async function show(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, { options: FORM_OPTIONS, words: ["EDITION"] });
  const id = parseId(positionals[0], "the edition");
  const asked = readForm(values);
  return withDeps(context, async ({ database: { db } }) => {
    const edition = await readEdition(actAtCommandLine({ db, now: () => new Date() }), id);
    if (edition === null) {
      context.problem(`there is no edition ${id}: see "outreach editions"`);
      return 1;
    }
    const { number, checksum, frozenAt } = edition;
    const document = readDocument(edition.document);
    const command = `restsignal outreach --from ${document.period.from} --to ${document.period.to}`;
    const around = { checksum, edition: { number, frozenOn: stockholmDate(frozenAt) }, isClosed: true, command };
    await writeForm(context, asked, { document, around, language: asked.language });
    return 0;
  });
}

/** Lets anybody read an edition, or no longer. */
export async function setPublic(context: CommandContext): Promise<number> {
  const { positionals } = parseCall(context.args, { options: {}, words: ["EDITION", "yes|no"] });
  const [word, answer] = positionals;
  const id = parseId(word, "the edition");
  if (answer !== "yes" && answer !== "no") throw new UsageError(`"${answer}": say yes or no`);
  return withDeps(context, async ({ database: { db } }) => {
    const ctx = actAtCommandLine({ db, now: () => new Date() });
    const { kind } = await setEditionPublic(ctx, { id, isPublic: answer === "yes" });
    if (kind === "gone") context.problem(`there is no edition ${id}: see "outreach editions"`);
    else
      context.out(
        `edition ${id} is ${kind === "unchanged" ? "as it was: " : ""}${answer === "yes" ? "public" : "not public"}`,
      );
    return kind === "gone" ? 1 : 0;
  });
}

/** What a later edition tells otherwise than an earlier one. */
export async function differences(context: CommandContext): Promise<number> {
  const { positionals } = parseCall(context.args, { options: {}, words: ["EARLIER", "LATER"] });
  const ids = [parseId(positionals[0], "the earlier edition"), parseId(positionals[1], "the later edition")];
  return withDeps(context, async ({ database: { db } }) => {
    const ctx = actAtCommandLine({ db, now: () => new Date() });
    const [before, after] = await Promise.all(ids.map((id) => readEdition(ctx, id)));
    if (before == null || after == null) {
      context.problem(`there is no edition ${before == null ? ids[0] : ids[1]}: see "outreach editions"`);
      return 1;
    }
    context.out(JSON.stringify(differEditions(readDocument(before.document), readDocument(after.document))));
    return 0;
  });
}
