import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openDatabase } from "../../src/db/client.ts";
import { createCommandLine, expectRefusal, readAnswer, type CommandLine } from "../support/command-line.ts";
import { startOidcProvider } from "../support/oidc-provider.ts";

const linkSchema = z.strictObject({ account: z.int(), email: z.string(), link: z.string() });
const usersSchema = z.strictObject({
  users: z.array(
    z.strictObject({
      account: z.int(),
      email: z.string(),
      name: z.string(),
      state: z.enum(["active", "disabled"]),
      signsInBy: z.string(),
      roles: z.array(z.strictObject({ regionCode: z.string(), role: z.string() })),
    }),
  ),
});
const doctorSchema = z.object({
  findings: z.array(z.object({ part: z.string(), state: z.string(), detail: z.string() })),
});

let line: CommandLine;
beforeAll(async () => {
  line = await createCommandLine();
});
afterAll(() => line.close());

describe("`user`", () => {
  it("adds somebody, lists them, changes roles, makes a link and closes the account, all in the audit", async () => {
    const add = [
      "user",
      "add",
      "Anna@Region.example",
      "--name",
      "Anna Ek",
      "--role",
      "12:region-admin",
      "--role",
      "00:operator",
    ];
    const roles = [
      { regionCode: "00", role: "operator" },
      { regionCode: "12", role: "region-admin" },
    ];
    expect((await line.run(add)).stdout).toMatch(/^anna@region\.example is account 1\./);
    expectRefusal(await line.run(add), /is an account already/);
    expectRefusal(await line.run(["user", "role", "anna@region.example", "12:reader"]), /last administrator/);
    await line.run(["user", "role", "anna@region.example", "14:curator"]);
    await line.run(["user", "role", "anna@region.example", "14:none"]);
    const link = readAnswer(await line.run(["user", "link", "anna@region.example", "--json"]), linkSchema).link;
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:8080\/login\/link\/[\w-]{43}$/);
    await line.run(["user", "disable", "anna@region.example"]);
    expectRefusal(await line.run(["user", "link", "anna@region.example"]), /is disabled/);
    const { users } = readAnswer(await line.run(["user", "list", "--json"]), usersSchema);
    expect(users).toEqual([
      {
        account: 1,
        email: "anna@region.example",
        name: "Anna Ek",
        state: "disabled",
        signsInBy: "no password yet",
        roles,
      },
    ]);
    const database = await openDatabase(line.databaseUrl);
    const audit = await database.db
      .selectFrom("audit")
      .select(["deed", "region_code", "actor_kind"])
      .orderBy("id")
      .execute();
    const everything = JSON.stringify(await database.db.selectFrom("account_link").selectAll().execute());
    await database.close();
    expect(everything).not.toContain(link.split("/").at(-1));
    expect(audit.map(({ deed, region_code: region, actor_kind: by }) => `${deed} ${region} ${by}`)).toEqual([
      "account-added 00 command-line",
      "account-added 12 command-line",
      "role-given 14 command-line",
      "role-taken-away 14 command-line",
      "link-made null command-line",
      "account-disabled 00 command-line",
      "account-disabled 12 command-line",
    ]);
  });

  it.each([
    [["user"], /use one of add, list/],
    [["user", "add", "anna", "--name", "A", "--role", "12:curator"], /EMAIL should be/],
    [["user", "add", "a@b.example", "--role", "12:curator"], /--name should be/],
    [["user", "add", "a@b.example", "--name", "A"], /--role is missing/],
    [["user", "add", "a@b.example", "--name", "A", "--role", "12:operator"], /analyst and operator belong to 00/],
    [["user", "add", "a@b.example", "--name", "A", "--role", "99:curator"], /"99" is not a region code/],
  ] as const)("says what is wrong with %j", async (args, sentence) => {
    const answer = await line.run(args);
    expect(answer).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(sentence) });
  });
});

describe("`doctor`", () => {
  it("says whether the sign-in provider answers, and never its secret", async () => {
    const provider = await startOidcProvider({ redirectUrls: [], apart: true });
    const env = {
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: provider.client.id,
      OIDC_CLIENT_SECRET: provider.client.secret,
      OIDC_CLAIM_MAP: '{"claim":"groups","roles":{"rs-12":[{"region":"12","role":"curator"}]}}',
    };
    const ask = (more: Record<string, string>) => line.run(["doctor", "--json"], { env: { ...env, ...more } });
    const [allowed, refused] = [await ask({ ALLOW_PRIVATE_HOSTS: provider.host }), await ask({})];
    await provider.stop();
    const gone = await ask({ ALLOW_PRIVATE_HOSTS: provider.host });
    const findings = [
      readAnswer(allowed, doctorSchema, 1),
      readAnswer(refused, doctorSchema, 1),
      readAnswer(gone, doctorSchema, 1),
    ].map((answer) => answer.findings.find(({ part }) => part === "sign-in provider"));
    expect(findings).toEqual([
      { part: "sign-in provider", state: "ready", detail: expect.stringContaining("/login/callback") },
      { part: "sign-in provider", state: "failing", detail: expect.stringContaining("not a public address") },
      { part: "sign-in provider", state: "failing", detail: expect.stringContaining("refused the connection") },
    ]);
    for (const answer of [allowed, refused, gone])
      expect(`${answer.stdout}${answer.stderr}`).not.toContain(provider.client.secret);
  });
});
