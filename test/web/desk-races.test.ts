import { describe, expect, it } from "vitest";
import { readOpenDraft } from "../../src/db/open-drafts.ts";
import { readLastMessage } from "../../src/db/messages.ts";
import { writePolicy } from "../../src/db/regions.ts";
import { publishDueDrafts } from "../../src/jobs/publish.handler.ts";
import { readPageForm, type SentForm } from "./desk-form.ts";
import { publishAtDesk, useUntoldCase } from "./desk-publishing.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { NOW, publish, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

let site: Site;
let now = NOW;
let kim: DeskVisitor;
let gry: DeskVisitor;
let caseId: number;

useSite({ now: () => now }, async (opened) => {
  site = opened;
  kim = await signIn(site.deps, [{ regionCode: SKANE, role: "curator" }], "Kim Kurator");
  gry = await signIn(site.deps, [{ regionCode: SKANE, role: "approver" }], "Gry Granskare");
});
useUntoldCase(
  () => site,
  (id) => {
    caseId = id;
  },
);

/** The form of one of the case's buttons, as it stands on the page that somebody has open. */
async function open(visitor: DeskVisitor, step: string): Promise<SentForm> {
  const html = await (await visitor.get(`/cases/${caseId}`)).text();
  return readPageForm(html, `/cases/${caseId}/${step}`);
}

async function press(visitor: DeskVisitor, step: string, form?: SentForm): Promise<Response> {
  return visitor.post(`/cases/${caseId}/${step}`, form ?? (await open(visitor, step)));
}

async function write(visitor: DeskVisitor, sv: string, doing: "save" | "publish"): Promise<void> {
  const words = { type: "other-form", sv, ...(doing === "save" ? { do: "save" } : {}) };
  expect((await publishAtDesk(visitor, caseId, words)).status).toBe(303);
}

async function publishDue() {
  now = new Date(now.getTime() + 61_000);
  const published = await publishDueDrafts({ db: site.db, now: () => now, digestChannels: new Set() });
  return published.filter((one) => one.caseId === caseId);
}

function without(form: SentForm, fields: readonly string[]): SentForm {
  return Object.fromEntries(Object.entries(form).filter(([name]) => !fields.includes(name)));
}

const requireSecondPerson = () =>
  writePolicy(site.db, { regionCode: SKANE, policy: { rules: [], secondPerson: true } });

/** Kim hands in one text, and other words while Gry has the first ones before her. */
async function rewriteBehindTheBack(step: string): Promise<SentForm> {
  await requireSecondPerson();
  await write(kim, "Ge 500 mg.", "publish");
  const seen = await open(gry, step);
  expect((await press(kim, "take-back")).status).toBe(303);
  await write(kim, "Ge 5 000 mg.", "publish");
  return seen;
}

describe("a decision about a draft is about what its page showed", () => {
  it("an approver's button does not publish words that were rewritten meanwhile, and shows both", async () => {
    const seen = await rewriteBehindTheBack("approve");
    const answer = await press(gry, "approve", seen);
    expect(answer.status).toBe(409);
    const html = await answer.text();
    for (const words of ["Ge 500 mg.", "Ge 5 000 mg.", "Kim Kurator"]) expect(html).toContain(words);
    expect(await publishDue()).toEqual([]);
    expect(await readOpenDraft(site.db, caseId)).toMatchObject({ state: "submitted" });
    // Having read them, she may.
    expect((await press(gry, "approve")).status).toBe(303);
    await publishDue();
    expect((await readLastMessage(site.db, caseId))?.advice?.text.sv).toBe("Ge 5 000 mg.");
  });

  it("nor does one draft's number do for another's", async () => {
    await requireSecondPerson();
    await write(kim, "Ge 500 mg.", "publish");
    const seen = await open(gry, "approve");
    await press(kim, "discard", { ...(await open(kim, "take-back")) });
    await write(kim, "Ge 5 000 mg.", "publish");
    expect((await press(gry, "approve", seen)).status).toBe(409);
    expect(await publishDue()).toEqual([]);
  });

  it.each([
    ["without a word on what was seen", { draft: undefined, revision: undefined }],
    ["with empty fields", { draft: "", revision: "" }],
    ["without the revision", { revision: undefined }],
    ["with an older revision", { revision: "1" }],
    ["with one that is yet to come", { revision: "99" }],
    ["with words for a number", { revision: "latest" }],
    ["with the revision twice", { revision: ["1", "2"] }],
  ])("an approval %s is refused", async (_name, over) => {
    await requireSecondPerson();
    await write(kim, "Ge 500 mg.", "publish");
    const form: Record<string, string | string[] | undefined> = { ...(await open(gry, "approve")), ...over };
    const sent = Object.fromEntries(
      Object.entries(form).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
    expect((await press(gry, "approve", sent)).status).toBe(409);
    expect(await readOpenDraft(site.db, caseId)).toMatchObject({ state: "submitted" });
  });

  it("sending back, with the reason that was written kept", async () => {
    const seen = await rewriteBehindTheBack("send-back");
    const answer = await press(gry, "send-back", { ...seen, sendBackReason: "Dosen saknar patientgrupp." });
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain("Dosen saknar patientgrupp.</textarea>");
    expect(await readOpenDraft(site.db, caseId)).toMatchObject({ state: "submitted", reason: null });
  });

  it("taking back", async () => {
    const seen = await rewriteBehindTheBack("take-back");
    expect((await press(gry, "take-back", seen)).status).toBe(409);
    expect(await readOpenDraft(site.db, caseId)).toMatchObject({ state: "submitted" });
  });

  it("undoing: not what somebody else undid, rewrote and published again", async () => {
    await write(kim, "Ge 500 mg.", "publish");
    const seen = await open(gry, "undo");
    await press(kim, "undo");
    await write(kim, "Ge 750 mg.", "publish");
    expect((await press(gry, "undo", seen)).status).toBe(409);
    expect((await press(gry, "undo", { csrf: gry.csrf })).status).toBe(409);
    expect(await publishDue()).toMatchObject([{ kind: "published", caseId }]);
  });

  it("discarding: not what a colleague has gone on writing in, nor what is on its way out", async () => {
    await write(kim, "Ett utkast.", "save");
    const seen = await open(gry, "discard");
    await write(kim, "Ett utkast, nu färdigt.", "save");
    const answer = await press(gry, "discard", seen);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain("Ett utkast, nu färdigt.");
    const later = await open(gry, "discard");
    await write(kim, "Ett utkast, nu färdigt.", "publish");
    expect((await press(gry, "discard", later)).status).toBe(409);
    expect(await readOpenDraft(site.db, caseId)).toMatchObject({ state: "scheduled" });
  });

  it("publishing: not over what a colleague saved, and not without a word on what was seen", async () => {
    await write(kim, "Kims text.", "save");
    const seen = { ...(await open(gry, "draft")), type: "other-form", sv: "Grys text.", do: "confirm" };
    await write(kim, "Kims nya text.", "save");
    expect((await press(gry, "draft", seen)).status).toBe(409);
    const blind = without(seen, ["draft", "revision"]);
    expect((await press(gry, "draft", blind)).status).toBe(409);
    expect(await readOpenDraft(site.db, caseId)).toMatchObject({
      state: "draft",
      content: { advice: { text: { sv: "Kims nya text." } } },
    });
  });

  it("a retraction does not sweep away a draft that its page did not show", async () => {
    await publish(site.db, { caseId, kind: "new", now, advice: { type: "licence", text: { sv: "Fel råd." } } });
    const seen = { ...(await open(gry, "retract")), retractReason: "Dosen var fel." };
    await write(kim, "Rättelse på väg.", "save");
    expect((await press(gry, "retract", seen)).status).toBe(409);
    const blind = without(seen, ["draft", "revision"]);
    expect((await press(gry, "retract", blind)).status).toBe(409);
    expect(await readOpenDraft(site.db, caseId)).toMatchObject({ content: { kind: "auto" } });
  });

  it("a retraction is of the message that was read, not of the one that came after it", async () => {
    await publish(site.db, { caseId, kind: "new", now, advice: { type: "licence", text: { sv: "Fel råd." } } });
    const seen = { ...(await open(gry, "retract")), retractReason: "Dosen var fel." };
    await publish(site.db, { caseId, kind: "correction", now, advice: { type: "licence", text: { sv: "Rätt." } } });
    expect((await press(gry, "retract", seen)).status).toBe(409);
    expect(await readOpenDraft(site.db, caseId)).toBeNull();
  });

  it("the page that asks before publishing: not words that were changed after it was shown, nor without what it showed", async () => {
    await write(kim, "Kims text.", "save");
    const path = `/cases/${caseId}/publish`;
    const shown = await (await gry.get(path)).text();
    const seen = readPageForm(shown, path);
    await write(kim, "Kims nya text.", "save");
    for (const form of [seen, without(seen, ["draft", "revision"]), { ...seen, draft: "", revision: "" }])
      expect((await gry.post(path, form)).status).toBe(409);
    const again = readPageForm(await (await gry.get(path)).text(), path);
    for (const facts of ["", "0000"]) expect((await gry.post(path, { ...again, facts })).status).toBe(409);
    await publish(site.db, { caseId, kind: "new", now, advice: { type: "licence", text: { sv: "Annat råd." } } });
    expect((await gry.post(path, again)).status).toBe(409);
    expect(await readOpenDraft(site.db, caseId)).toMatchObject({ state: "draft" });
    expect(await publishDue()).toEqual([]);
  });
});

describe("whose a case is, and when it is due, is changed from what its page showed", () => {
  const handling = async () =>
    site.db.selectFrom("region_case").select(["assignee_id", "due_at"]).where("id", "=", caseId).executeTakeFirst();

  it("somebody who took the case meanwhile keeps it, and is named", async () => {
    const seen = { ...(await open(gry, "assign")), assignee: String(gry.accountId) };
    await press(kim, "assign", { ...(await open(kim, "assign")), assignee: String(kim.accountId) });
    const answer = await press(gry, "assign", seen);
    expect(answer.status).toBe(409);
    const html = await answer.text();
    expect(html).toContain("Kim Kurator har tagit ärendet sedan du öppnade sidan.");
    expect(await handling()).toMatchObject({ assignee_id: kim.accountId });
    // The form that answers has seen it.
    const again = { ...readPageForm(html, `/cases/${caseId}/assign`), assignee: String(gry.accountId) };
    expect((await press(gry, "assign", again)).status).toBe(303);
    expect((await press(gry, "assign", { csrf: gry.csrf, assignee: "" })).status).toBe(409);
    expect(await handling()).toMatchObject({ assignee_id: gry.accountId });
  });

  it("a due time that was set meanwhile stays, and is told", async () => {
    const seen = { ...(await open(gry, "due")), due: "2026-10-30T09:15" };
    await press(kim, "due", { ...(await open(kim, "due")), due: "2026-09-01T08:00" });
    const answer = await press(gry, "due", seen);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain("Tiden har ändrats till 2026-09-01 08:00");
    expect((await press(gry, "due", { csrf: gry.csrf, due: "" })).status).toBe(409);
    expect((await press(gry, "due", { csrf: gry.csrf, due: "", seen: "nyss" })).status).toBe(409);
    expect(await handling()).toMatchObject({ due_at: new Date("2026-09-01T06:00:00Z") });
  });
});
