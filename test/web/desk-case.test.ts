import { beforeEach, describe, expect, it } from "vitest";
import { json } from "../../src/db/client.ts";
import { readOpenDraft } from "../../src/db/open-drafts.ts";
import { readLastMessage, readThread } from "../../src/db/messages.ts";
import { writePolicy } from "../../src/db/regions.ts";
import { publishDueDrafts } from "../../src/jobs/publish.handler.ts";
import { makeExtentFact } from "../support/extent-facts.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { readPageForm } from "./desk-form.ts";
import { publishAtDesk, useUntoldCase } from "./desk-publishing.ts";
import { findCaseOf, NOW, publish, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

let site: Site;
let now = NOW;
let curator: DeskVisitor;
let approver: DeskVisitor;
let caseId: number;

useSite({ now: () => now }, async (opened) => {
  site = opened;
  curator = await signIn(site.deps, [{ regionCode: SKANE, role: "curator" }], "Kim Kurator");
  approver = await signIn(site.deps, [{ regionCode: SKANE, role: "approver" }], "Gry Granskare");
});
useUntoldCase(
  () => site,
  (id) => {
    caseId = id;
  },
);

/** The hidden fields of the editor as the visitor's page shows them. */
async function readFields(
  visitor: DeskVisitor,
  id = caseId,
): Promise<{ draft: string; revision: string; facts: string }> {
  const html = await (await visitor.get(`/cases/${id}`)).text();
  const valueOf = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";
  return { draft: valueOf("draft"), revision: valueOf("revision"), facts: valueOf("facts") };
}

const words = {
  kind: "auto",
  type: "other-form",
  sv: "Ge tabletter.",
  urgency: "normal",
  roles: ["läkare"],
  areas: ["Akut"],
};

/** Presses a button of the case's page, with what its form holds. */
async function press(visitor: DeskVisitor, step: string, over: Readonly<Record<string, string>> = {}) {
  const html = await (await visitor.get(`/cases/${caseId}`)).text();
  return visitor.post(`/cases/${caseId}/${step}`, { ...readPageForm(html, `/cases/${caseId}/${step}`), ...over });
}

/** Answers the page that a step led to, which asks before anything goes out. */
async function answerYes(step: Response): Promise<Response> {
  const asking = step.headers.get("location") ?? "";
  expect(asking).toBe(`/cases/${caseId}/publish`);
  return curator.post(asking, readPageForm(await (await curator.get(asking)).text(), asking));
}

function send(visitor: DeskVisitor, over: Readonly<Record<string, string | readonly string[]>>, id = caseId) {
  return publishAtDesk(visitor, id, { ...words, ...over });
}

/** What the case is made of. */
function selectNotices() {
  return site.db
    .selectFrom("match")
    .innerJoin("region_case as c", "c.entry_key", "match.entry_key")
    .innerJoin("notice", "notice.id", "match.notice_id")
    .select(["notice.id", "notice.content"])
    .where("c.id", "=", caseId)
    .where("match.region_code", "=", SKANE)
    .where("match.owns", "=", true);
}

/** Lets the minute to undo pass, and the job come by. */
async function publishDue() {
  now = new Date(now.getTime() + 61_000);
  return publishDueDrafts({ db: site.db, now: () => now, digestChannels: new Set() });
}

describe("the page of a case", () => {
  it("shows who may only read it everything but the editor, the notes and the handling", async () => {
    const reader = await signIn(site.deps, [{ regionCode: SKANE, role: "reader" }]);
    const html = await (await reader.get(`/cases/${caseId}`)).text();
    expect(html).toContain("Läget nu enligt Läkemedelsverket");
    for (const hidden of ['id="editor"', 'id="notes"', 'id="handling"', "<textarea"])
      expect(html).not.toContain(hidden);
    const refused = ["draft", "notes", "retract", "discard", "take-over", "undo"];
    for (const step of refused) expect((await reader.post(`/cases/${caseId}/${step}`)).status).toBe(403);
    expect((await curator.post(`/cases/${caseId}/approve`)).status).toBe(403);
  });

  it("is not there for another region, nor is anything it does", async () => {
    const other = await signIn(site.deps, [{ regionCode: "14", role: "region-admin" }]);
    expect((await other.get(`/cases/${caseId}`)).status).toBe(404);
    expect((await other.get(`/cases/${caseId}/export`)).status).toBe(404);
    expect((await other.post(`/cases/${caseId}/draft`, words)).status).toBe(404);
  });

  it("tells what waits in words, since when, and offers to end it as far as it is shown", async () => {
    const row = await site.db
      .selectFrom("case_update")
      .innerJoin("region_case as c", "c.id", "case_update.case_id")
      .select(["case_update.case_id", (eb) => eb.fn.max("case_update.id").as("newest")])
      .where("c.region_code", "=", SKANE)
      .where("decision", "=", "pending")
      .groupBy("case_update.case_id")
      .executeTakeFirstOrThrow();
    const html = await (await curator.get(`/cases/${row.case_id}`)).text();
    expect(html).toContain("Det här väntar på beslut (1)");
    expect(html).toContain(`name="upTo" value="${row.newest}"`);
    expect(html).toMatch(/Källan har ändrat<\/strong> <span class="quiet">sedan 2026-08-2/);
  });

  it("shows the source's own words as text, whatever they hold", async () => {
    const hostile = '<x:Alternative xmlns:x="y"><Name>Meronem</Name><a href="javascript:x()">Läs</a></x:Alternative>';
    const notice = await selectNotices().executeTakeFirstOrThrow();
    const packages = notice.content.packages.map((pack) => ({ ...pack, information: hostile }));
    const content = {
      ...notice.content,
      packages,
      link: "javascript:alert(1)",
      text: "<script>alert(2)</script> Se brevet.",
    };
    await site.db
      .updateTable("notice")
      .set({ content: JSON.stringify(content) })
      .where("id", "=", notice.id)
      .execute();
    const html = await (await curator.get(`/cases/${caseId}`)).text();
    expect(html).toContain("Name: Meronem");
    expect(html).toContain("Se brevet.");
    expect(html).not.toContain("<script>alert");
    expect(html).not.toContain('href="javascript');
  });
});

describe("writing", () => {
  it("begins urgent where much is hit that readers know nothing of, with why, and calm where it is not", async () => {
    const isChecked = async (value: string) => {
      const html = await (await curator.get(`/cases/${caseId}`)).text();
      const box = new RegExp(`<input[^>]*name="urgency"[^>]*value="${value}"[^>]*>`).exec(html)?.[0] ?? "";
      return { checked: box.includes("checked"), why: html.includes("Bör gå ut direkt") };
    };
    expect(await isChecked("normal")).toEqual({ checked: true, why: false });
    await site.db.deleteFrom("case_update").where("case_id", "=", caseId).where("kind", "=", "baseline").execute();
    const extent = json(makeExtentFact({ grade: "whole", registered: 3, short: 3, unreported: 0 }));
    await site.db.updateTable("region_case").set({ extent }).where("id", "=", caseId).execute();
    expect(await isChecked("high")).toEqual({ checked: true, why: true });
  });

  it("a message goes out a minute after it was published, with its words, audience and last day", async () => {
    const answer = await send(curator, {
      validUntil: "2026-09-30",
      urgency: "high",
      en: "Give tablets.",
    });
    expect(answer.headers.get("location")).toBe(`/cases/${caseId}?done=scheduled`);
    expect(await (await curator.get(`/cases/${caseId}?done=scheduled`)).text()).toContain("Ångra");
    expect(await publishDue()).toMatchObject([{ kind: "published", caseId }]);
    expect(await readLastMessage(site.db, caseId)).toMatchObject({
      advice: { type: "other-form", text: { sv: "Ge tabletter.", en: "Give tablets." } },
      audience: { areas: ["Akut"], roles: ["läkare"] },
      urgency: "high",
      validUntil: "2026-09-30",
      reviewerRole: "curator",
    });
    const html = await (await curator.get(`/cases/${caseId}`)).text();
    expect(html).toContain("Texten är hämtad från förra versionen");
    expect(html).toContain("av Kim Kurator");
  });

  it("can be undone within the minute, and the words are still there", async () => {
    await send(curator, {});
    expect((await press(curator, "undo")).headers.get("location")).toContain("done=undone");
    expect(await publishDue()).toEqual([]);
    expect(await (await curator.get(`/cases/${caseId}`)).text()).toContain("Ge tabletter.");
  });

  it.each([
    ["a personnummer", { sv: "Gäller 850709-9805." }, "sv", null],
    ["words without a type", { type: "" }, "type", null],
    ["a type without words, which is saved all the same", { sv: "" }, "sv", 1],
    ["English alone, which is saved all the same", { sv: "", en: "Give." }, "sv", 1],
    ["a day that has passed, which is saved all the same", { validUntil: "2026-08-01" }, "validUntil", 1],
    ["a correction of nothing, which is saved all the same", { kind: "correction" }, "kind", 1],
    ["an hour that the clocks skip, with the text saved", { publishAt: "2027-03-28T02:30" }, "publishAt", 1],
    ["a time too far ahead, with the text saved", { publishAt: "2027-08-22T07:00" }, "publishAt", 1],
  ])("%s is refused, at its field, with what was written", async (_name, over, field, revision) => {
    const answer = await send(curator, { ...over });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain(`href="#${field}"`);
    expect(html).toContain((over as { sv?: string }).sv ?? "Ge tabletter.");
    expect((await readOpenDraft(site.db, caseId))?.revision ?? null).toBe(revision);
    expect((await readOpenDraft(site.db, caseId))?.state ?? "draft").toBe("draft");
  });

  it("two who write at once: the later one sees both texts, and can take their own", async () => {
    await send(approver, { do: "save", sv: "Grys första." });
    const stale = await readFields(curator);
    await send(approver, { do: "save", sv: "Grys andra." });
    const answer = await curator.post(`/cases/${caseId}/draft`, {
      ...words,
      ...stale,
      sv: "Kims text.",
    });
    expect(answer.status).toBe(409);
    const html = await answer.text();
    for (const text of ["Grys andra.", "Kims text.", "Gry Granskare"]) expect(html).toContain(text);
    expect(await readOpenDraft(site.db, caseId)).toMatchObject({ revision: 2, state: "draft" });
    expect((await send(curator, { do: "save", sv: "Kims text." })).status).toBe(303);
    expect(await readOpenDraft(site.db, caseId)).toMatchObject({
      revision: 3,
      content: { advice: { text: { sv: "Kims text." } } },
    });
  });

  it("facts that changed while the page was open stop the publishing, and the text is saved", async () => {
    const fields = await readFields(curator);
    await publish(site.db, { caseId, kind: "new", now });
    const answer = await curator.post(`/cases/${caseId}/draft`, { ...fields, ...words, do: "confirm" });
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain("har ändrats sedan du öppnade sidan");
    expect(await readOpenDraft(site.db, caseId)).toMatchObject({ state: "draft", revision: 1 });
  });

  it("goes out at a chosen Stockholm time", async () => {
    await send(curator, { publishAt: "2026-10-25T07:00" });
    expect((await readOpenDraft(site.db, caseId))?.publishAt?.toISOString()).toBe("2026-10-25T06:00:00.000Z");
    await press(curator, "undo");
    await press(curator, "discard");
    expect(await readOpenDraft(site.db, caseId)).toBeNull();
  });
});

describe("where the region asks for a second person", () => {
  beforeEach(() => writePolicy(site.db, { regionCode: SKANE, policy: { rules: [], secondPerson: true } }));

  it("another approves with the words before them, and both names are kept", async () => {
    await send(curator, { do: "save" });
    const path = `/cases/${caseId}/publish`;
    const asking = readPageForm(await (await curator.get(path)).text(), path);
    expect((await curator.post(path, { ...asking, do: "schedule" })).status).toBe(422);
    expect((await send(curator, {})).headers.get("location")).toContain("done=submitted");
    const html = await (await approver.get(`/cases/${caseId}`)).text();
    expect(html).toContain("Godkänn och publicera");
    expect(html).toContain("Ge tabletter.");
    expect((await press(approver, "approve")).headers.get("location")).toContain("scheduled");
    await publishDue();
    const row = site.db
      .selectFrom("message")
      .select(["published_by", "approved_by", "reviewer_role"])
      .where("case_id", "=", caseId);
    expect(await row.executeTakeFirst()).toEqual({
      published_by: "Kim Kurator",
      approved_by: "Gry Granskare",
      reviewer_role: "approver",
    });
  });

  it("the approver cannot approve their own, and can send back with a reason that the writer sees", async () => {
    await send(approver, {});
    const other = await signIn(site.deps, [{ regionCode: SKANE, role: "approver" }]);
    const form = readPageForm(await (await other.get(`/cases/${caseId}`)).text(), `/cases/${caseId}/approve`);
    expect((await approver.post(`/cases/${caseId}/approve`, { ...form, csrf: approver.csrf })).status).toBe(422);
    expect((await press(other, "send-back", { sendBackReason: " " })).status).toBe(422);
    await press(other, "send-back", { sendBackReason: "Vilka patienter?" });
    expect(await (await curator.get(`/cases/${caseId}`)).text()).toContain("Vilka patienter?");
  });
});

describe("putting right", () => {
  async function publishFirst(over: { urgency?: "high" } = {}): Promise<void> {
    await publish(site.db, {
      ...over,
      caseId,
      kind: "new",
      now,
      advice: { type: "licence", text: { sv: "Fel råd." } },
      audience: { areas: ["Akut"], roles: [] },
    });
  }

  it("a retraction is one step with a reason that readers see; what was being written is kept", async () => {
    await publishFirst();
    await send(curator, { do: "save", sv: "Påbörjad text." });
    expect((await press(curator, "retract", { retractReason: "" })).status).toBe(422);
    await answerYes(await press(curator, "retract", { retractReason: "Dosen var fel." }));
    await publishDue();
    expect(await readLastMessage(site.db, caseId)).toMatchObject({ kind: "retraction", audience: { areas: ["Akut"] } });
    const open = await (await curator.get(`/r/12/${caseId}`)).text();
    expect(open).toContain("Därför återtas meddelandet");
    expect(open).toContain("Dosen var fel.");
    const html = await (await curator.get(`/cases/${caseId}`)).text();
    expect(html).toContain("Påbörjad text.");
    expect(html).toContain("Det blir: nytt meddelande.");
  });

  it("a correction of what went at once begins as urgent", async () => {
    const begun = async () => (await curator.get(`/cases/${caseId}?kind=correction`)).text();
    await publishFirst();
    expect(await begun()).not.toMatch(/value="high" (checked|selected)/);
    await publishFirst({ urgency: "high" });
    expect(await begun()).toMatch(/value="high" (checked|selected)/);
  });

  it("a correction begins with the last version's words", async () => {
    await publishFirst();
    const html = await (await curator.get(`/cases/${caseId}?kind=correction`)).text();
    expect(html).toMatch(/value="correction" checked/);
    expect(html).toContain("Fel råd.</textarea>");
    await send(curator, { kind: "correction", sv: "Rätt råd." });
    expect(await publishDue()).toMatchObject([{ messageKind: "correction" }]);
  });

  it("the end is told in one step when nothing is open any more", async () => {
    await publishFirst();
    const page = () => curator.get(`/cases/${caseId}`).then((answer) => answer.text());
    expect(await page()).not.toContain("Meddela att bristen är över");
    const notices = await selectNotices().execute();
    for (const { id, content } of notices) {
      const packages = content.packages.map((pack) => ({ ...pack, actualEnd: { value: "2026-08-20" } }));
      const ended = { status: "ended" as const, content: JSON.stringify({ ...content, packages }) };
      await site.db.updateTable("notice").set(ended).where("id", "=", id).execute();
    }
    expect(await page()).toContain("Meddela att bristen är över");
    expect((await answerYes(await press(curator, "resolve"))).status).toBe(303);
    expect(await publishDue()).toMatchObject([{ messageKind: "resolved" }]);
    expect(await readThread(site.db, caseId)).toHaveLength(2);
  });
});

describe("helping each other", () => {
  it("another region's newest advice is offered with its name and version, and taken over with its origin", async () => {
    const mine = await findCaseOf(site.db, "Heparin");
    const theirs = await findCaseOf(site.db, "Heparin", "14");
    const advice = { type: "local-stock", text: { sv: "Så gör vi i väster." } } as const;
    const messageId = await publish(site.db, { caseId: theirs, kind: "new", now, advice });
    const html = await (await curator.get(`/cases/${mine}`)).text();
    expect(html).toContain("Västra Götalandsregionen, 2026-08-21, version 1");
    expect(html).toContain("Så gör vi i väster.");
    const { draft, revision } = await readFields(curator, mine);
    await curator.post(`/cases/${mine}/take-over`, { message: String(messageId), draft, revision });
    expect(await readOpenDraft(site.db, mine)).toMatchObject({ originMessageId: messageId, content: { advice } });
    await send(curator, { sv: "Så gör vi här.", origin: "kept" }, mine);
    await publishDue();
    expect(await readLastMessage(site.db, mine)).toMatchObject({
      originRegionCode: "14",
      advice: { text: { sv: "Så gör vi här." } },
    });
    const audit = site.db
      .selectFrom("audit")
      .select("deed")
      .where("object_kind", "=", "case")
      .where("object_id", "=", String(mine))
      .orderBy("id");
    expect((await audit.execute()).map(({ deed }) => deed)).toEqual([
      "draft-begun",
      "draft-saved",
      "draft-scheduled",
      "message-published",
    ]);
  });

  it("nothing is offered that was retracted or is past its day", async () => {
    const mine = await findCaseOf(site.db, "Fentanyl");
    const theirs = await findCaseOf(site.db, "Fentanyl", "14");
    const offered = async () => (await (await curator.get(`/cases/${mine}`)).text()).includes("Råd i väster");
    const advice = { type: "local-stock", text: { sv: "Råd i väster." } } as const;
    await publish(site.db, { caseId: theirs, kind: "new", now, advice, validUntil: "2026-08-20" });
    expect(await offered()).toBe(false);
    await publish(site.db, { caseId: theirs, kind: "update", now, advice });
    expect(await offered()).toBe(true);
    await publish(site.db, { caseId: theirs, kind: "retraction", now });
    expect(await offered()).toBe(false);
  });
});
