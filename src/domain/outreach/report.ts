import type { IsoDate } from "../calendar.ts";
import { addDays } from "../calendar.ts";
import { CASE_DIMENSIONS, CASE_FIGURES } from "./case-figures.ts";
import type { CaseRow } from "./case-row.ts";
import { measureFigure, type Dimension, type Figure, type FigureSpec, type Frame, type PlacedRow } from "./figure.ts";
import type { Period } from "./period.ts";
import type { PlaceId } from "./place.ts";

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
  readonly rowsOf: (rows: ReportRows) => readonly Row[];
}

interface MeasuredFamily {
  readonly ids: readonly string[];
  readonly specs: readonly FigureFacts[];
  readonly measure: (rows: ReportRows, at: Frame, places: readonly PlaceId[]) => Figure[];
}

/** What is said of a figure whatever its rows are. */
export type FigureFacts = Pick<FigureSpec<unknown>, "id" | "cohort" | "unit" | "sensitive" | "by">;

function family<Row extends PlacedRow>({ figures, dimensions, rowsOf }: Family<Row>): MeasuredFamily {
  return {
    ids: figures.map(({ id }) => id),
    specs: figures,
    measure: (rows, at, places) =>
      figures.flatMap((spec) => measureFigure(spec, { rows: rowsOf(rows), at, places, dimensions })),
  };
}

/** Every family, in the order in which the report tells them. */
const FAMILIES: readonly MeasuredFamily[] = [
  family({ figures: CASE_FIGURES, dimensions: CASE_DIMENSIONS, rowsOf: ({ cases }) => cases }),
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
