import type { BrowserContext, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedDataMissing } from "../support/shared-data.ts";
import { startWorkday, type Workday } from "./days-work.ts";

const WORDS = {
  sent: "Använd annan förpackning med samma styrka tills vidare.",
  corrected: "Rättat: dosen per injektionsflaska är 500 mg.",
  retracted: "Byt till preparat från annat företag.",
  why: "Bristen gällde en förpackning som regionen inte använder.",
  approved: "Reservera för inneliggande patienter.",
  helped: "Västra Götalands råd: sök dispens via läkemedelsenheten.",
  reason: "Berör inte regionens vård",
};

let day: Workday;
/** The entry names of the ten cases, in the order in which they are handled. */
let cases: { id: number; name: string }[] = [];
let anna: Page;

/** Goes through the organisation's own sign-in. */
async function signIn(context: BrowserContext, subject: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto("/inbox");
  await page.getByRole("button", { name: "Logga in med din organisation" }).click();
  await page.getByLabel("Subject").fill(subject);
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("heading", { level: 1, name: /Inkorg/ }).waitFor();
  return page;
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByLabel("Sorts råd").selectOption({ label: "Annan förpackning" });
  await page.getByLabel("Råd på svenska").fill(text);
}

/** Goes on to the page that asks before anything goes out, and says yes. */
async function answerYes(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Granska och publicera" }).click();
  await page.getByRole("button", { name: "Publicera", exact: true }).click();
  await page.getByText("Klart. Meddelandet går ut").waitFor();
}

/** Writes a message in the case and lets it go out. */
async function send(page: Page, caseId: number, text: string): Promise<void> {
  await page.goto(`/cases/${caseId}`);
  await write(page, text);
  await answerYes(page);
  const published = await day.publish();
  expect(published).toMatchObject([{ kind: "published", caseId }]);
}

function idOf(place: number): number {
  const found = cases[place];
  if (found === undefined) throw new Error(`test: there is no case ${place} in the inbox`);
  return found.id;
}

describe.skipIf(sharedDataMissing !== null)(`a pharmacist's day (${sharedDataMissing ?? "on two real days"})`, () => {
  beforeAll(async () => {
    day = await startWorkday();
    day.provider.people.set("anna", {
      email: "anna@skane.example",
      name: "Anna Apotekare",
      groups: ["skane-granskare"],
    });
    day.provider.people.set("bo", { email: "bo@skane.example", name: "Bo Beredd", groups: ["skane-handlaggare"] });
    day.provider.people.set("vera", { email: "vera@vgr.example", name: "Vera Väst", groups: ["vgr-handlaggare"] });
  });
  afterAll(async () => {
    await day?.close();
  });

  it("begins with signing in through the organisation", async () => {
    anna = await signIn(await day.openDesk(), "anna");
    expect(await anna.getByRole("link", { name: "Anna Apotekare" }).isVisible()).toBe(true);
  });

  it("takes in a list with three broken rows: each is named, and the rest is taken into use", async () => {
    await anna.goto("/lists/12");
    const file = { name: "prioriterade.csv", mimeType: "text/csv", buffer: Buffer.from(day.brokenList) };
    await anna.getByLabel("Fil", { exact: true }).setInputFiles(file);
    await anna.getByRole("button", { name: "Läs in" }).click();
    await anna.getByText("Filen väntar på att läsas").waitFor();
    await day.runJobs();
    await anna.reload();
    await anna.getByText("141 rader kan användas, 3 avvisades.").waitFor();
    await anna.getByRole("link", { name: "Avvisad (3)" }).click();
    const report = await anna.getByRole("table", { name: "Rad för rad" }).innerText();
    expect(report).toContain("”J01D-2” är ingen ATC-kod");
    expect(report).toContain("”i magen” är ingen känd beredningsform");
    expect(report).toContain("Prioritet ska vara ett heltal");
    await anna.getByLabel("Jag har sett att").check();
    await anna.getByRole("button", { name: "Ta i bruk" }).click();
    await day.runJobs();
    await anna.reload();
    await anna.getByText("Listan är tagen i bruk.").waitFor();
  });

  it("has the newly covered shortages in the inbox, the most urgent first", async () => {
    await anna.goto("/inbox/12");
    const boxes = anna.getByRole("checkbox", { name: /./ }).and(anna.locator("[name=case]"));
    const ids = await boxes.evaluateAll((all) => all.map((box) => Number(box.getAttribute("value"))));
    expect(ids.length).toBeGreaterThanOrEqual(10);
    cases = await Promise.all(
      ids.slice(0, 10).map(async (id) => ({ id, name: (await anna.locator(`#case-${id}`).textContent()) ?? "" })),
    );
  });

  it("sends one, after a minute in which it could have been undone", async () => {
    await send(anna, idOf(0), WORDS.sent);
  });

  it("dismisses five at once with a reason", async () => {
    await anna.goto("/inbox/12");
    for (const place of [5, 6, 7, 8, 9]) await anna.locator(`[name=case][value="${idOf(place)}"]`).check();
    await anna.getByLabel("Skäl").fill(WORDS.reason);
    await anna.getByRole("button", { name: "Ingen åtgärd för valda" }).click();
    await anna.getByText("Ingen åtgärd är sparad för 5 ärenden.").waitFor();
    for (const place of [5, 6, 7, 8, 9]) expect(await anna.locator(`#case-${idOf(place)}`).count()).toBe(0);
  });

  it("corrects one that was wrong", async () => {
    await send(anna, idOf(1), WORDS.sent);
    await anna.goto(`/cases/${idOf(1)}`);
    await anna.getByRole("link", { name: "Rätta det senaste meddelandet" }).click();
    expect(await anna.getByLabel("Råd på svenska").inputValue()).toBe(WORDS.sent);
    await anna.getByLabel("Råd på svenska").fill(WORDS.corrected);
    await answerYes(anna);
    expect(await day.publish()).toMatchObject([{ kind: "published", messageKind: "correction" }]);
  });

  it("retracts one that should not have gone out, with the reason that readers see", async () => {
    await send(anna, idOf(2), WORDS.retracted);
    await anna.goto(`/cases/${idOf(2)}`);
    await anna.getByText("Återta det senaste meddelandet").first().click();
    await anna.getByLabel("Varför det inte ska gälla").fill(WORDS.why);
    await anna.getByRole("button", { name: "Återta det senaste meddelandet" }).click();
    await anna.getByRole("button", { name: "Publicera", exact: true }).click();
    await anna.getByText("Klart. Meddelandet går ut").waitFor();
    expect(await day.publish()).toMatchObject([{ kind: "published", messageKind: "retraction" }]);
  });

  it("takes over another region's text, whose origin is told", async () => {
    const vera = await signIn(await day.openDesk(), "vera");
    const { entry_key: key } = await day.database.db
      .selectFrom("region_case")
      .select("entry_key")
      .where("id", "=", idOf(3))
      .executeTakeFirstOrThrow();
    const { id } = await day.database.db
      .selectFrom("region_case")
      .select("id")
      .where("region_code", "=", "14")
      .where("entry_key", "=", key)
      .executeTakeFirstOrThrow();
    await send(vera, id, WORDS.helped);
    await vera.context().close();
    await anna.goto(`/cases/${idOf(3)}`);
    await anna.getByRole("button", { name: "Ta över från Västra Götalandsregionen" }).click();
    await anna.getByText("Texten är övertagen till utkastet.").waitFor();
    expect(await anna.getByLabel("Råd på svenska").inputValue()).toBe(WORDS.helped);
    await answerYes(anna);
    expect(await day.publish()).toMatchObject([{ kind: "published" }]);
  });

  it("wants a second pair of eyes from now on, and approves what a colleague wrote", async () => {
    await anna.goto("/policies/12");
    await anna.getByLabel("Det en person skrivit ska godkännas av en annan innan det skickas").check();
    await anna.getByRole("button", { name: "Spara inställningarna" }).click();
    const bo = await signIn(await day.openDesk(), "bo");
    await bo.goto(`/cases/${idOf(4)}`);
    await write(bo, WORDS.approved);
    expect(await bo.getByRole("button", { name: "Granska och publicera" }).count()).toBe(0);
    await bo.getByRole("button", { name: "Granska och skicka" }).click();
    await bo.getByRole("button", { name: "Skicka till granskning", exact: true }).click();
    await bo.getByText("Utkastet är skickat till granskning.").waitFor();
    expect(await bo.getByRole("button", { name: "Godkänn och publicera" }).count()).toBe(0);
    await bo.context().close();
    await anna.goto(`/cases/${idOf(4)}`);
    await anna.getByRole("button", { name: "Godkänn och publicera" }).click();
    await anna.getByText("Klart. Meddelandet går ut").waitFor();
    expect(await day.publish()).toMatchObject([{ kind: "published" }]);
  });

  it("leaves exactly that in the archive, what holds delivered once to each of the three readers", async () => {
    await day.deliver();
    const { db } = day.database;
    const messages = await db
      .selectFrom("message as m")
      .leftJoin("message as origin", "origin.id", "m.origin_message_id")
      .select(["m.case_id", "m.version", "m.kind", "m.advice", "m.published_by", "m.approved_by", "m.reviewed"])
      .select("origin.region_code as origin")
      .where("m.region_code", "=", "12")
      .where("m.kind", "<>", "overview")
      .orderBy("m.id")
      .execute();
    const told = messages.map((m) => ({ ...m, advice: m.advice?.text.sv ?? null }));
    const by = { published_by: expect.stringContaining("Anna"), approved_by: null, reviewed: true, origin: null };
    expect(told).toMatchObject([
      { ...by, case_id: idOf(0), version: 1, advice: WORDS.sent },
      { ...by, case_id: idOf(1), version: 1, advice: WORDS.sent },
      { ...by, case_id: idOf(1), version: 2, kind: "correction", advice: WORDS.corrected },
      { ...by, case_id: idOf(2), version: 1, advice: WORDS.retracted },
      { ...by, case_id: idOf(2), version: 2, kind: "retraction", advice: WORDS.why },
      { ...by, case_id: idOf(3), version: 1, advice: WORDS.helped, origin: "14" },
      {
        ...by,
        case_id: idOf(4),
        version: 1,
        advice: WORDS.approved,
        published_by: expect.stringContaining("Bo"),
        approved_by: expect.stringContaining("Anna"),
      },
    ]);
    const deliveries = await db
      .selectFrom("delivery as d")
      .innerJoin("message as m", "m.id", "d.message_id")
      .select(["d.channel", "d.state", (eb) => eb.fn.countAll<number>().as("count")])
      .where("m.region_code", "=", "12")
      .where("m.kind", "<>", "overview")
      .groupBy(["d.channel", "d.state"])
      .orderBy("d.channel")
      .orderBy("d.state")
      .execute();
    // What was corrected or retracted before anything went out goes to nobody, nor does the retraction that takes nothing back.
    expect(deliveries).toEqual(
      ["email", "slack", "teams"].flatMap((channel) => [
        { channel, state: "cancelled", count: 3 },
        { channel, state: "captured", count: messages.length - 3 },
      ]),
    );
    const dismissed = await db
      .selectFrom("case_update")
      .select(["case_id", "reason", "decided_by"])
      .where("decision", "=", "dismissed")
      .execute();
    expect(dismissed.map((row) => row.case_id).toSorted((a, b) => a - b)).toEqual(
      [5, 6, 7, 8, 9].map(idOf).toSorted((a, b) => a - b),
    );
    expect(dismissed.every((row) => row.reason === WORDS.reason)).toBe(true);
  });

  it("leaves exactly that in the log", async () => {
    await anna.goto("/audit/12");
    const log = await anna.getByRole("main").innerText();
    for (const who of ["Anna Apotekare", "Bo Beredd"]) expect(log).toContain(who);
    expect(log).not.toContain("Vera Väst");
    const { db } = day.database;
    const entries = await db
      .selectFrom("audit")
      .select(["deed", "object_kind", "object_id", "actor_kind", "actor_name"])
      .where("region_code", "=", "12")
      .execute();
    const published = entries.filter(({ deed }) => /published/.test(deed));
    expect(published.map(({ object_id: id }) => id)).toEqual([0, 1, 1, 2, 2, 3, 4].map((place) => String(idOf(place))));
    expect(entries.filter(({ deed }) => /approved/.test(deed))).toMatchObject([
      { object_kind: "case", object_id: String(idOf(4)), actor_name: "Anna Apotekare" },
    ]);
    expect(
      entries
        .filter(({ deed }) => /dismissed/.test(deed))
        .map(({ object_id: id }) => id)
        .toSorted(),
    ).toEqual([5, 6, 7, 8, 9].map((place) => String(idOf(place))).toSorted());
  });

  it("shows readers exactly that: the newest version first, what was retracted as retracted, and nothing of the desk", async () => {
    const reader = await (await day.openDesk()).newPage();
    const read = async (place: number): Promise<string> => {
      await reader.goto(`/r/12/${idOf(place)}`);
      return reader.getByRole("main").innerText();
    };
    expect(await read(0)).toContain(WORDS.sent);
    expect(await read(1)).toContain(WORDS.corrected);
    expect(await reader.getByRole("article").first().innerText()).not.toContain(WORDS.sent);
    const retracted = await read(2);
    expect(retracted).toContain(WORDS.why);
    expect(await reader.getByRole("article").first().innerText()).not.toContain(WORDS.retracted);
    expect(await read(3)).toContain("Västra Götalandsregionen");
    expect(await read(4)).toContain(WORDS.approved);
    for (const place of [5, 6, 7, 8, 9]) {
      const page = await read(place);
      expect(page).toContain("har inte lämnat något råd ännu.");
      expect(page).not.toContain(WORDS.reason);
    }
    const feed = await (await reader.request.get("/r/12/feed.json")).text();
    for (const text of [WORDS.sent, WORDS.corrected, WORDS.why, WORDS.helped, WORDS.approved])
      expect(feed).toContain(text.split(":")[0]);
    expect(feed).not.toContain(WORDS.reason);
    await reader.context().close();
  });
});
