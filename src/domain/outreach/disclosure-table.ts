/** A figure that is, or was, shown in a table of the report: a whole number. */
export interface Cell {
  /** The same id stands for the same figure in every table and edition, such as `reached|region=13|channel=mail|2026-08`. */
  readonly id: string;
  readonly value: number;
  /** It counts persons or subscriptions: nobody may learn that it is just 1, 2, 3 or 4. */
  readonly sensitive: boolean;
  /** What the reader loses when it is hidden, above 0: 1 for a single cell, more for a total, most for the nation. */
  readonly weight: number;
  /**
   * What everybody has of it already: `shown` when this very value was published, or is known anyway (a channel that a
   * region does not have), and so cannot be hidden; `hidden` when an earlier edition hid this very value, and so it stays.
   */
  readonly before?: "shown" | "hidden";
}

/** Σ factor · cell = `equals` (0 when left out), which holds for the cells' values and which everybody knows. */
export interface Equation {
  readonly terms: readonly { readonly cell: string; readonly factor: number }[];
  readonly equals?: number;
}

export interface Tables {
  readonly cells: readonly Cell[];
  readonly equations: readonly Equation[];
}

/** Up to this many persons are few: the number is not told. */
export const MOST_FEW = 4;

export function isFew(count: number): boolean {
  return count >= 1 && count <= MOST_FEW;
}

/** One equation with cells by their place; of equal ones there is one. */
export interface Row {
  readonly places: readonly number[];
  readonly factors: readonly number[];
  readonly equals: number;
}

/** Tables in one order, whatever order they came in. */
export interface Grid {
  readonly cells: readonly Cell[];
  readonly rows: readonly Row[];
  /** For each cell the rows that it stands in. */
  readonly rowsOf: readonly (readonly number[])[];
}

/**
 * Throws where the tables are wrong in themselves: an id twice, a value that is no count, an equation with an unknown
 * cell or one that does not hold. That is a fault in whoever made them, and nothing of them may be published.
 */
export function makeGrid({ cells, equations }: Tables): Grid {
  const ordered = cells.toSorted((a, b) => compareText(a.id, b.id));
  const places = new Map(ordered.map(({ id }, place) => [id, place]));
  if (places.size < cells.length) throw new Error("two cells have the same id");
  for (const { id, value, weight } of ordered) {
    if (!Number.isSafeInteger(value) || value < 0) throw new Error(`cell ${id} is no count: ${value}`);
    if (!Number.isFinite(weight) || weight <= 0) throw new Error(`cell ${id} has no weight above 0: ${weight}`);
  }
  const rows = new Map(equations.map((equation) => makeRow(equation, { places, ordered })));
  const inOrder = [...rows].toSorted(([a], [b]) => compareText(a, b)).map(([, row]) => row);
  return makeGridOf(
    ordered,
    inOrder.filter(({ places: own }) => own.length > 0),
  );
}

function makeGridOf(cells: readonly Cell[], rows: readonly Row[]): Grid {
  const rowsOf: number[][] = cells.map(() => []);
  for (const [index, row] of rows.entries()) for (const place of row.places) rowsOf[place]?.push(index);
  return { cells, rows, rowsOf };
}

function makeRow(
  { terms, equals = 0 }: Equation,
  { places, ordered }: { places: ReadonlyMap<string, number>; ordered: readonly Cell[] },
): [string, Row] {
  const factors = new Map<number, number>();
  for (const { cell, factor } of terms) {
    const place = places.get(cell);
    if (place === undefined) throw new Error(`an equation names cell ${cell}, which is not there`);
    if (!Number.isSafeInteger(factor)) throw new Error(`an equation counts cell ${cell} by no whole number: ${factor}`);
    factors.set(place, (factors.get(place) ?? 0) + factor);
  }
  const kept = [...factors].filter(([, factor]) => factor !== 0).toSorted(([a], [b]) => a - b);
  const sum = kept.reduce((total, [place, factor]) => total + factor * (ordered[place]?.value ?? 0), 0);
  if (sum !== equals) {
    const names = kept.map(([place]) => ordered[place]?.id ?? "").join(", ");
    throw new Error(`an equation does not hold: ${sum} instead of ${equals} of ${names}`);
  }
  const row = { places: kept.map(([place]) => place), factors: kept.map(([, factor]) => factor), equals };
  return [JSON.stringify(row), row];
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The grid in parts that share no equation with each other through cells that are not `known`: each is judged alone. */
export function splitGrid(grid: Grid, isKnown: (place: number) => boolean): Grid[] {
  const parts: Grid[] = [];
  const seen = new Set<number>();
  for (const start of grid.cells.keys()) {
    if (seen.has(start) || isKnown(start)) continue;
    const found = new Set([start]);
    const rows = new Set<number>();
    for (const place of found) {
      const fresh = (grid.rowsOf[place] ?? []).filter((index) => !rows.has(index));
      for (const index of fresh) {
        rows.add(index);
        const others = (grid.rows[index]?.places ?? []).filter((other) => !isKnown(other));
        for (const other of others) found.add(other);
      }
    }
    for (const place of found) seen.add(place);
    parts.push(cutOut(grid, { found: [...found], rows }));
  }
  return parts;
}

/** Known cells leave the equations: their values go to the other side. */
function cutOut(grid: Grid, part: { found: readonly number[]; rows: ReadonlySet<number> }): Grid {
  const order = part.found.toSorted((a, b) => a - b);
  const place = new Map(order.map((old, index) => [old, index]));
  const rows = [...part.rows]
    .toSorted((a, b) => a - b)
    .flatMap((index) => grid.rows[index] ?? [])
    .map((row) => {
      const own = row.places.map((old, index) => ({ old, at: place.get(old), factor: row.factors[index] ?? 0 }));
      const known = own.filter(({ at }) => at === undefined);
      return {
        places: own.flatMap(({ at }) => at ?? []),
        factors: own.filter(({ at }) => at !== undefined).map(({ factor }) => factor),
        equals: row.equals - known.reduce((sum, { old, factor }) => sum + factor * (grid.cells[old]?.value ?? 0), 0),
      };
    });
  return makeGridOf(
    order.flatMap((old) => grid.cells[old] ?? []),
    rows,
  );
}
