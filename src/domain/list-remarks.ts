import { diffEntry } from "./list-difference.ts";
import { COLUMNS, writeCell } from "./list-columns.ts";
import type { ListEntry, OwnProduct } from "./list.ts";
import { clipText } from "./clean-text.ts";
import { joinOwn, labelOwn } from "./own-product.ts";
import type { Product } from "./product.ts";

/** How each remark on a row is told, in English. */
export const REMARK_WORDS = {
  differs: (row, there, here) => `joined with row ${row}, which holds: "${there}" there, "${here}" here`,
  "own-unknown": (id) =>
    `the catalogue does not know ${id}, so nobody can say that it is not reported; is the number right?`,
  "own-other-atc": (product, atc) => `${product} has another ATC code, ${atc}; is the number right?`,
  "own-gone": (product) => `${product} is not registered any more`,
  "own-animal": (product) => `${product} is for animals`,
  "own-uncertain": (name) => `${name} has no NPL id, so it cannot be looked up in the catalogue; write it`,
  "own-unchecked": () => "there is no catalogue yet, so the numbers have not been looked up",
} as const satisfies Readonly<Record<string, (...values: readonly string[]) => string>>;

/** Something about a row that is worth a look, and refuses nothing. */
export interface RowRemark {
  /** In the file. */
  readonly row: number;
  /** The row of the line that it is a part of, which is the same but for a row that was joined with it. */
  readonly line: number;
  readonly column: string;
  readonly kind: keyof typeof REMARK_WORDS;
  /** What its words need, in their order. */
  readonly values: readonly string[];
}

/**
 * A further row of a line: its products are the line's too. In all else the earlier row holds, and what the further one
 * says otherwise is told; what it leaves empty is no difference.
 */
export function joinListRows(
  line: ListEntry,
  further: ListEntry,
): { readonly entry: ListEntry; readonly remarks: readonly RowRemark[] } {
  const fields = diffEntry(line, further).filter((field) => field !== "own");
  const remarks = COLUMNS.filter(({ field }) => fields.some((one) => one === field)).flatMap((rule): RowRemark[] => {
    const [kept, said] = [writeCell(rule, line, ", "), writeCell(rule, further, ", ")];
    if (said === "" || said === kept) return [];
    const values = [String(line.row), clipText(kept, 40), clipText(said, 40)];
    return [{ row: further.row, line: line.row, column: rule.title, kind: "differs", values }];
  });
  return { entry: { ...line, own: joinOwn(line.own, further.own) }, remarks };
}

/** What the catalogue says against the products that lines name; null before there is a catalogue. */
export function checkOwn(entries: readonly ListEntry[], catalogue: ReadonlyMap<string, Product> | null): RowRemark[] {
  const owning = entries.filter(({ own }) => own.length > 0);
  const first = owning.find(({ own }) => own.some(({ nplId }) => nplId !== null));
  const unchecked =
    catalogue === null && first !== undefined
      ? [{ row: first.row, line: first.row, column: "NPL-id", kind: "own-unchecked", values: [] } as const]
      : [];
  return [
    ...unchecked,
    ...owning.flatMap((entry) =>
      entry.own.flatMap((product) => {
        const remark = checkProduct(entry, product, catalogue);
        return remark === null ? [] : [{ ...remark, row: entry.row, line: entry.row }];
      }),
    ),
  ];
}

function checkProduct(
  { atc }: ListEntry,
  own: OwnProduct,
  catalogue: ReadonlyMap<string, Product> | null,
): Omit<RowRemark, "row" | "line"> | null {
  const name = clipText(labelOwn(own), 80);
  if (own.nplId === null) {
    const column = own.nplPackId !== null ? "NPL-packid" : own.articleNumber !== null ? "Varunummer" : "Upphandlat";
    return { column, kind: "own-uncertain", values: [name] };
  }
  if (catalogue === null) return null;
  const column = "NPL-id";
  const known = catalogue.get(own.nplId);
  if (known === undefined) return { column, kind: "own-unknown", values: [own.nplId] };
  const product = [own.nplId, known.name, known.strength].filter((part) => part !== null).join(" ");
  if (known.veterinary) return { column, kind: "own-animal", values: [product] };
  if (known.atc !== null && !known.atc.startsWith(atc))
    return { column, kind: "own-other-atc", values: [product, known.atc] };
  return known.status === "registered" ? null : { column, kind: "own-gone", values: [product] };
}

/** A remark in English. */
export function describeRemark({ kind, values }: RowRemark): string {
  const tell: (...values: readonly string[]) => string = REMARK_WORDS[kind];
  return tell(...values);
}
