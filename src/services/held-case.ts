import { readOpenFalls, type AdviceFall } from "../db/advice-falls.ts";
import { findCase, lockCase, readCaseNotices, type RegionCase } from "../db/cases.ts";
import {
  readFirstMove,
  readOverviewGrade,
  readUntoldUpdates,
  stoodInOverview,
  type UntoldUpdate,
} from "../db/case-updates.ts";
import { hashContent } from "../db/client.ts";
import { readLastMessage } from "../db/messages.ts";
import type { Db } from "../db/schema.ts";
import { readSourceFacts } from "../db/source-state.ts";
import { buildFacts, toldBy, type CaseChange, type CaseNotice } from "../domain/case.ts";
import { newsOfMove, type ExtentFact, type ExtentGrade, type ExtentMove } from "../domain/extent-fact.ts";
import type { CaseFacts, Message, MessageKind } from "../domain/message.ts";
import { listNews } from "../domain/news.ts";
import type { NoticeStatus } from "../domain/notice.ts";
import {
  chooseMessageKind,
  findUrgentReason,
  refuseMessage,
  tellsOfFalls,
  type NoMessage,
  type PublicationRefusal,
  type UrgentReason,
} from "../domain/publication.ts";

/** A case with all that a message of it is made of, read once. */
export interface CaseContents {
  readonly found: RegionCase;
  readonly notices: readonly (CaseNotice & { readonly status: NoticeStatus })[];
  /** What no message has told yet, update by update. */
  readonly untold: readonly UntoldUpdate[];
  /** The changes of all of them. */
  readonly changes: readonly CaseChange[];
  /**
   * How its extent has moved by news that nobody has decided on: from what readers know, where they know something, and
   * else from where it stood. Null when it stands there still or again.
   */
  readonly moved: ExtentMove | null;
  /** What has fallen of the advice that readers have, and nothing has mended. */
  readonly falls: readonly AdviceFall[];
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
  const untold = await readUntoldUpdates(db, found.id);
  const changes = untold.flatMap((update) => update.changes);
  const last = await readLastMessage(db, found.id);
  const inOverview = last === null && (await stoodInOverview(db, found.id));
  const grade = found.extent?.grade ?? null;
  const known = await readKnownGrade(db, found.id, { last, inOverview });
  const before = untold.find((update) => update.moved !== null)?.moved?.from ?? null;
  const moved = before === null ? null : findMove(known ?? before, grade);
  const falls = await readOpenFalls(db, found.id);
  const contents = { found, notices, untold, changes, moved, falls, last, inOverview };
  if (notices.length === 0) return { ...contents, facts: null, factsHash: "" };
  const names = notices.map(({ notice }) => notice.source);
  const sources = await readSourceFacts(db, names);
  if (sources === null) throw new Error(`services/held-case: unable to read case ${found.id}: a source has no state`);
  const facts = buildFacts({
    entry: found.entry,
    notices,
    changes,
    sources,
    extent: found.extent,
    moved: findMove(known, grade),
    told: findExtent(last),
  });
  const seen = { facts: toldBy(facts), last: last?.id ?? null };
  return {
    ...contents,
    facts,
    factsHash: hashContent(falls.length === 0 ? seen : { ...seen, falls: falls.map(({ id }) => id) }),
  };
}

function findMove(from: ExtentGrade | null, to: ExtentGrade | null): ExtentMove | null {
  return from === null || to === null || newsOfMove({ from, to }) === null ? null : { from, to };
}

/** The grade that the case's readers know of, or that it had when they were told without one; null when they know nothing. */
async function readKnownGrade(
  db: Db,
  caseId: number,
  { last, inOverview }: Pick<CaseContents, "last" | "inOverview">,
): Promise<ExtentGrade | null> {
  if (last === null ? !inOverview : last.kind === "resolved" || last.kind === "retraction") return null;
  const told = last === null ? await readOverviewGrade(db, caseId) : findGrade(last);
  if (told !== null && told !== "unknown") return told;
  return readFirstMove(db, { caseId, since: last?.publishedAt ?? null });
}

/** The extent that readers were told last, while it is news to none that the case is open. */
function findExtent(last: Message | null): ExtentFact | undefined {
  if (last === null || last.kind === "resolved" || last.kind === "retraction") return undefined;
  return last.facts.kind === "case" ? last.facts.extent : undefined;
}

function findGrade({ facts }: Message): ExtentGrade | null {
  return facts.kind === "case" ? (facts.extent?.grade ?? null) : null;
}

/** What a message of the case would hold, its advice apart. */
export interface PreparedPublication {
  readonly kind: "prepared";
  readonly caseId: number;
  readonly messageKind: MessageKind;
  readonly facts: CaseFacts;
  readonly last: Message | null;
  readonly factsHash: string;
  /** Why it should go out at once; null when it may wait for the morning. */
  readonly urgent: UrgentReason | null;
}

/** What a message of the case would say, its advice apart, or why there can be none; null lets the case decide the kind. */
export function preparePublication(
  contents: CaseContents,
  wish: { kind: MessageKind | null; hasAdvice: boolean },
): PreparedPublication | NoMessage {
  const { found, changes, moved, falls, last, inOverview, facts, factsHash } = contents;
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
        { fallen: falls.length > 0 && !tellsOfFalls(last, falls) },
      ),
      last,
      inOverview,
    },
    wish,
  );
  return typeof messageKind === "string"
    ? {
        kind: "prepared",
        caseId,
        messageKind,
        facts,
        last,
        factsHash,
        urgent: findUrgentReason({ facts, last, inOverview }),
      }
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
