import type { IsoDate } from "./calendar.ts";
import type { ChangeKind } from "./change.ts";
import type { FormGroup } from "./form.ts";
import { OPERATIONS } from "./region.ts";
import type { AlertCause, AlertKind } from "./source-health.ts";
import type { NoticeStatus, NoticeType, PackageStatus } from "./notice.ts";

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
 * `retraction` says that an earlier message was wrong; `alert` tells those who run Restsignal of trouble with a source.
 */
export type MessageKind = "new" | "update" | "correction" | "resolved" | "retraction" | "overview" | "alert";

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

export interface StockFact {
  readonly days: number;
  /** The day the stock ends, shown only when the shortage outlasts it. */
  readonly endsOn: IsoDate | null;
}

/** One line of an overview: a case that is open. */
export interface OverviewFact {
  readonly caseId: number;
  readonly entry: EntryFact;
  readonly status: NoticeStatus;
  readonly notices: number;
}

/** Trouble with a source, for those who run Restsignal. */
export interface AlertFact {
  readonly kind: AlertKind;
  /** In technical English. */
  readonly reason: string;
  /** Absent where the reason is a parser's own words, and in alerts from before there were causes. */
  readonly cause?: AlertCause;
  readonly sourceTitle: string;
}

/** The source's facts, frozen at publication. Never mixed with advice. */
export interface MessageFacts {
  readonly entry: EntryFact | null;
  readonly status: NoticeStatus | null;
  readonly notices: readonly NoticeFact[];
  readonly stock: StockFact | null;
  readonly overview: readonly OverviewFact[];
  /** Of an alert only. */
  readonly alert?: AlertFact;
  /** The source that most of it comes from. */
  readonly source: SourceFact;
  /** Every source, that one first; only where there are several. */
  readonly sources?: readonly SourceFact[];
}

export function sourcesOf({ source, sources }: Pick<MessageFacts, "source" | "sources">): readonly SourceFact[] {
  return sources ?? [source];
}

/** The region's advice; `text` per language, Swedish always first. */
export interface MessageAdvice {
  readonly type: AdviceType;
  readonly text: { readonly sv: string; readonly en?: string };
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
}

/** A message with what a template needs around it: names and addresses. */
export interface MessageView {
  readonly message: Message;
  readonly regionName: string;
  /** The case page (or, for an overview, the region page), absolute. */
  readonly url: string;
}

/** Where the state of the sources is shown. */
export const SOURCES_PATH = "/kallor";

/** The page of a message, from the root of the site: its case, the region's page for an overview, the sources for an alert. */
export function messagePath(message: Pick<Message, "regionCode" | "caseId">): string {
  if (message.regionCode === OPERATIONS.code) return SOURCES_PATH;
  const region = `/r/${message.regionCode}`;
  return message.caseId === null ? region : `${region}/${message.caseId}`;
}
