import type { LayoutQuestion, ListImportReport, ListLayout } from "./list-import.ts";

/** What can be chosen of a file as it stands; null when it is not for choosing. */
export function askedLayout(report: ListImportReport | null): LayoutQuestion | null {
  if (report?.kind === "layout") return report;
  const layout = report?.kind === "columns" || report?.kind === "read" ? report.layout : undefined;
  return layout === undefined ? null : { sheets: layout.sheets, encodings: [], layout };
}

/** What somebody chose of it, as a form sends it; empty where they leave it to us. */
export interface LayoutWish {
  readonly encoding: string;
  readonly sheet: string;
  readonly row: string;
}

/** `unknown`: the file has no such thing · `missing`: it has to be said. */
export interface LayoutProblem {
  readonly field: keyof LayoutWish;
  readonly kind: "unknown" | "missing";
}

/** How the file is to be read by that wish, or what stands in the way; `chosen` is what was chosen before. */
export function chooseLayout(
  wish: LayoutWish,
  { asked, chosen }: { asked: LayoutQuestion; chosen: ListLayout | null },
):
  | { readonly kind: "chosen"; readonly layout: ListLayout }
  | { readonly kind: "refused"; readonly problems: readonly LayoutProblem[] } {
  const problems = findLayoutProblems(wish, asked);
  if (problems.length > 0) return { kind: "refused", problems };
  const { encoding, sheet, row } = wish;
  // The rows that were offered are those of the sheet that was read.
  const isSameSheet = sheet === "" || sheet === asked.layout?.sheet;
  const headerRow = row !== "" && isSameSheet ? Number(row) : undefined;
  return { kind: "chosen", layout: { sheet: sheet || undefined, headerRow, encoding: encoding || chosen?.encoding } };
}

function findLayoutProblems(wish: LayoutWish, { sheets, encodings, layout }: LayoutQuestion): LayoutProblem[] {
  const offered = {
    encoding: encodings.map(({ encoding }) => encoding),
    sheet: sheets,
    row: (layout?.head ?? []).map(({ row }) => String(row)),
  };
  const unknown = (["encoding", "sheet", "row"] as const).filter(
    (field) => wish[field] !== "" && !offered[field].includes(wish[field]),
  );
  if (unknown.length > 0) return unknown.map((field) => ({ field, kind: "unknown" }));
  if (encodings.length > 0 && wish.encoding === "") return [{ field: "encoding", kind: "missing" }];
  return layout === null && sheets.length > 1 && wish.sheet === "" ? [{ field: "sheet", kind: "missing" }] : [];
}
