import { setImmediate as nextTurn } from "node:timers/promises";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { readListVersions } from "../../src/db/lists.ts";
import { startListJobs } from "../../src/jobs/list-jobs.handler.ts";
import { readListImport, sweepListImports } from "../../src/jobs/list-read.handler.ts";
import { activateListImport } from "../../src/jobs/list-take.handler.ts";
import { createJobQueue, type JobQueue, type JobRequest } from "../../src/jobs/queue.ts";
import { makeEntry, makeNotice, makePackage } from "../support/builders.ts";
import { createScene } from "../support/scene.ts";
import { createWebDeps } from "../web/site.ts";
import { readPageForm } from "../web/desk-form.ts";
import { signIn } from "../web/desk-visitor.ts";
import { findImport, readHidden, uploadList } from "../web/list-desk.ts";
import { PATIENT } from "../support/patience.ts";

const CURATOR = [{ regionCode: "12", role: "curator" }] as const;
const HEADER = "ATC;Substans;Beredningsform;Styrka;Prioritet";

const scene = await createScene();
let asked: JobRequest[] = [];
const deps = createWebDeps(scene.db, {
  mode: "capture",
  now: () => scene.clock,
  enqueue: async (jobs) => void asked.push(...jobs),
});
const importing = { db: scene.db, now: () => scene.clock, digestChannels: new Set<string>() };

beforeEach(async () => {
  await scene.reset();
  asked = [];
});
afterAll(() => scene.close());

/** A file of so many different lines. */
function makeLongList(rows: number): string {
  const letters = "ABCDGHJLMNPRSV";
  const pad = (value: number) => String(value + 1).padStart(2, "0");
  const letter = (value: number) => letters[value % letters.length] ?? "A";
  const lines = Array.from({ length: rows }, (_, index) => {
    const atc = `${letter(index)}${pad(Math.floor(index / 14) % 16)}A${letter(Math.floor(index / 224))}${pad(Math.floor(index / 3136))}`;
    return `${atc};Substans ${index};parenteral;;${(index % 9) + 1}`;
  });
  return [HEADER, ...lines].join("\n");
}

async function readAudit() {
  return scene.db
    .selectFrom("audit")
    .select(["deed", "object_kind", "object_id", "actor_kind", "actor_name", "region_code", "address"])
    .orderBy("id")
    .execute();
}

describe("a list of 10,000 rows through the real queue", () => {
  it("is read with progress that grows and is seen on a page that refreshes itself, and is then taken into use", async () => {
    const queue: JobQueue = await createJobQueue({
      redisUrl: null,
      prefix: "",
      database: scene.database,
      log: { error: (...words: unknown[]) => expect.unreachable(JSON.stringify(words)) },
    });
    try {
      await startListJobs({ queue, importing });
      const queued = { ...deps, enqueue: (jobs: Parameters<typeof queue.add>[0]) => queue.add(jobs) };
      const visitor = await signIn(queued, CURATOR);
      const { id, path } = await uploadList(visitor, { content: makeLongList(10_000) });
      const seen = new Set<number>();
      const pages: string[] = [];
      for (;;) {
        const found = await findImport(scene.db, id);
        seen.add(found.rowsDone);
        if (found.state === "read") break;
        const page = await visitor.get(path);
        const html = await page.text();
        // The work may have ended since the state was read.
        expect(page.headers.get("refresh")).toBe(html.includes('role="status"') ? "3" : null);
        pages.push(html);
        // Asking in a circle without a turn for others would keep the thread that reads the file from being heard.
        await nextTurn();
      }
      expect(seen.size).toBeGreaterThan(5);
      expect([...seen].every((done, index, all) => index === 0 || done > (all[index - 1] ?? 0))).toBe(true);
      expect(pages.some((html) => /<progress max="10000" value="[1-9]\d*"/.test(html))).toBe(true);
      expect(pages.some((html) => /\d+ av 10000 rader lästa/.test(html))).toBe(true);

      const done = await visitor.get(path);
      expect(done.headers.get("refresh")).toBeNull();
      const html = await done.text();
      expect(html).toContain("10000 rader kan användas, ingen avvisades.");
      await visitor.post(`${path}/take`, readPageForm(html, `${path}/take`));
      await vi.waitFor(async () => expect((await findImport(scene.db, id)).state).toBe("taken"), PATIENT);
      expect(await readListVersions(scene.db, "12")).toMatchObject([{ number: 1, active: true, entries: 10_000 }]);
    } finally {
      await queue.close();
    }
  }, 120_000);
});

describe("an import", () => {
  async function readAndTake(content: string): Promise<void> {
    const visitor = await signIn(deps, CURATOR, "Anna");
    const { id, path } = await uploadList(visitor, { content });
    await readListImport(importing, { importId: id });
    const html = await (await visitor.get(path)).text();
    await visitor.post(`${path}/take`, {
      ...readPageForm(html, `${path}/take`),
      confirm: "yes",
    });
    await activateListImport(importing, { importId: id });
    expect((await findImport(scene.db, id)).state).toBe("taken");
  }

  it("that is a region's first, where messages are really sent, asks how the region is reached, and its overview tells it", async () => {
    await scene.ingest({ at: "2026-08-20", notices: [makeNotice()] });
    const visitor = await signIn({ ...deps, mode: "live" }, CURATOR, "Anna");
    const { id, path } = await uploadList(visitor, { content: `${HEADER}\nJ01DH02;Meropenem;parenteral;;1\n` });
    await readListImport(importing, { importId: id });
    const form = readPageForm(await (await visitor.get(path)).text(), `${path}/take`);
    expect(form).toHaveProperty("contact");
    for (const contact of ["", "  ", "x".repeat(201), "Anna, 19850709-9805"]) {
      expect((await visitor.post(`${path}/take`, { ...form, contact })).status).toBe(422);
      expect((await findImport(scene.db, id)).state).toBe("read");
    }
    await visitor.post(`${path}/take`, { ...form, contact: " Läkemedelsjouren  040-12 34 56 " });
    await activateListImport(importing, { importId: id });
    const { contact } = await scene.db.selectFrom("message").select("contact").executeTakeFirstOrThrow();
    expect(contact).toBe("Läkemedelsjouren 040-12 34 56");
    const audit = await scene.db.selectFrom("audit").select(["deed", "actor_kind", "actor_name"]).execute();
    expect(audit).toContainEqual({ deed: "settings-changed", actor_kind: "person", actor_name: "Anna" });
  });

  it("that is taken into use opens cases, and leaves who did what in the audit, in order", async () => {
    await scene.ingest({ at: "2026-08-20", notices: [makeNotice()] });
    await readAndTake(`${HEADER}\nJ01DH02;Meropenem;parenteral;;1\n`);
    const cases = await scene.db.selectFrom("region_case").select(["entry_key", "status"]).execute();
    expect(cases).toEqual([{ entry_key: "J01DH02/parenteral/", status: "open" }]);
    expect(await readAudit()).toMatchObject([
      { deed: "list-uploaded", actor_name: "Anna", region_code: "12" },
      { deed: "list-taken-into-use", actor_name: "Anna", region_code: "12", object_kind: "list", object_id: "12" },
      { deed: "rules-changed", actor_kind: "system", object_id: "12" },
    ]);
    expect(await readListVersions(scene.db, "12")).toMatchObject([{ number: 1, importedBy: "Anna", active: true }]);
    // What a first list covers is told in the overview; what a later one newly covers waits for the pharmacist.
    expect(await scene.db.selectFrom("case_update").select(["kind", "decision"]).execute()).toEqual([
      { kind: "baseline", decision: "baseline" },
    ]);
  });

  it("of a later list leaves what it newly covers pending, closes what is gone, and keeps the version before", async () => {
    await scene.takeList([makeEntry({ atc: "B01AB01", substance: "Heparin" })]);
    const heparin = makeNotice({ reportId: "report-2", nplId: "20990000000022", atc: "B01AB01" });
    await scene.ingest({ at: "2026-08-20", notices: [makeNotice(), heparin] });
    await readAndTake(`${HEADER}\nJ01DH02;Meropenem;parenteral;;1\n`);
    const updates = await scene.db.selectFrom("case_update").select(["kind", "decision"]).orderBy("id").execute();
    expect(updates.at(-1)).toEqual({ kind: "list", decision: "pending" });
    const cases = scene.db.selectFrom("region_case").select(["entry_key", "status"]).orderBy("id");
    expect(await cases.execute()).toEqual([
      { entry_key: "B01AB01/parenteral/", status: "closed" },
      { entry_key: "J01DH02/parenteral/", status: "open" },
    ]);
    expect((await readListVersions(scene.db, "12")).map(({ number, active }) => [number, active])).toEqual([
      [2, true],
      [1, false],
    ]);
  });

  it("is read from its beginning when an earlier run died in the middle, and no row stands twice", async () => {
    const visitor = await signIn(deps, CURATOR);
    const { id } = await uploadList(visitor, { content: makeLongList(700) });
    await readListImport(importing, { importId: id });
    // As if the process had died before the last step.
    await scene.db.updateTable("list_import").set({ state: "reading", report: null }).where("id", "=", id).execute();
    await readListImport(importing, { importId: id });
    await readListImport(importing, { importId: id });
    expect(await findImport(scene.db, id)).toMatchObject({ state: "read", rowsDone: 700, rowsTotal: 700 });
    const { rows } = await scene.db
      .selectFrom("list_entry")
      .select((eb) => eb.fn.countAll<number>().as("rows"))
      .executeTakeFirstOrThrow();
    expect(rows).toBe(700);
  });

  it("that the queue forgot is found again", async () => {
    const visitor = await signIn(deps, CURATOR);
    const { id } = await uploadList(visitor, { content: "Kod;Namn\nJ01DH02;Meropenem" });
    const added: JobRequest[] = [];
    const queue = { add: async (jobs: readonly JobRequest[]) => void added.push(...jobs) };
    await sweepListImports({ db: scene.db, queue });
    expect(added).toMatchObject([{ queue: "list-read", payload: { importId: id } }]);
    // Once it waits for a word on its columns there is nothing more to do.
    await readListImport(importing, { importId: id });
    added.length = 0;
    await sweepListImports({ db: scene.db, queue });
    expect(added).toEqual([]);
  });

  it("that is discarded while it is read stops, and leaves no version behind", async () => {
    const visitor = await signIn(deps, CURATOR);
    const { id, path } = await uploadList(visitor, { content: makeLongList(20) });
    await readListImport(importing, { importId: id });
    await scene.db.updateTable("list_import").set({ state: "reading" }).where("id", "=", id).execute();
    await visitor.post(`${path}/discard`, { version: "" });
    await readListImport(importing, { importId: id });
    expect(await findImport(scene.db, id)).toMatchObject({ state: "discarded", versionId: null });
    expect(await scene.db.selectFrom("list_version").select("id").execute()).toEqual([]);
    expect((await readAudit()).map(({ deed }) => deed)).toEqual(["list-uploaded", "list-import-discarded"]);
  });
});

describe("the columns of a region", () => {
  const content = "Kod;Läkemedel;Viktighet\nJ01DH02;Meropenem;2\n";

  it("are asked for once, and known for the next file of that region alone", async () => {
    const visitor = await signIn(deps, [...CURATOR, { regionCode: "14", role: "curator" }]);
    const first = await uploadList(visitor, { content });
    await readListImport(importing, { importId: first.id });
    expect(await findImport(scene.db, first.id)).toMatchObject({
      state: "uploaded",
      report: { kind: "columns", titles: ["Kod", "Läkemedel", "Viktighet"] },
    });
    const fields = { "column-1": "Kod", "column-2": "Läkemedel", "column-5": "Viktighet" };
    expect((await visitor.post(`${first.path}/mapping`, fields)).status).toBe(303);
    expect(asked.map(({ queue }) => queue)).toEqual(["list-read", "list-read"]);
    await readListImport(importing, { importId: first.id });
    expect(await findImport(scene.db, first.id)).toMatchObject({ state: "read", report: { accepted: 1 } });

    const next = await uploadList(visitor, { content });
    await readListImport(importing, { importId: next.id });
    expect((await findImport(scene.db, next.id)).state).toBe("read");
    const other = await uploadList(visitor, { content, regionCode: "14" });
    await readListImport(importing, { importId: other.id });
    expect((await findImport(scene.db, other.id)).state).toBe("uploaded");
    expect((await readAudit()).map(({ deed }) => deed)).toContain("list-columns-mapped");
  });

  it.each([
    [{ "column-1": "Kod" }, "Substans måste pekas ut."],
    [{ "column-1": "Kod", "column-2": "Kod" }, "”Kod” är vald för två kolumner."],
    [{ "column-1": "Kod", "column-2": "Uppfunnen" }, "Rubriken finns inte i filen."],
  ])("given as %j are refused with what is missing, and what was chosen stays", async (fields, problem) => {
    const visitor = await signIn(deps, CURATOR);
    const { id, path } = await uploadList(visitor, { content });
    await readListImport(importing, { importId: id });
    const answer = await visitor.post(`${path}/mapping`, fields);
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain(problem);
    expect(html).toMatch(/id="column-1"[^]*?<option value="Kod" selected/);
  });
});

describe("two who work on one list", () => {
  it("an import whose list has become another is not taken: it is compared again and asked for again", async () => {
    await scene.takeList([makeEntry()]);
    const visitor = await signIn(deps, CURATOR);
    const { id, path } = await uploadList(visitor, { content: `${HEADER}\nJ01DH02;Meropenem;parenteral;;2\n` });
    await readListImport(importing, { importId: id });
    const form = readPageForm(await (await visitor.get(path)).text(), `${path}/take`);
    await scene.takeList([makeEntry({ priority: 3 })]);

    const answer = await visitor.post(`${path}/take`, form);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("Listan i bruk har ändrats sedan jämförelsen gjordes");
    await visitor.post(`${path}/again`);
    await readListImport(importing, { importId: id });
    const again = await (await visitor.get(path)).text();
    expect(readHidden(again, "base")).not.toBe(form["base"]);
    expect(again).toContain("Prioritet: 3 → 2");
  });

  it("nor when the list changes between the pressing and the job", async () => {
    await scene.takeList([makeEntry()]);
    const visitor = await signIn(deps, CURATOR);
    const { id, path } = await uploadList(visitor, { content: `${HEADER}\nJ01DH02;Meropenem;parenteral;;2\n` });
    await readListImport(importing, { importId: id });
    await visitor.post(`${path}/take`, readPageForm(await (await visitor.get(path)).text(), `${path}/take`));
    await scene.takeList([makeEntry({ priority: 3 })]);
    await activateListImport(importing, { importId: id });
    expect((await findImport(scene.db, id)).state).toBe("read");
    expect((await readAudit()).map(({ deed }) => deed)).not.toContain("list-taken-into-use");
  });

  it("a job that runs twice takes into use once", async () => {
    const visitor = await signIn(deps, CURATOR);
    const { id, path } = await uploadList(visitor, { content: `${HEADER}\nJ01DH02;Meropenem;parenteral;;2\n` });
    await readListImport(importing, { importId: id });
    await visitor.post(`${path}/take`, readPageForm(await (await visitor.get(path)).text(), `${path}/take`));
    await Promise.all([
      activateListImport(importing, { importId: id }),
      activateListImport(importing, { importId: id }),
    ]);
    expect((await readAudit()).filter(({ deed }) => deed === "list-taken-into-use")).toHaveLength(1);
  });
});

describe("a list is tried on the last 90 days", () => {
  it("and tells exactly what it would have caught beside the list in use", async () => {
    const open = (id: number, atc: string, end = "2026-10-01") =>
      makeNotice({
        reportId: `report-${id}`,
        nplId: `2099000000002${id}`,
        atc,
        productName: `Produkt ${id} 1 g Injektionsvätska, lösning`,
        packages: [makePackage({ nplPackId: `2099000010002${id}`, start: "2026-07-01", end })],
      });
    await scene.takeList([makeEntry({ atc: "B01AB01", substance: "Heparin" })]);
    await scene.ingest({ at: "2026-08-03", notices: [open(1, "J01DH02"), open(2, "J01DH02"), open(3, "B01AB01")] });
    // One update of meropenem (two products), one of heparin; the next week one of meropenem, one of morphine.
    await scene.ingest({
      at: "2026-08-10",
      notices: [open(1, "J01DH02", "2026-11-01"), open(2, "J01DH02", "2026-11-02"), open(3, "B01AB01", "2026-12-01")],
    });
    await scene.ingest({
      at: "2026-08-19",
      notices: [
        open(1, "J01DH02", "2026-12-01"),
        open(2, "J01DH02", "2026-11-02"),
        open(3, "B01AB01", "2026-12-01"),
        open(4, "N02AA01"),
      ],
    });
    const visitor = await signIn(deps, CURATOR);
    const rows = ["J01DH02;Meropenem;parenteral;;1", "N02AA01;Morfin;parenteral;;1", "V03AB15;Naloxon;;;1"];
    const { id } = await uploadList(visitor, { content: [HEADER, ...rows].join("\n") });
    await readListImport(importing, { importId: id });
    const { report } = await findImport(scene.db, id);
    expect(report?.kind === "read" && report.trial).toEqual({
      from: "2026-05-23",
      until: "2026-08-20",
      dataFrom: "2026-08-03",
      dataDays: 18,
      notices: 4,
      weeks: [
        { week: "2026-08-03", staged: { updates: 0, cases: 0 }, inUse: { updates: 0, cases: 0 } },
        { week: "2026-08-10", staged: { updates: 1, cases: 1 }, inUse: { updates: 1, cases: 1 } },
        { week: "2026-08-17", staged: { updates: 2, cases: 2 }, inUse: { updates: 0, cases: 0 } },
      ],
      staged: { updates: 3, cases: 2, caught: 3, possible: 0, openCases: 2 },
      inUse: { updates: 1, cases: 1, caught: 1, possible: 0, openCases: 1 },
      newlyCaught: [
        {
          key: "J01DH02/parenteral/",
          substance: "Meropenem",
          notices: 2,
          products: 2,
          examples: ["Produkt 1 1 g Injektionsvätska, lösning", "Produkt 2 1 g Injektionsvätska, lösning"],
        },
        {
          key: "N02AA01/parenteral/",
          substance: "Morfin",
          notices: 1,
          products: 1,
          examples: ["Produkt 4 1 g Injektionsvätska, lösning"],
        },
      ],
      noLongerCaught: [
        {
          key: "B01AB01/parenteral/",
          substance: "Heparin",
          notices: 1,
          products: 1,
          examples: ["Produkt 3 1 g Injektionsvätska, lösning"],
        },
      ],
      neverHit: ["V03AB15//"],
    });
  });
});
