import { describe, expect, it } from "vitest";
import { json } from "../../src/db/client.ts";
import { insertCaseUpdates } from "../../src/db/case-updates.ts";
import { insertQuestion } from "../../src/db/questions.ts";
import type { DraftState } from "../../src/domain/draft.ts";
import { readSituations } from "../../src/db/situation.ts";
import { createApp } from "../../src/web/app.ts";
import { NO_WORDS } from "../support/drafts.ts";
import type { CatalogueRow } from "../support/catalogue-file.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { importProducts } from "./import-products.ts";
import { findCaseOf, NOW, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

const HOUR_MS = 3_600_000;

let site: Site;
let anna: DeskVisitor;
let reader: DeskVisitor;
let meropenem: number;
let noradrenalin: number;

useSite({}, async (opened) => {
  site = opened;
  anna = await signIn(site.deps, [{ regionCode: SKANE, role: "curator" }], "Anna Andersson");
  reader = await signIn(site.deps, [{ regionCode: SKANE, role: "reader" }], "Rut Läsare");
  meropenem = await findCaseOf(site.db, "Meropenem");
  noradrenalin = await findCaseOf(site.db, "Noradrenalin");
});

async function look(path: string, visitor = anna): Promise<string> {
  const response = await visitor.get(path);
  expect(response.status).toBe(200);
  return response.text();
}

/** The row of a case in the table. */
function rowOf(html: string, caseId: number): string {
  const row = html.split('<tr role="row">').find((part) => part.includes(`id="case-${caseId}"`));
  if (row === undefined) throw new Error(`test: unable to find the row of case ${caseId}`);
  return row;
}

/** What stands on a page or a part of it, spaces as one. */
function textOf(html: string): string {
  return html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
}

/** Cases in the order of the page. */
function listCases(html: string): number[] {
  return [...html.matchAll(/id="case-(\d+)"/g)].map((match) => Number(match[1]));
}

async function addUpdate(
  caseId: number,
  changes: Parameters<typeof insertCaseUpdates>[1]["updates"][number]["changes"] = [],
) {
  const update = { kind: "list", decision: "pending", snapshotId: null, onDate: null } as const;
  await insertCaseUpdates(site.db, { ...update, updates: [{ caseId, changes }], now: NOW });
}

async function addDraft(caseId: number, state: DraftState, publishAt: Date | null = null): Promise<void> {
  const by = { created_by: anna.accountId, updated_by: anna.accountId, submitted_by: anna.accountId };
  await site.db
    .insertInto("draft")
    .values({
      ...by,
      case_id: caseId,
      region_code: SKANE,
      state,
      revision: 1,
      based_on_message_id: null,
      origin_message_id: null,
      content: json(NO_WORDS),
      created_at: NOW,
      updated_at: new Date(NOW.getTime() - 5 * HOUR_MS),
      approved_by: null,
      publish_at: publishAt,
      reason: null,
      message_id: null,
    })
    .execute();
}

describe("the way to an inbox", () => {
  it("is straight for who has one region, and a choice with what waits for who has several", async () => {
    const response = await anna.get("/inbox");
    expect([response.status, response.headers.get("location")]).toEqual([303, "/inbox/12"]);
    const both = await signIn(site.deps, [
      { regionCode: SKANE, role: "curator" },
      { regionCode: "01", role: "reader" },
    ]);
    const html = await look("/inbox", both);
    expect(html).toMatch(/Region Skåne<\/strong><\/a><span>\d+ ärenden väntar/);
    expect(html).toMatch(/Region Stockholm<\/strong><\/a><span>Inget väntar/);
    expect(html).not.toContain("Västra Götaland");
  });

  it("is closed to another region, and leads the unknown to the sign-in", async () => {
    expect((await anna.get("/inbox/14")).status).toBe(403);
    const app = createApp(site.deps);
    expect((await app.request("/inbox/12")).headers.get("location")).toBe("/login?return=%2Finbox%2F12");
  });
});

describe("a line tells", () => {
  it("what it is, why it is here, what was last told, how long it has waited and who has it", async () => {
    const row = rowOf(await look("/inbox/12"), noradrenalin);
    expect(row).toContain("<strong>Noradrenalin</strong>, injektion/infusion");
    expect(row).toContain("Prioritet 1");
    expect(row).toContain('<time class="date" datetime="2026-08-21">2026-08-21</time>: Bristen har börjat');
    expect(row).toContain("Stod bara i läget nu");
    expect(row).toMatch(/\d+ timmar|mindre än en timme/);
    expect(row).toContain("Ingen ansvarig");
    expect(row).toContain(`action="/cases/${noradrenalin}/assign"`);
    expect(row).toContain(`aria-labelledby="case-${noradrenalin}"`);
  });

  it("an end of sale as that, and not as something that goes on or begins", async () => {
    const row = rowOf(await look("/inbox/12"), await findCaseOf(site.db, "Haloperidol"));
    expect(row).toContain('<span class="status ceasing">Slutar säljas 2026-09-30</span>');
    expect(row).not.toMatch(/Pågår|Kommande|börjar/);
  });

  it("the last message with its version and age, and news that came after it", async () => {
    await addUpdate(meropenem);
    const row = rowOf(await look("/inbox/12"), meropenem);
    expect(row).toContain("Uppdatering, version 2, för mindre än en timme sedan");
    expect(row).toContain("Finns på listan sedan 2026-08-21");
  });

  it("a due time that has passed as overdue, the assignee, the draft and the open questions", async () => {
    await site.db
      .updateTable("region_case")
      .set({ due_at: new Date(NOW.getTime() - HOUR_MS), assignee_id: anna.accountId })
      .where("id", "=", noradrenalin)
      .execute();
    await addDraft(noradrenalin, "submitted");
    const asked = { regionCode: SKANE, caseId: noradrenalin, text: "Vad gör vi?", replyTo: null, now: NOW };
    await insertQuestion(site.db, asked);
    await insertQuestion(site.db, asked);
    const row = rowOf(await look("/inbox/12"), noradrenalin);
    expect(row).toContain("Klart senast 2026-08-21 07:00");
    expect(row).toContain("Försenat");
    expect(row).toContain("Ansvarig: Anna Andersson");
    expect(row).toContain("Utkast av Anna Andersson väntar på granskning");
    expect(row).toContain("2 öppna frågor");
    expect(row).toContain("Lämna ärendet");
  });

  it("that a draft did not go out, and why, so that nobody takes it for sent", async () => {
    const reason = "Nya uppgifter kom innan meddelandet gick ut. Läs dem och publicera igen.";
    await site.db.updateTable("draft").set({ state: "draft", reason }).where("case_id", "=", noradrenalin).execute();
    expect(rowOf(await look("/inbox/12"), noradrenalin)).toContain(`Gick inte ut: ${reason}`);
    await site.db
      .updateTable("draft")
      .set({ state: "submitted", reason: null })
      .where("case_id", "=", noradrenalin)
      .execute();
  });

  it("why a rule left it to a person", async () => {
    const held = "Regeln Auto sände inte: någon skriver på ett utkast.";
    await site.db.updateTable("case_update").set({ reason: held }).where("case_id", "=", meropenem).execute();
    expect(rowOf(await look("/inbox/12"), meropenem)).toContain(held);
  });

  it("that it ends, for a case whose shortage is over but not told", async () => {
    const ended = await site.db
      .selectFrom("region_case as c")
      .innerJoin("case_update as u", "u.case_id", "c.id")
      .select("c.id")
      .where("c.region_code", "=", SKANE)
      .where("c.status", "=", "closed")
      .where("u.decision", "=", "pending")
      .executeTakeFirst();
    if (ended === undefined) throw new Error("test: the example has no case that just ended");
    const row = rowOf(await look("/inbox/12"), ended.id);
    expect(row).toMatch(/class="status (ended|withdrawn)"/);
  });

  it("to a reader everything but what only a curator may do", async () => {
    const html = await look("/inbox/12", reader);
    expect(listCases(html).length).toBeGreaterThan(0);
    expect(html).not.toContain('name="case"');
    expect(html).not.toContain("/assign");
    expect(html).not.toContain('name="reason"');
  });
});

describe("the filter", () => {
  it("finds by text, priority, news, assignee, draft and what is overdue", async () => {
    expect(listCases(await look("/inbox/12?q=NORADR"))).toEqual([noradrenalin]);
    expect(listCases(await look("/inbox/12?q=C01CA03"))).toEqual([noradrenalin]);
    expect(listCases(await look("/inbox/12?who=mine"))).toEqual([noradrenalin]);
    expect(listCases(await look("/inbox/12?who=unassigned"))).not.toContain(noradrenalin);
    expect(listCases(await look("/inbox/12?draft=submitted"))).toEqual([noradrenalin]);
    expect(listCases(await look("/inbox/12?overdue=1"))).toEqual([noradrenalin]);
    expect(listCases(await look("/inbox/12?change=list"))).toEqual([meropenem]);
    const first = listCases(await look("/inbox/12?priority=1"));
    const all = listCases(await look("/inbox/12"));
    expect(all.slice(0, first.length)).toEqual(first);
    expect(first.length).toBeLessThan(all.length);
  });

  it("says how many fit, and that none does", async () => {
    const html = await look("/inbox/12?q=finnsinte");
    expect(html).toMatch(/Visar 0 av \d+ ärenden/);
    expect(html).toContain("Inget ärende passar det du sökte.");
  });
});

describe("the other views", () => {
  it("list the drafts that wait for approval and those that are scheduled, whether or not news waits", async () => {
    const heparin = await findCaseOf(site.db, "Heparin");
    await addDraft(heparin, "scheduled", new Date(NOW.getTime() + 2 * HOUR_MS));
    const approval = await look("/inbox/12?view=approval");
    expect(approval).toContain("Noradrenalin");
    expect(approval).toContain("Lämnat av Anna Andersson för 5 timmar sedan");
    const scheduled = await look("/inbox/12?view=scheduled");
    expect(scheduled).toContain("Heparin");
    expect(scheduled).toContain("Går ut 2026-08-21 10:00, av Anna Andersson");
    expect(scheduled).toContain("Schemalagda (1)");
  });

  it("list the questions that wait, each with its case", async () => {
    const html = await look("/inbox/12?view=questions");
    expect(html).toContain("Frågor (2)");
    expect(html).toContain("Vad gör vi?");
    expect(html).toContain(`href="/cases/${noradrenalin}"`);
  });
});

it("in English the page is English, and links keep the language", async () => {
  const html = await look("/inbox/12?lang=en");
  expect(html).toContain("Inbox, Region Skåne");
  expect(html).toMatch(new RegExp(`href="/cases/${noradrenalin}\\?[^"]*lang=en`));
  expect(html).toContain('href="/inbox/12?view=questions&amp;lang=en"');
});

describe("how much of a medicine is reported", () => {
  const form = "Koncentrat till infusionsvätska, lösning";
  const row = (nplId: string) => ({ nplId, atc: "C01CA03", substance: "noradrenalin", form, strength: "1 mg/ml" });
  const others = (count: number) =>
    Array.from({ length: count }, (_, index) => row(String(20_990_000_099_990 + index)));

  const forms = {
    oral: "Tablett",
    inhalation: "Inhalationspulver",
    ögon: "Ögondroppar, lösning",
    rektal: "Rektallösning",
  };

  /** A product that nobody reported of each other line. */
  async function readOthers(): Promise<CatalogueRow[]> {
    const lines = (await readSituations(site.db, SKANE)).filter(({ caseId }) => caseId !== noradrenalin);
    return lines.map(({ entry: { atc, formGroup, strength } }, place) => ({
      nplId: String(20_990_000_088_000 + place),
      atc: atc.padEnd(7, "01"),
      form: Object.entries(forms).find(([group]) => group === formGroup)?.[1] ?? "Injektionsvätska, lösning",
      strength: strength ?? "1 mg/ml",
    }));
  }

  async function importOwn(own: readonly CatalogueRow[]): Promise<void> {
    await importProducts(site.deps, [...own, ...(await readOthers())]);
  }

  async function readReported(): Promise<string[]> {
    const rows = await site.db
      .selectFrom("notice")
      .select("npl_id")
      .distinct()
      .where("atc", "=", "C01CA03")
      .where("status", "in", ["ongoing", "upcoming"])
      .execute();
    return rows.map(({ npl_id: nplId }) => nplId);
  }

  it("is claimed by nothing before there is a catalogue", async () => {
    const shown = rowOf(await look("/inbox/12"), noradrenalin);
    expect(shown).toContain("preparat anmält, resten vet vi inte");
    expect(shown).not.toMatch(/\d av \d/);
  });

  it("stands in words and numbers, puts what is severe before every other priority, and is news when it moves", async () => {
    const reported = (await readReported()).map(row);
    await importOwn([...reported, ...others(4)]);
    const part = textOf(rowOf(await look("/inbox/12"), noradrenalin));
    expect(part).toContain(`${reported.length} av ${reported.length + 4} preparat anmält`);

    await importOwn(reported);
    const html = await look("/inbox/12");
    const whole = textOf(rowOf(html, noradrenalin));
    expect(whole).toContain("Det enda preparatet anmält");
    expect(whole).toContain("Mer är drabbat än förut. Var: En del anmält. Nu: Alla preparat anmälda.");
    expect(whole).not.toContain("Finns på listan sedan");
    expect(listCases(html)[0]).toBe(noradrenalin);
    expect(textOf(await look(`/cases/${noradrenalin}`))).toMatch(
      /Omfattningen har ändrats sedan .* Mer är drabbat än förut\. Var: En del anmält\. Nu: Alla preparat anmälda\./,
    );
  });

  it("can be asked for, and so can that it moved", async () => {
    expect(listCases(await look("/inbox/12?grade=whole"))).toEqual([noradrenalin]);
    expect(listCases(await look("/inbox/12?change=extent-worsened"))).toEqual([noradrenalin]);
    expect(listCases(await look("/inbox/12?change=extent-eased"))).toEqual([]);
    expect(listCases(await look("/inbox/12?grade=part"))).not.toContain(noradrenalin);
  });

  it("is told also when it went there and back before anybody decided", async () => {
    await importOwn([...(await readReported()).map(row), ...others(4)]);
    expect(textOf(rowOf(await look("/inbox/12"), noradrenalin))).toContain(
      "Omfattningen ändrades och är åter som förut: En del anmält.",
    );
  });
});
