import type { IsoDate } from "./calendar.ts";
import {
  isOwnHit,
  REPORT_STATES,
  type ExtentFact,
  type ExtentGrade,
  type GoneStrength,
  type OwnProductFact,
  type ProductState,
  type ReportState,
} from "./extent-fact.ts";
import { fitStrength } from "./list-strength.ts";
import type { ListEntry } from "./list.ts";
import { isRegisteredMedicine, type Product } from "./product.ts";
import { compareStrengths, normaliseStrength } from "./strength.ts";

/** What an open notice says of one product. */
export interface ProductReport {
  /** 14 digits; another text, or none, where the source knows no NPL id. */
  readonly nplId: string;
  /** Without strength and form. */
  readonly name: string;
  readonly holder: string;
  readonly strength: string | null;
  readonly form: string | null;
  readonly state: ReportState;
  /** The first day on which it is so; null when it is so already, or when no day is told. */
  readonly from: IsoDate | null;
}

/** How much of one strength is reported, by state. */
export interface StrengthCount extends Readonly<Record<ProductState, number>> {
  /** As the first product writes it; null of those whose strength nobody can read. */
  readonly strength: string | null;
}

/** A product that the line covers. */
export interface ExtentProduct extends Omit<ProductReport, "state"> {
  readonly state: ProductState;
}

/** The extent with every product that the line covers. */
export interface Extent extends Omit<ExtentFact, "left" | "catalogueOn"> {
  /** What is reported first, the worst first, then by name. */
  readonly products: readonly ExtentProduct[];
}

export interface ExtentInput {
  readonly entry: Pick<ListEntry, "atc" | "emdn" | "formGroup" | "strength">;
  /** The catalogue's products under the line's code; null before there is a catalogue. */
  readonly catalogue: readonly Product[] | null;
  /** Reports that hit the line for certain. */
  readonly matched: readonly ProductReport[];
  /** What is known of the products that the region buys. */
  readonly own: readonly OwnProductFact[];
  /** Every open report, by NPL id: the catalogue may know a product by a code that its report does not have. */
  readonly reports: ReadonlyMap<string, readonly ProductReport[]>;
}

const swedish = new Intl.Collator("sv", { numeric: true });

/**
 * How much of what a line covers is reported. Pure: the day stands in the reports' states. What nobody can place (a
 * registered product whose form or strength cannot be read) is never counted as left; a reported product that the
 * catalogue does not know is counted as reported. Null when nothing is reported. What the region buys and the line does
 * not cover is told, and not counted.
 */
export function measureExtent({ entry, catalogue, matched, own, reports }: ExtentInput): Extent | null {
  const covered = selectCovered(entry, catalogue ?? []);
  const products = joinReports(covered, matched, reports);
  const reported = products.filter(({ state }) => state !== "unreported");
  if (reported.length === 0 && !own.some(isOwnHit)) return null;
  const count = (state: ProductState): number => products.filter((product) => product.state === state).length;
  const isKnown = catalogue !== null && namesSubstance(entry);
  const gone = isKnown && entry.strength === null ? findGone(products) : [];
  const counts = { short: count("short"), coming: count("coming"), ceasing: count("ceasing") };
  const known = new Set(covered.map(({ nplId }) => nplId));
  const unlisted = isKnown ? reported.filter(({ nplId }) => !known.has(nplId)).length : 0;
  const unreported = isKnown ? count("unreported") : null;
  return {
    grade: gradeOf({ ...counts, unreported, gone, own }),
    registered: isKnown ? products.length : null,
    ...(unlisted === 0 ? {} : { unlisted }),
    ...counts,
    unreported,
    from: latest(reported),
    gone: unreported === 0 ? [] : gone,
    own,
    products: isKnown ? products : reported,
  };
}

/** How many registered products a line covers of which nothing is reported; null where nobody knows, as with an extent. */
export function countRegistered({ entry, catalogue }: Pick<ExtentInput, "entry" | "catalogue">): number | null {
  return catalogue !== null && namesSubstance(entry)
    ? catalogue.filter((product) => covers(entry, product)).length
    : null;
}

function namesSubstance({ atc, emdn }: ExtentInput["entry"]): boolean {
  return emdn === null && atc.length === 7;
}

/** Unreported products that are named in a message; all stand on the case's page. */
const MAX_LEFT_NAMED = 5;

/** What is kept of it with the case and in messages. */
export function freezeExtent({ products, ...extent }: Extent, catalogueOn: IsoDate | null): ExtentFact {
  const left = products
    .filter(({ state }) => state === "unreported")
    .slice(0, MAX_LEFT_NAMED)
    .map(({ name, strength, holder }) => ({ name, strength, holder }));
  return { ...extent, left, catalogueOn };
}

function gradeOf(found: Pick<Extent, "short" | "coming" | "ceasing" | "unreported" | "gone" | "own">): ExtentGrade {
  if (found.unreported === 0 && found.short + found.coming + found.ceasing > 0) return "whole";
  // That the region's own product is hit is known without knowing of the others.
  if (found.own.some(isOwnHit)) return "own";
  if (found.unreported === null) return "unknown";
  if (found.gone.length > 0) return "strength";
  return found.short + found.coming > 0 ? "part" : "ceasing";
}

/** The products that the line asks for. Many share a strength, which is read once. */
function selectCovered(entry: ExtentInput["entry"], catalogue: readonly Product[]): Product[] {
  const asked = new Map<string | null, boolean>();
  const isAsked = (strength: string | null): boolean => {
    const known = asked.get(strength) ?? isStrengthAsked(entry, strength);
    asked.set(strength, known);
    return known;
  };
  const ofAnyStrength = { ...entry, strength: null };
  return catalogue.filter((product) => covers(ofAnyStrength, product) && isAsked(product.strength));
}

function isStrengthAsked(entry: Pick<ListEntry, "strength">, strength: string | null): boolean {
  return entry.strength === null || fitStrength(entry.strength, strength) === "same";
}

/** A registered product for people that the line asks for, beyond doubt. */
function covers(entry: ExtentInput["entry"], product: Product): boolean {
  return (
    isRegisteredMedicine(product) &&
    product.atc !== null &&
    product.atc.startsWith(entry.atc) &&
    (entry.formGroup === null || product.formGroup === entry.formGroup) &&
    isStrengthAsked(entry, product.strength)
  );
}

/** The covered products with what is reported of each, and the reported ones that no catalogue knows, each once. */
function joinReports(
  covered: readonly Product[],
  matched: ExtentInput["matched"],
  reports: ExtentInput["reports"],
): ExtentProduct[] {
  const byProduct = new Map<string, { known: Product | null; reports: ProductReport[] }>();
  for (const known of covered) byProduct.set(known.nplId, { known, reports: [...(reports.get(known.nplId) ?? [])] });
  for (const report of matched) {
    const key = identify(report, covered);
    const found = byProduct.get(key);
    if (found === undefined) byProduct.set(key, { known: null, reports: [report] });
    else found.reports.push(report);
  }
  return [...byProduct.values()].flatMap(describe).toSorted(compareProducts);
}

/** The NPL id of what is reported; what came without one is the covered product of its name, or else a product of its own. */
function identify({ nplId, name, strength }: ProductReport, covered: readonly Product[]): string {
  if (/^\d{14}$/.test(nplId)) return nplId;
  const same = covered.find(
    (product) => fold(product.name) === fold(name) && (strength === null || isSameStrength(strength, product.strength)),
  );
  return same?.nplId ?? `${fold(name)} ${strength ?? ""}`;
}

function fold(name: string): string {
  return name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}

function describe({ known, reports }: { known: Product | null; reports: readonly ProductReport[] }): ExtentProduct[] {
  const named = known ?? reports[0];
  if (named === undefined) return [];
  const { nplId, name, holder, strength, form } = named;
  return [{ nplId, name, holder, strength, form, ...readWorst(reports) }];
}

/** The worst that is reported of one product, and from which day. */
export function readWorst(reports: readonly ProductReport[]): Pick<ExtentProduct, "state" | "from"> {
  const state = REPORT_STATES.find((worse) => reports.some((report) => report.state === worse));
  return { state: state ?? "unreported", from: earliest(reports.filter((report) => report.state === state)) };
}

function compareProducts(a: ExtentProduct, b: ExtentProduct): number {
  return (
    rankState(a.state) - rankState(b.state) ||
    swedish.compare(a.name, b.name) ||
    swedish.compare(a.strength ?? "", b.strength ?? "") ||
    (a.nplId < b.nplId ? -1 : 1)
  );
}

function rankState(state: ProductState): number {
  return state === "unreported" ? REPORT_STATES.length : REPORT_STATES.indexOf(state);
}

/** Strengths of which nothing unreported is left; products whose strength cannot be read make none. */
function findGone(products: readonly ExtentProduct[]): GoneStrength[] {
  return groupByStrength(products)
    .filter((group) => group.products.every(({ state }) => state !== "unreported"))
    .map((group) => ({ strength: group.strength, products: group.products.length, from: latest(group.products) }));
}

/** How much of each strength is reported, by strength; last those whose strength nobody can read. */
export function countByStrength(products: readonly ExtentProduct[]): StrengthCount[] {
  const unread = products.filter(({ strength }) => strength === null);
  const groups = [...groupByStrength(products), ...(unread.length === 0 ? [] : [{ strength: null, products: unread }])];
  return groups.map((group) => {
    const count = (state: ProductState): number => group.products.filter((product) => product.state === state).length;
    const counts = { short: count("short"), coming: count("coming"), ceasing: count("ceasing") };
    return { strength: group.strength, ...counts, unreported: count("unreported") };
  });
}

/** Those whose strength can be read, however it is written, by strength. */
function groupByStrength(
  products: readonly ExtentProduct[],
): { readonly strength: string; readonly products: readonly ExtentProduct[] }[] {
  const groups: { strength: string; products: ExtentProduct[] }[] = [];
  for (const [strength, ofText] of Map.groupBy(products, (product) => product.strength)) {
    if (strength === null) continue;
    const group = groups.find((known) => isSameStrength(known.strength, strength));
    if (group === undefined) groups.push({ strength, products: ofText });
    else group.products.push(...ofText);
  }
  return groups.toSorted((a, b) => swedish.compare(a.strength, b.strength));
}

function isSameStrength(a: string, b: string | null): boolean {
  if (b === null) return false;
  return normaliseStrength(a) === normaliseStrength(b) || compareStrengths(a, b) === "same";
}

/** The day on which the first of them is; null when one is already. */
function earliest(reports: readonly Pick<ProductReport, "from">[]): IsoDate | null {
  const days = reports.map(({ from }) => from).filter((from) => from !== null);
  return days.length < reports.length ? null : (days.toSorted((a, b) => (a < b ? -1 : 1))[0] ?? null);
}

/** The day on which the last of them is hit; null when all are. */
function latest(products: readonly ExtentProduct[]): IsoDate | null {
  return products.reduce<IsoDate | null>(
    (day, { from }) => (from !== null && (day === null || from > day) ? from : day),
    null,
  );
}
