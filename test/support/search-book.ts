import type { ListEntry } from "../../src/domain/list.ts";
import { NameIndex } from "../../src/domain/search-names.ts";
import type { Found, SearchBook } from "../../src/domain/search.ts";
import { makeEntry } from "./builders.ts";

export const REGION = "12";

interface Told {
  readonly id: number;
  readonly product: string;
  readonly substances?: readonly string[];
  readonly atc: string;
  readonly numbers?: readonly string[];
}

/** A book of a region's list, of notices and of products in the catalogue. */
export function makeBook(over: {
  entries?: readonly ListEntry[];
  notices?: readonly Told[];
  products?: readonly { name: string; substance: string; atc: string; nplId?: string }[];
}): SearchBook {
  const [entries, notices, products] = [new NameIndex(), new NameIndex(), new NameIndex()];
  for (const { id, product, substances = [], atc, numbers = [] } of over.notices ?? []) {
    const name = notices.add(product, { kind: "product", codes: [atc], notice: id });
    for (const substance of substances) notices.add(substance, { kind: "substance", codes: [atc], notice: id });
    for (const digits of numbers) notices.addNumber(digits, name, id);
  }
  for (const { name, substance, atc, nplId } of over.products ?? []) {
    const product = products.add(name, { kind: "product", codes: [atc] });
    products.add(substance, { kind: "substance", codes: [atc] });
    if (nplId !== undefined) products.addNumber(nplId, product);
  }
  const lines = (over.entries ?? []).map((one) => ({
    entry: one,
    name: entries.add(one.substance, { kind: "entry" }),
  }));
  return { entries, notices, products, lists: [{ regionCode: REGION, lines }] };
}

export function makeLine(substance: string, atc: string, over: Partial<ListEntry> = {}): ListEntry {
  return makeEntry({ substance, atc, key: `${atc}/${over.formGroup ?? "parenteral"}/`, ...over });
}

/** The substances of the lines that were found, in order. */
export function linesOf(found: Found): string[] {
  return (found.entries.get(REGION) ?? []).map((line) => line.entry.substance);
}

/** Lines as a region has them. */
export const LIST = [
  makeLine("Morfin", "N02AA01"),
  makeLine("Morfin", "N02AA01", { formGroup: "oral" }),
  makeLine("Meropenem", "J01DH02"),
  makeLine("Adrenalin", "C01CA24"),
  makeLine("Noradrenalin", "C01CA03"),
  makeLine("Cefotaxim", "J01DD01"),
  makeLine("Ceftazidim", "J01DD02"),
  makeLine("Hydralazin", "C02DB02"),
  makeLine("Klonazepam", "N03AE01"),
  makeLine("Natriumklorid", "B05XA03"),
  makeLine("Valproinsyra", "N03AG01"),
  makeLine("Tranexamsyra", "B02AA02"),
  makeLine("Bensylpenicillin", "J01CE01"),
  makeLine("Piperacillin och tazobaktam", "J01CR05"),
  makeLine("Paracetamol", "N02BE01"),
  makeLine("Propofol", "N01AX10"),
  makeLine("Ketamin", "N01AX03"),
  makeLine("Esketamin", "N01AX14"),
  makeLine("Johexol", "V08AB02"),
  makeLine("Kolhydrater", "B05BA03"),
  makeLine("Prednisolon", "H02AB06"),
  makeLine("Fytomenadion", "B02BA01"),
  makeLine("Suxameton", "M03AB01"),
  makeLine("Acetylsalicylsyra", "B01AC06"),
  makeLine("Levotyroxinnatrium", "H03AA01"),
];
