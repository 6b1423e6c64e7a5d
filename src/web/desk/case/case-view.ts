import { stockholmDate } from "../../../domain/calendar.ts";
import {
  readCaseHandling,
  readCaseQuestions,
  readKnownAreas,
  readMessageHands,
  readOrigin,
  readWaitingUpdates,
  type CaseHandling,
  type CaseQuestion,
  type Origin,
  type WaitingUpdate,
} from "../../../db/case-desk.ts";
import { readFalls, type AdviceFall } from "../../../db/advice-falls.ts";
import { readAssignees } from "../../../db/decisions.ts";
import { readCaseNotes, type CaseNote } from "../../../db/case-notes.ts";
import type { RegionCase } from "../../../db/cases.ts";
import { readDiscardedDraft, readOpenDraft, type Draft } from "../../../db/open-drafts.ts";
import { readHelpingTexts, type HelpingText } from "../../../db/helping.ts";
import { readMessageReceivers, type MessageReceivers } from "../../../db/message-receivers.ts";
import { readThread } from "../../../db/messages.ts";
import type { PublicationRefusal } from "../../../domain/publication.ts";
import { sealFacts } from "../../../services/alternatives.ts";
import { readPublication, type PreparedPublication } from "../../../services/held-case.ts";
import { readPolicy } from "../../../db/regions.ts";
import type { Db } from "../../../db/schema.ts";
import type { Signal } from "../../../db/signals.ts";
import { isAllowed, type Account } from "../../../domain/account.ts";
import { beginContent, findWords, type DraftContent } from "../../../domain/draft.ts";
import type { Message } from "../../../domain/message.ts";
import type { Region } from "../../../domain/region.ts";
import { readCaseFacts, readCaseSignals, type CurrentFacts } from "../../case-parts/case-facts.ts";
import type { FieldProblem } from "../../frame/form.ts";
import type { Page } from "../../frame/page.ts";
import { readOutlook, type ChannelOutlook } from "../../desk-parts/outlook.ts";
import { previewDraft, type PreviewDeps } from "../../desk-parts/draft-previews.ts";
import type { Previews } from "../../desk-parts/previews.ts";

/** Of older versions the sendings themselves say it. */
const COUNTED_VERSIONS = 5;

/** What the forms on a case's page are made from. */
export interface CaseFormProps {
  readonly page: Page;
  readonly view: CaseView;
  readonly problems: readonly FieldProblem[];
  /** What somebody left in the field of that name, when a form was not taken. */
  readonly left: Readonly<Record<string, string>>;
}

/** Everything that a case's page at the desk shows. */
export interface CaseView extends CurrentFacts {
  readonly region: Region;
  readonly found: RegionCase;
  readonly waiting: readonly WaitingUpdate[];
  /** What has fallen of what readers were advised, mended or not. */
  readonly falls: readonly AdviceFall[];
  readonly handling: CaseHandling;
  readonly curators: readonly { readonly id: number; readonly name: string }[];
  readonly questions: readonly CaseQuestion[];
  /** Empty for those who may not curate. */
  readonly notes: readonly CaseNote[];
  readonly signals: readonly Signal[];
  /** Newest first. */
  readonly thread: readonly Message[];
  readonly hands: ReadonlyMap<number, { readonly publishedBy: string; readonly approvedBy: string | null }>;
  /** Whom the newest of the thread reached. */
  readonly receivers: ReadonlyMap<number, MessageReceivers>;
  readonly draft: Draft | null;
  readonly discarded: Draft | null;
  /** What the editor begins with when there is no draft. */
  readonly beginning: DraftContent;
  readonly origin: Origin | null;
  readonly helping: readonly HelpingText[];
  /** Areas to choose from. */
  readonly areas: readonly string[];
  /** What the next message would be, with words of the pharmacist's. */
  readonly prepared: PreparedPublication | PublicationRefusal;
  /** What whoever hands the draft over has seen: the facts, and what is known of its alternatives. Empty without a draft. */
  readonly seal: string;
  readonly secondPerson: boolean;
  readonly may: { readonly curate: boolean; readonly approve: boolean };
  /** To how many the draft would go, by channel; none without a draft. */
  readonly outlook: readonly ChannelOutlook[];
  /** The draft as every receiver would get it; none when there is no draft, or nothing to tell. */
  readonly previews: readonly Previews[];
}

export async function readCaseView(
  deps: PreviewDeps,
  {
    region,
    found,
    account,
    at = null,
  }: {
    region: Region;
    found: RegionCase;
    account: Account;
    /** When what is still written would go out; null for now. */
    at?: Date | null;
  },
): Promise<CaseView> {
  const { db, now } = deps;
  const { id } = found;
  const facts = await readCaseFacts(db, found, stockholmDate(now()));
  const { today } = facts;
  const thread = await readThread(db, id);
  const last = thread[0] ?? null;
  const draft = await readOpenDraft(db, id);
  const kind = draft === null || draft.content.kind === "auto" ? null : draft.content.kind;
  const prepared = await readPublication(db, { caseId: id, kind, hasAdvice: true });
  const may = {
    curate: isAllowed(account, "curate", region.code),
    approve: isAllowed(account, "approve", region.code),
  };
  const nextKind = prepared.kind === "prepared" ? prepared.messageKind : "update";
  const urgent = prepared.kind === "prepared" ? prepared.urgent : null;
  const urgency = urgent === null ? "normal" : "high";
  const beginning = beginContent({ entry: found.entry, last: findWords(thread), nextKind, urgency, today });
  const origin = await findOrigin(db, { draft, last, hasAdvice: beginning.advice !== null });
  const { areas } = (draft?.content ?? beginning).audience;
  return {
    ...facts,
    region,
    found,
    waiting: await readWaitingUpdates(db, id),
    falls: await readFalls(db, [id]),
    handling: await readCaseHandling(db, id),
    curators: await readAssignees(db, region.code),
    questions: await readCaseQuestions(db, id),
    notes: may.curate ? await readCaseNotes(db, id) : [],
    signals: await readCaseSignals(db, facts.notices),
    thread,
    ...(await readReached(db, { id, thread, regionCode: region.code, now: now() })),
    draft,
    discarded: await readDiscardedDraft(db, id),
    beginning,
    origin,
    helping: may.curate ? await readHelpingTexts(db, { regionCode: region.code, entry: found.entry, today }) : [],
    areas: sortAreas([...found.entry.areas, ...(await readKnownAreas(db, region.code)), ...areas]),
    prepared,
    secondPerson: (await readPolicy(db, region.code)).secondPerson === true,
    may,
    ...(await readReceivers(deps, { region, found, account, prepared, origin, draft, at })),
  };
}

/** Who answers for each version, and whom the newest have reached. */
async function readReached(
  db: Db,
  { id, thread, ...asked }: { id: number; thread: readonly Message[]; regionCode: string; now: Date },
): Promise<Pick<CaseView, "hands" | "receivers">> {
  const messageIds = thread.slice(0, COUNTED_VERSIONS).map((message) => message.id);
  return { hands: await readMessageHands(db, id), receivers: await readMessageReceivers(db, { ...asked, messageIds }) };
}

/** To how many a draft would go and as what; nothing without a draft. */
async function readReceivers(
  deps: PreviewDeps,
  input: Pick<CaseView, "region" | "found" | "prepared" | "origin" | "draft"> & { account: Account; at: Date | null },
): Promise<Pick<CaseView, "outlook" | "previews" | "seal">> {
  const { region, found, account, prepared, origin, draft } = input;
  if (draft === null) return { outlook: [], previews: [], seal: "" };
  const { content } = draft;
  const sealed = { regionCode: region.code, advice: content.advice };
  // Read first: what comes meanwhile is shown unsealed and asked about again, and never the other way round.
  const seal = prepared.kind === "prepared" ? await sealFacts(deps.db, { ...sealed, ...prepared }) : "";
  const at = draft.publishAt ?? input.at;
  return {
    seal,
    outlook: await readOutlook(deps, { found, prepared, content, at, now: deps.now() }),
    previews: await previewDraft(deps, { region, account, prepared, origin, content, at }),
  };
}

function sortAreas(areas: readonly string[]): string[] {
  return [...new Set(areas)].toSorted((a, b) => a.localeCompare(b, "sv"));
}

/** What a draft builds on; what is begun with the last version's words builds on what they did. */
async function findOrigin(
  db: Db,
  { draft, last, hasAdvice }: { draft: Draft | null; last: Message | null; hasAdvice: boolean },
): Promise<Origin | null> {
  if (draft !== null)
    return draft.originMessageId === null ? null : readOrigin(db, { originMessageId: draft.originMessageId });
  if (last === null || last.advice === null || !hasAdvice) return null;
  return last.kind === "resolved" || last.kind === "retraction" ? null : readOrigin(db, { lastMessageId: last.id });
}
