import { buildFacts, entryFact, nextMessageKind } from "../domain/case.ts";
import type { MessageAdvice, MessageFacts, MessageKind, Urgency } from "../domain/message.ts";
import type { Audience } from "../domain/subscription.ts";
import {
  findCase,
  readCaseNotices,
  readOpenCases,
  readOpenSources,
  readPendingChanges,
  stoodInOverview,
} from "./cases.ts";
import { insertMessage, readLastMessage, type PublishedMessage } from "./messages.ts";
import type { Db } from "./schema.ts";
import { readSourceFacts } from "./snapshots.ts";

export const EVERYBODY: Audience = { areas: [], roles: [] };

export interface CasePublication {
  readonly caseId: number;
  /** Null lets the case decide: new, update or resolved. */
  readonly kind: MessageKind | null;
  readonly advice: MessageAdvice | null;
  readonly audience: Audience;
  readonly urgency: Urgency;
  readonly reviewed: boolean;
  readonly publishedBy: string;
  readonly now: Date;
  readonly digestChannels: ReadonlySet<string>;
}

export type PublicationResult =
  | { readonly kind: "published"; readonly message: PublishedMessage; readonly messageKind: MessageKind }
  | { readonly kind: "refused"; readonly reason: string };

/** Turns a case into a message and its delivery rows. Call it inside a transaction. */
export async function publishCase(db: Db, input: CasePublication): Promise<PublicationResult> {
  const found = await findCase(db, input.caseId);
  if (found === null)
    return { kind: "refused", reason: `there is no case ${input.caseId}; list a region's cases with "cases REGION"` };
  const notices = await readCaseNotices(db, input.caseId);
  if (notices.length === 0)
    return {
      kind: "refused",
      reason: `case ${input.caseId} has no notices left on the region's list: nothing to tell`,
    };
  const sources = await readSourceFacts(
    db,
    notices.map(({ notice }) => notice.source),
  );
  if (sources === null)
    throw new Error(`db/publication: unable to publish case ${input.caseId}: a source has no state`);

  const last = await readLastMessage(db, input.caseId);
  const changes = await readPendingChanges(db, input.caseId);
  const facts = buildFacts({ entry: found.entry, notices, changes, sources });
  const told = last?.kind ?? ((await stoodInOverview(db, input.caseId)) ? "overview" : null);
  const kind = input.kind ?? nextMessageKind(told, facts.status);
  if (kind === "update" && input.kind === null && changes.length === 0 && input.advice === null)
    return {
      kind: "refused",
      reason: `case ${input.caseId} has no news since message version ${last?.version ?? 0}; add advice or name the kind`,
    };
  if ((kind === "correction" || kind === "retraction") && last === null)
    return { kind: "refused", reason: `case ${input.caseId} has no message to correct or retract` };

  const message = await insertMessage(db, { ...input, kind, facts, regionCode: found.regionCode });
  return { kind: "published", message, messageKind: kind };
}

/** The one summary a region gets when its list first meets a source; null when no case is open. */
export async function publishOverview(
  db: Db,
  input: { regionCode: string; now: Date; digestChannels: ReadonlySet<string> },
): Promise<PublishedMessage | null> {
  const cases = await readOpenCases(db, input.regionCode);
  const sources = await readSourceFacts(db, await readOpenSources(db, input.regionCode));
  if (sources === null) return null;
  const facts: MessageFacts = {
    entry: null,
    status: null,
    notices: [],
    stock: null,
    overview: cases.map((open) => ({
      caseId: open.id,
      entry: entryFact(open.entry),
      status: open.noticeStatus,
      notices: open.notices,
    })),
    source: sources[0],
    ...(sources.length > 1 ? { sources } : {}),
  };
  return insertMessage(db, {
    ...input,
    caseId: null,
    kind: "overview",
    urgency: "normal",
    facts,
    advice: null,
    audience: EVERYBODY,
    reviewed: false,
    publishedBy: "rule",
  });
}
