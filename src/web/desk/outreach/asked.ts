import { readDataSpan } from "../../../db/outreach-data.ts";
import { stockholmDate } from "../../../domain/calendar.ts";
import type { Period } from "../../../domain/outreach/period.ts";
import { NATION, PLACES, type PlaceId } from "../../../domain/outreach/place.ts";
import { OPERATIONS, type Region } from "../../../domain/region.ts";
import { mayDo } from "../../../services/context.ts";
import type { OutreachReport } from "../../../services/outreach.ts";
import type { Around } from "../../../../templates/outreach/writing.ts";
import type { WebDeps } from "../../web-deps.ts";
import { actAsVisitor, type DeskContext } from "../desk-route.ts";
import { defaultPeriod, listPeriods, readAskedPeriod } from "./choice.ts";
import type { OutreachDeskStrings } from "./words-sv.ts";

/** What a page of the report is about, from its address. */
export interface Asked {
  readonly period: Period;
  readonly periods: readonly Period[];
  readonly place: PlaceId;
  /** What is wrong with the address; the newest month is shown then. */
  readonly fault: keyof OutreachDeskStrings["faults"] | null;
  readonly isAnalyst: boolean;
}

/** `region` is the one whose desk it is; null at the nation's. */
export async function readAsked(deps: WebDeps, c: DeskContext, region: Region | null): Promise<Asked> {
  const { query } = c.var.page;
  const today = stockholmDate(deps.now());
  const periods = listPeriods((await readDataSpan(deps.db))?.from ?? null, today);
  const isAnalyst = mayDo(actAsVisitor(deps, c), "analyse", OPERATIONS.code);
  const asked = readAskedPeriod(query);
  const fault = typeof asked === "string" ? asked : asked?.kind === "free" && !isAnalyst ? "free" : null;
  const found = asked === null || typeof asked === "string" || fault !== null ? defaultPeriod(periods, today) : asked;
  const word = query.get("place");
  const place = region?.code ?? PLACES.find((id) => id === word) ?? NATION;
  return { period: found, periods, place, fault, isAnalyst };
}

/** The places whose figures a page of that place is made of: the nation's of all of them. */
export function placesFor(place: PlaceId): readonly PlaceId[] {
  return place === NATION ? PLACES : [place];
}

/** What is told around a report that is not frozen. */
export function aroundReport(
  { checksum, isClosed }: OutreachReport,
  { period, place }: Pick<Asked, "period" | "place">,
): Around {
  const where = place === NATION ? "" : ` --place ${place}`;
  const command = `restsignal outreach --from ${period.from} --to ${period.to}${where}`;
  return { checksum, edition: null, isClosed, command };
}

export function addressQuery(
  { period, place }: Pick<Asked, "period" | "place">,
  region: Region | null,
): URLSearchParams {
  return new URLSearchParams({ period: period.id, ...(region === null ? { place } : {}) });
}
