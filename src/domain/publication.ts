import { nextMessageKind } from "./case.ts";
import type { NewsKind } from "./news.ts";
import { isSevere, newsOfMove } from "./extent-fact.ts";
import type { CaseFacts, Message, MessageKind, Urgency } from "./message.ts";

/** A case that cannot become a message as it is; `why` is for programs, `reason` for whoever reads the command line. */
export interface NoMessage {
  readonly kind: "refused";
  readonly why: "no-notices" | "no-news" | "nothing-to-correct";
  readonly reason: string;
}

/** The same, or there is no such case. */
export type PublicationRefusal =
  | NoMessage
  | { readonly kind: "refused"; readonly why: "no-case"; readonly reason: string };

/** What decides which message a case can become. */
export interface CaseState {
  readonly caseId: number;
  readonly facts: CaseFacts;
  /** What no message has told yet. */
  readonly news: readonly NewsKind[];
  /** The newest message to the case's readers. */
  readonly last: Message | null;
  /** Whether its readers know it from the overview of a first file or a first list. */
  readonly inOverview: boolean;
}

/** The kind of the message that the case would become, or why it can become none; null lets the case decide. */
export function chooseMessageKind(
  { caseId, facts, news, last, inOverview }: CaseState,
  wish: { kind: MessageKind | null; hasAdvice: boolean },
): MessageKind | NoMessage {
  const told = last?.kind ?? (inOverview ? "overview" : null);
  const kind = wish.kind ?? nextMessageKind(told, facts.status);
  if (kind === "update" && wish.kind === null && news.length === 0 && !wish.hasAdvice)
    return refuseMessage(
      "no-news",
      `case ${caseId} has no news since ${last === null ? "the overview" : `message version ${last.version}`}; add advice or name the kind`,
    );
  if ((kind === "correction" || kind === "retraction") && last === null)
    return refuseMessage("nothing-to-correct", `case ${caseId} has no message to correct or retract`);
  return kind;
}

/** `new`: readers know nothing of what is severely hit · `worse`: they know of a milder grade. */
export type UrgentReason = "new" | "worse";

/**
 * Why a message should not wait for the morning: much more is hit than readers know. Null when it may. Of what they were
 * told without a grade nobody can say that it is worse.
 */
export function findUrgentReason({
  facts,
  last,
  inOverview,
}: Pick<CaseState, "facts" | "last" | "inOverview">): UrgentReason | null {
  const grade = facts.extent?.grade ?? null;
  if (!isSevere(grade) || grade === null) return null;
  const isNew = last === null ? !inOverview : last.kind === "resolved" || last.kind === "retraction";
  if (isNew) return "new";
  return newsOfMove({ from: facts.extentBefore ?? grade, to: grade }) === "extent-worsened" ? "worse" : null;
}

export function chooseUrgency(state: Pick<CaseState, "facts" | "last" | "inOverview">): Urgency {
  return findUrgentReason(state) === null ? "normal" : "high";
}

/** Whether the newest message says of all that has fallen that it is being reviewed. */
export function tellsOfFalls(last: Message | null, falls: readonly { readonly fellAt: Date }[]): boolean {
  if (last?.facts.kind !== "case" || last.facts.review === undefined) return false;
  return falls.every(({ fellAt }) => fellAt <= last.publishedAt);
}

export function refuseMessage(why: NoMessage["why"], reason: string): NoMessage {
  return { kind: "refused", why, reason };
}
