import type { Page } from "@playwright/test";
import { describe, expect, it } from "vitest";
import { insertCaseNote } from "../../src/db/case-notes.ts";
import { readLastMessage } from "../../src/db/messages.ts";
import { writePolicy } from "../../src/db/regions.ts";
import { publishDueDrafts } from "../../src/jobs/publish.handler.ts";
import { expectNoFaults } from "../support/page-faults.ts";
import { publishAtDesk } from "./desk-publishing.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { findCaseOf, NOW, publish, SKANE, type Site } from "./site.ts";
import { type BrowsedSite, goAfresh, useBrowsedSite } from "./use-site.ts";

let site: Site;
let openFor: BrowsedSite["openFor"];
let curator: DeskVisitor;
let approver: DeskVisitor;
let now = NOW;

useBrowsedSite({ publicUrl: "http://restsignal.example", now: () => now }, async (browsed) => {
  ({ site, openFor } = browsed);
  curator = await signIn(site.deps, [{ regionCode: SKANE, role: "curator" }], "Kim Kurator");
  approver = await signIn(site.deps, [{ regionCode: SKANE, role: "approver" }], "Gry Granskare");
});

it("without scripts a pharmacist reads what waits, writes a message, undoes it, and sends it", async () => {
  const { case_id: caseId } = await site.db
    .selectFrom("case_update")
    .innerJoin("region_case as c", "c.id", "case_update.case_id")
    .select("case_update.case_id")
    .where("c.region_code", "=", SKANE)
    .where("decision", "=", "pending")
    .limit(1)
    .executeTakeFirstOrThrow();
  const context = await openFor(curator, { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.setViewportSize({ width: 320, height: 800 });
  await page.goto(`/cases/${caseId}`);
  await page.getByRole("heading", { name: "Det här väntar på beslut (1)" }).waitFor();
  await page.getByRole("link", { name: "Skriv meddelande" }).click();
  await page.getByLabel("Sorts råd").selectOption({ label: "Licens" });
  await page.getByLabel("Råd på svenska").fill("Använd licenspreparat till inneliggande.");
  await page.getByLabel("Läkare", { exact: true }).check();
  await page.getByRole("button", { name: "Granska och publicera" }).click();
  await page.getByRole("button", { name: "Publicera", exact: true }).click();
  await page.getByText("Klart. Meddelandet går ut").waitFor();
  await page.getByRole("button", { name: "Ångra" }).click();
  await page.getByText("Ångrat. Inget har skickats").waitFor();
  expect(await page.getByLabel("Råd på svenska").inputValue()).toBe("Använd licenspreparat till inneliggande.");
  await page.getByRole("button", { name: "Granska och publicera" }).click();
  await page.getByRole("button", { name: "Publicera", exact: true }).click();
  await page.getByText("Klart. Meddelandet går ut").waitFor();
  now = new Date(now.getTime() + 61_000);
  await publishDueDrafts({ db: site.db, now: () => now, digestChannels: new Set() });
  expect(await readLastMessage(site.db, caseId)).toMatchObject({
    advice: { type: "licence" },
    audience: { roles: ["läkare"] },
  });
  await page.goto(`/cases/${caseId}`);
  await page.getByRole("heading", { name: "Publicerade meddelanden (1)" }).waitFor();
  expect(await page.getByRole("heading", { name: /Det här väntar/ }).count()).toBe(0);
  await context.close();
});

describe("at 320 and 1280 px, in light and dark colours, axe finds no fault and nothing scrolls sideways", () => {
  const words = { kind: "auto", type: "other-form", sv: "Ge tabletter.", urgency: "normal", roles: ["läkare"] };

  async function readFields(visitor: DeskVisitor, id: number): Promise<Record<string, string>> {
    const html = await (await visitor.get(`/cases/${id}`)).text();
    const valueOf = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";
    return { draft: valueOf("draft"), revision: valueOf("revision"), facts: valueOf("facts") };
  }

  const pages = new Map<DeskVisitor, Page>();

  async function look(visitor: DeskVisitor, path: string, act?: (page: Page) => Promise<void>): Promise<void> {
    const page = pages.get(visitor) ?? (await (await openFor(visitor)).newPage());
    pages.set(visitor, page);
    await goAfresh(page, path);
    await act?.(page);
    await expectNoFaults(page);
  }

  it("on a case with a thread, another region's text, a note and a question, in both languages", async () => {
    const caseId = await findCaseOf(site.db, "Heparin");
    const advice = { type: "local-stock", text: { sv: "Spara till dialys." } } as const;
    await publish(site.db, { caseId: await findCaseOf(site.db, "Heparin", "14"), kind: "new", now, advice });
    await insertCaseNote(site.db, { caseId, text: "Ring företaget.", accountId: curator.accountId, now });
    const asked = { region_code: SKANE, case_id: caseId, text: "Gäller det barn?", reply_to: "lakare@skane.example" };
    const open = { asked_at: now, state: "open" as const, closing_note: null, closed_by: null };
    await site.db
      .insertInto("question")
      .values({ ...asked, ...open })
      .execute();
    await look(curator, `/cases/${caseId}`);
    await look(curator, `/cases/${caseId}?lang=en&kind=correction`);
  });

  it("on an editor with every fault it can find", async () => {
    const caseId = await findCaseOf(site.db, "Meropenem");
    await look(curator, `/cases/${caseId}`, async (page) => {
      await page.getByLabel("Sorts råd").selectOption({ index: 0 });
      await page.getByLabel("Råd på svenska").fill("Gäller 850709-9805.");
      await page.getByLabel("Rådet gäller till och med").fill("2026-08-01");
      await page.getByRole("button", { name: "Spara utkast" }).click();
      await page.getByRole("alert").waitFor();
    });
  });

  it("on two texts side by side", async () => {
    const caseId = await findCaseOf(site.db, "Noradrenalin");
    await look(curator, `/cases/${caseId}`, async (page) => {
      await approver.post(`/cases/${caseId}/draft`, { ...(await readFields(approver, caseId)), ...words, do: "save" });
      await page.getByLabel("Sorts råd").selectOption({ label: "Licens" });
      await page.getByLabel("Råd på svenska").fill("Min text.");
      await page.getByRole("button", { name: "Spara utkast" }).click();
      await page.getByRole("heading", { name: "Någon annan hann före" }).waitFor();
    });
  });

  it("on the page that asks before a message goes out, and on a draft that waits for another to approve it", async () => {
    const caseId = await findCaseOf(site.db, "Noradrenalin");
    await writePolicy(site.db, { regionCode: SKANE, policy: { rules: [], secondPerson: true } });
    await look(curator, `/cases/${caseId}/publish`);
    await publishAtDesk(curator, caseId, words);
    await look(approver, `/cases/${caseId}`);
  });
});
