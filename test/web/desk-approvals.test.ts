import { beforeEach, describe, expect, it } from "vitest";
import { findCase } from "../../src/db/cases.ts";
import { holdCase } from "../../src/services/held-case.ts";
import { findActiveVersion, readActiveEntries } from "../../src/db/lists.ts";
import { decideMatch } from "../../src/services/matches.ts";
import { readReviewMarks } from "../../src/db/match-review.ts";
import { applyDueProposals } from "../../src/services/policy-proposals.ts";
import { markRules, readPolicy, readRegionSettings, writePolicy } from "../../src/db/regions.ts";
import type { Policy } from "../../src/domain/policy.ts";
import { activateListImport } from "../../src/jobs/list-take.handler.ts";
import { ingestOwnNotices } from "../../src/services/intake/ingest-own-notices.ts";
import { publishByRule } from "../../src/services/rule-publication.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { findCaseOf, NOW, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

const HOUR_MS = 3_600_000;
const SENDING: Policy = { rules: [{ action: "auto" }], secondPerson: true };
const PATH = `/approvals/${SKANE}`;

let site: Site;
let now = NOW;
let admin: DeskVisitor;
let other: DeskVisitor;
let curator: DeskVisitor;
const jobs: unknown[] = [];

const enqueue: WebDeps["enqueue"] = async (requests) => {
  jobs.push(...requests.map(({ payload }) => payload));
};

useSite({ now: () => now, enqueue }, async (opened) => {
  site = opened;
  const inSkane = (role: "region-admin" | "approver" | "curator", name: string) =>
    signIn(site.deps, [{ regionCode: SKANE, role }], name);
  admin = await inSkane("region-admin", "Regina Ansvarig");
  other = await inSkane("approver", "Gunnar Granskare");
  curator = await inSkane("curator", "Henrik Handläggare");
});
beforeEach(async () => {
  now = NOW;
  await writePolicy(site.db, { regionCode: SKANE, policy: SENDING });
  await site.db.updateTable("policy_proposal").set({ state: "refused" }).where("state", "=", "waiting").execute();
});

const handling = () => ({ db: site.db, now: () => now, digestChannels: new Set<string>() });

/** What a rule would do with the case now: `published`, or why not. */
async function sendByRule(caseId: number): Promise<string> {
  try {
    return await site.db.transaction().execute(async (db) => {
      const held = await holdCase(db, caseId);
      if (held === null) throw new Error("test: no such case");
      const result = await publishByRule(db, held, { ...handling(), by: { kind: "rule", name: "1" }, now });
      throw new Undone(result.kind === "refused" ? result.why : result.kind);
    });
  } catch (cause) {
    if (cause instanceof Undone) return cause.message;
    throw cause;
  }
}

/** Leaves nothing of what was tried. */
class Undone extends Error {}

/** The boxes of the page, by what stands beside them. */
async function readBoxes(visitor: DeskVisitor): Promise<string[]> {
  const text = await (await visitor.get(PATH)).text();
  return [...text.matchAll(/name="item" value="([^"]*)"/g)].map(([, value = ""]) =>
    value.replaceAll("&quot;", '"').replaceAll("&amp;", "&"),
  );
}

async function readProposalPath(): Promise<string> {
  const text = await (await other.get(PATH)).text();
  return new RegExp(`action="(${PATH}/\\d+)/refuse"`).exec(text)?.[1] ?? "";
}

/** Writes standing advice for a line at the desk, and takes it into use. */
async function advise(visitor: DeskVisitor, substance: string, sv: string): Promise<void> {
  const entry = (await readActiveEntries(site.db, SKANE)).find((one) => one.substance === substance);
  const version = await findActiveVersion(site.db, SKANE);
  const text = (value: string | number | null | undefined) => (value ?? "").toString();
  const fields = {
    version: text(version?.id),
    atc: text(entry?.atc),
    substance,
    form: text(entry?.formGroup),
    strength: text(entry?.strength),
    priority: text(entry?.priority),
    stockDays: text(entry?.stockDays),
    adviceType: "other-substance",
    adviceText: sv,
  };
  const answer = await visitor.post(`/lists/${SKANE}/entries/${encodeURIComponent(entry?.key ?? "")}`, fields);
  expect(answer.status).toBe(303);
  for (const payload of jobs.splice(0))
    if (typeof payload === "object" && payload !== null && "importId" in payload)
      await activateListImport(handling(), { importId: Number(payload.importId) });
}

describe("standing advice that a rule would send", () => {
  it("waits until somebody else than its writers has approved it", async () => {
    await advise(other, "Heparin", "Välj det första.");
    await advise(curator, "Heparin", "Välj det andra.");
    const boxes = await readBoxes(admin);
    expect(boxes).toHaveLength(1);
    // Gunnar wrote the first words: those that Henrik wrote over them are his too.
    expect(await readBoxes(other)).toEqual([]);
    expect((await other.post(PATH, { item: boxes })).status).toBe(409);
    expect((await curator.post(PATH, { item: boxes })).status).toBe(403);
    expect((await admin.post(PATH, { item: boxes })).headers.get("location")).toBe(`${PATH}?done=approved`);
    expect(await readBoxes(admin)).toEqual([]);
    const audit = await site.db
      .selectFrom("audit")
      .select("actor_name")
      .where("deed", "=", "standing-advice-approved")
      .execute();
    expect(new Set(audit.map((line) => line.actor_name))).toEqual(new Set(["Regina Ansvarig"]));
  });

  it("is approved as it was seen: what was rewritten meanwhile is refused", async () => {
    await advise(curator, "Heparin", "Spara till dialys.");
    const seen = await readBoxes(admin);
    await advise(curator, "Heparin", "Använd fritt.");
    const answer = await admin.post(PATH, { item: seen });
    expect([answer.status, await answer.text()]).toEqual([
      409,
      expect.stringContaining("ändrats eller är redan godkänt"),
    ]);
  });
});

/** Writes a notice of meropenem at the desk, takes it in, and says that it belongs to the line. */
async function writeOwnNotice(visitor: DeskVisitor, productName: string): Promise<void> {
  const fields = { kind: "medicine", productName, atc: "J01DH02", type: "shortage", start: "2026-08-20", holder: "B" };
  expect((await visitor.post(`/own-notices/${SKANE}/write`, fields)).status).toBe(303);
  expect(await ingestOwnNotices(handling())).toEqual({ taken: 1, refused: 0 });
  const { id: noticeId } = await site.db
    .selectFrom("notice")
    .select("id")
    .where("product_name", "=", productName)
    .executeTakeFirstOrThrow();
  const marks = await readReviewMarks(site.db, { regionCode: SKANE, noticeIds: [noticeId] });
  const found = await findCase(site.db, await findCaseOf(site.db, "Meropenem"));
  const actor = { kind: "person", id: visitor.accountId, name: "w", address: "test" } as const;
  const decided = await decideMatch(
    { db: site.db, now, actor, grants: "all" },
    {
      regionCode: SKANE,
      entryKey: found?.entry.key ?? "",
      noticeId,
      verdict: "confirmed",
      reason: null,
      mark: marks.get(noticeId) ?? "",
    },
  );
  expect(decided.kind).toBe("decided");
}

describe("an own notice and a word on a match", () => {
  it("keep a rule from sending their case until a second person has looked at both", async () => {
    const caseId = await findCaseOf(site.db, "Meropenem");
    expect(await sendByRule(caseId)).not.toBe("second-person");
    await writeOwnNotice(curator, "Meropenem Eget");
    expect(await sendByRule(caseId)).toBe("second-person");
    const boxes = await readBoxes(other);
    const notices = boxes.filter((name) => name.startsWith("own-notice"));
    const ties = boxes.filter((name) => name.startsWith("tie"));
    expect([notices.length, ties.length]).toEqual([1, 1]);
    await other.post(PATH, { item: notices });
    expect(await sendByRule(caseId)).toBe("second-person");
    await other.post(PATH, { item: ties });
    expect(await sendByRule(caseId)).not.toBe("second-person");
  });

  it("count for whoever wrote them: their own approval is refused", async () => {
    await writeOwnNotice(admin, "Meropenem Annat");
    const theirs = (await readBoxes(other)).filter((name) => !name.startsWith("standing-advice"));
    expect(theirs).toHaveLength(2);
    expect((await readBoxes(admin)).filter((name) => theirs.includes(name))).toEqual([]);
    for (const item of theirs) {
      const answer = await admin.post(PATH, { item });
      expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining("du själv har skrivit")]);
    }
    await other.post(PATH, { item: theirs });
  });

  it("a tie waits too", async () => {
    const caseId = await findCaseOf(site.db, "Meropenem");
    const found = await findCase(site.db, caseId);
    const notice = await site.db
      .selectFrom("notice")
      .select("id")
      .where("status", "=", "ongoing")
      .where("atc", "not like", "J01DH%")
      .orderBy("id")
      .executeTakeFirstOrThrow();
    await site.db
      .insertInto("match_decision")
      .values({
        region_code: SKANE,
        entry_key: found?.entry.key ?? "",
        notice_id: notice.id,
        verdict: "confirmed",
        reason: "Samma sak",
        decided_by: other.accountId,
        decided_at: now,
      })
      .execute();
    expect(await sendByRule(caseId)).toBe("second-person");
    const ties = (await readBoxes(admin)).filter((name) => name.startsWith("tie"));
    expect(ties).toHaveLength(1);
    expect((await other.post(PATH, { item: ties })).status).toBe(409);
    await admin.post(PATH, { item: ties });
    expect(await sendByRule(caseId)).not.toBe("second-person");
  });
});

describe("a change of the rules themselves", () => {
  it("waits for a second person, who sees it; its writer cannot approve it", async () => {
    const rules: Policy["rules"] = [{ name: "Allt", action: "auto" }];
    const { policy } = await readRegionSettings(site.db, SKANE);
    const saved = await admin.post(`/policies/${SKANE}/rules`, {
      rules: JSON.stringify(rules),
      mark: markRules(policy),
    });
    expect(saved.headers.get("location")).toContain("done=proposed");
    expect((await readPolicy(site.db, SKANE)).rules).toEqual(SENDING.rules);
    const path = await readProposalPath();
    const own = await admin.post(`${path}/approve`);
    expect([own.status, await own.text()]).toEqual([409, expect.stringContaining("du själv har skrivit")]);
    expect((await curator.post(`${path}/approve`)).status).toBe(403);
    expect((await other.post(`${path}/approve`)).headers.get("location")).toBe(`${PATH}?done=taken`);
    expect((await readPolicy(site.db, SKANE)).rules).toEqual(rules);
    expect((await other.post(`${path}/approve`)).status).toBe(409);
  });

  it("is not taken when the rules are others by then", async () => {
    const { policy } = await readRegionSettings(site.db, SKANE);
    const form = { rules: JSON.stringify([{ action: "auto", name: "Ny" }]), mark: markRules(policy) };
    await admin.post(`/policies/${SKANE}/rules`, form);
    const path = await readProposalPath();
    await writePolicy(site.db, { regionCode: SKANE, policy: { rules: [{ action: "review" }], secondPerson: true } });
    const answer = await other.post(`${path}/approve`);
    expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining("ändrat sedan dess")]);
    expect((await readPolicy(site.db, SKANE)).rules).toEqual([{ action: "review" }]);
  });
});

describe("switching the rule of two people off", () => {
  async function switchOff(contact = ""): Promise<Response> {
    const text = await (await admin.get(`/policies/${SKANE}`)).text();
    const part = text.slice(text.indexOf(`/policies/${SKANE}/settings`));
    const mark = /name="mark" value="(\w+)"/.exec(part)?.[1] ?? "";
    return admin.post(`/policies/${SKANE}/settings`, { mark, contact });
  }

  it("takes effect after a day, and is told to everybody who approves", async () => {
    expect((await switchOff()).headers.get("location")).toContain("done=proposed-off");
    expect((await readPolicy(site.db, SKANE)).secondPerson).toBe(true);
    const mails = await site.db
      .selectFrom("account_mail")
      .select(["account_id", "content"])
      .where("created_at", "=", now)
      .execute();
    const told = mails.filter(({ content }) => content.kind === "second-person-off").map((mail) => mail.account_id);
    expect(told.toSorted((a, b) => a - b)).toEqual([admin.accountId, other.accountId].toSorted((a, b) => a - b));
    expect(await (await curator.get(PATH)).text()).toContain("Ta bort kravet på två personer");
    expect(await applyDueProposals({ db: site.db, now: new Date(NOW.getTime() + 24 * HOUR_MS - 1) })).toEqual([]);
    expect((await readPolicy(site.db, SKANE)).secondPerson).toBe(true);
    expect(await applyDueProposals({ db: site.db, now: new Date(NOW.getTime() + 24 * HOUR_MS) })).toEqual([SKANE]);
    expect((await readPolicy(site.db, SKANE)).secondPerson).toBe(false);
    expect((await readPolicy(site.db, SKANE)).rules).toEqual(SENDING.rules);
  });

  it("takes effect at once when a second person approves it, and never when one stops it", async () => {
    await switchOff();
    await other.post(`${await readProposalPath()}/refuse`);
    expect(await applyDueProposals({ db: site.db, now: new Date(NOW.getTime() + 48 * HOUR_MS) })).toEqual([]);
    await switchOff();
    await other.post(`${await readProposalPath()}/approve`);
    expect((await readPolicy(site.db, SKANE)).secondPerson).toBe(false);
    const lines = site.db.selectFrom("audit").select(["after", "reason"]).where("deed", "=", "settings-changed");
    const line = await lines.orderBy("id", "desc").executeTakeFirstOrThrow();
    expect(line).toMatchObject({ after: { secondPerson: false, proposedBy: expect.any(String) }, reason: null });
  });

  it("is proposed by nobody who approves it, and a new contact waits as well", async () => {
    await switchOff("ring 1177");
    const text = await (await other.get(PATH)).text();
    expect(text).toContain("Ny kontaktväg: ring 1177");
    for (const [, path = ""] of text.matchAll(new RegExp(`action="(${PATH}/\\d+)/approve"`, "g")))
      expect((await admin.post(`${path}/approve`)).status).toBe(409);
    expect((await readRegionSettings(site.db, SKANE)).contact).toBeNull();
  });
});
