import { describe, expect, it } from "vitest";
import { readOpenCases } from "../../src/db/cases.ts";
import { ingestOwnNotices } from "../../src/services/intake/ingest-own-notices.ts";
import { type DeskVisitor, signIn } from "./desk-visitor.ts";
import { readPageForm } from "./desk-form.ts";
import { NOW, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

const WRITTEN = {
  kind: "medicine",
  productName: "Ketorolak Exempel 30 mg/ml Injektionsvätska, lösning",
  atc: "J01DH02",
  articleNumber: "012345",
  type: "shortage",
  start: "2026-08-21",
  forecastEnd: "",
  note: "Grossisten kan inte leverera till regionen.",
};

let site: Site;
let curator: DeskVisitor;
let now = NOW;

useSite({ now: () => now }, async (opened) => {
  site = opened;
  curator = await signIn(site.deps, [{ regionCode: "12", role: "curator" }]);
});

async function takeIn(): Promise<{ taken: number; refused: number }> {
  return ingestOwnNotices({ db: site.db, now: () => now, digestChannels: new Set() });
}

async function findProducts(regionCode: string): Promise<string[]> {
  return (await readOpenCases(site.db, regionCode)).flatMap(({ products }) => products);
}

describe("a notice that a pharmacist writes at the desk", () => {
  it("is taken in once, becomes part of the region's own case, and touches no other region", async () => {
    const answer = await curator.post("/own-notices/12/write", WRITTEN);
    expect(answer.status).toBe(303);
    expect(await (await curator.get("/own-notices/12")).text()).toContain("Läses in inom en halv minut");
    expect(await takeIn()).toEqual({ taken: 1, refused: 0 });
    expect(await takeIn()).toEqual({ taken: 0, refused: 0 });
    expect(await findProducts("12")).toContain(WRITTEN.productName);
    expect(await findProducts("14")).not.toContain(WRITTEN.productName);
    const page = await (await curator.get("/own-notices/12")).text();
    expect(page).toContain(WRITTEN.productName);
    expect(page).toMatch(/href="\/cases\/\d+">Öppna ärendet/);
  });

  it("is put right and ended under its own id, so that it is told as a change and not as another shortage", async () => {
    const id = /write\?id=([0-9a-f]{32})/.exec(await (await curator.get("/own-notices/12")).text())?.[1] ?? "";
    const html = await (await curator.get(`/own-notices/12/write?id=${id}`)).text();
    expect(html).toContain('value="012345"');
    const form = readPageForm(html, "/own-notices/12/write");
    now = new Date(NOW.getTime() + 30 * 60_000);
    expect((await curator.post("/own-notices/12/write", { ...form, actualEnd: "2026-08-21" })).status).toBe(303);
    expect(await takeIn()).toEqual({ taken: 1, refused: 0 });
    const stored = await site.db.selectFrom("notice").select("status").where("source", "=", "manual").execute();
    expect(stored).toEqual([{ status: "ended" }]);
    const audit = await site.db.selectFrom("audit").select(["deed", "before", "after"]).orderBy("id").execute();
    expect(audit).toMatchObject([
      { deed: "own-notice-written", before: null, after: { productName: WRITTEN.productName } },
      { deed: "own-notice-changed", before: { actualEnd: "" }, after: { actualEnd: "2026-08-21" } },
    ]);
  });

  it("is not changed from a page that showed it as it was before a colleague's change", async () => {
    const row = site.db.selectFrom("notice").select("report_id").where("source", "=", "manual");
    const { report_id: id } = await row.executeTakeFirstOrThrow();
    const path = `/own-notices/12/write?id=${id}`;
    const open = async () => readPageForm(await (await curator.get(path)).text(), "/own-notices/12/write");
    const seen = { ...(await open()), note: "Min ändring" };
    now = new Date(now.getTime() + 60_000);
    expect((await curator.post("/own-notices/12/write", { ...(await open()), note: "Kollegans" })).status).toBe(303);
    const waiting = await curator.post("/own-notices/12/write", seen);
    expect(waiting.status).toBe(409);
    expect(await waiting.text()).toContain("håller på att tas in");
    expect(await takeIn()).toEqual({ taken: 1, refused: 0 });
    const late = await curator.post("/own-notices/12/write", seen);
    expect(late.status).toBe(409);
    const html = await late.text();
    expect(html).toContain("Anmälan har ändrats sedan du öppnade den. Inget är sparat.");
    for (const words of ["Kollegans", "Min ändring"]) expect(html).toContain(words);
    const { mark: _mark, ...blind } = await open();
    expect((await curator.post("/own-notices/12/write", blind)).status).toBe(409);
    // The form that answers has seen the change.
    expect((await curator.post("/own-notices/12/write", readPageForm(html, "/own-notices/12/write"))).status).toBe(303);
    expect(await takeIn()).toEqual({ taken: 1, refused: 0 });
  });

  it("of a device is known by its EMDN code and article number", async () => {
    const device = {
      kind: "device",
      productName: "Infusionsaggregat med droppkammare",
      emdn: "A0301",
      articleNumber: "EX-4062957",
      manufacturer: "Exempel Medical GmbH",
      type: "shortage",
      start: "2026-08-21",
    };
    expect((await curator.post("/own-notices/12/write", device)).status).toBe(303);
    expect(await takeIn()).toEqual({ taken: 1, refused: 0 });
    expect(await (await curator.get("/own-notices/12")).text()).toContain("Infusionsaggregat med droppkammare");
  });

  it.each([
    ["without a name", { productName: "" }, "productName"],
    ["with a code that is none", { atc: "XYZ" }, "atc"],
    ["with 31 February", { start: "2026-02-31" }, "start"],
    ["with a personnummer in its text", { note: "Gäller 850709-9805." }, "note"],
  ])("%s is refused at its field, with what was written kept", async (_how, wrong, field) => {
    const before = await site.db.selectFrom("own_notice").select("id").execute();
    const answer = await curator.post("/own-notices/12/write", { ...WRITTEN, ...wrong });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain(`href="#${field}"`);
    expect(page).toContain('value="012345"');
    expect(await site.db.selectFrom("own_notice").select("id").execute()).toEqual(before);
  });

  it("is no other region's to change, and no reader's to write", async () => {
    const id = /write\?id=([0-9a-f]{32})/.exec(await (await curator.get("/own-notices/12")).text())?.[1] ?? "";
    const other = await signIn(site.deps, [{ regionCode: "14", role: "region-admin" }]);
    expect((await other.get(`/own-notices/14/write?id=${id}`)).status).toBe(404);
    expect((await other.post("/own-notices/14/write", { ...WRITTEN, id })).status).toBe(404);
    expect((await other.post("/own-notices/12/write", WRITTEN)).status).toBe(403);
    const reader = await signIn(site.deps, [{ regionCode: "12", role: "reader" }]);
    expect((await reader.get("/own-notices/12")).status).toBe(200);
    expect((await reader.post("/own-notices/12/write", WRITTEN)).status).toBe(403);
  });
});
