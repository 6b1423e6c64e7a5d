import { fimea } from "./fimea.ts";
import { lakemedelsverket } from "./lakemedelsverket.ts";
import { lakemedelsverketProducts } from "./lakemedelsverket-products.ts";
import { lakemedelsverketExport } from "./lakemedelsverket-export.ts";
import { manual } from "./manual.ts";
import { rss } from "./rss.ts";
import { spreadsheet } from "./spreadsheet.ts";
import type { AnySource, SourceKind } from "./source.ts";

/** The sources that are always there. */
const builtIn: readonly AnySource[] = [
  lakemedelsverket,
  lakemedelsverketProducts,
  lakemedelsverketExport,
  fimea,
  manual,
];

/** The kinds a source can be added of. A new kind is its own file and one line here. */
export const sourceKinds: readonly SourceKind[] = [rss, spreadsheet];

export type SavedSources = readonly {
  readonly name: string;
  readonly kind: string;
  readonly title: string;
  readonly url: string | null;
  readonly options: unknown;
}[];

/** Every source there is: the built-in ones, and those that were added. One whose kind or options no longer fit is left out. */
export function createSources(saved: SavedSources): AnySource[] {
  const added = saved.flatMap(({ kind, ...source }) => {
    const options = findSourceKind(kind)?.optionsSchema.safeParse(source.options);
    return options?.success === true ? [findSourceKind(kind)?.create({ ...source, options: options.data })] : [];
  });
  return [...builtIn, ...added.filter((source) => source !== undefined)];
}

export function findSourceKind(name: string): SourceKind | undefined {
  return sourceKinds.find((kind) => kind.name === name);
}

/** Whether the name belongs to a source that is always there. */
export function isBuiltIn(name: string): boolean {
  return builtIn.some((source) => source.name === name);
}
