import { buildFacts, caseStatus, entryFact, nextMessageKind } from "../domain/case.ts";
import type { MessageAdvice, MessageFacts, MessageKind, Urgency } from "../domain/message.ts";
import { noticeStatus } from "../domain/notice.ts";
import type { Audience } from "../domain/subscription.ts";
import {
  findCase,
  readCaseNotices,
  readLeadingSources,
  readOverviewCases,
  readPendingChanges,
  stoodInOverview,
  type OverviewCase,
} from "./cases.ts";
import { insertMessage, readLastMessage, type PublishedMessage } from "./messages.ts";
import type { Db } from "./schema.ts";
import { readSourceState, type SourceState } from "./snapshots.ts";

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
  const [first] = notices;
  if (first === undefined)
    return {
      kind: "refused",
      reason: `case ${input.caseId} has no notices left on the region's list: nothing to tell`,
    };
  const state = await readSourceState(db, first.notice.source);
  if (state === null)
    throw new Error(`db/publication: unable to publish case ${input.caseId}: its source has no state`);

  const last = await readLastMessage(db, input.caseId);
  const status = caseStatus(notices.map(({ notice }) => noticeStatus(notice, state.asOf)));
  const changes = await readPendingChanges(db, input.caseId);
  const told = last?.kind ?? ((await stoodInOverview(db, input.caseId)) ? "overview" : null);
  const kind = input.kind ?? nextMessageKind(told, status);
  if (kind === "update" && input.kind === null && changes.length === 0 && input.advice === null)
    return {
      kind: "refused",
      reason: `case ${input.caseId} has no news since message version ${last?.version ?? 0}; add advice or name the kind`,
    };
  if ((kind === "correction" || kind === "retraction") && last === null)
    return { kind: "refused", reason: `case ${input.caseId} has no message to correct or retract` };

  const facts = buildFacts({
    entry: found.entry,
    notices,
    changes,
    asOf: state.asOf,
    source: { name: first.notice.source, fileTime: state.fileTime },
  });
  const message = await insertMessage(db, { ...input, kind, facts, regionCode: found.regionCode });
  return { kind: "published", message, messageKind: kind };
}

/**
 * The one summary a region gets when its list first meets a source; none where no case is open. Resolves with the number
 * of messages.
 */
export async function publishOverviews(
  db: Db,
  input: { regionCodes: readonly string[]; now: Date; digestChannels: ReadonlySet<string> },
): Promise<number> {
  const { regionCodes, now, digestChannels } = input;
  if (regionCodes.length === 0) return 0;
  const cases = Map.groupBy(await readOverviewCases(db, regionCodes), ({ regionCode }) => regionCode);
  const sources = await readLeadingSources(db, regionCodes);
  const states = new Map<string, SourceState | null>();
  for (const name of new Set(sources.values())) states.set(name, await readSourceState(db, name));
  let published = 0;
  for (const [regionCode, name] of sources) {
    const state = states.get(name) ?? null;
    if (state === null) continue;
    const facts = buildOverview({ cases: cases.get(regionCode) ?? [], name, state });
    await insertMessage(db, {
      regionCode,
      now,
      digestChannels,
      caseId: null,
      kind: "overview",
      urgency: "normal",
      facts,
      advice: null,
      audience: EVERYBODY,
      reviewed: false,
      publishedBy: "rule",
    });
    published += 1;
  }
  return published;
}

function buildOverview(of: { cases: readonly OverviewCase[]; name: string; state: SourceState }): MessageFacts {
  const { cases, name, state } = of;
  return {
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
    source: { name, fileTime: state.fileTime, asOf: state.asOf },
  };
}
