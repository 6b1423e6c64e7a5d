import type { Page } from "@playwright/test";
import { describe, expect, it } from "vitest";
import { insertQuestion } from "../../src/db/questions.ts";
import { readReviewMarks } from "../../src/db/match-review.ts";
import { expectNoFaults } from "../support/page-faults.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { findCaseOf, NOW, SKANE, type Site } from "./site.ts";
import { type BrowsedSite, PLAIN, useBrowsedSite } from "./use-site.ts";

let site: Site;
let openFor: BrowsedSite["openFor"];
let shown: Page;
let anna: DeskVisitor;
let noradrenalin = 0;

useBrowsedSite(PLAIN, async (browsed) => {
  ({ site, openFor } = browsed);
  anna = await signIn(site.deps, [{ regionCode: SKANE, role: "curator" }], "Anna Andersson");
  noradrenalin = await findCaseOf(site.db, "Noradrenalin");
  await makeMuch();
  shown = await (await openFor(anna)).newPage();
});

/** A case with all that a line can show, a question, a note, a possible match and one that is decided. */
async function makeMuch(): Promise<void> {
  const { db } = site;
  await db
    .updateTable("region_case")
    .set({ due_at: new Date(NOW.getTime() - 3_600_000), assignee_id: anna.accountId })
    .where("id", "=", noradrenalin)
    .execute();
  const question = { regionCode: SKANE, caseId: noradrenalin, text: "Räcker lagret?", now: NOW };
  await insertQuestion(db, { ...question, replyTo: "lakare@skane.example" });
  await insertQuestion(db, { ...question, replyTo: null });
  await anna.post("/notes", { region: SKANE, kind: "need", substance: "Heparin", atc: "B01AB01", text: "Akut." });
  const owned = await db.selectFrom("match").selectAll().where("region_code", "=", SKANE).limit(2).execute();
  const [decided, doubtful] = owned;
  if (decided === undefined || doubtful === undefined) throw new Error("test: the example has no two matches");
  const about = { regionCode: SKANE, noticeIds: [decided.notice_id] };
  const mark = (await readReviewMarks(db, about)).get(decided.notice_id) ?? "";
  const verdict = { verdict: "confirmed", reason: "Säker", mark };
  const taken = { notice: String(decided.notice_id), entry: decided.entry_key, ...verdict };
  expect((await anna.post("/matches/12/decide", taken)).status).toBe(303);
  await db
    .updateTable("match")
    .set({ verdict: "possible", owns: false })
    .where("notice_id", "=", doubtful.notice_id)
    .where("entry_key", "=", doubtful.entry_key)
    .execute();
}

async function openPage(path: string, options: { javaScriptEnabled?: boolean } = {}): Promise<Page> {
  const page = await (await openFor(anna, options)).newPage();
  await page.goto(path);
  return page;
}

/** Alt and a key as a keyboard sends them: Playwright's own press leaves out the text that access keys go by. */
async function pressAccessKey(page: Page, key: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const code = { key, code: `Key${key.toUpperCase()}`, windowsVirtualKeyCode: key.toUpperCase().charCodeAt(0) };
  await session.send("Input.dispatchKeyEvent", { type: "rawKeyDown", modifiers: 1, ...code });
  await session.send("Input.dispatchKeyEvent", { type: "char", modifiers: 1, text: key, unmodifiedText: key, ...code });
  await session.send("Input.dispatchKeyEvent", { type: "keyUp", modifiers: 1, ...code });
  await session.detach();
}

/** The style of the line around what has the focus. */
async function readOutline(page: Page): Promise<string | undefined> {
  return page
    .locator(":focus")
    .evaluate((element) => element.ownerDocument.defaultView?.getComputedStyle(element).outlineStyle);
}

const PAGES: Readonly<Record<string, () => string | Promise<string>>> = {
  "the inbox": () => "/inbox/12",
  "a filter that nothing fits": () => "/inbox/12?q=finnsinte&overdue=1",
  "the questions": () => "/inbox/12?view=questions&done=question",
  "the drafts": () => "/inbox/12?view=approval",
  "matches to confirm": () => "/matches/12",
  "notices without a match": () => "/matches/12?view=unmatched&page=2",
  "decided matches": () => "/matches/12?view=decided",
  "a notice to tie": async () => {
    const html = await (await anna.get("/matches/12?view=unmatched")).text();
    return (/\/matches\/12\/tie\?notice=\d+/.exec(html) ?? [""])[0];
  },
  "the notes": () => "/notes",
  "the public form for a question": () => `/r/12/${noradrenalin}`,
};

describe("at 320 and 1280 px, in light and dark, axe finds no fault and nothing scrolls sideways", () => {
  it.each(Object.keys(PAGES))("on %s", async (name) => {
    await shown.goto((await PAGES[name]?.()) ?? "");
    await expectNoFaults(shown);
  });

  it("on the inbox after a form was refused, and on a decision that was", async () => {
    await shown.goto("/inbox/12");
    await shown.getByLabel("Skäl").fill("Gäller 19850709-9805");
    await shown.getByRole("button", { name: "Ingen åtgärd för valda" }).click();
    await shown.getByRole("alert").waitFor();
    expect(await shown.getByRole("alert").textContent()).toContain("2 saker behöver rättas");
    await expectNoFaults(shown);
  });
});

describe("with the keyboard alone", () => {
  it("a case is found, chosen and dismissed with a reason, past the filter and without a detour", async () => {
    const page = await openPage("/inbox/12", { javaScriptEnabled: false });
    const focused = page.locator(":focus");
    await pressAccessKey(page, "l");
    await page.keyboard.press("Tab");
    expect(await focused.getAttribute("name")).toBe("case");
    const caseId = await focused.getAttribute("value");
    const name = await page.locator(`#case-${caseId}`).textContent();
    expect(await readOutline(page)).toBe("solid");
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    expect(await focused.getAttribute("id")).toBe(`case-${caseId}`);
    await page.keyboard.press("Tab");
    expect(await focused.getAttribute("aria-label")).toBe(`Ta ärendet: ${name}`);
    await pressAccessKey(page, "b");
    expect(await focused.getAttribute("name")).toBe("reason");
    await page.keyboard.type("Ingen märkbar påverkan");
    await page.keyboard.press("Enter");
    await page.getByText("Ingen åtgärd är sparad för 1 ärende.").waitFor();
    expect(await page.locator(`#case-${caseId}`).count()).toBe(0);
    await page.context().close();
  });

  it("the link past the filter shows itself, stands before the filter, and leads to the cases", async () => {
    const page = await openPage("/inbox/12");
    const focused = page.locator(":focus");
    await page.getByRole("link", { name: /^Frågor/ }).focus();
    await page.keyboard.press("Tab");
    expect(await focused.textContent()).toBe("Hoppa förbi filtret till ärendena");
    expect((await focused.boundingBox())?.height).toBeGreaterThan(24);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await focused.getAttribute("name")).toBe("case");
    await page.context().close();
  });

  it("every stop shows that it has the focus, and each box is named for its case", async () => {
    const page = await openPage("/inbox/12?q=noradrenalin");
    await page.getByRole("checkbox", { name: "Noradrenalin, injektion/infusion" }).waitFor();
    await pressAccessKey(page, "s");
    expect(await page.locator(":focus").getAttribute("id")).toBe("q");
    for (let stop = 0; stop < 12; stop += 1) {
      await page.keyboard.press("Tab");
      const outline = await readOutline(page);
      expect({ stop, outline }).toEqual({ stop, outline: "solid" });
    }
    await page.context().close();
  });
});

it("a prescriber without scripts asks, and a pharmacist closes the question", async () => {
  const page = await openPage(`/r/12/${noradrenalin}`, { javaScriptEnabled: false });
  await page.getByText("Fråga regionens apotekare").click();
  await page.getByLabel("Din fråga").fill("Vad gör vi i natt?");
  await page.getByRole("button", { name: "Skicka frågan" }).click();
  await page.getByRole("heading", { name: "Tack, din fråga är skickad" }).waitFor();
  await page.goto("/inbox/12?view=questions");
  const question = page.getByRole("listitem").filter({ hasText: "Vad gör vi i natt?" });
  await question.getByLabel("Vad som gjordes").fill("Ringde upp");
  await question.getByRole("button", { name: "Stäng frågan" }).click();
  await page.getByText("Frågan är stängd och svarsadressen borttagen.").waitFor();
  expect(await page.getByText("Vad gör vi i natt?").count()).toBe(0);
  await page.context().close();
});
