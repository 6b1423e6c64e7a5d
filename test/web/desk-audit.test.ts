import { parse } from "csv-parse/sync";
import { parseHTML } from "linkedom";
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { readAuditLog } from "../../src/db/audit-log.ts";
import { insertAudit, type AuditEntry } from "../../src/db/audit.ts";
import { DEED_OBJECTS, type Actor } from "../../src/domain/audit.ts";
import { parseAuditQuery, toAuditFilter } from "../../src/web/desk/audit/audit-query.ts";
import { parseObject } from "../../src/web/desk/audit/audit-words.ts";
import { auditEn } from "../../src/web/desk/audit/words-en.ts";
import { auditSv } from "../../src/web/desk/audit/words-sv.ts";
import { json } from "../../src/db/client.ts";
import { makeEntry } from "../support/builders.ts";
import { NOW, SKANE, type Site } from "./site.ts";
import { useEmptySite } from "./use-site.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";

let site: Site;
let admin: DeskVisitor;
let reader: DeskVisitor;
let operator: DeskVisitor;
const EVIL = '=HYPERLINK("http://evil.example";"klicka")';

async function write(over: Partial<AuditEntry> = {}): Promise<void> {
  await insertAudit(site.db, {
    at: new Date("2026-08-21T06:00:00Z"),
    actor: { kind: "person", id: admin.accountId, name: "Anna Apotekare", address: "198.51.100.7" } as const,
    regionCode: SKANE,
    deed: "draft-saved",
    objectId: 1,
    ...over,
  });
}

useEmptySite({}, async (opened) => {
  site = opened;
  admin = await signIn(site.deps, [{ regionCode: SKANE, role: "region-admin" }]);
  reader = await signIn(site.deps, [{ regionCode: SKANE, role: "reader" }]);
  operator = await signIn(site.deps, [{ regionCode: "00", role: "operator" }]);
  await write({
    deed: "rules-changed",
    objectId: "12",
    before: { rules: [] },
    after: { rules: [{ action: "auto" }] },
  });
  await write({ objectId: 12, reason: EVIL, actor: { kind: "rule", name: "Avslut" } });
  // Midnight in Stockholm, when it is still the day before by UTC.
  await write({ at: new Date("2026-08-21T22:00:00Z") });
  await write({ regionCode: "14", objectId: 99 });
  await write({
    regionCode: null,
    deed: "snapshot-accepted",
    objectId: 7,
    reason: "Granskad",
  });
  for (let count = 0; count < 60; count++)
    await write({
      deed: "signed-in",
      objectId: count,
      actor: { kind: "command-line", name: "Bo" },
    });
});

/** The rows that a page shows: what they are about, and their whole words. */
async function read(path: string, visitor: DeskVisitor = reader) {
  const answer = await visitor.get(path);
  const { document } = parseHTML(await answer.text());
  const rows = [...document.querySelectorAll("tbody tr")];
  return {
    status: answer.status,
    objects: rows.map((row) => row.querySelector("td:nth-of-type(3)")?.textContent ?? ""),
    texts: rows.map((row) => (row.textContent ?? "").replaceAll(/\s+/g, " ")),
    links: [...document.querySelectorAll("tbody a")].map((link) => link.getAttribute("href")),
    older: [...document.querySelectorAll(".paging a")]
      .find((link) => link.textContent === "Äldre")
      ?.getAttribute("href"),
    text: document.querySelector("main")?.textContent ?? "",
  };
}

describe("a region's log", () => {
  it("has all pages of it, the newest first, each entry once", async () => {
    const first = await read("/audit/12");
    expect(first.objects).toHaveLength(50);
    expect(first.objects[0]).toBe("konto 59");
    const second = await read(first.older ?? "");
    expect(second.objects).toHaveLength(13);
    expect(second.older).toBeUndefined();
    expect(new Set([...first.objects, ...second.objects]).size).toBe(63);
    expect(second.objects.slice(-3)).toEqual(["ärende 1", "ärende 12", "regler 12"]);
  });

  it("tells who, what, when in Swedish time, why, what changed and a link to it", async () => {
    const { texts, links } = await read("/audit/12?who=person%3AAnna+Apotekare");
    expect(texts[1]).toContain("2026-08-21 08:00Anna Apotekare");
    expect(texts[1]).toContain("Reglerna ändrades");
    expect(texts[1]).toContain("regler 1 åtgärd: inget → skicka utan granskning");
    expect(links).toEqual(["/cases/1", "/policies/12"]);
    expect((await read("/audit/12?object=case+12")).texts[0]).toContain(`Skäl: ${EVIL}`);
  });

  it("is filtered by person, by what, by object and by whole Swedish days, and keeps the filter on its pages", async () => {
    expect((await read("/audit/12?who=rule%3AAvslut")).objects).toEqual(["ärende 12"]);
    expect((await read("/audit/12?what=rules-changed")).objects).toEqual(["regler 12"]);
    expect((await read("/audit/12?object=case+1")).objects).toEqual(["ärende 1"]);
    expect((await read("/audit/12?object=%C3%84rende+12")).texts[0]).toContain("Regeln Avslut");
    expect((await read("/audit/12?object=case")).objects).toEqual(["ärende 1", "ärende 12"]);
    expect((await read("/audit/12?from=2026-08-22")).objects).toEqual(["ärende 1"]);
    expect((await read("/audit/12?to=2026-08-20")).text).toContain("Inget i loggen passar det du sökte.");
    expect((await read("/audit/12?what=signed-in&to=2026-08-21")).older).toMatch(
      /^\/audit\/12\?what=signed-in&to=2026-08-21&before=\d+$/,
    );
    expect((await read("/audit/12?from=igår&before=x&who=%20")).objects).toHaveLength(50);
  });

  it("shows network addresses to those who answer for the region, and to nobody else", async () => {
    const path = "/audit/12?what=rules-changed";
    expect((await read(path)).texts[0]).toContain("från webben");
    expect((await read(path)).text).not.toContain("198.51.100.7");
    expect((await read(path, admin)).texts[0]).toContain("från 198.51.100.7");
    expect(await (await reader.get("/audit/12/log.csv")).text()).not.toContain("198.51.100.7");
    expect(await (await admin.get("/audit/12/log.csv")).text()).toContain("198.51.100.7");
  });

  it("is downloaded whole as CSV in which no cell is a formula", async () => {
    const answer = await reader.get("/audit/12/log.csv");
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="restsignal-log-12.csv"');
    const rows: string[][] = parse(await answer.text(), { bom: true, delimiter: ";" });
    expect(rows).toHaveLength(64);
    const words = ["Nummer", "Tid (svensk tid)", "Vem", "Vad", "Gäller", "Skäl", "Före", "Efter", "Från"];
    expect(rows[0]).toEqual([...words, "Kod för vem", "Kod för vad", "Kod för gäller", "Id för gäller"]);
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    expect(rows.flat()).toContain(`'${EVIL}`);
    const filtered: string[][] = parse(await (await reader.get("/audit/12/log.csv?what=rules-changed")).text(), {
      bom: true,
      delimiter: ";",
    });
    expect(filtered[1]?.slice(1)).toEqual([
      "2026-08-21 08:00",
      "Anna Apotekare",
      "Reglerna ändrades",
      "regler 12",
      "",
      '{"rules":[]}',
      '{"rules":[{"action":"auto"}]}',
      "webben",
      "person",
      "rules-changed",
      "rules",
      "12",
    ]);
  });

  it("is no other region's, and nobody's who has no role there", async () => {
    expect((await read("/audit/12")).text).not.toContain("ärende 99");
    for (const path of ["/audit/14", "/audit/14/log.csv", "/operations/audit", "/operations/audit/log.csv"])
      expect((await admin.get(path)).status).toBe(403);
    expect((await operator.get("/audit/12")).status).toBe(403);
    expect((await reader.get("/audit/00")).status).toBe(404);
  });
});

it("what concerns no region is in the operators' log, with addresses", async () => {
  const log = await read("/operations/audit", operator);
  expect(log.texts).toHaveLength(1);
  expect(log.texts[0]).toContain("Fil godkänd trots spärr");
  expect(log.texts[0]).toContain("från 198.51.100.7");
  expect(await (await operator.get("/operations/audit/log.csv")).text()).toContain("fil 7");
});

it("an entry names the medicine, tells times by Stockholm's clock, and is found by name, code and number", async () => {
  const { id } = await site.db
    .insertInto("region_case")
    .values({
      region_code: SKANE,
      entry_key: "meropenem",
      entry: json(makeEntry({ substance: "Meropenem" })),
      status: "open",
      opened_at: NOW,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  const deed = "due-time-set";
  const times = { before: { due: null }, after: { due: "2026-10-30T08:15:00.000Z" } };
  await write({ deed, objectId: id, ...times });
  const named = `Meropenem, injektion/infusion (ärende ${id})`;
  for (const asked of ["meropenem", "J01DH02", `ärende ${id}`, `Ärende ${id}`, `case ${id}`, String(id), named]) {
    const found = await read(`/audit/12?${new URLSearchParams({ object: asked, what: deed }).toString()}`);
    expect(found.objects).toEqual([named]);
    expect(found.texts[0]).toContain("beslut senast: inget → 2026-10-30 09:15");
  }
  const csv = await (await reader.get("/audit/12/log.csv?object=meropenem")).text();
  expect(csv).toContain(named);
  expect(csv).not.toMatch(/T\d\d:\d\d:\d\d/);
  // Another region's case of that number is none of this one's.
  await write({ objectId: 99, deed: "case-assigned" });
  expect((await read("/audit/12?what=case-assigned")).objects).toEqual(["ärende 99"]);
});

describe("every deed, object and actor", () => {
  const region = "13";
  const ACTORS: readonly Actor[] = [
    { kind: "person", id: 1, name: "Anna Apotekare", address: "198.51.100.7" },
    { kind: "rule", name: "Avslut" },
    { kind: "command-line", name: null },
    { kind: "command-line", name: "Bo" },
    { kind: "system" },
  ];
  let visitor: DeskVisitor;

  beforeAll(async () => {
    visitor = await signIn(site.deps, [{ regionCode: region, role: "reader" }]);
    for (const [place, deed] of typedKeys(DEED_OBJECTS).entries())
      await write({ regionCode: region, deed, objectId: 1_000 + place });
    for (const actor of ACTORS) await write({ regionCode: region, deed: "message-held-back", objectId: 7, actor });
  });

  /** Texts and values of the filter's choices. */
  async function readChoices(field: "who" | "what", lang: "sv" | "en") {
    const { document } = parseHTML(await (await visitor.get(`/audit/${region}?lang=${lang}`)).text());
    const options = [...document.querySelectorAll(`select[name=${field}] option`)];
    return options.map((option) => [option.textContent ?? "", option.getAttribute("value") ?? ""] as const).slice(1);
  }
  const search = (query: Record<string, string>) =>
    read(`/audit/${region}?${new URLSearchParams(query).toString()}`, visitor);

  it.each([
    ["sv", { deed: "Utkast sparat", kind: "egen anmälan", english: false }],
    ["en", { deed: "Draft saved", kind: "own notice", english: true }],
  ] as const)("is shown in the page's language, %s, and found again by what is shown", async (lang, sample) => {
    const { deeds, objects } = { sv: auditSv, en: auditEn }[lang];
    const choices = await readChoices("what", lang);
    expect(new Set(choices.map(([text]) => text))).toEqual(new Set(Object.values(deeds)));
    expect(new Set(Object.values(deeds)).size).toBe(Object.keys(DEED_OBJECTS).length);
    expect(choices).toContainEqual([sample.deed, "draft-saved"]);
    expect(objects["own-notice"]).toBe(sample.kind);
    const places = new Map(typedKeys(DEED_OBJECTS).map((deed, place) => [deed, 1_000 + place]));
    for (const [deed, id] of places) {
      const what = choices.find(([text]) => text === deeds[deed])?.[1] ?? "";
      const query = parseAuditQuery(new URLSearchParams({ what, to: "2026-08-21" }));
      const filter = toAuditFilter(query, { regionCode: region, objects: null });
      const found = await readAuditLog(site.db, { ...filter, before: null, limit: 9 });
      expect(found.map(({ object }) => object.id)).toContain(String(id));
      expect(new Set(found.map((entry) => entry.deed))).toEqual(new Set([deed]));
      const shown = `${objects[DEED_OBJECTS[deed]]} ${id}`;
      for (const asked of [shown, shown.toUpperCase(), `${DEED_OBJECTS[deed]} ${id}`])
        expect(parseObject(asked, { sv: auditSv, en: auditEn }[lang])).toEqual({
          kind: DEED_OBJECTS[deed],
          id: String(id),
        });
    }
    for (const [kind, word] of Object.entries(objects)) {
      const [deed, id] = [...places].find(([one]) => DEED_OBJECTS[one] === kind) ?? [];
      const shown = `${word} ${id}`;
      for (const asked of [shown, String(id)]) {
        const found = await search({ object: asked, lang });
        expect(found.objects).toEqual([shown]);
        expect(found.texts[0]).toContain(deeds[deed ?? "draft-saved"]);
      }
    }
    for (const word of Object.values(objects)) {
      const found = await search({ object: word, lang });
      expect(found.objects.length).toBeGreaterThan(0);
      expect(found.objects.every((text) => text.startsWith(`${word} `))).toBe(true);
    }
  });

  it.each([
    ["sv", ["Anna Apotekare", "Bo", "Kommandoraden", "Regeln Avslut", "Systemet"]],
    ["en", ["Anna Apotekare", "Bo", "The command line", "The rule Avslut", "The system"]],
  ] as const)("is named in %s, and its lines are found by its name", async (lang, names) => {
    const choices = await readChoices("who", lang);
    expect(choices.map(([text]) => text)).toEqual(names);
    for (const [text, value] of choices) {
      const { texts } = await search({ who: value, what: "message-held-back", lang });
      expect(texts.length).toBeGreaterThan(0);
      expect(texts.every((line) => line.includes(text))).toBe(true);
    }
  });

  it("of a line of before there were codes stands as it stood, and is found by that", async () => {
    await sql`
      insert into audit (at, deed, object_kind, object_id, actor_kind, actor_name, region_code)
      values (${NOW}, 'lamp lit', 'other', 'lamp 3 of the hall', 'person', 'Old Hand', ${region})`.execute(site.db);
    for (const query of [{ what: "lamp lit" }, { object: "lamp 3" }, { object: "lamp 3 of the hall" }]) {
      const { objects, texts } = await search({ ...query, lang: "sv" });
      expect(objects).toEqual(["lamp 3 of the hall"]);
      expect(texts[0]).toContain("Lamp lit");
      expect(texts[0]).toContain("Old Hand");
    }
  });
});

function typedKeys<K extends string>(record: Readonly<Record<K, unknown>>): K[] {
  // Object.keys forgets the keys' type.
  return Object.keys(record) as K[];
}
