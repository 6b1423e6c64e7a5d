import { beforeEach, describe, expect, it } from "vitest";
import { createApp } from "../../src/web/app.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { SKANE, type Site } from "./site.ts";
import { useEmptySite } from "./use-site.ts";

let site: Site;
let skane: DeskVisitor;
let vastra: DeskVisitor;
let reader: DeskVisitor;

const NOTE = { region: SKANE, kind: "have", substance: "Meropenem", atc: "j01dh02", text: "200 flaskor.\nRing oss." };

useEmptySite({}, async (opened) => {
  site = opened;
  skane = await signIn(site.deps, [{ regionCode: SKANE, role: "curator" }], "Anna Andersson");
  vastra = await signIn(site.deps, [{ regionCode: "14", role: "curator" }], "Bo Berg");
  reader = await signIn(site.deps, [{ regionCode: "01", role: "reader" }]);
});
beforeEach(() => site.db.deleteFrom("region_note").execute());

async function look(path = "/notes", visitor = vastra): Promise<string> {
  const response = await visitor.get(path);
  expect(response.status).toBe(200);
  return response.text();
}

async function readNotes() {
  return site.db.selectFrom("region_note").selectAll().execute();
}

describe("a note between regions", () => {
  it("is seen at every region's desk with who wrote it, and is in the log", async () => {
    const response = await skane.post("/notes", NOTE);
    expect(response.headers.get("location")).toBe("/notes?done=written");
    const html = await look();
    expect(html).toContain("Vi har");
    expect(html).toContain("<strong>Meropenem</strong>");
    expect(html).toContain("J01DH02");
    expect(html).toContain("200 flaskor.\nRing oss.");
    expect(html).toMatch(/Region Skåne, Anna Andersson, 2026-08-21 08:00/);
    expect(await look("/notes", reader)).toContain("Meropenem");
    const log = await site.db.selectFrom("audit").selectAll().where("deed", "=", "note-written").execute();
    expect(log).toMatchObject([
      { actor_name: "Anna Andersson", region_code: SKANE, after: { substance: "Meropenem" } },
    ]);
  });

  it("is on no public page, in no feed, and behind the sign-in", async () => {
    await skane.post("/notes", { ...NOTE, text: "HEMLIGTEXT" });
    const app = createApp(site.deps);
    for (const path of ["/", "/r/12", "/r/12/feed.json", "/feed.rss", "/kallor"])
      expect(await (await app.request(path)).text()).not.toContain("HEMLIGTEXT");
    expect((await app.request("/notes")).status).toBe(303);
  });

  it("is found by text and kind, without regard to case", async () => {
    await skane.post("/notes", NOTE);
    await vastra.post("/notes", { ...NOTE, region: "14", kind: "need", substance: "Heparin", atc: "", text: "Akut" });
    expect(await look("/notes?q=FLASKOR")).toContain("Visar 1–1 av 1");
    expect(await look("/notes?kind=need")).toContain("<strong>Heparin</strong>");
    expect(await look("/notes?kind=need")).not.toContain("<strong>Meropenem</strong>");
    expect(await look("/notes?q=finnsinte")).toContain("Inget passar det du sökte");
    expect(await look("/notes?page=9")).toContain("Visar 1–2 av 2");
  });

  it.each([
    ["for a region of others", { region: "14" }, "region som du handlägger för"],
    ["without a substance", { substance: "" }, "Skriv substansen"],
    ["without a text", { text: " " }, "Skriv en text"],
    ["with a wrong ATC code", { atc: "!!" }, "En ATC-kod är"],
    ["that neither has nor needs", { kind: "sell" }, "har eller behöver"],
    ["with a personnummer", { text: "Patient 850709-9805" }, "personnummer"],
  ])("%s is refused, with what was written kept", async (_name, over, words) => {
    const response = await skane.post("/notes", { ...NOTE, ...over });
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain(words);
    expect(html).toContain(`value="${"atc" in over ? "!!" : "j01dh02"}"`);
    expect(await readNotes()).toEqual([]);
  });

  it("is not for a reader to write", async () => {
    expect((await reader.post("/notes", { ...NOTE, region: "01" })).status).toBe(403);
    expect(await look("/notes", reader)).not.toContain("Skriv ett anslag");
  });

  it("is taken down by its own region alone, once, and the row stays", async () => {
    await skane.post("/notes", NOTE);
    const [note] = await readNotes();
    const form = { note: String(note?.id) };
    expect(await look()).not.toContain("Ta bort anslaget");
    expect((await vastra.post("/notes/close", form)).status).toBe(404);
    expect(await readNotes()).toMatchObject([{ closed_at: null }]);
    expect((await skane.post("/notes/close", form)).headers.get("location")).toBe("/notes?done=closed");
    expect((await skane.post("/notes/close", form)).headers.get("location")).toBe("/notes?done=gone");
    expect(await look()).toContain("Ingen region har skrivit något ännu.");
    expect(await readNotes()).toHaveLength(1);
    const log = await site.db.selectFrom("audit").selectAll().where("deed", "=", "note-closed").execute();
    expect(log).toMatchObject([{ object_kind: "note", object_id: String(note?.id), region_code: SKANE }]);
  });
});
