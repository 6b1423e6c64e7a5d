import { describe, expect, it } from "vitest";
import { readActiveEntries, readListVersions } from "../../src/db/lists.ts";
import type { Grant } from "../../src/domain/account.ts";
import { diffLists } from "../../src/domain/list-difference.ts";
import { readListImport } from "../../src/jobs/list-read.handler.ts";
import { activateListImport } from "../../src/jobs/list-take.handler.ts";
import { parseRegionList } from "../../src/sources/region-list.ts";
import { readPageForm } from "./desk-form.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { findImport, readHidden, uploadList } from "./list-desk.ts";
import type { Site } from "./site.ts";
import { useSite } from "./use-site.ts";

const CURATOR: readonly Grant[] = [{ regionCode: "12", role: "curator" }];
const MEROPENEM = `/lists/12/entries/${encodeURIComponent("J01DH02/parenteral/")}`;

let site: Site;
let curator: DeskVisitor;
let reader: DeskVisitor;
let other: DeskVisitor;
const asked: string[] = [];

useSite({ enqueue: async (jobs) => void asked.push(...jobs.map(({ queue }) => queue)) }, async (opened) => {
  site = opened;
  curator = await signIn(site.deps, CURATOR, "Anna");
  reader = await signIn(site.deps, [{ regionCode: "12", role: "reader" }]);
  other = await signIn(site.deps, [{ regionCode: "14", role: "region-admin" }]);
});

async function textOf(visitor: DeskVisitor, path: string): Promise<string> {
  const answer = await visitor.get(path);
  expect(answer.status).toBe(200);
  return answer.text();
}

/** Everything that the form of a line holds, as a browser would send it. */
async function readEntryForm(path: string): Promise<Record<string, string>> {
  const html = await textOf(curator, path);
  const fields: Record<string, string> = { version: readHidden(html, "version") };
  for (const [input] of html.matchAll(/<input class="ds-input"[^>]*>/g))
    fields[/name="([^"]+)"/.exec(input)?.[1] ?? ""] = /value="([^"]*)"/.exec(input)?.[1] ?? "";
  for (const [, name = "", text = ""] of html.matchAll(/<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</g))
    fields[name] = text;
  for (const [select, name = ""] of html.matchAll(/<select[^>]*name="([^"]+)"[^]*?<\/select>/g))
    fields[name] = /<option value="([^"]*)" selected/.exec(select)?.[1] ?? "";
  return fields;
}

/** Does what is waiting to be taken into use. */
async function takeWaiting(): Promise<void> {
  const waiting = site.db.selectFrom("list_import").select("id").where("state", "=", "taking").orderBy("id");
  const importing = { db: site.db, now: site.deps.now, digestChannels: new Set<string>() };
  for (const { id } of await waiting.execute()) await activateListImport(importing, { importId: id });
}

async function read(id: number): Promise<void> {
  await readListImport({ db: site.db, now: site.deps.now }, { importId: id });
}

describe("the list in use", () => {
  it("is shown with its version, a page at a time, to whoever may read", async () => {
    const html = await textOf(reader, "/lists/12");
    expect(html).toContain("Lista för Region Skåne");
    expect(html).toMatch(/Version 1<\/strong><span>64 rader/);
    expect(html).toContain("Sida 1 av 2");
    expect(html).not.toContain("Läs in en ny lista");
    expect(html).not.toContain("/entries/");
    expect(await textOf(reader, "/lists/12?page=2")).toContain("Acetylcystein");
  });

  it.each([
    ["q=infektion&priority=3", ["Tobramycin"], ["Meropenem"]],
    ["atc=J01DH", ["Meropenem", "Imipenem"], ["Cefotaxim"]],
    ["q=100%25", [], ["Meropenem"]],
  ])("is searched by %s", async (query, found, left) => {
    const html = await textOf(reader, `/lists/12?${query}`);
    for (const name of found) expect(html).toContain(name);
    for (const name of left) expect(html).not.toContain(name);
  });

  it("is another region's business, and changing it not a reader's", async () => {
    expect((await other.get("/lists/12")).status).toBe(403);
    expect((await reader.get(MEROPENEM)).status).toBe(403);
    expect((await reader.post("/lists/12/imports", { file: new File(["x"], "x.csv") })).status).toBe(403);
    expect((await other.get("/lists/12/versions/1.csv")).status).toBe(403);
  });
});

describe("a file that is handed in", () => {
  it.each([
    ["none", undefined, "Välj en fil."],
    ["an empty one", new File([], "tom.csv"), "Välj en fil."],
    ["one named after a person", new File(["x"], "850709-9805.csv"), "ser ut att innehålla ett personnummer"],
  ])("%s is refused at the door", async (_name, file, problem) => {
    const answer = await curator.post("/lists/12/imports", file === undefined ? {} : { file });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(problem);
  });

  it("is seen in its own region and nowhere else, even by number", async () => {
    const { path, id } = await uploadList(curator, { content: "ATC;Substans\nJ01DH02;Meropenem" });
    expect((await other.get(path)).status).toBe(403);
    expect((await other.get(`/lists/14/imports/${id}`)).status).toBe(404);
    expect((await other.post(`/lists/14/imports/${id}/discard`)).status).toBe(404);
    expect((await findImport(site.db, id)).state).toBe("uploaded");
    await curator.post(`${path}/discard`, { version: "" });
    expect(await textOf(curator, path)).toContain("Filen är kastad");
  });

  it("that is no list is refused in plain words, with the reader's own beside", async () => {
    const { path, id } = await uploadList(curator, { content: "%PDF-1.7 skräp" });
    await read(id);
    const html = await textOf(curator, path);
    expect(html).toContain("Filen går inte att läsa.");
    expect(html).toContain('<span lang="en">the file is a PDF');
  });

  it("gets a report row by row, to filter and to download, without a cell that runs", async () => {
    const rows = ["J01DH02;Meropenem;parenteral;1", "J01D-2;Fel;;1", "'=X01;'=1+1;;1", "V08AB02;+Johexol;;9"];
    const { path, id } = await uploadList(curator, {
      content: ["ATC;Substans;Beredningsform;Prioritet", ...rows].join("\n"),
    });
    await read(id);
    const html = await textOf(curator, path);
    expect(html).toContain("2 rader kan användas, 2 avvisades.");
    expect(html).toContain("Jämfört med version 1");
    const rejected = await textOf(curator, `${path}?show=rejected`);
    expect(rejected).toContain("”J01D-2” är ingen ATC-kod");
    expect(rejected.slice(rejected.indexOf('<table class="stacked'))).not.toContain("Johexol");
    expect(await textOf(curator, `${path}?show=added`)).toContain("Johexol");
    expect(await textOf(curator, `${path}?show=changed`)).toContain("Kategori: Infektion → –");
    const csv = await (await curator.get(`${path}/report.csv`)).text();
    expect(csv).toContain("3;Avvisad;;;ATC;");
    expect(csv).toContain(";'+Johexol;");
    expect(csv.split(/\r\n|;/).filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
    // It loses rows, so it is not taken without a word on that.
    const refused = await curator.post(`${path}/take`, readPageForm(html, `${path}/take`));
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("Bekräfta att du har sett vad som inte kommer med.");
    expect((await findImport(site.db, id)).state).toBe("read");
    await curator.post(`${path}/discard`, readPageForm(await textOf(curator, path), `${path}/discard`));
  });

  it("keeps how the region is reached, as it was written, when another check refuses the form", async () => {
    const admin = await signIn(site.deps, [{ regionCode: "01", role: "region-admin" }]);
    const content = "ATC;Substans;Prioritet\nJ01DH02;Meropenem;1\nfel;Fel;1";
    const { path, id } = await uploadList(admin, { content, regionCode: "01" });
    await read(id);
    const form = readPageForm(await textOf(admin, path), `${path}/take`);
    const refused = await admin.post(`${path}/take`, { ...form, contact: "Jouren 08-12 34 56" });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('value="Jouren 08-12 34 56"');
  });

  it("with a list that is written and read in again without change shows no difference", async () => {
    const csv = await (await curator.get("/lists/12/versions/1.csv")).text();
    const parsed = parseRegionList(Buffer.from(csv));
    expect(parsed).toMatchObject({ kind: "parsed", rejected: [] });
    const entries = parsed.kind === "parsed" ? parsed.entries : [];
    expect(diffLists(await readActiveEntries(site.db, "12"), entries)).toMatchObject({
      added: [],
      removed: [],
      changed: [],
    });
    const { path, id } = await uploadList(curator, { content: csv });
    await read(id);
    expect(await textOf(curator, path)).toMatch(/Oförändrad<\/dt><dd>64</);
    await curator.post(`${path}/discard`, readPageForm(await textOf(curator, path), `${path}/discard`));
  });
});

describe("a line of the list", () => {
  it("is changed in a new version, with standing advice, and its open case is told of it", async () => {
    const form = await readEntryForm(MEROPENEM);
    const change = { priority: "2", areas: "Akut\nIVA", adviceType: "licence", adviceText: "Beställ licens." };
    const answer = await curator.post(MEROPENEM, { ...form, ...change });
    expect(answer.headers.get("location")).toBe("/lists/12?done=edited");
    expect(asked.at(-1)).toBe("list-take");
    const waiting = await curator.get("/lists/12?done=edited");
    expect(waiting.headers.get("refresh")).toBe("3");
    expect(await waiting.text()).toContain("En ändring tas i bruk");
    await takeWaiting();

    const entry = (await readActiveEntries(site.db, "12")).find(({ atc }) => atc === "J01DH02");
    expect(entry).toMatchObject({ priority: 2, areas: ["Akut", "IVA"], stockDays: 16, row: 34 });
    expect(entry?.standingAdvice).toEqual({ type: "licence", text: { sv: "Beställ licens." } });
    const cases = site.db.selectFrom("region_case").select("entry").where("region_code", "=", "12");
    const told = await cases.where("entry_key", "=", "J01DH02/parenteral/").executeTakeFirstOrThrow();
    expect(told.entry).toMatchObject({ priority: 2 });
    const html = await textOf(curator, "/lists/12");
    expect(html).toContain("Ändrade Meropenem");
    const [audit] = await site.db.selectFrom("audit").selectAll().orderBy("id", "desc").limit(1).execute();
    expect(audit).toMatchObject({
      deed: "list-entry-edited",
      actor_name: "Anna",
      region_code: "12",
      before: { version: 1, entry: { priority: 1 } },
      after: { version: 2, entry: { priority: 2 } },
    });
    const difference = await textOf(reader, "/lists/12/difference?from=1&to=2");
    expect(difference).toContain("Prioritet: 1 → 2");
    expect(difference).toContain("Stående råd: – → Licens: Beställ licens.");
  });

  it("with another ATC is another line: the old case is closed, and what the new one catches waits", async () => {
    const form = await readEntryForm(MEROPENEM);
    await curator.post(MEROPENEM, { ...form, atc: "J01DH03", substance: "Ertapenem" });
    await takeWaiting();
    const cases = site.db.selectFrom("region_case").select(["entry_key", "status"]).where("region_code", "=", "12");
    const found = await cases.where("entry_key", "like", "J01DH0%").execute();
    expect(found).toContainEqual({ entry_key: "J01DH02/parenteral/", status: "closed" });
    expect((await curator.get(MEROPENEM)).status).toBe(404);
  });

  it("is added and removed, each a version of its own", async () => {
    const form = await readEntryForm("/lists/12/new-entry");
    const path = "/lists/12/new-entry";
    await curator.post(path, { ...form, atc: "J01DH02", form: "parenteral", substance: "Meropenem", priority: "1" });
    await takeWaiting();
    const opened = await site.db
      .selectFrom("case_update as u")
      .innerJoin("region_case as c", "c.id", "u.case_id")
      .select(["u.kind", "u.decision"])
      .where("c.entry_key", "=", "J01DH02/parenteral/")
      .where("c.region_code", "=", "12")
      .orderBy("u.id", "desc")
      .executeTakeFirst();
    expect(opened).toEqual({ kind: "list", decision: "pending" });

    const again = await curator.post(path, {
      ...(await readEntryForm(path)),
      atc: "J01DH02",
      form: "parenteral",
      substance: "X",
    });
    expect(again.status).toBe(422);
    expect(await again.text()).toContain("Det finns redan en rad med samma ATC");

    const { version = "" } = await readEntryForm(MEROPENEM);
    await curator.post(`${MEROPENEM}/remove`, { version });
    await takeWaiting();
    const versions = await readListVersions(site.db, "12");
    expect(versions.slice(0, 2).map(({ note }) => note?.what)).toEqual(["removed", "added"]);
    expect((await curator.get(MEROPENEM)).status).toBe(404);
  });

  it.each([
    [{ adviceText: "Ring Anna 850709-9805", adviceType: "licence" }, "adviceText", "personnummer"],
    [{ category: "850709-9805" }, "category", "personnummer"],
    [{ atc: "hej" }, "atc", "är ingen ATC-kod"],
    [{ stockDays: "-1" }, "stockDays", "Lagerdagar ska vara"],
    [{ adviceType: "", adviceText: "Byt" }, "adviceType", "ingen typ av råd"],
  ])("with %j is refused at its field, and what was written stays", async (change, field, problem) => {
    const path = `/lists/12/entries/${encodeURIComponent("N02AA01/parenteral/")}`;
    const answer = await curator.post(path, { ...(await readEntryForm(path)), careSetting: "slutenvård", ...change });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain(`href="#${field}"`);
    expect(html).toContain(problem);
    expect(html).toContain('value="slutenvård"');
  });

  it("that somebody else changed meanwhile is shown as it is now, and nothing is overwritten", async () => {
    const path = `/lists/12/entries/${encodeURIComponent("N02AA01/parenteral/")}`;
    const mine = await readEntryForm(path);
    await curator.post(path, { ...(await readEntryForm(path)), stockDays: "7" });
    const busy = await curator.post(path, { ...mine, stockDays: "9" });
    expect(await busy.text()).toContain("En annan ändring av listan tas i bruk just nu");
    await takeWaiting();
    const late = await curator.post(path, { ...mine, stockDays: "9" });
    expect(late.status).toBe(422);
    const html = await late.text();
    expect(html).toContain("I listan står nu: Lagerdagar 7 dagar.");
    expect(html).toContain('value="9"');
    const entry = (await readActiveEntries(site.db, "12")).find(({ atc }) => atc === "N02AA01");
    expect(entry?.stockDays).toBe(7);
  });

  it("that was saved without a change makes no version", async () => {
    const path = `/lists/12/entries/${encodeURIComponent("N02AA01/parenteral/")}`;
    const before = (await readListVersions(site.db, "12")).length;
    const answer = await curator.post(path, await readEntryForm(path));
    expect(answer.headers.get("location")).toBe("/lists/12?done=unchanged");
    expect(await readListVersions(site.db, "12")).toHaveLength(before);
  });

  it("changes nothing in another region", async () => {
    const untouched = await readListVersions(site.db, "14");
    expect(untouched).toMatchObject([{ number: 1, entries: 64 }]);
    expect((await other.get("/lists/14/versions/2.csv")).status).toBe(404);
  });
});

describe("two versions beside each other", () => {
  it("are told apart whichever stands first, and ones that do not exist are asked for again", async () => {
    const there = await textOf(reader, "/lists/12/difference?from=1&to=2");
    expect(there).toContain("Skillnad mellan version 1 och 2");
    expect(await textOf(reader, "/lists/12/difference?from=2&to=1")).toContain("Prioritet: 2 → 1");
    expect(await textOf(reader, "/lists/12/difference?from=1&to=1")).toContain("Versionerna är lika.");
    expect(await textOf(reader, "/lists/12/difference?from=1&to=999")).toContain("Välj två versioner som finns.");
    expect(await textOf(reader, "/lists/12/difference?from=1&to=2&lang=en")).toContain(
      "Difference between version 1 and 2",
    );
  });
});

describe("a decision about a file is about the report that was shown", () => {
  const HEAD = "ATC;Substans;Beredningsform;Prioritet";

  it("a file that was read again is not taken into use by a page that showed the earlier report", async () => {
    const { path, id } = await uploadList(curator, { content: `${HEAD}\nJ01DH02;Meropenem;parenteral;1` });
    await read(id);
    const seen = { ...readPageForm(await textOf(curator, path), `${path}/take`), confirm: "yes" };
    const thrown = readPageForm(await textOf(curator, path), `${path}/discard`);
    await curator.post(`${path}/again`);
    await read(id);
    const blind = Object.fromEntries(Object.entries(seen).filter(([name]) => name !== "version"));
    for (const form of [seen, blind, { ...blind, version: "latest" }]) {
      const answer = await curator.post(`${path}/take`, form);
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain("Filen har lästs om");
    }
    for (const form of [thrown, { csrf: curator.csrf }])
      expect(await (await curator.post(`${path}/discard`, form)).text()).toContain("Filen har lästs om");
    expect((await findImport(site.db, id)).state).toBe("read");
  });

  it("a line of the list is not changed from a page that showed the list before a colleague's change", async () => {
    const [line] = await readActiveEntries(site.db, "12");
    if (line === undefined) throw new Error("test: the list is empty");
    const path = `/lists/12/entries/${encodeURIComponent(line.key)}`;
    const form = readPageForm(await textOf(curator, path), path);
    for (const version of ["", "latest", "999999", "1.5"]) {
      for (const action of [path, `${path}/remove`]) {
        const answer = await curator.post(action, {
          ...form,
          adviceText: "Nytt stående råd",
          adviceType: "licence",
          version,
        });
        expect(answer.status).toBe(422);
        expect(await answer.text()).toContain("Listan har ändrats");
      }
    }
    expect((await readActiveEntries(site.db, "12"))[0]).toEqual(line);
  });

  it("a file that is being taken into use is not told as discarded to whoever presses that", async () => {
    const { path, id } = await uploadList(curator, { content: `${HEAD}\nJ01DH02;Meropenem;parenteral;1` });
    await read(id);
    const thrown = readPageForm(await textOf(curator, path), `${path}/discard`);
    await curator.post(`${path}/take`, {
      ...readPageForm(await textOf(curator, path), `${path}/take`),
      confirm: "yes",
    });
    const answer = await curator.post(`${path}/discard`, thrown);
    expect(answer.status).toBe(422);
    expect((await findImport(site.db, id)).state).toBe("taking");
  });
});
