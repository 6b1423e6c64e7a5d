import { z } from "zod";
import { alternativeSchema, MAX_ALTERNATIVES } from "./alternative.ts";
import { stockholmDate, type IsoDate, addDays, parseIsoDate } from "./calendar.ts";
import type { ListEntry } from "./list.ts";
import {
  ADVICE_TYPES,
  MAX_ADVICE_CHARS,
  URGENCIES,
  type Message,
  type MessageAdvice,
  type MessageKind,
  type Urgency,
} from "./message.ts";
import { findPersonnummer } from "./personnummer.ts";

/**
 * `draft` is being written · `submitted` waits for a second person · `scheduled` goes out at its time and can be undone
 * until then · `published` has become a message · `discarded` came to nothing.
 */
export const DRAFT_STATES = ["draft", "submitted", "scheduled", "published", "discarded"] as const;
export type DraftState = (typeof DRAFT_STATES)[number];

/** `auto` lets the case decide: new, update or resolved. */
export const DRAFT_KINDS = ["auto", "correction", "retraction"] as const;
export type DraftKind = (typeof DRAFT_KINDS)[number];

/** What a pharmacist writes; the facts beside it come from the source when it is published. */
export const draftContentSchema = z.strictObject({
  kind: z.enum(DRAFT_KINDS),
  advice: z
    .strictObject({
      type: z.enum(ADVICE_TYPES),
      text: z.strictObject({ sv: z.string(), en: z.string().exactOptional() }),
      alternatives: z.array(alternativeSchema).min(1).max(MAX_ALTERNATIVES).readonly().exactOptional(),
    })
    .nullable(),
  /** Somebody's own word that the source's facts are to go out without advice. */
  factsOnly: z.literal(true).exactOptional(),
  audience: z.strictObject({ areas: z.array(z.string()), roles: z.array(z.string()) }),
  urgency: z.enum(URGENCIES),
  /** The last day it holds, `YYYY-MM-DD`; null when it holds until the next version. */
  validUntil: z.string().nullable(),
});
export type DraftContent = z.infer<typeof draftContentSchema>;

/** Which draft, and which revision of it, somebody's page showed: what they decide about is that and nothing later. */
export interface SeenDraft {
  readonly id: number;
  readonly revision: number;
}

/** Whether the draft that is open is what was seen; null stands for none. */
export function isSeenDraft(draft: SeenDraft | null, seen: SeenDraft | null): boolean {
  return draft?.id === seen?.id && draft?.revision === seen?.revision;
}

// ---------------------------------------------------------------------------------------------------------------------
// What may become of a draft.

interface Transition {
  readonly from: readonly DraftState[];
  readonly to: DraftState;
}

/**
 * Every way from one state to the next. `schedule` is a curator's own word, `approve` a second person's; `put-back` is
 * what the job does with a draft that must not go out as it is.
 */
export const DRAFT_TRANSITIONS = {
  save: { from: ["draft"], to: "draft" },
  submit: { from: ["draft"], to: "submitted" },
  schedule: { from: ["draft"], to: "scheduled" },
  approve: { from: ["submitted"], to: "scheduled" },
  "send-back": { from: ["submitted"], to: "draft" },
  "take-back": { from: ["submitted"], to: "draft" },
  unschedule: { from: ["scheduled"], to: "draft" },
  "put-back": { from: ["scheduled"], to: "draft" },
  publish: { from: ["scheduled"], to: "published" },
  discard: { from: ["draft", "submitted", "scheduled"], to: "discarded" },
} as const satisfies Record<string, Transition>;
export type DraftAction = keyof typeof DRAFT_TRANSITIONS;

/** The state after the action, or null when a draft in that state does not take it. */
export function nextDraftState(state: DraftState, action: DraftAction): DraftState | null {
  const { from, to }: Transition = DRAFT_TRANSITIONS[action];
  return from.includes(state) ? to : null;
}

/** A second person is one who neither wrote any of the words, in whatever revision, nor handed them over. */
export function mayApprove(
  draft: { updatedBy: number; submittedBy: number | null; writers?: readonly number[] },
  accountId: number,
): boolean {
  const { updatedBy, submittedBy, writers = [] } = draft;
  return updatedBy !== accountId && submittedBy !== accountId && !writers.includes(accountId);
}

/** How long a message waits before it is sent, so that it can be undone. */
export const UNDO_MS = 60_000;

/** Nobody knows what holds later than that. */
const MAX_SCHEDULE_DAYS = 90;

/** Whether a message may be set to go out then. */
export function isPublishTime(at: Date, now: Date): boolean {
  return at > now && stockholmDate(at) <= addDays(stockholmDate(now), MAX_SCHEDULE_DAYS);
}

// ---------------------------------------------------------------------------------------------------------------------
// What a draft begins with.

/** What the last version leaves to the next. */
export type LastWords = Pick<Message, "kind" | "advice" | "audience" | "validUntil" | "reviewed">;

/** The words that the newest of a case's messages goes on from; where it says that an advice is in review, that advice. */
export function findWords(thread: readonly Message[]): LastWords | null {
  const [last] = thread;
  const review = last?.facts.kind === "case" ? last.facts.review : undefined;
  if (last === undefined || review === undefined) return last ?? null;
  const reviewed = thread.find(({ version }) => version === review.version);
  return { ...last, advice: reviewed?.advice ?? null, reviewed: true };
}

/**
 * The words of the last version, or for a first one, for one after an end or a retraction, and where a rule sent only
 * facts, the list's standing advice. An end that is over asks for no advice.
 */
export function beginContent(input: {
  entry: Pick<ListEntry, "standingAdvice" | "areas">;
  last: LastWords | null;
  nextKind: MessageKind;
  /** What the case asks for; whoever writes may choose another. */
  urgency?: Urgency;
  today: IsoDate;
}): DraftContent {
  const { entry, last, nextKind, urgency = "normal", today } = input;
  const goesOn = last !== null && last.kind !== "resolved" && last.kind !== "retraction";
  const standing = goesOn && last.reviewed ? null : entry.standingAdvice;
  const validUntil = goesOn && last.validUntil !== null && last.validUntil >= today ? last.validUntil : null;
  const told = (goesOn ? last.advice : null) ?? standing;
  // Whoever drafts stands for the words from now on, wherever they come from.
  const advice = told === null ? null : ownWords(told);
  return draftContentSchema.parse({
    kind: "auto",
    advice: nextKind === "resolved" ? null : advice,
    audience: goesOn ? last.audience : { areas: entry.areas, roles: [] },
    urgency,
    validUntil: nextKind === "resolved" ? null : validUntil,
  });
}

/** The words of an advice, without where they come from. */
export function ownWords({ type, text, alternatives }: MessageAdvice): NonNullable<DraftContent["advice"]> {
  return { type, text, ...(alternatives === undefined ? {} : { alternatives }) };
}

// ---------------------------------------------------------------------------------------------------------------------
// What is wrong with a draft.

/** From here on whoever writes is warned that the text is long. */
export const NEAR_ADVICE_CHARS = 0.8 * MAX_ADVICE_CHARS;

export type DraftProblemKind =
  | "personnummer"
  | "too-long"
  | "too-many"
  | "no-date"
  | "type-missing"
  | "text-missing"
  | "swedish-missing"
  | "advice-missing"
  | "advice-or-facts"
  | "past"
  | "nothing-to-correct"
  | "nothing-to-retract"
  | "reason-missing";

/** A fault, at the field of the editor where it is mended. */
export interface DraftProblem {
  readonly field: "kind" | "type" | "sv" | "en" | "alternatives" | "validUntil";
  readonly kind: DraftProblemKind;
}

/** A draft with one of these is not even saved: it holds what must not be stored, or what it cannot hold. */
const UNSAVEABLE: ReadonlySet<DraftProblemKind> = new Set([
  "personnummer",
  "too-long",
  "too-many",
  "no-date",
  "type-missing",
  "advice-or-facts",
]);

/** Whether the fault is in the way of saving, not only of handing over. */
export function stopsSaving({ kind }: DraftProblem): boolean {
  return UNSAVEABLE.has(kind);
}

/**
 * All that is wrong with what was written; `last` is the newest message of the case to its readers, `messageKind` what it
 * would become, or null where that is not asked.
 */
export function checkDraft(
  content: DraftContent,
  context: { last: Pick<Message, "kind"> | null; messageKind: MessageKind | null; today: IsoDate },
): DraftProblem[] {
  return [
    ...checkKind(content, context.last),
    ...checkAdvice(content, context.messageKind),
    ...checkTexts(content),
    ...checkNames(content),
    ...checkValidity(content, context.today),
  ];
}

/** Silence is no advice: a message says what to do, or somebody has chosen that it does not. An end needs none. */
function checkAdvice({ kind, advice, factsOnly }: DraftContent, messageKind: MessageKind | null): DraftProblem[] {
  if (advice !== null && factsOnly === true) return [{ field: "type", kind: "advice-or-facts" }];
  const isAsked = kind !== "retraction" && messageKind !== null && messageKind !== "resolved";
  return isAsked && advice === null && factsOnly !== true ? [{ field: "type", kind: "advice-missing" }] : [];
}

/** A text of spaces, dashes or dots tells nobody anything. */
function isSaying(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** After a retraction there is nothing left to put right: what comes next is new. */
function checkKind({ kind }: DraftContent, last: Pick<Message, "kind"> | null): DraftProblem[] {
  if (kind === "auto" || (last !== null && last.kind !== "retraction")) return [];
  return [{ field: "kind", kind: kind === "correction" ? "nothing-to-correct" : "nothing-to-retract" }];
}

function checkTexts({ kind, advice }: DraftContent): DraftProblem[] {
  const sv = advice?.text.sv.trim() ?? "";
  const en = advice?.text.en?.trim() ?? "";
  const problems: DraftProblem[] = [];
  if (kind === "retraction" && !isSaying(sv)) problems.push({ field: "sv", kind: "reason-missing" });
  else if (advice !== null && !isSaying(sv))
    problems.push({ field: "sv", kind: isSaying(en) ? "swedish-missing" : "text-missing" });
  for (const [field, text] of [
    ["sv", sv],
    ["en", en],
  ] as const) {
    if (findPersonnummer(text) !== null) problems.push({ field, kind: "personnummer" });
    if (text.length > MAX_ADVICE_CHARS) problems.push({ field, kind: "too-long" });
  }
  return problems;
}

function checkNames({ advice }: DraftContent): DraftProblem[] {
  const named = (advice?.alternatives ?? []).some(({ name }) => findPersonnummer(name) !== null);
  return named ? [{ field: "alternatives", kind: "personnummer" }] : [];
}

function checkValidity({ validUntil }: DraftContent, today: IsoDate): DraftProblem[] {
  if (validUntil === null) return [];
  if (parseIsoDate(validUntil) === null) return [{ field: "validUntil", kind: "no-date" }];
  return validUntil < today ? [{ field: "validUntil", kind: "past" }] : [];
}
