import { beforeEach, describe, expect, it } from "vitest";
import { json } from "../../src/db/client.ts";
import { insertCaseUpdates } from "../../src/db/case-updates.ts";
import { makeEntry } from "../support/builders.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { NOW, SKANE, type Site } from "./site.ts";
import { useEmptySite } from "./use-site.ts";

const HOUR_MS = 3_600_000;

let site: Site;
let anna: DeskVisitor;
let bo: DeskVisitor;
let reader: DeskVisitor;
let first: Waiting;
let second: Waiting;
let foreign: Waiting;

interface Waiting {
  readonly id: number;
  readonly update: number;
}

useEmptySite({}, async (opened) => {
  site = opened;
  anna = await signIn(site.deps, [{ regionCode: SKANE, role: "curator" }], "Anna Andersson");
  bo = await signIn(site.deps, [{ regionCode: SKANE, role: "approver" }], "Bo Berg");
  reader = await signIn(site.deps, [{ regionCode: SKANE, role: "reader" }], "Rut Läsare");
});
beforeEach(async () => {
  await site.db.deleteFrom("draft").execute();
  await site.db.deleteFrom("case_update").execute();
  await site.db.deleteFrom("decision_minutes").execute();
  await site.db.deleteFrom("case_spell").execute();
  await site.db.deleteFrom("region_case").execute();
  first = await addCase("Meropenem", SKANE);
  second = await addCase("Heparin", SKANE);
  foreign = await addCase("Meropenem", "14");
});

/** A case with one update that waits and a due time. */
async function addCase(substance: string, regionCode: string): Promise<Waiting> {
  const { id } = await site.db
    .insertInto("region_case")
    .values({
      region_code: regionCode,
      entry_key: substance,
      entry: json(makeEntry({ substance })),
      status: "open",
      opened_at: NOW,
      assignee_id: null,
      due_at: new Date(NOW.getTime() + HOUR_MS),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return { id, update: await addUpdate(id) };
}

async function addUpdate(caseId: number): Promise<number> {
  const update = { kind: "list", decision: "pending", snapshotId: null, onDate: null } as const;
  await insertCaseUpdates(site.db, { ...update, updates: [{ caseId, changes: [] }], now: NOW });
  const { id } = await site.db
    .selectFrom("case_update")
    .select((eb) => eb.fn.max<number>("id").as("id"))
    .where("case_id", "=", caseId)
    .executeTakeFirstOrThrow();
  return id;
}

async function readUpdates(caseId: number) {
  return site.db.selectFrom("case_update").selectAll().where("case_id", "=", caseId).orderBy("id").execute();
}

async function readCase(id: number) {
  return site.db.selectFrom("region_case").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
}

/** The newest lines of the log about a case. */
async function readAudit(caseId: number) {
  const lines = site.db.selectFrom("audit").selectAll().where("object_kind", "=", "case");
  return lines.where("object_id", "=", String(caseId)).orderBy("id", "desc").execute();
}

function formOf(cases: readonly Waiting[], reason = "Berör inte regionens vård") {
  const seen = Object.fromEntries(cases.map(({ id, update }) => [`upTo-${id}`, String(update)]));
  return { case: cases.map(({ id }) => String(id)), reason, return: "/inbox/12?q=m", ...seen };
}

describe("no action", () => {
  it("ends what waits in all chosen cases, with who, when and why, and is in the log case by case", async () => {
    const response = await anna.post("/inbox/12/dismiss", formOf([first, second]));
    expect(response.status).toBe(303);
    const told = response.headers.get("location") ?? "";
    expect(told).toBe(`/inbox/12?q=m&done=dismissed&count=2&ended=${first.id}-${second.id}`);
    for (const { id, update } of [first, second]) {
      expect(await readUpdates(id)).toMatchObject([
        { decision: "dismissed", decided_by: "Anna Andersson", reason: "Berör inte regionens vård", decided_at: NOW },
      ]);
      expect((await readCase(id)).due_at).toBeNull();
      const [line] = await readAudit(id);
      expect(line).toMatchObject({
        deed: "case-dismissed",
        actor_name: "Anna Andersson",
        account_id: anna.accountId,
        region_code: SKANE,
        reason: "Berör inte regionens vård",
        before: { pending: [update] },
        after: { dismissed: [update], pending: [], due: null },
      });
    }
    const html = await (await anna.get(told)).text();
    expect(html).toContain("Ingen åtgärd är sparad för 2 ärenden.");
  });

  it("for many tells afterwards which cases it was, each a press away, and names none of another region", async () => {
    const response = await anna.post("/inbox/12/dismiss", formOf([first, second]));
    const told = response.headers.get("location") ?? "";
    const html = await (await anna.get(`${told}-${foreign.id}-999999`)).text();
    const notice = /role="status">(.*?)<\/div>/s.exec(html)?.[1] ?? "";
    expect(notice).toContain("Visa vilka 2");
    expect(notice.match(/href="\/cases\/\d+"/g)).toEqual([first, second].map(({ id }) => `href="/cases/${id}"`));
    expect(notice).toContain("Meropenem, injektion/infusion</a>");
    expect(notice).toContain("Öppna det och skriv ett meddelande.");
  });

  it("leaves what came after the page was read, with its due time, and says so by name", async () => {
    const later = await addUpdate(first.id);
    const response = await anna.post("/inbox/12/dismiss", formOf([first, second]));
    const location = response.headers.get("location") ?? "";
    expect(location).toContain(`newer=${first.id}`);
    expect((await readUpdates(first.id)).map(({ decision }) => decision)).toEqual(["dismissed", "pending"]);
    expect((await readCase(first.id)).due_at).not.toBeNull();
    const [line] = await readAudit(first.id);
    expect(line).toMatchObject({ after: { dismissed: [first.update], pending: [later] } });
    const html = await (await anna.get(location)).text();
    expect(html).toContain("så det här ligger kvar: Meropenem, injektion/infusion.");
  });

  it("that somebody else has taken before is not taken again, and that is said", async () => {
    await bo.post("/inbox/12/dismiss", formOf([first], "Redan hanterat"));
    const response = await anna.post("/inbox/12/dismiss", formOf([first, second]));
    expect(response.headers.get("location")).toContain(`count=1&ended=${second.id}&already=1`);
    expect(await readUpdates(first.id)).toMatchObject([{ decided_by: "Bo Berg", reason: "Redan hanterat" }]);
    expect((await readAudit(first.id)).filter(({ deed }) => deed === "case-dismissed")).toHaveLength(1);
  });

  it.each([
    ["without a reason", () => formOf([first, second], " "), "Skriv ett skäl"],
    ["with a personnummer in the reason", () => formOf([first], "Gäller 19850709-9805"), "personnummer"],
    ["without cases", () => formOf([]), "Välj minst ett ärende"],
    ["with a case of another region", () => formOf([first, foreign]), "hör inte till regionen"],
    ["without what was seen", () => ({ ...formOf([first]), [`upTo-${first.id}`]: "" }), "för gammal"],
  ])("%s changes nothing, and keeps what was chosen and written", async (_name, form, words) => {
    const response = await anna.post("/inbox/12/dismiss", form());
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain(words);
    for (const { id } of [first, second, foreign])
      expect(await readUpdates(id)).toMatchObject([{ decision: "pending" }]);
    const { reason } = form();
    if (reason.trim() !== "") expect(html).toContain(`value="${reason}"`);
    expect(await readAudit(first.id)).toEqual([]);
  });

  it("on a case with somebody's draft changes nothing at all, and says whose it is", async () => {
    await site.db
      .insertInto("draft")
      .values({
        case_id: second.id,
        region_code: SKANE,
        state: "draft",
        revision: 1,
        based_on_message_id: null,
        origin_message_id: null,
        content: "{}",
        created_by: bo.accountId,
        created_at: NOW,
        updated_by: bo.accountId,
        updated_at: NOW,
        submitted_by: null,
        approved_by: null,
        reason: null,
        message_id: null,
      })
      .execute();
    const response = await anna.post("/inbox/12/dismiss", formOf([first, second]));
    expect(response.status).toBe(409);
    expect(await response.text()).toContain("Heparin, injektion/infusion har ett utkast av Bo Berg.");
    expect(await readUpdates(first.id)).toMatchObject([{ decision: "pending" }]);
    const single = await anna.post(`/cases/${second.id}/dismiss`, { reason: "x", upTo: String(second.update) });
    expect(single.status).toBe(422);
    expect(await single.text()).toContain("utkast av Bo Berg");
  });

  it("is not for a reader, nor for another region", async () => {
    expect((await reader.post("/inbox/12/dismiss", formOf([first]))).status).toBe(403);
    expect((await anna.post("/inbox/14/dismiss", formOf([foreign]))).status).toBe(403);
    expect((await anna.post(`/cases/${foreign.id}/dismiss`, { reason: "x", upTo: "1" })).status).toBe(404);
  });

  it("of one case comes back to where its form stood, and never to another site", async () => {
    const form = { reason: "Redan hanterat", upTo: String(first.update) };
    const back = await anna.post(`/cases/${first.id}/dismiss`, { ...form, return: `/cases/${first.id}` });
    expect(back.headers.get("location")).toBe(`/cases/${first.id}?done=dismissed&count=1`);
    expect(await readUpdates(first.id)).toMatchObject([{ decision: "dismissed" }]);
    const away = await anna.post(`/cases/${first.id}/dismiss`, { ...form, return: "//evil.example" });
    expect(away.headers.get("location")).toMatch(/^\/inbox\/12\?/);
  });

  it.each([
    ["without a reason", { reason: "" }, 422],
    ["with a personnummer", { reason: "850709-9805" }, 422],
    ["with minutes that are none", { minutes: "601" }, 422],
    ["without what was seen", { upTo: "" }, 409],
    ["up to an update that no page of the case shows", { upTo: "999999999" }, 409],
  ])("of one case %s is refused with the form", async (_name, over, status) => {
    const form = { reason: "Redan hanterat", upTo: String(first.update), ...over };
    const response = await anna.post(`/cases/${first.id}/dismiss`, form);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(`action="/cases/${first.id}/dismiss"`);
    expect(await readUpdates(first.id)).toMatchObject([{ decision: "pending" }]);
  });
});

describe("who has a case", () => {
  it("is anybody who may curate there, is in the log, and can be nobody again", async () => {
    const response = await anna.post(`/cases/${first.id}/assign`, {
      assignee: String(bo.accountId),
      seen: "",
    });
    expect(response.headers.get("location")).toBe("/inbox/12?done=assigned");
    expect((await readCase(first.id)).assignee_id).toBe(bo.accountId);
    await bo.post(`/cases/${first.id}/assign`, { assignee: "", seen: String(bo.accountId) });
    expect((await readCase(first.id)).assignee_id).toBeNull();
    expect(await readAudit(first.id)).toMatchObject([
      { deed: "case-unassigned", before: { assignee: { name: "Bo Berg" } }, after: { assignee: null } },
      { deed: "case-assigned", before: { assignee: null }, after: { assignee: { name: "Bo Berg" } } },
    ]);
  });

  it("is never somebody who may only read, whose account is closed, or who does not exist", async () => {
    const closed = await signIn(site.deps, [{ regionCode: SKANE, role: "curator" }], "Cia Borta");
    await site.db.updateTable("account").set({ state: "disabled" }).where("id", "=", closed.accountId).execute();
    for (const assignee of [reader.accountId, closed.accountId, 999_999, "x"]) {
      const response = await anna.post(`/cases/${first.id}/assign`, { assignee: String(assignee), seen: "" });
      expect(response.status).toBe(422);
      const html = await response.text();
      expect(html).toContain("Välj någon som får handlägga i regionen.");
      expect(html).toContain("Bo Berg");
      expect(html).not.toContain(">Cia Borta<");
    }
    expect((await readCase(first.id)).assignee_id).toBeNull();
  });

  it("is not for a reader to say", async () => {
    expect((await reader.post(`/cases/${first.id}/assign`, { assignee: "" })).status).toBe(403);
  });
});

describe("the due time", () => {
  it("is a time in Stockholm, can be taken away, and is in the log", async () => {
    const stood = new Date(NOW.getTime() + HOUR_MS).toISOString();
    await anna.post(`/cases/${first.id}/due`, { due: "2026-10-30T09:15", seen: stood });
    expect((await readCase(first.id)).due_at).toEqual(new Date("2026-10-30T08:15:00Z"));
    const response = await anna.post(`/cases/${first.id}/due`, {
      due: "",
      seen: "2026-10-30T08:15:00.000Z",
      return: `/cases/${first.id}`,
    });
    expect(response.headers.get("location")).toBe(`/cases/${first.id}?done=due`);
    expect((await readCase(first.id)).due_at).toBeNull();
    expect(await readAudit(first.id)).toMatchObject([
      { deed: "due-time-set", before: { due: "2026-10-30T08:15:00.000Z" }, after: { due: null } },
      { deed: "due-time-set", after: { due: "2026-10-30T08:15:00.000Z" } },
    ]);
  });

  it.each(["i morgon", "2026-02-30T10:00", "2026-08-21T07:59", "2027-03-28T02:30"])(
    "%s is refused, and what stood stays",
    async (due) => {
      const response = await anna.post(`/cases/${first.id}/due`, { due, seen: "" });
      expect(response.status).toBe(422);
      expect(await response.text()).toContain(`value="${due}"`);
      expect((await readCase(first.id)).due_at).toEqual(new Date(NOW.getTime() + HOUR_MS));
    },
  );
});
