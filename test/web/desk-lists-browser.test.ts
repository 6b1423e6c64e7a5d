import type { Page } from "@playwright/test";
import { describe, expect, it } from "vitest";
import { readListImport } from "../../src/jobs/list-read.handler.ts";
import { LIST_READ_QUEUE, listReadPayload } from "../../src/jobs/list-read.ts";
import { activateListImport } from "../../src/jobs/list-take.handler.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";
import { expectNoFaults } from "../support/page-faults.ts";
import { makeXlsx } from "../support/xlsx-file.ts";
import { signIn } from "./desk-visitor.ts";
import { NOW, type Site } from "./site.ts";
import { PLAIN, useBrowsedSite } from "./use-site.ts";

let site: Site;
let page: Page;
/** Jobs that wait until the test has looked at the page that waits for them. */
let waiting: (() => Promise<void>)[] = [];

/** A region's own workbook: other titles, three broken rows, one changed, one new; the rest of the list is gone. */
const ROWS = [
  ["Kod", "Läkemedel", "Form", "Prio", "Lager (dagar)", "Anteckning"],
  ["J01DH02", "Meropenem", "injektion", 2, 16, "viktig"],
  ["B01AB01", "Heparin", "parenteral", 1, 20, ""],
  ["V08AB02", "Johexol", "parenteral", 1, 14, ""],
  ["J01D-2", "Felkod", "parenteral", 1, 14, ""],
  ["C01CA24", "Adrenalin", "i magen", 1, 14, ""],
  ["N02AA01", "Morfin", "parenteral", "hög", 14, ""],
] as const;

/** What the desk asks of the queue is done when the test says so. */
const enqueue: WebDeps["enqueue"] = async (jobs) => {
  const importing = { db: site.db, now: () => NOW, digestChannels: new Set<string>() };
  for (const { queue, payload } of jobs) {
    const job = listReadPayload.parse(payload);
    waiting.push(() =>
      queue === LIST_READ_QUEUE ? readListImport(importing, job) : activateListImport(importing, job),
    );
  }
};

useBrowsedSite({ ...PLAIN, enqueue }, async (browsed) => {
  ({ site } = browsed);
  const visitor = await signIn(site.deps, [{ regionCode: "12", role: "curator" }], "Anna Apotekare");
  page = await (await browsed.openFor(visitor)).newPage();
});

async function runJobs(): Promise<void> {
  const jobs = waiting;
  waiting = [];
  for (const job of jobs) await job();
}

describe("a pharmacist's own workbook, in a browser without script", () => {
  it("is handed in on the list's page, and the page that waits shows itself anew", async () => {
    await page.goto("/lists/12");
    await expectNoFaults(page);
    const buffer = makeXlsx({ Lista: ROWS });
    const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    await page.getByLabel("Fil", { exact: true }).setInputFiles({ name: "höstens lista.xlsx", mimeType: type, buffer });
    await page.getByRole("button", { name: "Läs in" }).click();
    await page.getByText("Filen väntar på att läsas").waitFor();
    await runJobs();
    // Nobody presses anything: the page asks again by itself.
    await page.getByRole("heading", { name: "Vilken kolumn är vilken?" }).waitFor();
    await expectNoFaults(page);
  });

  it("has its columns pointed out, most of them guessed", async () => {
    expect(await page.getByLabel("ATC").inputValue()).toBe("Kod");
    expect(await page.getByLabel("Substans").inputValue()).toBe("Läkemedel");
    expect(await page.getByLabel("Prioritet").inputValue()).toBe("Prio");
    expect(await page.getByLabel("Lagerdagar").inputValue()).toBe("Lager (dagar)");
    await page.getByLabel("Rådstext", { exact: true }).selectOption("");
    await page.getByRole("button", { name: "Läs filen så" }).click();
    await page.getByText("Filen väntar på att läsas").waitFor();
    await runJobs();
    await page.getByText("3 rader kan användas, 3 avvisades.").waitFor();
    await expectNoFaults(page);
  });

  it("is reported row by row, with the three broken rows named", async () => {
    expect(await page.getByText("Kolumner i filen som inte lästes: Anteckning.").isVisible()).toBe(true);
    await page.getByRole("link", { name: "Avvisad (3)" }).click();
    const text = (await page.getByRole("table", { name: "Rad för rad" }).innerText()).replaceAll(/\s+/g, " ");
    expect(text).toContain("”J01D-2” är ingen ATC-kod");
    expect(text).toContain("”i magen” är ingen känd beredningsform");
    expect(text).toContain("Prioritet ska vara ett heltal");
    await page.getByRole("link", { name: "Ändrad (2)" }).click();
    expect(await page.getByRole("table", { name: "Rad för rad" }).innerText()).toContain("Prioritet: 1 → 2");
    await expectNoFaults(page);
  });

  it("shows what it would have caught, honest about how far the data reach", async () => {
    await page.getByRole("heading", { name: "Vad hade listan fångat de senaste 90 dagarna?" }).waitFor();
    expect(await page.getByText("täcker 2 av 90 dagar").isVisible()).toBe(true);
    expect(await page.getByText("Nytt som fångas (1)").isVisible()).toBe(true);
    expect(await page.getByText("Johexol Nordfiktiv").first().isVisible()).toBe(true);
  });

  it("is taken into use when whoever does it has seen what is lost", async () => {
    await page.getByRole("button", { name: "Ta i bruk" }).click();
    await page.getByRole("alert").getByText("Bekräfta att du har sett").waitFor();
    await expectNoFaults(page);
    await page.getByLabel("Jag har sett att 62 rader i dagens lista försvinner och 3 rader i filen").check();
    await page.getByRole("button", { name: "Ta i bruk" }).click();
    await page.getByText("Öppna anmälningar matchas på nytt").first().waitFor();
    await runJobs();
    await page.getByText("Listan är tagen i bruk.").waitFor();
    await page.getByRole("link", { name: "Till listan" }).click();
    await page.getByText("3 rader", { exact: true }).waitFor();
    await expectNoFaults(page);
  });

  it("can be compared with the version before, and a line of it be changed", async () => {
    await page.getByRole("link", { name: "Jämför version 2 med den före" }).click();
    await page.getByRole("heading", { name: "Skillnad mellan version 1 och 2" }).waitFor();
    await expectNoFaults(page);
    await page.goto("/lists/12");
    await page.getByRole("link", { name: "Johexol" }).click();
    await page.getByLabel("Typ av råd").selectOption({ label: "Licens" });
    await page.getByRole("button", { name: "Spara" }).click();
    // The advice has no text yet.
    await page.getByRole("alert").getByText("ingen text på svenska").waitFor();
    await expectNoFaults(page);
    await page.getByLabel("Råd på svenska").fill("Beställ på licens.");
    await page.getByRole("button", { name: "Spara" }).click();
    await page.getByText("En ändring tas i bruk").waitFor();
    await runJobs();
    await page.getByText("Version 3").first().waitFor();
    expect(await page.getByRole("row", { name: /Johexol/ }).innerText()).toContain("Licens");
  });
});
