import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  FORM_GROUPS,
  formGroupOf,
  isFormHead,
  isFormWord,
  parseListForm,
  soleFormGroupOf,
} from "../../src/domain/form.ts";
import type { FormGroup } from "../../src/domain/form.ts";
import { sharedData, sharedDataMissing } from "../support/shared-data.ts";

const FORMS: Readonly<Record<FormGroup, readonly string[]>> = {
  parenteral: [
    "Injektionsvätska, lösning i förf. injektionspenna",
    "Injektionsv., depotsusp. i förf. spruta",
    "Pulv. t. konc. t. inj.-/inf.-vätska, lösning",
    "Pulv. o. vätska t. inj.vätska, depotsusp.",
    "Pulv. till inj./inf./nebulisatorvätska, lösn.",
    "Konc. t. infusionsv, lösning/injektionsv, lösning",
    "Koncentrat till infusionsvätska, emulsion",
    "Spädningsvätska för parenteral användning",
    "Implantat",
    "Intravitrealt implantat i applikator",
    "Beredningssats till injektionsvätska",
  ],
  oral: [
    "Tablett",
    "FILMDRAGERAD TABLETT",
    "Kapsel, hård",
    "Gelatinkapsel",
    "Gastroresistent tablett",
    "Munsönderfallande tablett",
    "Frystorkad tablett",
    "Oralt pulver i dospåse",
    "Orala droppar, lösning",
    "Pulver till oral lösning",
    "Oral gel",
    "Granulat",
    "Sirap",
    "Oral lösning/rektallösning",
    "Enterotablett + rektalsuspension",
    "Suspension för användning i dricksvatten",
  ],
  munhåla: [
    "Sugtablett",
    "Komprimerad sugtablett",
    "Resoriblett, sublingual",
    "Buckaltablett",
    "Munhålespray, lösning",
    "Medicinskt tuggummi",
    "Munhålegel",
    "Tandpasta",
    "Koncentrat till gurgelvatten",
    "Sublingualspray",
  ],
  inhalation: [
    "Inhalationspulver, hård kapsel",
    "Inhalationsspray, suspension",
    "Lösning för nebulisator",
    "Medicinsk gas, komprimerad",
    "Inhalationsånga, vätska",
  ],
  nasal: ["Nässpray, suspension", "Näsdroppar, lösning"],
  ögon: [
    "Ögondroppar, lösning i endosbehållare",
    "Ögonsalva",
    "Depotögondroppar",
    "Öron-/ögondroppar, lösning",
    "Pulv.&väts. f. instill.väts, lös, f. intraok. anv.",
  ],
  öron: ["Örondroppar, lösning"],
  kutan: [
    "Kräm",
    "salva",
    "Gel",
    "Liniment",
    "Schampo",
    "Kutan lösning",
    "Pulver och gel till gel",
    "Spot-on, lösning",
  ],
  transdermal: ["Depotplåster", "Transdermal gel"],
  rektal: ["Suppositorium", "Rektallösning", "Klysma", "Tablett och vätska till rektalsuspension"],
  vaginal: ["Vagitorium", "Vaginalkräm", "Vaginaltablett", "Vaginalinlägg"],
  övrig: [
    "Uretralstift",
    "Peritonealdialysvätska",
    "Hemofiltrationsvätska",
    "Koncentrat till hemodialysvätska",
    "Intrauterint inlägg",
    "Impregnerat förband",
    "Beredningssats för radioaktivt läkemedel",
    "Pulver och vätska till intravesikal lösning",
    "Intramammär salva",
  ],
};

describe("formGroupOf", () => {
  it.each(FORM_GROUPS.flatMap((group) => FORMS[group].map((form) => [form, group] as const)))(
    "puts %j in %s, in any case",
    (form, group) => {
      expect(formGroupOf(form)).toBe(group);
      expect(formGroupOf(form.toUpperCase())).toBe(group);
      expect(formGroupOf(form.normalize("NFD"))).toBe(group);
    },
  );

  it.each(["", "Lösning", "Pulver", "Alvedon", "styrkeserie", "tvåhundra"])("does not guess a group for %j", (form) => {
    expect(formGroupOf(form)).toBeNull();
  });
});

it("of two routes the first decides, save that eye goes before ear", () => {
  expect(formGroupOf("Nässpray och ögondroppar")).toBe("nasal");
  expect(formGroupOf("Örondroppar och ögondroppar")).toBe("ögon");
  expect(formGroupOf("Örondroppar och nässpray")).toBe("öron");
});

describe("a word of a form", () => {
  it.each(["till", "i", "Injektionsvätska,", "lösning", "Pulv.&väts.", "(hård)", "inj.-/inf.-vätska", "-"])(
    "is %j",
    (word) => {
      expect(isFormWord(word)).toBe(true);
    },
  );
  it.each(["Alvedon", "500", "2-komponents", "lösning/Alvedon", "mg", "µ"])("is not %j", (word) => {
    expect(isFormWord(word)).toBe(false);
  });
});

describe("parseListForm", () => {
  it.each([
    ["Parenteral", "parenteral"],
    ["po/", "oral"],
    ["injektion", "parenteral"],
    ["Inj.", "parenteral"],
    ["inj/inf", "parenteral"],
    ["i.v.", "parenteral"],
    ["injektion och infusion", "parenteral"],
    ["Injektionsvätska, lösning", "parenteral"],
    ["po", "oral"],
    ["P.O.", "oral"],
    ["per os", "oral"],
    ["Tablett", "oral"],
    ["Tablett, kapsel", "oral"],
    ["Kapsel, hård", "oral"],
    ["ögon", "ögon"],
    ["Öga", "ögon"],
    ["örat", "öron"],
    [" Inhalation ", "inhalation"],
    ["hud", "kutan"],
    ["plåster", "transdermal"],
    ["Övrigt", "övrig"],
    ...FORM_GROUPS.map((group) => [group.toUpperCase(), group] as const),
  ] as const)("reads %j as the group %s", (text, group) => {
    expect(parseListForm(text)).toEqual({ group });
  });

  it.each(["", " ", "?", "enligt läkare", "lösning"])("gives null for the unknown %j", (text) => {
    expect(parseListForm(text)).toBeNull();
  });

  it.each(["oral/parenteral", "injektion, tablett", "po eller iv"])(
    "does not pick one of the two groups in %j",
    (text) => {
      expect(parseListForm(text)).toBeNull();
    },
  );
});

describe("words of forms", () => {
  it("never throw on any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        formGroupOf(text);
        parseListForm(text);
        isFormHead(text);
        isFormWord(text);
      }),
      { numRuns: 2000 },
    );
  });
});

describe.skipIf(sharedDataMissing !== null)(`forms of real packs (${sharedDataMissing ?? "552 packs"})`, () => {
  it("gives every form in Läkemedelsverket's search a group, and the same one when it stands in a list", () => {
    const rows: { pharmaceutical_form: string }[] = parse(
      readFileSync(sharedData("products/product-names.csv"), "utf8"),
      {
        columns: true,
      },
    );
    const forms = [...new Set(rows.map((row) => row.pharmaceutical_form))];
    const untold = forms.filter((form) => formGroupOf(form) === null);
    expect(untold, `${forms.length - untold.length} of ${forms.length} forms have a group`).toEqual([]);
    expect(forms.filter((form) => parseListForm(form)?.group !== formGroupOf(form))).toEqual([]);
  });

  it("knows the group of every form in the example list", () => {
    const rows: { Beredningsform: string }[] = parse(
      readFileSync(sharedData("lists/prioriterade-exempel.csv"), "utf8"),
      {
        columns: true,
        bom: true,
      },
    );
    const written = [...new Set(rows.map((row) => row.Beredningsform))].filter((text) => text !== "");
    expect(written.filter((text) => parseListForm(text) === null)).toEqual([]);
    expect(written.length).toBeGreaterThan(0);
  });
});

it.each([
  ["Injektions-/infusionsvätska, lösning", "parenteral"],
  ["Pulver och vätska till injektionsvätska, lösning", "parenteral"],
  ["Tablett och vätska till rektal suspension", "rektal"],
  ["Inhalationspulver, hård kapsel", "inhalation"],
  ["Filmdragerad tablett + tablett", "oral"],
  ["Oral lösning/rektallösning", "oral"],
  ["Enterotablett + rektalsuspension", null],
  ["Vaginaltablett och kräm", null],
  ["Tablett; Injektionsvätska, lösning", null],
  ["Tablett, Injektionsvätska, lösning", null],
  ["Tablett Injektionsvätska, lösning", null],
  ["Kapsel | Suppositorium", null],
  ["Kombinationsförpackning", null],
  ["Vagitorium (kombinationsförpackning)", null],
])("all that %s holds is of the group %s, so that a package of two kinds stands in for neither", (form, group) => {
  expect(soleFormGroupOf(form)).toBe(group);
});
