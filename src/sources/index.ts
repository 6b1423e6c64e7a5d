import { lakemedelsverket } from "./lakemedelsverket.ts";
import type { Source } from "./source.ts";

/** All sources. To add one is its file and one line here. */
export const sources: readonly Source[] = [lakemedelsverket];

/** The source of that name, or null. */
export function findSource(name: string): Source | null {
  return sources.find((source) => source.name === name) ?? null;
}
