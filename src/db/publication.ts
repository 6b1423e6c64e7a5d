import { buildFacts, entryFact, nextMessageKind, toldBy } from "../domain/case.ts";
import type {
  CaseFacts,
  Message,
  MessageAdvice,
  MessageKind,
  OverviewFacts,
  SourceFact,
  Urgency,
} from "../domain/message.ts";
import { EVERYBODY, type Audience } from "../domain/audience.ts";
import {
  findCase,
  lockCase,
  readCaseNotices,
  readOpenSources,
  readOverviewCases,
  readPendingChanges,
  stoodInOverview,
  type OverviewCase,
} from "./cases.ts";
import { hashContent } from "./client.ts";
import { insertMessage, readLastMessage, type MessageExtras, type PublishedMessage } from "./messages.ts";
import type { Db } from "./schema.ts";
import { readSourceFacts } from "./snapshots.ts";

export interface CasePublication extends MessageExtras {
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

/** A case that cannot become a message as it is; `why` is for programs, `reason` for whoever reads the command line. */
export interface PublicationRefusal {
  readonly kind: "refused";
  readonly why: "no-case" | "no-notices" | "no-news" | "nothing-to-correct";
  readonly reason: string;
}

export type PublicationResult =
  | { readonly kind: "published"; readonly message: PublishedMessage; readonly messageKind: MessageKind }
  | PublicationRefusal;

/** What a message of the case would hold, for a preview and for publishing alike. */
export interface PreparedPublication {
  readonly kind: "prepared";
  readonly caseId: number;
  readonly regionCode: string;
  readonly messageKind: MessageKind;
  readonly facts: CaseFacts;
  /** The newest message to the case's readers. */
  readonly last: Message | null;
  /**
   * Changes with whatever readers would be told that the source or the list says, and with every new message; not with
   * the time of a file that says the same.
   */
  readonly factsHash: string;
}

/** Reads what a message of the case would say now, its advice apart, or why there can be none. */
export async function preparePublication(
  db: Db,
  input: { caseId: number; kind: MessageKind | null; hasAdvice: boolean },
): Promise<PreparedPublication | PublicationRefusal> {
  const { caseId } = input;
  const found = await findCase(db, caseId);
  if (found === null) return refuse("no-case", `there is no case ${caseId}; list a region's cases with "cases REGION"`);
  const notices = await readCaseNotices(db, caseId);
  if (notices.length === 0)
    return refuse("no-notices", `case ${caseId} has no notices left on the region's list: nothing to tell`);
  const sources = await readSourceFacts(
    db,
    notices.map(({ notice }) => notice.source),
  );
  if (sources === null) throw new Error(`db/publication: unable to publish case ${caseId}: a source has no state`);

  const last = await readLastMessage(db, caseId);
  const changes = await readPendingChanges(db, caseId);
  const facts = buildFacts({ entry: found.entry, notices, changes, sources });
  const told = last?.kind ?? ((await stoodInOverview(db, caseId)) ? "overview" : null);
  const messageKind = input.kind ?? nextMessageKind(told, facts.status);
  if (messageKind === "update" && input.kind === null && changes.length === 0 && !input.hasAdvice)
    return refuse(
      "no-news",
      `case ${caseId} has no news since message version ${last?.version ?? 0}; add advice or name the kind`,
    );
  if ((messageKind === "correction" || messageKind === "retraction") && last === null)
    return refuse("nothing-to-correct", `case ${caseId} has no message to correct or retract`);

  const factsHash = hashContent({ facts: toldBy(facts), last: last?.id ?? null });
  return { kind: "prepared", caseId, regionCode: found.regionCode, messageKind, facts, last, factsHash };
}

function refuse(why: PublicationRefusal["why"], reason: string): PublicationRefusal {
  return { kind: "refused", why, reason };
}

/** Turns a case into a message and its delivery rows. Call it inside a transaction. */
export async function publishCase(db: Db, input: CasePublication): Promise<PublicationResult> {
  // Held before it is read: news that comes meanwhile waits, and is not marked as told by a message that lacks it.
  await lockCase(db, input.caseId);
  const prepared = await preparePublication(db, { ...input, hasAdvice: input.advice !== null });
  if (prepared.kind === "refused") return prepared;
  const { messageKind, facts, regionCode } = prepared;
  const message = await insertMessage(db, { ...input, kind: messageKind, facts, regionCode });
  return { kind: "published", message, messageKind };
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
  let published = 0;
  for (const [regionCode, names] of await readOpenSources(db, regionCodes)) {
    const sources = await readSourceFacts(db, names);
    if (sources === null) continue;
    const facts = buildOverview({ cases: cases.get(regionCode) ?? [], sources });
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

function buildOverview(of: {
  cases: readonly OverviewCase[];
  sources: readonly [SourceFact, ...SourceFact[]];
}): OverviewFacts {
  const { cases, sources } = of;
  return {
    kind: "overview",
    overview: cases.map((open) => ({
      caseId: open.id,
      entry: entryFact(open.entry),
      status: open.noticeStatus,
      kind: open.kind,
      notices: open.notices,
    })),
    source: sources[0],
    ...(sources.length > 1 ? { sources } : {}),
  };
}
