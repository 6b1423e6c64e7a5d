import { describe, expect, it } from "vitest";
import { stockholmMinute } from "../../src/domain/calendar.ts";
import { readOpenDraft } from "../../src/db/open-drafts.ts";
import { readLastMessage } from "../../src/db/messages.ts";
import { writePolicy } from "../../src/db/regions.ts";
import { saveSubscription } from "../../src/db/subscriptions.ts";
import type { SubscriptionFilter } from "../../src/domain/subscription.ts";
import { publishDueDrafts } from "../../src/jobs/publish.handler.ts";
import { readPageForm } from "./desk-form.ts";
import { publishAtDesk, useUntoldCase } from "./desk-publishing.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { NOW, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

let site: Site;
let now = NOW;
let kim: DeskVisitor;
let caseId: number;

useSite({ now: () => now }, async (opened) => {
  site = opened;
  kim = await signIn(site.deps, [{ regionCode: SKANE, role: "region-admin" }], "Kim Kurator");
});
useUntoldCase(
  () => site,
  (id) => {
    caseId = id;
  },
);

async function publishDue() {
  now = new Date(now.getTime() + 61_000);
  return publishDueDrafts({ db: site.db, now: () => now, digestChannels: new Set(["email"]) });
}

let subscriptions = 0;
async function subscribe(channel: string, filter: SubscriptionFilter = {}): Promise<number> {
  subscriptions += 1;
  const target = { slack: { channelId: `C${subscriptions}` }, email: { address: `l${subscriptions}@skane.example` } };
  const token = `token-${subscriptions}`;
  const of = { regionCode: SKANE, channel, filter, token, language: "sv" as const, now };
  return saveSubscription(site.db, { ...of, target: channel === "slack" ? target.slack : target.email });
}

/** The page that asks before the message goes out, with these words written. */
async function readAsking(words: Readonly<Record<string, string>>, visitor = kim): Promise<string> {
  expect((await publishAtDesk(visitor, caseId, { ...words, do: "save" })).status).toBe(303);
  return (await visitor.get(`/cases/${caseId}/publish`)).text();
}

describe("nothing goes out that tells nobody what to do", () => {
  it("the main button with an empty form publishes nothing, and asks for advice or for “bara fakta”", async () => {
    const answer = await publishAtDesk(kim, caseId, { type: "", sv: "", en: "" });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("Skriv ett råd, eller välj ”Bara fakta”");
    expect(await publishDue()).toEqual([]);
  });

  it.each([
    ["a kind of advice without words", { type: "licence", sv: "" }],
    ["spaces for advice", { type: "licence", sv: " \u00a0\n\t" }],
    ["a dash for advice", { type: "licence", sv: "-" }],
    ["nothing that anybody sees", { type: "licence", sv: "\u200b\u2060" }],
    ["English alone", { type: "licence", sv: "", en: "Use a licensed product." }],
    ["both advice and the word that there is none", { type: "facts-only", sv: "Ge tabletter." }],
    ["a kind of advice that there is not", { type: "prayer", sv: "" }],
  ])("nor does %s", async (_name, words) => {
    expect((await publishAtDesk(kim, caseId, words)).status).toBe(422);
    expect(await publishDue()).toEqual([]);
    expect(await readLastMessage(site.db, caseId)).toBeNull();
  });

  it("not even past the page that asks: it shows no button, and its address takes no yes", async () => {
    const html = await readAsking({ type: "", sv: "" });
    expect(html).toContain("Skriv ett råd, eller välj ”Bara fakta”");
    expect(html).not.toContain(`action="/cases/${caseId}/publish"`);
    const page = await (await kim.get(`/cases/${caseId}`)).text();
    const { draft, revision, facts, csrf } = readPageForm(page, `/cases/${caseId}/draft`);
    const forged = { csrf: csrf ?? "", draft: draft ?? "", revision: revision ?? "", facts: facts ?? "" };
    for (const doing of ["schedule", "submit"])
      expect((await kim.post(`/cases/${caseId}/publish`, { ...forged, do: doing })).status).toBe(422);
    expect(await publishDue()).toEqual([]);
  });

  it("nor does the job send a draft that waits from before that was asked", async () => {
    await publishAtDesk(kim, caseId, { type: "licence", sv: "Använd licens." });
    const content = { ...(await readOpenDraft(site.db, caseId))?.content, advice: null };
    await site.db
      .updateTable("draft")
      .set({ content: JSON.stringify(content) })
      .where("case_id", "=", caseId)
      .where("state", "=", "scheduled")
      .execute();
    expect(await publishDue()).toMatchObject([{ caseId, kind: "put-back" }]);
  });

  it("“bara fakta” is chosen for this message, goes out so, and claims no reviewed advice", async () => {
    const html = await readAsking({ type: "facts-only", sv: "" });
    expect(html).toContain("Bara fakta: meddelandet har inget råd.");
    expect((await kim.post(`/cases/${caseId}/publish`, readPageForm(html, `/cases/${caseId}/publish`))).status).toBe(
      303,
    );
    expect(await publishDue()).toMatchObject([{ caseId, kind: "published" }]);
    expect(await readLastMessage(site.db, caseId)).toMatchObject({ advice: null });
    expect(await (await kim.get(`/r/12/${caseId}`)).text()).not.toContain("Granskat");
    // The next message asks anew.
    expect((await publishAtDesk(kim, caseId, { type: "", sv: "" })).status).toBe(422);
  });
});

describe("the page that asks", () => {
  it("asks how many minutes it took, takes no other answer than minutes or none, and keeps what was written", async () => {
    const html = await readAsking({ type: "licence", sv: "Ge imipenem på licens." });
    expect(html).toContain("Hur många minuter tog det? (frivilligt)");
    const form = readPageForm(html, `/cases/${caseId}/publish`);
    const refused = await kim.post(`/cases/${caseId}/publish`, { ...form, minutes: "en kvart" });
    expect(refused.status).toBe(422);
    const again = await refused.text();
    expect(again).toContain("Skriv hela minuter, från 1 till 600, eller lämna fältet tomt.");
    expect(again).toContain('value="en kvart"');
    expect(again).toContain('href="#minutes"');
    const taken = readPageForm(again, `/cases/${caseId}/publish`);
    expect((await kim.post(`/cases/${caseId}/publish`, { ...taken, minutes: "15" })).status).toBe(303);
    const kept = site.db.selectFrom("decision_minutes").select(["minutes"]).where("case_id", "=", caseId);
    expect(await kept.execute()).toEqual([{ minutes: 15 }]);
    await publishDue();
  });

  const words = { type: "licence", sv: "Använd licenspreparat." };

  it("shows the message as each channel gets it, and how many do: none is said as plainly", async () => {
    const empty = await readAsking(words);
    for (const name of ["Slack", "Teams", "E-post"]) expect(empty).toContain(`${name}: ingen prenumererar på det här.`);
    expect(empty.split("Använd licenspreparat.").length).toBeGreaterThan(4);
    await subscribe("slack");
    await subscribe("email");
    await subscribe("email", { roles: ["tandläkare"] });
    await subscribe("email", { areas: ["Barn"] });
    await publishAtDesk(kim, caseId, { ...words, roles: "läkare", areas: "Akut", do: "save" });
    const html = await (await kim.get(`/cases/${caseId}/publish`)).text();
    expect(html).toContain("Slack: 1 mottagare får det genast.");
    // Whoever asked for dentists' or for children's messages alone does not get it.
    expect(html).toContain("E-post: 1 mottagare får det i det samlade utskicket lördag 2026-08-22 klockan 07:00.");
    expect(html).toContain("Teams: ingen prenumererar på det här.");
    await kim.post(`/cases/${caseId}/publish`, readPageForm(html, `/cases/${caseId}/publish`));
    expect(await publishDue()).toMatchObject([{ caseId, deliveries: 2 }]);
  });

  it("says how many get it at once, how many in digests of their own and when, who rests until when, and who is paused", async () => {
    await site.db.updateTable("subscription").set({ state: "ended" }).execute();
    const give = async (over: Record<string, unknown>) => {
      const id = await subscribe("email");
      await site.db.updateTable("subscription").set(over).where("id", "=", id).execute();
    };
    // It is Friday, some minutes past eight in Stockholm.
    expect(stockholmMinute(now)).toMatch(/^2026-08-21 08:/);
    for (let count = 0; count < 3; count += 1) await give({ rhythm: "at-once" });
    await give({ rhythm: "daily 07:00" });
    await give({ rhythm: "daily 16:30" });
    await give({ rhythm: "weekly 1 07:00" });
    await give({ rhythm: "at-once", quiet_from: "08:00", quiet_to: "09:30" });
    await give({ rhythm: "at-once", snoozed_until: new Date("2026-09-01T10:00:00Z") });
    // Whoever wakes between two digests has it with the next.
    await give({ rhythm: "weekly 3 07:00", snoozed_until: new Date("2026-09-01T10:00:00Z") });
    await give({ rhythm: "at-once", state: "paused", paused_at: NOW });
    await publishAtDesk(kim, caseId, { ...words, do: "save" });
    const html = await (await kim.get(`/cases/${caseId}/publish`)).text();
    expect(html).toContain(
      "E-post: 3 mottagare får det genast. " +
        "4 mottagare får det i sina samlade utskick: det första går fredag 2026-08-21 klockan 16:30, det sista onsdag 2026-09-02 klockan 07:00. " +
        "2 mottagare har tysta timmar eller paus och får det senare: det första går fredag 2026-08-21 klockan 09:30, det sista tisdag 2026-09-01 klockan 12:00. " +
        "1 pausad mottagare får det inte.",
    );
    const english = await (await kim.get(`/cases/${caseId}/publish?lang=en`)).text();
    expect(english).toContain("3 receivers get it at once. 4 receivers get it in their digests: the first goes Friday");
  });

  it("says when it goes out, that another approves it first, and that nothing is really sent", async () => {
    expect(await readAsking(words)).toContain("Meddelandet går ut om en minut. Fram till dess kan du ångra.");
    const timed = await publishAtDesk(kim, caseId, { ...words, do: "save" });
    expect(timed.status).toBe(303);
    const later = await (await kim.get(`/cases/${caseId}/publish?at=2026-10-25T07:00`)).text();
    expect(later).toContain("Meddelandet går ut 2026-10-25 07:00.");
    expect(later).toContain('name="publishAt" value="2026-10-25T07:00"');
    const captured = await signIn({ ...site.deps, mode: "capture" }, [{ regionCode: SKANE, role: "curator" }]);
    expect(await (await captured.get(`/cases/${caseId}/publish`)).text()).toContain("Inget skickas på riktigt");
    await writePolicy(site.db, { regionCode: SKANE, policy: { rules: [], secondPerson: true } });
    const waits = await (await kim.get(`/cases/${caseId}/publish`)).text();
    expect(waits).toContain("Inget går ut nu: en annan person granskar och godkänner först.");
    expect(waits).toContain(">Skicka till granskning</button>");
  });

  it("changes nothing by being looked at, is asked once, and is not for who may only read", async () => {
    await readAsking(words);
    const before = await readOpenDraft(site.db, caseId);
    const path = `/cases/${caseId}/publish`;
    const html = await (await kim.get(path)).text();
    expect(html.match(/>Publicera<\/button>/g)).toHaveLength(1);
    expect(await readOpenDraft(site.db, caseId)).toEqual(before);
    const reader = await signIn(site.deps, [{ regionCode: SKANE, role: "reader" }]);
    expect((await reader.get(path)).status).toBe(403);
    expect((await reader.post(path, {})).status).toBe(403);
    const form = readPageForm(html, path);
    expect((await kim.post(path, form)).status).toBe(303);
    expect((await kim.post(path, form)).status).toBe(409);
    expect((await kim.get(path)).headers.get("location")).toBe(`/cases/${caseId}`);
  });
});
