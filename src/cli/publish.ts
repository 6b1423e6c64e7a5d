import { cleanText } from "../domain/clean-text.ts";
import type { DraftContent, DraftProblemKind } from "../domain/draft.ts";
import type { DeliveryMode } from "../domain/delivery.ts";
import { ADVICE_TYPES, MAX_ADVICE_CHARS, type MessageKind } from "../domain/message.ts";
import { listUnsurePersonnummer } from "../domain/personnummer.ts";
import { actAtCommandLine } from "../services/context.ts";
import { publishCase, type Published } from "../services/publication.ts";
import { fanOutMessage } from "../services/fan-outs.ts";
import { countMadeDeliveries } from "../db/fan-outs.ts";
import { parseCall, parseId, UsageError, withDeps, type Command } from "./command.ts";

const BY_HAND = ["correction", "retraction"] as const satisfies readonly MessageKind[];

export const publish: Command = {
  usage: [
    "publish CASE (--advice TYPE --text SWEDISH [--text-en ENGLISH] | --facts-only) [--kind correction|retraction] [--urgent] [--by NAME] [--not-personnummer] [--json]",
  ],
  summary:
    "Turns a case into a message, reviewed, and queues it for its readers: at once when much more is hit than they know, when it corrects or takes back what went at once, or with --urgent.",
  async run(context) {
    const { values, positionals } = parseCall(context.args, {
      options: {
        advice: { type: "string" },
        text: { type: "string" },
        "text-en": { type: "string" },
        "facts-only": { type: "boolean" },
        kind: { type: "string" },
        urgent: { type: "boolean" },
        by: { type: "string" },
        "not-personnummer": { type: "boolean" },
        json: { type: "boolean" },
      },
      words: ["CASE"],
    });
    const caseId = parseId(positionals[0], "CASE");
    const advice = parseAdvice({ type: values.advice, sv: values.text, en: values["text-en"] });
    const kind = BY_HAND.find((name) => name === values.kind) ?? null;
    if (values.kind !== undefined && kind === null) throw new UsageError(`--kind should be ${BY_HAND.join(" or ")}`);
    const unsure = values["not-personnummer"] === true ? undefined : findUnsure(advice);
    if (unsure !== undefined) {
      context.problem(
        `the text holds "${unsure}", which may be a personnummer: remove it, or say --not-personnummer if it is something else`,
      );
      return 1;
    }
    return withDeps(context, async ({ config, publishing }) => {
      const result = await publishCase(actAtCommandLine(publishing, values.by), {
        caseId,
        kind: kind ?? "auto",
        advice,
        ...(values["facts-only"] === true ? { factsOnly: true } : {}),
        urgency: values.urgent === true ? "high" : null,
      });
      if (result.kind !== "published") {
        context.problem(describeRefusal(caseId, result));
        return 1;
      }
      const messageId = result.message.id;
      await fanOutMessage(publishing, messageId);
      const about = { caseId, published: result, receivers: await countMadeDeliveries(publishing.db, messageId) };
      context.out(values.json === true ? JSON.stringify(summarize(about)) : describe(about, config.DELIVERY_MODE));
      return 0;
    });
  },
};

/** The first number in the advice that may be a personnummer and may be something else. */
function findUnsure(advice: DraftContent["advice"]): string | undefined {
  return listUnsurePersonnummer(`${advice?.text.sv ?? ""}\n${advice?.text.en ?? ""}`)[0];
}

const MENDS: Record<DraftProblemKind, string> = {
  "advice-missing": "give advice with --advice and --text, or say --facts-only",
  "advice-or-facts": "give advice or say --facts-only, not both",
  "text-missing": "--text should hold the advice in Swedish",
  "swedish-missing": "--text should hold the advice in Swedish",
  "too-many": "name fewer alternatives",
  "type-missing": "--advice should say what kind of advice it is",
  "reason-missing": "a retraction tells its readers why: give --advice and --text",
  "nothing-to-correct": "there is no message to correct",
  "nothing-to-retract": "there is no message to retract",
  personnummer: "the text holds what looks like a personnummer",
  "too-long": `the text should be at most ${MAX_ADVICE_CHARS} characters`,
  "no-date": "the last day should be a date",
  past: "the last day has passed",
};

function describeRefusal(caseId: number, refusal: Exclude<Awaited<ReturnType<typeof publishCase>>, Published>): string {
  if (refusal.kind === "forbidden") return `case ${caseId}: the command line may not publish`;
  if (refusal.why !== "content") return refusal.reason;
  const [problem] = refusal.problems;
  return `case ${caseId}: ${problem === undefined ? "refused" : MENDS[problem.kind]}`;
}

interface HandedOut {
  readonly caseId: number;
  readonly published: Published;
  /** How many get it, by channel. */
  readonly receivers: ReadonlyMap<string, number>;
}

function countAll(receivers: HandedOut["receivers"]): number {
  return [...receivers.values()].reduce((sum, count) => sum + count, 0);
}

function summarize({ caseId, published: { message, messageKind }, receivers }: HandedOut) {
  return {
    message: message.id,
    case: caseId,
    version: message.version,
    kind: messageKind,
    deliveries: countAll(receivers),
    receivers: Object.fromEntries(receivers),
  };
}

function describe({ caseId, published: { message, messageKind }, receivers }: HandedOut, mode: DeliveryMode): string {
  const captured = mode === "capture" ? " Nothing is really sent: DELIVERY_MODE is capture." : "";
  return `Case ${caseId}: message ${message.id} (${messageKind}, version ${message.version}) is published to ${countAll(receivers)} targets.${captured}`;
}

function parseAdvice(given: {
  type: string | undefined;
  sv: string | undefined;
  en: string | undefined;
}): DraftContent["advice"] {
  const { type, sv, en } = given;
  if (type === undefined && sv === undefined && en === undefined) return null;
  const known = ADVICE_TYPES.find((name) => name === type);
  if (known === undefined) throw new UsageError(`--advice should be one of ${ADVICE_TYPES.join(", ")}`);
  const text = { sv: cleanText(sv ?? ""), en: cleanText(en ?? "") };
  if (text.sv === "") throw new UsageError("--text should hold the advice in Swedish");
  return { type: known, text: text.en === "" ? { sv: text.sv } : text };
}
