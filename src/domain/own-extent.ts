import type { IsoDate } from "./calendar.ts";
import { REPORT_STATES, type OwnProductFact, type ReportState } from "./extent-fact.ts";
import type { OwnProduct } from "./list.ts";
import { isOpen, noticeStatus, type Notice, type Package } from "./notice.ts";
import { createVoucher, labelOwn, readBoughtName } from "./own-product.ts";
import { readArticleNumber, readNumbers } from "./own-match.ts";
import { parseProductName } from "./product-name.ts";
import { isRegisteredMedicine, type Product } from "./product.ts";

export interface OwnInput {
  readonly own: readonly OwnProduct[];
  /** The catalogue's products by NPL id, those that the line names among them. */
  readonly catalogue: ReadonlyMap<string, Product>;
  /** Open notices, and the day on which each holds. */
  readonly notices: readonly OwnNotice[];
}

export interface OwnNotice {
  readonly notice: Notice;
  readonly asOf: IsoDate;
}

/** What is known of each product that the region buys, in the list's order. */
export function measureOwn({ own, catalogue, notices }: OwnInput): OwnProductFact[] {
  const facts = own.map((product) => ({ product, ...measureProduct(product, { catalogue, notices }) }));
  return facts.map(({ product, ...fact }) => {
    // Two packs of one name are told apart.
    const isAlone = facts.filter(({ name }) => name === fact.name).length === 1;
    const number = labelOwn({ ...product, name: null });
    return isAlone || number === "" ? fact : { ...fact, name: `${fact.name} (${number})` };
  });
}

/** What a notice says of the product: of its own packs, or only of others of the same product. */
interface Finding {
  readonly state: ReportState;
  readonly from: IsoDate | null;
  readonly isOwnPack: boolean;
}

function measureProduct(
  product: OwnProduct,
  { catalogue, notices }: Pick<OwnInput, "catalogue" | "notices">,
): OwnProductFact {
  const known = product.nplId === null ? undefined : catalogue.get(product.nplId);
  const concerned = notices.filter(({ notice }) => isAbout(product, notice));
  const name = product.name ?? nameProduct(known, concerned[0]?.notice) ?? labelOwn(product);
  const findings = concerned.flatMap((one) => findReport(product, one));
  const hit = pickWorst(findings.filter(({ isOwnPack }) => isOwnPack));
  if (hit !== null) return { name, state: hit.state, from: hit.from };
  const other = pickWorst(findings);
  const isRegistered = known !== undefined && isRegisteredMedicine(known);
  // A notice of the product knows it, and says that the own pack is not, or no longer, concerned.
  const state = isRegistered || concerned.length > 0 ? "unreported" : "unknown";
  return { name, state, from: null, ...(other === null ? {} : { otherPack: other.state }) };
}

function nameProduct(known: Product | undefined, notice: Notice | undefined): string | null {
  const named = known ?? (notice === undefined ? undefined : parseProductName(notice.productName));
  return named === undefined ? null : [named.name, named.strength].filter((part) => part !== null).join(" ");
}

/** By the same numbers as a match: package, product, or the article together with the name. */
function isAbout(own: OwnProduct, notice: Notice): boolean {
  const { nplIds, nplPackIds, articleNumbers, ...named } = readNumbers(notice);
  return (
    (own.nplPackId !== null && nplPackIds.includes(own.nplPackId)) ||
    (own.nplId !== null && nplIds.includes(own.nplId)) ||
    (own.articleNumber !== null &&
      own.name !== null &&
      articleNumbers.includes(own.articleNumber) &&
      createVoucher(named)(readBoughtName(own.name)))
  );
}

function findReport(own: OwnProduct, { notice, asOf }: OwnNotice): Finding[] {
  const mine = notice.packages.filter((pack) => mayBePack(own, pack));
  const found = [
    { packages: mine, isOwnPack: true },
    { packages: notice.packages, isOwnPack: false },
  ].find(({ packages }) => isOpen(noticeStatus({ packages }, asOf)));
  if (found === undefined) return [];
  const { packages, isOwnPack } = found;
  const status = noticeStatus({ packages }, asOf);
  const state = notice.type === "cessation" ? "ceasing" : status === "ongoing" ? "short" : "coming";
  return [{ state, from: status === "upcoming" ? firstStart(packages, asOf) : null, isOwnPack }];
}

function firstStart(packages: readonly Package[], after: IsoDate): IsoDate | null {
  const days = packages.map(({ start }) => start.value).filter((day) => day !== null && day > after);
  return days.toSorted((a, b) => ((a ?? "") < (b ?? "") ? -1 : 1))[0] ?? null;
}

/** Whether the pack is the region's, or nobody can say that it is not. */
function mayBePack(own: OwnProduct, pack: Package): boolean {
  if (own.nplPackId !== null && /^\d{14}$/.test(pack.nplPackId)) return pack.nplPackId === own.nplPackId;
  const article = readArticleNumber(pack);
  return own.articleNumber === null || article === null || article === own.articleNumber;
}

/** The worst, and of its like the earliest; what is so already comes before every day. */
function pickWorst(findings: readonly Finding[]): Finding | null {
  const rank = ({ state, from }: Finding): string => `${REPORT_STATES.indexOf(state)} ${from ?? ""}`;
  return findings.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))[0] ?? null;
}
