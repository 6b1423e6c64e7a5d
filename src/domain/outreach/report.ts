import type { IsoDate } from "../calendar.ts";
import { addDays } from "../calendar.ts";
import { CASE_DIMENSIONS, CASE_FIGURES } from "./case-figures.ts";
import type { CaseRow } from "./case-row.ts";
import {
  DECIDED_CASE_FIGURES,
  DECISION_DIMENSIONS,
  DECISION_FIGURES,
  decidedCasesOf,
  decisionsOf,
  type DecisionRow,
} from "./decision-figures.ts";
import {
  DELIVERY_DIMENSIONS,
  DELIVERY_FIGURES,
  gatherDeliveries,
  REPLAY_DIMENSIONS,
  REPLAY_FIGURES,
  type DeliveryRow,
  type ReplayRow,
} from "./delivery-figures.ts";
import {
  isInCut,
  measureFigure,
  takeRows,
  type Cut,
  type Dimension,
  type Exclusion,
  type Figure,
  type FigureSpec,
  type Frame,
  type PlacedRow,
} from "./figure.ts";
import { DATE_CHANGE_FIGURES, dateChangesOf, FALL_DIMENSIONS, FALL_FIGURES, type FallRow } from "./hold-figures.ts";
import { LIST_DIMENSIONS, LIST_FIGURES, listDaysOf, type ListVersionRow } from "./list-figures.ts";
import { MESSAGE_DIMENSIONS, MESSAGE_FIGURES, type MessageRow } from "./message-figures.ts";
import type { Period } from "./period.ts";
import { placesOf, type PlaceId } from "./place.ts";
import { QUESTION_FIGURES, type QuestionRow } from "./question-figures.ts";
import {
  HEADCOUNT_DIMENSIONS,
  HEADCOUNT_FIGURES,
  headcountsOf,
  REACH_DIMENSIONS,
  REACH_FIGURES,
  type Headcount,
  type ReachRow,
} from "./reach-figures.ts";
import { READINESS_DIMENSIONS, READINESS_FIGURES, type ReadinessRow } from "./readiness.ts";

/** So long after its end a period is followed: what is told of its cases later than that is not told of in it. */
const FOLLOW_DAYS = 30;

/** What happened, as it was read; one kind of row for each family of figures. */
export interface ReportRows {
  /** The day of the first file that was taken in. */
  readonly dataFrom: IsoDate;
  readonly cases: readonly CaseRow[];
  readonly lists: readonly ListVersionRow[];
  readonly messages: readonly MessageRow[];
  readonly dismissals: readonly DecisionRow[];
  readonly falls: readonly FallRow[];
  readonly deliveries: readonly DeliveryRow[];
  readonly replays: readonly ReplayRow[];
  readonly reach: readonly ReachRow[];
  readonly headcounts: readonly Headcount[];
  readonly questions: readonly QuestionRow[];
  readonly readiness: readonly ReadinessRow[];
}

/** A family of figures over one kind of row. */
interface Family<Row extends PlacedRow> {
  readonly figures: readonly FigureSpec<Row>[];
  readonly dimensions: Readonly<Record<string, Dimension<Row>>>;
  /** Those of them that give each row one value, so that the parts add up to the whole. */
  readonly single: readonly string[];
  readonly rowsOf: (rows: ReportRows, at: Frame) => readonly Row[];
  /** Rows that its figures need not tell apart, as one, where there are very many. */
  readonly gather?: (rows: readonly Row[], at: Frame) => readonly Row[];
}

interface MeasuredFamily {
  readonly ids: readonly string[];
  readonly specs: readonly FigureFacts[];
  readonly measure: (rows: ReportRows, at: Frame, places: readonly PlaceId[]) => Figure[];
  readonly open: (rows: ReportRows, at: Frame, asked: AskedFigure) => FigureRow[];
}

/** A figure that somebody wants to see the rows of. */
export interface AskedFigure {
  readonly id: string;
  readonly place: PlaceId;
  readonly cut: Cut;
}

/** A row that a figure is made of, or that its cohort has and it leaves out. */
export interface FigureRow {
  readonly id: string;
  readonly regionCode: string;
  /** Null of what is about no one case. */
  readonly caseId: number | null;
  readonly excluded: Exclusion | null;
}

/** What is said of a figure whatever its rows are. */
export interface FigureFacts extends Pick<
  FigureSpec<unknown>,
  "id" | "cohort" | "unit" | "sensitive" | "base" | "follows" | "reveals" | "by"
> {
  readonly shape: FigureSpec<unknown>["measure"]["kind"];
  /** Dimensions that give each row one value. */
  readonly single: readonly string[];
}

function family<Row extends PlacedRow>({
  figures,
  dimensions,
  single,
  rowsOf,
  gather = (rows) => rows,
}: Family<Row>): MeasuredFamily {
  return {
    ids: figures.map(({ id }) => id),
    specs: figures.map((figure) => ({ ...figure, shape: figure.measure.kind, single })),
    measure: (report, at, places) => {
      const rows = gather(rowsOf(report, at), at);
      return figures.flatMap((spec) => measureFigure(spec, { rows, at, places, dimensions }));
    },
    open: (rows, at, { id, place, cut }) => {
      const spec = figures.find((figure) => figure.id === id);
      // How many rows there are would tell what is hidden of persons.
      if (spec === undefined || spec.sensitive === true) return [];
      return takeRows(spec, rowsOf(rows, at), at)
        .filter(({ row }) => placesOf(row.regionCode).includes(place) && isInCut(row, cut, { at, dimensions }))
        .map(({ row: { id: rowId, regionCode, caseId = null }, excluded }) => ({
          id: rowId,
          regionCode,
          caseId,
          excluded,
        }));
    },
  };
}

/** Every family, in the order in which the report tells them. */
const FAMILIES: readonly MeasuredFamily[] = [
  family({
    figures: CASE_FIGURES,
    dimensions: CASE_DIMENSIONS,
    single: ["category", "priority", "group", "extent"],
    rowsOf: ({ cases }) => cases,
  }),
  family({ figures: LIST_FIGURES, dimensions: LIST_DIMENSIONS, single: ["category", "priority"], rowsOf: listDaysOf }),
  family({
    figures: MESSAGE_FIGURES,
    dimensions: MESSAGE_DIMENSIONS,
    single: ["kind", "urgency", "extent", "advice"],
    rowsOf: ({ messages }) => messages,
  }),
  family({ figures: DATE_CHANGE_FIGURES, dimensions: {}, single: [], rowsOf: ({ cases }) => dateChangesOf(cases) }),
  family({ figures: FALL_FIGURES, dimensions: FALL_DIMENSIONS, single: ["mended"], rowsOf: ({ falls }) => falls }),
  family({
    figures: DELIVERY_FIGURES,
    dimensions: DELIVERY_DIMENSIONS,
    single: ["channel", "state", "lane", "urgency"],
    rowsOf: ({ deliveries }) => deliveries,
    gather: gatherDeliveries,
  }),
  family({
    figures: REPLAY_FIGURES,
    dimensions: REPLAY_DIMENSIONS,
    single: ["channel"],
    rowsOf: ({ replays }) => replays,
  }),
  family({
    figures: REACH_FIGURES,
    dimensions: REACH_DIMENSIONS,
    single: ["channel", "reason"],
    rowsOf: ({ reach }) => reach,
  }),
  family({
    figures: HEADCOUNT_FIGURES,
    dimensions: HEADCOUNT_DIMENSIONS,
    single: ["role"],
    rowsOf: ({ reach, headcounts }, at) => headcountsOf(reach, headcounts, lastDay(at)),
  }),
  family({
    figures: DECISION_FIGURES,
    dimensions: DECISION_DIMENSIONS,
    single: ["kind"],
    rowsOf: ({ messages, dismissals }) => decisionsOf(messages, dismissals),
  }),
  family({
    figures: DECIDED_CASE_FIGURES,
    dimensions: {},
    single: [],
    rowsOf: ({ messages, dismissals }, at) => decidedCasesOf(decisionsOf(messages, dismissals), at),
  }),
  family({ figures: QUESTION_FIGURES, dimensions: {}, single: [], rowsOf: ({ questions }) => questions }),
  family({
    figures: READINESS_FIGURES,
    dimensions: READINESS_DIMENSIONS,
    single: ["goods", "category"],
    rowsOf: ({ readiness }) => readiness,
  }),
];

/** Every figure that there is, in that order. */
export const FIGURES: readonly FigureFacts[] = FAMILIES.flatMap(({ specs }) => specs);

/** The last day of which anything counts: of closed periods always the same, so that a figure stays what it was. */
export function followPeriod(period: Period, dataTo: IsoDate): Frame {
  const end = addDays(period.to, FOLLOW_DAYS);
  return { period, followedTo: end < dataTo ? end : dataTo };
}

/** The last day of the period that is over or known of: how it stands at its end is how it stands then. */
export function lastDay({ period, followedTo }: Frame): IsoDate {
  return followedTo < period.to ? followedTo : period.to;
}

export function measureReport(rows: ReportRows, at: Frame, places: readonly PlaceId[]): Figure[] {
  return FAMILIES.flatMap(({ measure }) => measure(rows, at, places));
}

/** The rows of a figure, in the order in which they were read; none of a figure that there is not, or that counts persons. */
export function openFigure(rows: ReportRows, at: Frame, asked: AskedFigure): FigureRow[] {
  return FAMILIES.find(({ ids }) => ids.includes(asked.id))?.open(rows, at, asked) ?? [];
}
