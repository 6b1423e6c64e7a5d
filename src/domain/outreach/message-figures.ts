import type { ExtentGrade } from "../extent-fact.ts";
import type { AdviceType, MessageKind, Urgency } from "../message.ts";
import type { Dimension, FigureSpec, Frame, PlacedRow } from "./figure.ts";
import { holdsInstant } from "./period.ts";

/** A message to a region's readers. */
export interface MessageRow extends PlacedRow {
  /** Null of what is about no one case: an overview. */
  readonly caseId: number | null;
  readonly kind: MessageKind;
  readonly urgency: Urgency;
  readonly publishedAt: Date;
  /** A person stands for its words; what a rule tells may have words that a person has stood for. */
  readonly reviewed: boolean;
  readonly byRule: boolean;
  readonly adviceType: AdviceType | null;
  /** The region whose words it took over; null where they are the region's own. */
  readonly originRegionCode: string | null;
  /** No earlier message of its case has those words. */
  readonly takesOver: boolean;
  readonly areas: readonly string[];
  readonly roles: readonly string[];
  readonly grade: ExtentGrade | null;
  /** What the region says that it took; null where it has not said. */
  readonly minutes: number | null;
  /** What the region that the words are from says that they took; null where it has not said, and of own words. */
  readonly originMinutes: number | null;
}

export const MESSAGE_DIMENSIONS: Readonly<Record<string, Dimension<MessageRow>>> = {
  kind: ({ kind }) => [kind],
  urgency: ({ urgency }) => [urgency],
  extent: ({ grade }) => [grade ?? "unknown"],
  advice: ({ adviceType }) => [adviceType ?? ""],
  area: ({ areas }) => (areas.length === 0 ? [""] : areas),
  role: ({ roles }) => (roles.length === 0 ? [""] : roles),
};

/** Messages that tell of a shortage, and so can say what to do; the others end or take back. */
const TELLING: ReadonlySet<MessageKind> = new Set(["new", "update", "correction"]);
/** Advice by which nobody has to prescribe anything else. */
const NEEDS_NOBODY: ReadonlySet<AdviceType> = new Set(["no-action", "interchangeable"]);

const inPeriod = ({ publishedAt }: MessageRow, { period }: Frame): boolean => holdsInstant(period, publishedAt);
const isTelling = (row: MessageRow, at: Frame): boolean => inPeriod(row, at) && TELLING.has(row.kind);
const isReuse = ({ regionCode, originRegionCode }: MessageRow): boolean =>
  originRegionCode !== null && originRegionCode !== regionCode;

const spec = (figure: Omit<FigureSpec<MessageRow>, "cohort">): FigureSpec<MessageRow> => ({
  ...figure,
  cohort: "period",
});
const share = (
  id: string,
  of: (row: MessageRow) => boolean,
  over: Partial<FigureSpec<MessageRow>> = {},
): FigureSpec<MessageRow> => spec({ id, unit: "share", belongs: inPeriod, measure: { kind: "share", of }, ...over });

/** Every figure that is made of messages. */
export const MESSAGE_FIGURES: readonly FigureSpec<MessageRow>[] = [
  spec({
    id: "messages",
    unit: "count",
    belongs: inPeriod,
    measure: { kind: "count" },
    by: [["kind"], ["urgency"]],
  }),
  share("messages-reviewed", ({ reviewed }) => reviewed),
  share("messages-by-rule", ({ byRule }) => byRule),
  spec({
    id: "messages-telling",
    unit: "count",
    belongs: isTelling,
    measure: { kind: "count" },
    by: [["advice"], ["extent"]],
  }),
  share("messages-with-advice", ({ adviceType }) => adviceType !== null, { belongs: isTelling }),
  share("needs-prescriber", ({ adviceType }) => adviceType !== null && !NEEDS_NOBODY.has(adviceType), {
    belongs: isTelling,
    by: [["extent"]],
  }),
  share("messages-targeted", ({ areas, roles }) => areas.length > 0 || roles.length > 0, { by: [["kind"]] }),
  share("messages-targeted-area", ({ areas }) => areas.length > 0),
  share("messages-targeted-role", ({ roles }) => roles.length > 0),
  share("messages-reused", isReuse, {
    belongs: isTelling,
    exclude: ({ adviceType }) => (adviceType === null ? "no-advice" : null),
  }),
  spec({
    id: "minutes-saved",
    unit: "minutes",
    // One decision is one person's work: small numbers of them are not shown.
    sensitive: true,
    belongs: (row, at) => isTelling(row, at) && isReuse(row) && row.takesOver,
    exclude: ({ minutes, originMinutes }) => (minutes === null || originMinutes === null ? "not-answered" : null),
    measure: { kind: "sum", of: ({ minutes, originMinutes }) => (originMinutes ?? 0) - (minutes ?? 0) },
  }),
  spec({
    id: "corrections-per-100",
    unit: "per-100",
    belongs: inPeriod,
    measure: {
      kind: "ratio",
      of: ({ kind }) => ({ part: kind === "correction" || kind === "retraction" ? 1 : 0, whole: 1 }),
      per: 100,
    },
  }),
  share("messages-corrections", ({ kind }) => kind === "correction"),
  share("messages-retractions", ({ kind }) => kind === "retraction"),
];
