import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase, type Database } from "../../src/db/client.ts";
import { choosePassword, makeLink } from "../../src/services/account-links.ts";
import { claimSignInTry } from "../../src/services/identity.ts";
import { addAccount, setRole } from "../../src/services/people.ts";
import { syncProviderAccount } from "../../src/services/provider-accounts.ts";
import { insertSignInRequest, spendSignInRequest } from "../../src/db/sign-ins.ts";
import { createTestDatabase, type TestDatabase } from "../support/postgres.ts";

const NOW = new Date("2026-08-21T06:00:00Z");
const ACTOR = { kind: "command-line", name: "test" } as const;

let server: TestDatabase;
let database: Database;
beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase(server.url);
});
afterAll(async () => {
  await database?.close();
  await server?.drop();
});

const operations = () => ({ db: database.db, now: NOW, actor: ACTOR, grants: "all" }) as const;
const stranger = () => ({ db: database.db, now: NOW, address: "test" });

const times = <T>(count: number, work: (place: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, place) => work(place)));

async function add(email: string, role: "region-admin" | "curator" = "curator"): Promise<number> {
  const added = await addAccount(operations(), { email, name: email, grants: [{ regionCode: "12", role }] });
  if (added.kind !== "done") throw new Error(`test: unable to add ${email}: ${added.kind}`);
  return added.accountId;
}

describe("on PostgreSQL, where many do the same at once", () => {
  it("tries for an address are let through ten from a network, thirty from one around it, a hundred from all", async () => {
    const from = (narrow: string, wide: string) => ({
      email: "anna@skane.example",
      networks: { narrow, wide },
      knownBrowser: null,
    });
    const passed = (tries: readonly boolean[]) => tries.filter((allowed) => allowed).length;
    expect(passed(await times(30, () => claimSignInTry(stranger(), from("line", "provider"))))).toBe(10);
    const near = await times(60, (place) => claimSignInTry(stranger(), from(`line ${place}`, "provider")));
    expect(passed(near)).toBe(20);
    const elsewhere = await times(120, (place) =>
      claimSignInTry(stranger(), from(`far ${place}`, `far ${place % 40}`)),
    );
    expect(passed(elsewhere)).toBe(70);
    const known = { ...from("line", "provider"), knownBrowser: "a browser of hers" };
    expect(passed(await times(30, () => claimSignInTry(stranger(), known)))).toBe(10);
  });

  it("an answer of the provider is taken once", async () => {
    const key = { state: "state", browser: "browser", now: NOW };
    await insertSignInRequest(database.db, { ...key, codeVerifier: "v", nonce: "n", returnTo: "/" });
    expect(await spendSignInRequest(database.db, { ...key, browser: "another" })).toBeNull();
    const taken = await times(8, () => spendSignInRequest(database.db, key));
    expect(taken.filter((request) => request !== null)).toEqual([{ codeVerifier: "v", nonce: "n", returnTo: "/" }]);
  });

  it("a link chooses one password", async () => {
    const accountId = await add("link@skane.example");
    const made = await makeLink(operations(), { accountId, regionCode: null });
    const token = made.kind === "done" ? (made.token ?? "") : "";
    const chosen = await times(6, (place) => choosePassword(stranger(), { token, password: `password ${place}` }));
    expect(chosen.filter(({ kind }) => kind === "chosen")).toHaveLength(1);
    const audit = await database.db.selectFrom("audit").select("id").where("deed", "=", "password-chosen").execute();
    expect(audit).toHaveLength(1);
  });

  it("somebody new becomes one account, by the provider and by hand", async () => {
    const grants = [{ regionCode: "12", role: "curator" }] as const;
    const identity = { issuer: "https://idp.example", subject: "1", email: "ny@skane.example", name: "Ny", grants };
    const known = await times(6, () => syncProviderAccount(stranger(), identity));
    expect(new Set(known.map((result) => (result.kind === "account" ? result.account.id : result.why))).size).toBe(1);
    const input = { email: "hand@skane.example", name: "Hand", grants };
    const added = await times(6, () => addAccount(operations(), input));
    expect(added.filter(({ kind }) => kind === "done")).toHaveLength(1);
  });

  it("a region's administrators who take each other away leave one", async () => {
    const ids = [await add("a1@skane.example", "region-admin"), await add("a2@skane.example", "region-admin")];
    const taken = await times(2, (place) =>
      setRole(operations(), { accountId: ids[place] ?? 0, regionCode: "12", role: null }),
    );
    expect(taken.map(({ kind }) => kind).toSorted((one, other) => one.localeCompare(other))).toEqual([
      "done",
      "refused",
    ]);
  });
});
