import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { renewPublicVersion } from "../../src/db/public-version.ts";
import { canonicalJson } from "../../src/domain/outreach/document.ts";
import { parsePeriod } from "../../src/domain/outreach/period.ts";
import { OPERATIONS } from "../../src/domain/region.ts";
import { actAtCommandLine } from "../../src/services/context.ts";
import { createReportBook } from "../../src/web/report-parts/report-book.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

/** When August is over, and all that follows on it. */
const LATER = new Date("2026-10-15T08:00:00Z");

let site: Site;
let analyst: DeskVisitor;
let reader: DeskVisitor;

useSite({ now: () => LATER, program: "0123abc" }, async (opened) => {
  site = opened;
  analyst = await signIn(site.deps, [{ regionCode: OPERATIONS.code, role: "analyst" }], "Saga SKR");
  reader = await signIn(site.deps, [{ regionCode: SKANE, role: "reader" }], "Bo Berg");
});

async function look(visitor: DeskVisitor, path: string): Promise<string> {
  const answer = await visitor.get(path);
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text();
}

describe("the outreach report at the desk", () => {
  it("shows a region's people their own region, and SKR's analyst the nation and every part of it", async () => {
    const own = await look(reader, `/outreach/${SKANE}?period=2026-08&place=SE`);
    expect(own).toContain("Så nåddes förskrivarna: Region Skåne, augusti 2026");
    expect(own).not.toContain("Stockholm");
    for (const path of ["/outreach", "/outreach/14", "/outreach/14/rows?figure=cases-open", "/outreach/files/json"])
      expect([path, (await reader.get(path)).status]).toEqual([path, 403]);
    const nation = await look(analyst, "/outreach?period=2026-08");
    expect(nation).toContain("Så nåddes förskrivarna: Riket, augusti 2026");
    expect(await look(analyst, `/outreach?period=2026-08&place=${encodeURIComponent("sr:Södra")}`)).toContain("Södra,");
    expect((await analyst.get(`/outreach/${SKANE}`)).status).toBe(403);
    const rows = await look(analyst, "/outreach/rows?period=2026-08&place=SE&figure=cases-open");
    expect(rows).toMatch(/href="\/r\/12\/\d+">Fall \d+/);
    expect(rows).not.toContain('href="/cases/');
  });

  it("says in a sentence why there is nothing to show, and what was wrong with what was asked for", async () => {
    const at = (query: string) => look(analyst, `/outreach?${query}`);
    expect(await at("period=2027-01")).toContain("Perioden har inte börjat.");
    expect(await at("period=2019")).toContain("Om den perioden vet vi ingenting: den första filen lästes in 2026-08-");
    expect(await at("from=2026-08-31&to=2026-08-01")).toContain("Perioden slutade innan den började.");
    expect(await at("period=augusti")).toContain("Perioden gick inte att läsa.");
    expect(await at("period=2026")).toContain("Perioden är inte slut");
    expect(await at("period=2026-10")).toContain("Inget har lästs in sedan perioden började");
    expect(await look(reader, `/outreach/${SKANE}?from=2026-08-02&to=2026-08-20`)).toContain(
      "Egna perioder är för SKR.",
    );
    for (const query of [
      "figure=none",
      "figure=cases-open&cut=x",
      'figure=cases-open&cut=[["a",1]]',
      "figure=toString",
    ])
      expect((await analyst.get(`/outreach/rows?${query}`)).status).toBe(404);
    expect((await analyst.get("/outreach/files/exe?period=2026-08")).status).toBe(404);
  });
});

describe("an edition", () => {
  it("is frozen when that is confirmed, made public and private, and read by anybody as long as it is public", async () => {
    const anybody = (path: string) => site.app.request(path);
    expect(await (await anybody("/rapport")).text()).toContain("Ingen rapport är offentlig än.");
    const footer = async () => (await anybody("/kallor")).text();
    expect(await footer()).not.toContain('href="/rapport"');
    const editions = "/outreach/editions";
    expect((await analyst.post(editions, { period: "2026-08" })).status).toBe(422);
    expect((await analyst.post(editions, { period: "2026-10", sure: "yes" })).status).toBe(422);
    const freeze = () => analyst.post(editions, { period: "2026-08", sure: "yes" });
    expect((await freeze()).headers.get("location")).toBe(`${editions}?done=frozen`);
    expect((await freeze()).headers.get("location")).toBe(`${editions}?done=unchanged`);
    const [edition] = await site.db.selectFrom("outreach_edition").select(["id", "program", "checksum"]).execute();
    expect(edition).toMatchObject({ program: "0123abc" });
    const path = `/rapport/${edition?.id}`;
    expect((await anybody(path)).status).toBe(404);
    const setPublic = (word: string) => analyst.post(`${editions}/${edition?.id}/public`, { public: word });
    expect((await setPublic("yes")).headers.get("location")).toBe(`${editions}?done=public`);
    expect(await footer()).toContain('href="/rapport"');
    const page = await (await anybody("/rapport")).text();
    expect(page).toContain("Så nåddes förskrivarna: Riket, augusti 2026");
    expect(page).toContain(edition?.checksum);
    expect(page).not.toContain("/outreach");
    const { checksum, ...document } = JSON.parse(await (await anybody(`${path}/files/json`)).text());
    expect(checksum).toBe(createHash("sha256").update(canonicalJson(document)).digest("hex"));
    expect((await anybody(`${path}/files/exe`)).status).toBe(404);
    const same = `${editions}/differences?before=${edition?.id}&after=${edition?.id}`;
    expect(await look(analyst, same)).toContain("De två utgåvorna säger samma sak.");
    expect((await setPublic("no")).headers.get("location")).toBe(`${editions}?done=private`);
    expect(await footer()).not.toContain('href="/rapport"');
    for (const gone of [path, `${path}/files/json`, "/rapport/999999", "/rapport/x"])
      expect([gone, (await anybody(gone)).status]).toEqual([gone, 404]);
  });
});

describe("a report that a page waits for", () => {
  it("is made once for all who ask for the same, and not for who has left; what is new makes it anew", async () => {
    const period = parsePeriod("2026-08");
    if (typeof period === "string") throw new Error(period);
    const ctx = actAtCommandLine({ db: site.db, now: () => LATER });
    const book = createReportBook();
    const ask = (isGone: boolean) => book.read(ctx, { period, places: [SKANE], isGone: () => isGone });
    expect(await ask(true)).toEqual({ kind: "too-slow" });
    const [first, second] = await Promise.all([ask(false), ask(true)]);
    expect(first.kind).toBe("report");
    expect(second).toBe(first);
    expect(await ask(false)).toBe(first);
    await renewPublicVersion(site.db);
    const anew = await ask(false);
    expect([anew === first, anew]).toEqual([false, first]);
  });
});
