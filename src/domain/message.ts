import type { Role } from "./account.ts";
import type { AdviceReview, Alternative, AlternativeFact } from "./alternative.ts";
import type { Audience, Purpose } from "./audience.ts";
import type { IsoDate } from "./calendar.ts";
import type { CaseKind } from "./case-dates.ts";
import type { ChangeKind } from "./change.ts";
import type { ExtentFact, ToldExtent } from "./extent-fact.ts";
import type { FormGroup } from "./form.ts";
import type { AlertFact } from "./source-health.ts";
import type { NewsKind } from "./news.ts";
import { isOpen, type NoticeStatus, type NoticeType, type PackageStatus } from "./notice.ts";
import type { ReminderKind } from "./reminder.ts";

export const LANGUAGES = ["sv", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

export const ADVICE_TYPES = [
  "interchangeable",
  "other-package",
  "other-strength",
  "other-form",
  "same-substance",
  "other-substance",
  "exemption",
  "licence",
  "extempore",
  "local-stock",
  "no-new-patients",
  "ask-specialist",
  "no-action",
  "ceases",
  "recall",
] as const;
/** The kinds of advice a region gives; Läkemedelsverket's own texts 2018–2020 fall into these. */
export type AdviceType = (typeof ADVICE_TYPES)[number];

/**
 * `overview` is the one summary a region gets when its list first meets a source: it has no case.
 * `retraction` says that an earlier message was wrong; `alert` tells those who run Restsignal of trouble with a source,
 * `reminder` those at a region's desk of news that nobody has decided on.
 */
export type MessageKind =
  | "new"
  | "update"
  | "correction"
  | "resolved"
  | "retraction"
  | "overview"
  | "alert"
  | "reminder";

export const URGENCIES = ["normal", "high"] as const;
export type Urgency = (typeof URGENCIES)[number];

/** A package as it stood when the message was published. */
export interface PackageFact {
  readonly nplPackId: string;
  readonly description: string;
  readonly status: PackageStatus;
  readonly start: IsoDate | null;
  readonly forecastEnd: IsoDate | null;
  readonly actualEnd: IsoDate | null;
  /** The open package's forecast end has passed. */
  readonly overdue: boolean;
}

/** What changed in one notice since the last message; dates where the kind moves one. */
export interface ChangeFact {
  readonly kind: ChangeKind;
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
}

/** A source's file as it stood when the message was published. */
export interface SourceFact {
  /** The name in the registry. */
  readonly name: string;
  readonly fileTime: string;
  /** The date that the statuses of its notices hold on. */
  readonly asOf: IsoDate;
}

/** A notice as it stood when the message was published. */
export interface NoticeFact {
  /** The name of its source, where the message has notices of several. */
  readonly source?: string;
  readonly reportId: string;
  readonly nplId: string;
  readonly type: NoticeType;
  readonly status: NoticeStatus;
  readonly productName: string;
  readonly holder: string;
  readonly atc: string | null;
  /** Public cause category, null when masked or unknown. */
  readonly causeCategory: string | null;
  readonly firstPublished: IsoDate | null;
  /** The source no longer lists it though it was open. */
  readonly vanished: boolean;
  readonly packages: readonly PackageFact[];
  readonly changes: readonly ChangeFact[];
}

/** What the message is about: the list entry of the region. */
export interface EntryFact {
  readonly atc: string;
  readonly substance: string;
  readonly formGroup: FormGroup | null;
  readonly strength: string | null;
  readonly priority: number | null;
  readonly category: string | null;
}

/** The region's own stock against the open shortage; read by `judgeStock`. */
export interface StockFact {
  readonly days: number;
  /** The day the stock ends, past or to come; null in old messages, which dropped it once it had passed. */
  readonly endsOn: IsoDate | null;
  /** The whole shortage is expected to be over by then. */
  readonly covers?: true;
}

/** One line of an overview: a case that is open. */
export interface OverviewLine {
  readonly caseId: number;
  readonly entry: EntryFact;
  readonly status: NoticeStatus;
  /** Absent in old messages. */
  readonly kind?: CaseKind;
  /** Absent in old messages, and where it was not measured. */
  readonly extent?: ExtentFact;
  readonly notices: number;
}

/** A case that waits for a decision. */
export interface ReminderLine {
  readonly caseId: number;
  readonly entry: EntryFact;
  /** Absent in old messages, and where it was not measured. */
  readonly extent?: ExtentFact;
  /** What the news is; empty when a new list covers what was there before. */
  readonly changes: readonly NewsKind[];
  /** The news is that the last day of the advice has passed. */
  readonly expired?: true;
  /** An ISO instant. */
  readonly waitingSince: string;
  readonly waitedHours: number;
  /** An ISO instant; null when no decision is due at a time. */
  readonly dueAt: string | null;
  /** Somebody has begun to write. */
  readonly drafting: boolean;
}

/** Cases that wait, for those at the region's desk. */
export interface ReminderFact {
  readonly kind: Exclude<ReminderKind, "send">;
  readonly lines: readonly ReminderLine[];
}

/** Where facts come from. */
interface Sourced {
  /** The source that most of it comes from. */
  readonly source: SourceFact;
  /** Every source, that one first; only where there are several. */
  readonly sources?: readonly SourceFact[];
}

/** What the sources say of one case. */
export interface CaseFacts extends Sourced, ToldExtent {
  readonly kind: "case";
  readonly entry: EntryFact;
  /** Null without notices. */
  readonly status: NoticeStatus | null;
  readonly notices: readonly NoticeFact[];
  readonly stock: StockFact | null;
  /** What is known of the alternatives that the advice names; absent where it names none. */
  readonly alternatives?: readonly AlternativeFact[];
  /** The advice that readers have holds no more, and is being reviewed. */
  readonly review?: AdviceReview;
}

/** The cases of a region that are open when its list first meets a source. */
export interface OverviewFacts extends Sourced {
  readonly kind: "overview";
  readonly overview: readonly OverviewLine[];
}

export interface AlertFacts extends Sourced {
  readonly kind: "alert";
  readonly alert: AlertFact;
}

export interface ReminderFacts extends Sourced {
  readonly kind: "reminder";
  readonly reminder: ReminderFact;
}

/** What a message tells, frozen at publication. Never mixed with advice. */
export type MessageFacts = CaseFacts | OverviewFacts | AlertFacts | ReminderFacts;

/** The line of the region's list that a message is about; null where it is about none or several. */
export function entryOf(facts: MessageFacts): EntryFact | null {
  return facts.kind === "case" ? facts.entry : null;
}

export function sourcesOf({ source, sources }: Sourced): readonly SourceFact[] {
  return sources ?? [source];
}

/**
 * Whether a message tells the same of what is open as its case does, so that who has read one need not read the other;
 * what an old message does not tell of the extent is no difference.
 */
export function tellSame(told: MessageFacts, now: CaseFacts): boolean {
  if (told.kind !== "case" || writeOpen(told) !== writeOpen(now)) return false;
  return told.extent === undefined || now.extent === undefined || writeExtent(told.extent) === writeExtent(now.extent);
}

/** How much is reported, without the day it was counted on; stored facts have their fields in another order. */
function writeExtent({ grade, registered, short, coming, ceasing, from, gone, own }: ExtentFact): string {
  const strengths = gone.map(({ strength, products, from: since }) => [strength, products, since]);
  const bought = own.map(({ name, state, from: since }) => [name, state, since]);
  return JSON.stringify([grade, registered, short, coming, ceasing, from, strengths, bought]);
}

/** What is open, in one order and without what changed; facts that were stored have their fields in another order. */
function writeOpen({ notices }: CaseFacts): string {
  const open = notices.filter(({ status }) => isOpen(status));
  return JSON.stringify(
    open
      .map(({ reportId, nplId, type, status, vanished, packages }) => [
        [reportId, nplId, type, status, vanished].join(" "),
        packages.map((pack) => [
          pack.nplPackId,
          pack.status,
          pack.start,
          pack.forecastEnd,
          pack.actualEnd,
          pack.overdue,
        ]),
      ])
      .toSorted(([a], [b]) => String(a).localeCompare(String(b))),
  );
}

/** Of a text of advice in one language, standing in a list or written for one case: a draft begins with the list's. */
export const MAX_ADVICE_CHARS = 4_000;

/** The region's advice; `text` per language, Swedish always first. */
export interface MessageAdvice {
  readonly type: AdviceType;
  readonly text: { readonly sv: string; readonly en?: string };
  /** What it names by code; each is checked again on every file and every day. Absent where it names none. */
  readonly alternatives?: readonly Alternative[];
  /** The version whose reviewed words a rule sent along with newer facts. */
  readonly fromVersion?: number;
}

/** An immutable version in a case. A new version supersedes the one before. */
export interface Message {
  readonly id: number;
  readonly regionCode: string;
  readonly caseId: number | null;
  /** Counts from 1 in its case. */
  readonly version: number;
  readonly kind: MessageKind;
  readonly urgency: Urgency;
  readonly facts: MessageFacts;
  readonly advice: MessageAdvice | null;
  /** True when a pharmacist read it before it went out; false when a rule sent the facts by itself. */
  readonly reviewed: boolean;
  readonly publishedAt: Date;
  readonly purpose: Purpose;
  readonly audience: Audience;
  /** The last day that it holds; null until the next version. */
  readonly validUntil: IsoDate | null;
  /** The region whose words its advice builds on. */
  readonly originRegionCode: string | null;
  /** What whoever reviewed it is to the region. */
  readonly reviewerRole: Role | null;
  /** How the region's pharmacists were reached when it was published. */
  readonly contact: string | null;
}

/** A message with what a template needs around it: names and addresses. */
export interface MessageView {
  readonly message: Message;
  readonly regionName: string;
  /** The case page (or, for an overview, the region page), absolute. */
  readonly url: string;
  /** The desk's page of a case, absolute. */
  readonly caseUrl: (caseId: number) => string;
}
