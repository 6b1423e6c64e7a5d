import { describe, expect, it } from "vitest";
import { findStoredAccount, insertAccount } from "../../src/db/accounts.ts";
import type { Grant } from "../../src/domain/account.ts";
import { dumpTables } from "../support/scene.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { openBrowser, signInLocally } from "./sign-in-scene.ts";
import { findField } from "../support/cookie-browser.ts";
import { NOW, type Site } from "./site.ts";
import { useEmptySite } from "./use-site.ts";

const REGION = "12";
const ELSEWHERE = "14";

let site: Site;
let admin: DeskVisitor;
let accounts = 0;

useEmptySite({}, async (opened) => {
  site = opened;
  admin = await signIn(site.deps, [{ regionCode: REGION, role: "region-admin" }], "Astrid Ansvarig");
});

const freshEmail = (): string => `colleague-${(accounts += 1)}@region.example`;

async function addAccount(grants: readonly Grant[], subject: string | null = null): Promise<number> {
  const email = freshEmail();
  return insertAccount(site.db, { email, name: `Kollega ${email}`, subject, grants, now: NOW });
}

async function rolesOf(id: number): Promise<string[]> {
  const found = await findStoredAccount(site.db, { id });
  return (found?.account.grants ?? []).map(({ regionCode, role }) => `${regionCode}:${role}`);
}

async function readAudit(accountId: number | undefined) {
  const lines = site.db.selectFrom("audit").selectAll().where("object_kind", "=", "account");
  const rows = await lines.where("object_id", "=", String(accountId)).orderBy("id").execute();
  return rows.map(({ deed, actor_name: who, region_code: region, before, after }) => ({
    deed,
    who,
    region,
    before,
    after,
  }));
}

/** Sends a form that is to be refused, and expects that nothing at all has changed. */
async function expectRefused(path: string, fields: Record<string, string>, text: string): Promise<void> {
  const before = await dumpTables(site.db);
  const answer = await admin.post(path, fields);
  expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(text)]);
  expect(await dumpTables(site.db)).toEqual(before);
}

describe("a region's administrator", () => {
  it("adds somebody, hands over a link that is shown once, and the person signs in by it", async () => {
    const email = freshEmail();
    const answer = await admin.post(`/people/${REGION}/add`, {
      email: email.toUpperCase(),
      name: " Nils  Ny ",
      role: "curator",
    });
    const text = await answer.text();
    expect(answer.status).toBe(200);
    const link = /https:\/\/restsignal\.example\/login\/link\/[\w-]{43}/.exec(text)?.[0] ?? "";
    const browser = openBrowser(site.deps);
    const form = findField((await browser.get(link)).text, "form");
    const password = "fyra gröna tåg i regnet";
    expect((await browser.post(link, { form, password, again: password })).status).toBe(303);
    expect((await signInLocally(openBrowser(site.deps), { email, password })).status).toBe(303);
    const added = await findStoredAccount(site.db, { email });
    expect(added?.account).toMatchObject({ name: "Nils Ny", grants: [{ regionCode: REGION, role: "curator" }] });
    expect((await readAudit(added?.account.id)).map(({ deed, who, region }) => [deed, who, region])).toEqual([
      ["account-added", "Astrid Ansvarig", REGION],
      ["link-made", "Astrid Ansvarig", REGION],
      ["password-chosen", "Nils Ny", null],
      ["signed-in", "Nils Ny", null],
      ["signed-in", "Nils Ny", null],
    ]);
    const secret = link.split("/").at(-1) ?? "never";
    expect(JSON.stringify([await dumpTables(site.db), site.log])).not.toContain(secret);
    expect(await (await admin.get(`/people/${REGION}`)).text()).not.toContain(secret);
  });

  it("changes a role and takes it away, each in the audit with what it was", async () => {
    const id = await addAccount([{ regionCode: REGION, role: "reader" }]);
    const changed = await admin.post(`/people/${REGION}/${id}/role`, { role: "approver", seen: "reader" });
    expect([changed.status, changed.headers.get("location")]).toEqual([303, `/people/${REGION}?done=changed`]);
    expect(await rolesOf(id)).toEqual(["12:approver"]);
    expect((await admin.post(`/people/${REGION}/${id}/remove`, { seen: "approver" })).headers.get("location")).toBe(
      `/people/${REGION}?done=taken`,
    );
    expect(await rolesOf(id)).toEqual([]);
    expect(await readAudit(id)).toEqual([
      {
        deed: "role-changed",
        who: "Astrid Ansvarig",
        region: REGION,
        before: { roles: ["reader"] },
        after: { roles: ["approver"] },
      },
      {
        deed: "role-taken-away",
        who: "Astrid Ansvarig",
        region: REGION,
        before: { roles: ["approver"] },
        after: { roles: [] },
      },
    ]);
  });

  it("changes nothing when another administrator was first: what the page showed travels with the form", async () => {
    const id = await addAccount([{ regionCode: REGION, role: "reader" }]);
    const page = await (await admin.get(`/people/${REGION}`)).text();
    const form = new RegExp(`action="/people/${REGION}/${id}/role".*?name="seen" value="([^"]*)"`, "s");
    const [, seen = "none"] = form.exec(page) ?? [];
    const second = await signIn(site.deps, [{ regionCode: REGION, role: "region-admin" }], "Bodil");
    expect((await second.post(`/people/${REGION}/${id}/role`, { role: "curator", seen })).status).toBe(303);
    for (const stale of [{ seen }, { seen: "" }, {}]) {
      const problem = "har ändrat personens roll medan sidan var öppen";
      await expectRefused(`/people/${REGION}/${id}/role`, { role: "approver", ...stale }, problem);
      await expectRefused(`/people/${REGION}/${id}/remove`, stale, problem);
    }
    expect(await rolesOf(id)).toEqual(["12:curator"]);
    await admin.post(`/people/${REGION}/${second.accountId}/remove`, { seen: "region-admin" });
  });

  it("gives somebody who works in another region a role in this one too, and touches nothing else of theirs", async () => {
    const id = await addAccount([{ regionCode: ELSEWHERE, role: "curator" }]);
    const email = (await findStoredAccount(site.db, { id }))?.account.email ?? "";
    const answer = await admin.post(`/people/${REGION}/add`, { email, name: "Ett annat namn", role: "reader" });
    expect(answer.headers.get("location")).toBe(`/people/${REGION}?done=offered`);
    // It begins when its owner has used a link that only they get: see account-trust.test.ts.
    expect(await rolesOf(id)).toEqual(["14:curator"]);
    expect((await findStoredAccount(site.db, { id }))?.account.name).toBe(`Kollega ${email}`);
    await expectRefused(
      `/people/${REGION}/add`,
      { email, name: "N", role: "approver" },
      "har redan en roll i regionen",
    );
    await admin.post(`/people/${REGION}/${id}/remove`, { seen: "offered reader" });
    expect(await rolesOf(id)).toEqual(["14:curator"]);
  });

  it("cannot touch a role of another region or of the nation", async () => {
    const other = await addAccount([{ regionCode: ELSEWHERE, role: "curator" }]);
    for (const action of ["role", "remove", "link"]) {
      await expectRefused(
        `/people/${REGION}/${other}/${action}`,
        { role: "reader" },
        "har ingen roll i regionen längre",
      );
      const before = await dumpTables(site.db);
      expect((await admin.post(`/people/${ELSEWHERE}/${other}/${action}`, { role: "reader" })).status).toBe(403);
      expect((await admin.post(`/people/00/${other}/${action}`, { role: "operator" })).status).toBe(404);
      expect(await dumpTables(site.db)).toEqual(before);
    }
    const own = await addAccount([{ regionCode: REGION, role: "reader" }]);
    for (const role of ["analyst", "operator", "", "boss"]) {
      await expectRefused(`/people/${REGION}/${own}/role`, { role }, "Välj en roll.");
      await expectRefused(`/people/${REGION}/add`, { email: freshEmail(), name: "N", role }, "Välj en roll.");
    }
  });

  it("cannot make a link to an account with a role in another region, whose role as well whoever holds it would have", async () => {
    const id = await addAccount([
      { regionCode: REGION, role: "reader" },
      { regionCode: ELSEWHERE, role: "curator" },
    ]);
    await expectRefused(`/people/${REGION}/${id}/link`, {}, "har roller även utanför regionen");
  });

  it("cannot give a role to somebody who has one for the whole country", async () => {
    const id = await addAccount([{ regionCode: "00", role: "operator" }]);
    const email = (await findStoredAccount(site.db, { id }))?.account.email ?? "";
    await expectRefused(`/people/${REGION}/add`, { email, name: "N", role: "reader" }, "roll för hela landet");
  });

  it("cannot make a link to the account of somebody who runs Restsignal", async () => {
    const id = await addAccount([
      { regionCode: REGION, role: "reader" },
      { regionCode: "00", role: "operator" },
    ]);
    await expectRefused(`/people/${REGION}/${id}/link`, {}, "har roller även utanför regionen");
  });

  it("stays when they are the last one, by whatever way, until another is there", async () => {
    for (const [action, fields] of [
      ["role", { role: "curator", seen: "region-admin" }],
      ["remove", { seen: "region-admin" }],
    ] as const)
      await expectRefused(`/people/${REGION}/${admin.accountId}/${action}`, fields, "minst en regionansvarig");
    const second = await signIn(site.deps, [{ regionCode: REGION, role: "region-admin" }], "Bodil");
    // Two who take each other away at the same time: one succeeds.
    const answers = await Promise.all([
      admin.post(`/people/${REGION}/${second.accountId}/remove`, { seen: "region-admin" }),
      second.post(`/people/${REGION}/${admin.accountId}/remove`, { seen: "region-admin" }),
    ]);
    expect(answers.filter(({ status }) => status === 303).length).toBeLessThanOrEqual(1);
    const admins = await site.db.selectFrom("account_role").selectAll().where("role", "=", "region-admin").execute();
    expect(admins).toHaveLength(1);
    if (admins[0]?.account_id !== admin.accountId)
      await site.db
        .updateTable("account_role")
        .set({ account_id: admin.accountId })
        .where("role", "=", "region-admin")
        .execute();
  });

  it("cannot change what the provider gives", async () => {
    const id = await addAccount([{ regionCode: REGION, role: "reader" }], "https://idp.example 7");
    for (const action of ["role", "remove", "link"])
      await expectRefused(
        `/people/${REGION}/${id}/${action}`,
        { role: "curator" },
        "kommer från organisationens inloggning",
      );
    const page = await (await admin.get(`/people/${REGION}`)).text();
    expect(page).toContain("Rollen styrs av organisationens inloggning");
    expect(page).not.toContain(`/people/${REGION}/${id}/role`);
  });

  it("keeps what they wrote when something in it is wrong, and no personnummer gets in", async () => {
    const email = freshEmail();
    await expectRefused(`/people/${REGION}/add`, { email: "anna", name: "Anna Ek", role: "reader" }, 'value="Anna Ek"');
    await expectRefused(`/people/${REGION}/add`, { email, name: "", role: "reader" }, "Skriv ett namn");
    await expectRefused(
      `/people/${REGION}/add`,
      { email, name: "Anna 850709-9805", role: "reader" },
      "ser ut som ett personnummer",
    );
  });
});
