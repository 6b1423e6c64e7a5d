import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { readDkim } from "../src/config-mail.ts";
import { createTeamsChannel } from "../src/channels/teams.ts";
import { ConfigError, configSchema, readConfig } from "../src/config.ts";
import { dkim } from "./support/dkim-proof.ts";
import { nowhere } from "./support/nobody.ts";

const example = readFileSync(new URL("../.env.example", import.meta.url), "utf8");
const settings = new Map(
  example
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
);

describe("the settings", () => {
  it("stand in .env.example, every one and no other", () => {
    expect([...settings.keys()].sort()).toEqual(Object.keys(configSchema.shape).sort());
  });

  it("have in .env.example the defaults they have in the program", () => {
    expect(readConfig(Object.fromEntries(settings))).toEqual(readConfig({}));
  });

  it("have no default for a secret", () => {
    const { SLACK_BOT_TOKEN, SMTP_URL, OIDC_CLIENT_SECRET, DKIM_PRIVATE_KEY } = readConfig({});
    expect([SLACK_BOT_TOKEN, SMTP_URL, OIDC_CLIENT_SECRET, DKIM_PRIVATE_KEY]).toEqual(Array(4).fill(undefined));
  });

  it.each([
    ["DATABASE_URL", "mysql://x"],
    ["REDIS_URL", "http://x"],
    ["PUBLIC_URL", "not an address"],
    ["PORT", "99999"],
    ["MAX_FILE_MB", "-1"],
    ["DELIVERY_MODE", "Live"],
    ["SLACK_BOT_TOKEN", "secret-token-that-is-wrong"],
    ["TEAMS_HOSTS", "https://prod-01.usgov.logic.azure.us/workflows/abc"],
    ["TEAMS_HOSTS", "*.logic.azure.us, *.us"],
    ["TEAMS_HOSTS", "prod-*.logic.azure.us"],
    ["TEAMS_HOSTS", "teams.region.example:8443"],
    ["SMTP_URL", "https://user:secret@host"],
    ["LOG_LEVEL", "loud"],
    ["DKIM_PRIVATE_KEY", "-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----"],
    ["DKIM_PRIVATE_KEY_FILE", "/nowhere/dkim-key.pem"],
    ["DKIM_PRIVATE_KEY_FILE", "src"],
    ["DKIM_DOMAIN", "region_.example"],
    ["DKIM_DOMAIN", "a.example; s=x"],
    ["DKIM_SELECTOR", "rs._domainkey"],
    ["BOUNCE_ADDRESS", "bounce+tag@region.example"],
    ["BOUNCE_ADDRESS", "Restsignal <bounce@region.example>"],
    ["BOUNCE_INBOX_URL", "https://u:p@imap.region.example"],
    ["BOUNCE_INBOX_URL", "imaps://imap.region.example/INBOX"],
    ["BOUNCE_WEBHOOK_SECRET", "too-short-a-secret"],
    ["OIDC_ISSUER", "http://login.region.example"],
    ["OIDC_ISSUER", "http://127.0.0.1.region.example"],
    ["OIDC_ISSUER", "https://login.region.example/?tenant=1"],
    ["OIDC_CLIENT_SECRET", "brief"],
    ["OIDC_SCOPE", "profile"],
    ["OIDC_CLAIM_MAP", "{not-json"],
    ["OIDC_CLAIM_MAP", '{"claim":"g","roles":{"x":[{"region":"99","role":"curator"}]}}'],
    ["OIDC_CLAIM_MAP", '{"claim":"g","roles":{"x":[{"region":"12","role":"boss"}]}}'],
    ["OIDC_CLAIM_MAP", '{"claim":"g","roles":{"x":[{"region":"12","role":"operator"}]}}'],
    ["OIDC_CLAIM_MAP", '{"claim":"g","roles":{"x":[{"region":"00","role":"curator"}]}}'],
    ["OIDC_CLAIM_MAP", '{"claim":"g","roles":{},"admins":"y"}'],
  ])("stop the start when %s is wrong, with its name and what it should be but not what it was", (name, value) => {
    const read = () => readConfig({ [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(new RegExp(`^${name} should be .{5,}`));
    expect(read).not.toThrow(new RegExp(value.replaceAll(/[^\w]/g, ".")));
  });

  it("stop the start when half of what mails are signed with is missing, or two keys are given", () => {
    const { privateKey: key, keySelector } = dkim;
    expect(() => readConfig({ DKIM_PRIVATE_KEY: key })).toThrow(/^DKIM_SELECTOR should be/);
    expect(() => readConfig({ DKIM_SELECTOR: keySelector })).toThrow(/^DKIM_PRIVATE_KEY should be/);
    expect(() => readConfig({ DKIM_DOMAIN: "region.example" })).toThrow(/^DKIM_PRIVATE_KEY should be/);
    const file = join(mkdtempSync(join(tmpdir(), "restsignal-dkim-")), "key.pem");
    writeFileSync(file, key);
    const both = { DKIM_SELECTOR: keySelector, DKIM_PRIVATE_KEY: key, DKIM_PRIVATE_KEY_FILE: file };
    expect(() => readConfig(both)).toThrow(/^DKIM_PRIVATE_KEY_FILE should be left out/);
    for (const one of [{ DKIM_PRIVATE_KEY: key.replaceAll("\n", "\\n") }, { DKIM_PRIVATE_KEY_FILE: file }]) {
      const config = readConfig({ DKIM_SELECTOR: keySelector, MAIL_FROM: "R <a@Sjukvård.example>", ...one });
      const expected = { domainName: "xn--sjukvrd-ixa.example", keySelector, privateKey: key };
      expect(readDkim(config)).toEqual(expected);
    }
    rmSync(dirname(file), { recursive: true });
    expect(readDkim(readConfig({}))).toBeNull();
  });

  it("name every wrong value at once", () => {
    expect(() => readConfig({ PORT: "x", LOG_LEVEL: "loud" })).toThrow(/PORT should[^]*LOG_LEVEL should/);
  });

  it("take hosts of Teams workflows beside Microsoft's own, which stay", () => {
    const { TEAMS_HOSTS } = readConfig({ TEAMS_HOSTS: "*.Logic.Azure.us, teams.region.example,10.0.0.7" });
    expect(TEAMS_HOSTS).toEqual(["*.logic.azure.us", "teams.region.example", "10.0.0.7"]);
    const { targetSchema } = createTeamsChannel({ http: nowhere, moreHosts: TEAMS_HOSTS });
    const takes = (host: string) => targetSchema.safeParse({ webhookUrl: `https://${host}/workflows/a?sig=b` }).success;
    expect(
      ["prod-01.usgov.logic.azure.us", "teams.region.example", "10.0.0.7", "prod-01.northeurope.logic.azure.com"].map(
        takes,
      ),
    ).toEqual([true, true, true, true]);
    for (const host of [
      "logic.azure.us",
      "x.teams.region.example",
      "evil-logic.azure.us",
      "teams.region.example.evil.example",
    ])
      expect(takes(host)).toBe(false);
  });

  it("take an OpenID provider only with everything it needs", () => {
    const whole = {
      OIDC_ISSUER: "https://login.region.example",
      OIDC_CLIENT_ID: "restsignal",
      OIDC_CLIENT_SECRET: "client-secret",
      OIDC_CLAIM_MAP: '{"claim":"groups","roles":{"rs-12":[{"region":"12","role":"curator"}]}}',
    };
    expect(readConfig(whole).OIDC_CLAIM_MAP).toEqual({
      claim: "groups",
      roles: { "rs-12": [{ regionCode: "12", role: "curator" }] },
      email: "email",
      name: "name",
    });
    for (const name of ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_CLAIM_MAP"])
      expect(() => readConfig({ ...whole, [name]: "" })).toThrow(
        new RegExp(`^${name} should be .*OIDC_ISSUER needs it`),
      );
  });

  it("take an unencrypted OpenID provider on this machine alone", () => {
    for (const OIDC_ISSUER of ["http://127.0.0.1:9000", "http://localhost:9000/realm", "http://[::1]:9000"])
      expect(() => readConfig({ OIDC_ISSUER })).not.toThrow(/OIDC_ISSUER should/);
  });
});
