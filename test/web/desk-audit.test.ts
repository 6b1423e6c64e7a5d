import { parse } from "csv-parse/sync";
import { parseHTML } from "linkedom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { insertAudit, type AuditEntry } from "../../src/db/audit.ts";
import { json } from "../../src/db/client.ts";
import { makeEntry } from "../support/builders.ts";
import { createEmptySite, NOW, SKANE, type Site } from "./site.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";

let site: Site;
let admin: DeskVisitor;
let reader: DeskVisitor;
let operator: DeskVisitor;
const EVIL = '=HYPERLINK("http://evil.example";"klicka")';

async function write(over: Partial<AuditEntry> = {}): Promise<void> {
  await insertAudit(site.db, {
    at: new Date("2026-08-21T06:00:00Z"),
    actor: { who: "Anna Apotekare", accountId: admin.accountId, origin: "198.51.100.7" },
    regionCode: SKANE,
    what: "draft saved",
    object: "case 1",
    ...over,
  });
}

beforeAll(async () => {
  site = await createEmptySite();
  admin = await signIn(site.deps, [{ regionCode: SKANE, role: "region-admin" }]);
  reader = await signIn(site.deps, [{ regionCode: SKANE, role: "reader" }]);
  operator = await signIn(site.deps, [{ regionCode: "00", role: "operator" }]);
  await write({
    what: "rules changed",
    object: "rules 12",
    before: { rules: [] },
    after: { rules: [{ action: "auto" }] },
  });
  await write({ object: "case 12", reason: EVIL, actor: { who: "rule Avslut", accountId: null, origin: "rule" } });
  // Midnight in Stockholm, when it is still the day before by UTC.
  await write({ object: "case 1", at: new Date("2026-08-21T22:00:00Z") });
  await write({ regionCode: "14", object: "case 99" });
  await write({
    regionCode: null,
    what: "snapshot accepted despite a guard",
    object: "snapshot 7",
    reason: "Granskad",
  });
  for (let count = 0; count < 60; count++)
    await write({
      what: "many",
      object: `account ${count}`,
      actor: { who: "Bo", accountId: null, origin: "command line" },
    });
});
afterAll(() => site.close());

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
    const { texts, links } = await read("/audit/12?who=Anna+Apotekare");
    expect(texts[1]).toContain("2026-08-21 08:00Anna Apotekare");
    expect(texts[1]).toContain("Reglerna ändrades");
    expect(texts[1]).toContain("regler 1 åtgärd: inget → skicka direkt");
    expect(links).toEqual(["/cases/1", "/policies/12"]);
    expect((await read("/audit/12?object=case+12")).texts[0]).toContain(`Skäl: ${EVIL}`);
  });

  it("is filtered by person, by what, by object and by whole Swedish days, and keeps the filter on its pages", async () => {
    expect((await read("/audit/12?who=rule+Avslut")).objects).toEqual(["ärende 12"]);
    expect((await read("/audit/12?what=rules+changed")).objects).toEqual(["regler 12"]);
    expect((await read("/audit/12?object=case+1")).objects).toEqual(["ärende 1"]);
    expect((await read("/audit/12?object=%C3%84rende+12")).texts[0]).toContain("Regeln Avslut");
    expect((await read("/audit/12?object=case")).objects).toEqual(["ärende 1", "ärende 12"]);
    expect((await read("/audit/12?from=2026-08-22")).objects).toEqual(["ärende 1"]);
    expect((await read("/audit/12?to=2026-08-20")).text).toContain("Inget i loggen passar det du sökte.");
    expect((await read("/audit/12?what=many&to=2026-08-21")).older).toMatch(
      /^\/audit\/12\?what=many&to=2026-08-21&before=\d+$/,
    );
    expect((await read("/audit/12?from=igår&before=x&who=%20")).objects).toHaveLength(50);
  });

  it("shows network addresses to those who answer for the region, and to nobody else", async () => {
    const path = "/audit/12?what=rules+changed";
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
    expect(rows[0]).toEqual(["Nummer", "Tid (svensk tid)", "Vem", "Vad", "Gäller", "Skäl", "Före", "Efter", "Från"]);
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    expect(rows.flat()).toContain(`'${EVIL}`);
    const filtered: string[][] = parse(await (await reader.get("/audit/12/log.csv?what=rules+changed")).text(), {
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
  const what = "due time set";
  const times = { before: { due: null }, after: { due: "2026-10-30T08:15:00.000Z" } };
  await write({ what, object: `case ${id}`, ...times });
  const named = `Meropenem, injektion/infusion (ärende ${id})`;
  for (const asked of ["meropenem", "J01DH02", `ärende ${id}`, `case ${id}`]) {
    const found = await read(`/audit/12?${new URLSearchParams({ object: asked, what }).toString()}`);
    expect(found.objects).toEqual([named]);
    expect(found.texts[0]).toContain("beslut senast: inget → 2026-10-30 09:15");
  }
  const csv = await (await reader.get("/audit/12/log.csv?object=meropenem")).text();
  expect(csv).toContain(named);
  expect(csv).not.toMatch(/T\d\d:\d\d:\d\d/);
  // Another region's case of that number is none of this one's.
  await write({ object: "case 99", what: "foreign" });
  expect((await read("/audit/12?what=foreign")).objects).toEqual(["ärende 99"]);
});
