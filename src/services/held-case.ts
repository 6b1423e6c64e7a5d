import { findCase, lockCase, readCaseNotices, type RegionCase } from "../db/cases.ts";
import { readPendingChanges, readPendingMove, stoodInOverview } from "../db/case-updates.ts";
import { hashContent } from "../db/client.ts";
import { readLastMessage } from "../db/messages.ts";
import type { Db } from "../db/schema.ts";
import { readSourceFacts } from "../db/source-state.ts";
import { buildFacts, toldBy, type CaseChange, type CaseNotice } from "../domain/case.ts";
import { newsOfMove, type ExtentMove } from "../domain/extent-fact.ts";
import type { CaseFacts, Message, MessageKind } from "../domain/message.ts";
import { listNews } from "../domain/news.ts";
import type { NoticeStatus } from "../domain/notice.ts";
import { chooseMessageKind, refuseMessage, type NoMessage, type PublicationRefusal } from "../domain/publication.ts";

/** A case with all that a message of it is made of, read once. */
export interface CaseContents {
  readonly found: RegionCase;
  readonly notices: readonly (CaseNotice & { readonly status: NoticeStatus })[];
  /** What no message has told yet. */
  readonly changes: readonly CaseChange[];
  /** From which grade its extent has moved, and to which, untold; null when it stands where it stood. */
  readonly moved: ExtentMove | null;
  /** The newest message to the case's readers. */
  readonly last: Message | null;
  readonly inOverview: boolean;
  /** Null when the case has no notice left on the region's list. */
  readonly facts: CaseFacts | null;
  /**
   * Changes with whatever readers would be told that the source or the list says, and with every new message; not with
   * the time of a file that says the same.
   */
  readonly factsHash: string;
}

/** The same, locked until the transaction ends: what was checked is what is told. */
export interface HeldCase extends CaseContents {
  readonly held: true;
}

/** Locks the case, and then reads it: news that comes meanwhile waits, and so does any other message of it. */
export async function holdCase(trx: Db, caseId: number): Promise<HeldCase | null> {
  const found = await lockCase(trx, caseId);
  return found === null ? null : { ...(await readContents(trx, found)), held: true };
}

async function readContents(db: Db, found: RegionCase): Promise<CaseContents> {
  const notices = await readCaseNotices(db, found.id);
  const changes = await readPendingChanges(db, found.id);
  const last = await readLastMessage(db, found.id);
  const inOverview = last === null && (await stoodInOverview(db, found.id));
  const from = await readPendingMove(db, found.id);
  const to = found.extent?.grade ?? null;
  const moved = from === null || to === null || newsOfMove({ from, to }) === null ? null : { from, to };
  const contents = { found, notices, changes, moved, last, inOverview };
  if (notices.length === 0) return { ...contents, facts: null, factsHash: "" };
  const names = notices.map(({ notice }) => notice.source);
  const sources = await readSourceFacts(db, names);
  if (sources === null) throw new Error(`services/held-case: unable to read case ${found.id}: a source has no state`);
  const facts = buildFacts({ entry: found.entry, notices, changes, sources, extent: found.extent, moved });
  return { ...contents, facts, factsHash: hashContent({ facts: toldBy(facts), last: last?.id ?? null }) };
}

/** What a message of the case would hold, its advice apart. */
export interface PreparedPublication {
  readonly kind: "prepared";
  readonly caseId: number;
  readonly messageKind: MessageKind;
  readonly facts: CaseFacts;
  readonly last: Message | null;
  readonly factsHash: string;
}

/** What a message of the case would say, its advice apart, or why there can be none; null lets the case decide the kind. */
export function preparePublication(
  contents: CaseContents,
  wish: { kind: MessageKind | null; hasAdvice: boolean },
): PreparedPublication | NoMessage {
  const { found, changes, moved, last, inOverview, facts, factsHash } = contents;
  if (facts === null)
    return refuseMessage("no-notices", `case ${found.id} has no notices left on the region's list: nothing to tell`);
  const caseId = found.id;
  const messageKind = chooseMessageKind(
    {
      caseId,
      facts,
      news: listNews(
        changes.map(({ kind }) => kind),
        moved === null ? [] : [moved],
      ),
      last,
      inOverview,
    },
    wish,
  );
  return typeof messageKind === "string"
    ? { kind: "prepared", caseId, messageKind, facts, last, factsHash }
    : messageKind;
}

/** The same of a case as it stands, for those who only show it. */
export async function readPublication(
  db: Db,
  input: { caseId: number; kind: MessageKind | null; hasAdvice: boolean },
): Promise<PreparedPublication | PublicationRefusal> {
  const found = await findCase(db, input.caseId);
  return found === null ? refuseUnknownCase(input.caseId) : preparePublication(await readContents(db, found), input);
}

/** Whoever named the case mistook its number. */
export function refuseUnknownCase(caseId: number): PublicationRefusal {
  const reason = `there is no case ${caseId}; list a region's cases with "cases REGION"`;
  return { kind: "refused", why: "no-case", reason };
}
