import type { IsoDate } from "../calendar.ts";
import { addDays } from "../calendar.ts";
import { CASE_DIMENSIONS, CASE_FIGURES } from "./case-figures.ts";
import type { CaseRow } from "./case-row.ts";
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
import type { Period } from "./period.ts";
import { placesOf, type PlaceId } from "./place.ts";

/** So long after its end a period is followed: what is told of its cases later than that is not told of in it. */
const FOLLOW_DAYS = 30;

/** What happened, as it was read; one kind of row for each family of figures. */
export interface ReportRows {
  readonly cases: readonly CaseRow[];
}

/** A family of figures over one kind of row. */
interface Family<Row extends PlacedRow> {
  readonly figures: readonly FigureSpec<Row>[];
  readonly dimensions: Readonly<Record<string, Dimension<Row>>>;
  /** Those of them that give each row one value, so that the parts add up to the whole. */
  readonly single: readonly string[];
  readonly rowsOf: (rows: ReportRows) => readonly Row[];
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
  readonly excluded: Exclusion | null;
}

/** What is said of a figure whatever its rows are. */
export interface FigureFacts extends Pick<FigureSpec<unknown>, "id" | "cohort" | "unit" | "sensitive" | "base" | "by"> {
  readonly shape: FigureSpec<unknown>["measure"]["kind"];
  /** Dimensions that give each row one value. */
  readonly single: readonly string[];
}

function family<Row extends PlacedRow>({ figures, dimensions, single, rowsOf }: Family<Row>): MeasuredFamily {
  return {
    ids: figures.map(({ id }) => id),
    specs: figures.map((figure) => ({ ...figure, shape: figure.measure.kind, single })),
    measure: (rows, at, places) =>
      figures.flatMap((spec) => measureFigure(spec, { rows: rowsOf(rows), at, places, dimensions })),
    open: (rows, at, { id, place, cut }) => {
      const spec = figures.find((figure) => figure.id === id);
      if (spec === undefined) return [];
      return takeRows(spec, rowsOf(rows), at)
        .filter(({ row }) => placesOf(row.regionCode).includes(place) && isInCut(row, cut, { at, dimensions }))
        .map(({ row, excluded }) => ({ id: row.id, regionCode: row.regionCode, excluded }));
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
];

/** Every figure that there is, in that order. */
export const FIGURES: readonly FigureFacts[] = FAMILIES.flatMap(({ specs }) => specs);

/** The last day of which anything counts: of closed periods always the same, so that a figure stays what it was. */
export function followPeriod(period: Period, dataTo: IsoDate): Frame {
  const end = addDays(period.to, FOLLOW_DAYS);
  return { period, followedTo: end < dataTo ? end : dataTo };
}

export function measureReport(rows: ReportRows, at: Frame, places: readonly PlaceId[]): Figure[] {
  return FAMILIES.flatMap(({ measure }) => measure(rows, at, places));
}

/** The rows of a figure, in the order in which they were read; none of a figure that there is not. */
export function openFigure(rows: ReportRows, at: Frame, asked: AskedFigure): FigureRow[] {
  return FAMILIES.find(({ ids }) => ids.includes(asked.id))?.open(rows, at, asked) ?? [];
}
