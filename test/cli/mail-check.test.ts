import { describe, expect, it } from "vitest";
import { publicKeyOf } from "../../src/channels/email/dkim.ts";
import { checkMail } from "../../src/cli/mail-check.ts";
import { readConfig } from "../../src/config.ts";
import { createMailDns, type MailDns } from "../../src/net/mail-dns.ts";
import { dkim } from "../support/dkim-proof.ts";

const DKIM = { DKIM_SELECTOR: "rs", DKIM_PRIVATE_KEY: dkim.privateKey };
const BASE = {
  DELIVERY_MODE: "live",
  SMTP_URL: "smtp://mx.region.example",
  MAIL_FROM: "Restsignal <utskick@bulletin.region.example>",
};
const OURS = `v=DKIM1; k=rsa; p=${publicKeyOf(dkim.privateKey)}`;
const GOOD = {
  "rs._domainkey.bulletin.region.example": [OURS],
  "bulletin.region.example": ["google-site-verification=x", "v=spf1 mx -all"],
  "_dmarc.region.example": ["v=DMARC1; p=reject; rua=mailto:x@region.example"],
};

/** DNS as it says; null for one that does not answer. */
function dnsOf(records: Readonly<Record<string, readonly string[]>> | null): MailDns {
  return {
    txt: (name) => Promise.resolve(records === null ? null : (records[name] ?? [])),
    reverse: () => Promise.resolve(records === null ? null : ["mx.region.example"]),
  };
}

async function check(
  env: Readonly<Record<string, string>>,
  dns: MailDns = dnsOf(GOOD),
  inbox: string | null = null,
): Promise<Record<string, string>> {
  const given =
    inbox === null
      ? null
      : {
          check: () => Promise.resolve(inbox === "" ? null : inbox),
          readEach: () => Promise.reject(new Error("unread")),
        };
  const findings = await checkMail({ config: readConfig({ ...BASE, ...env }), dns, inbox: given });
  return Object.fromEntries(
    findings.map(({ part, state, detail, mend = "" }) => [part, `${state}: ${detail} ${mend}`]),
  );
}

describe("whether receivers believe that our mails are ours", () => {
  it("is said of the key in DNS, SPF and DMARC, which a domain has of the one above it", async () => {
    const found = await check(DKIM);
    expect(found).toMatchObject({
      DKIM: expect.stringMatching(/^ready: .*rs\._domainkey\.bulletin\.region\.example holds our key/),
      SPF: expect.stringMatching(/^ready: v=spf1 mx -all/),
      DMARC: expect.stringMatching(/^ready: _dmarc\.region\.example: v=DMARC1; p=reject/),
    });
  });

  it.each([
    [
      "no key in DNS",
      "DKIM",
      { "rs._domainkey.bulletin.region.example": [] },
      /^failing: .*not in DNS publish a TXT record at rs\._domainkey.*p=MII/,
    ],
    [
      "another key in DNS",
      "DKIM",
      { "rs._domainkey.bulletin.region.example": ["v=DKIM1; p=MIIB"] },
      /^failing: .*another key/,
    ],
    [
      "a key that was taken back",
      "DKIM",
      { "rs._domainkey.bulletin.region.example": ["v=DKIM1; p="] },
      /^failing: .*taken back/,
    ],
    ...["t=y", "t=s:y", "h=sha1", "k=ed25519", "s=tlsrpt"].map(
      (tag): [string, string, Record<string, string[]>, RegExp] => [
        `a key with ${tag}`,
        "DKIM",
        { "rs._domainkey.bulletin.region.example": [`${tag}; ${OURS.replace("k=rsa; ", "")}`] },
        /^failing: .*our key/,
      ],
    ),
    ...["-all", "?all", "~all", "", "-mx -all", "exp=mx.example -all"].map(
      (rest): [string, string, Record<string, string[]>, RegExp] => [
        `SPF that names nobody, "${rest}"`,
        "SPF",
        { "bulletin.region.example": [`v=spf1 ${rest}`.trim()] },
        /^failing: .*(nobody|no server)/,
      ],
    ),
    ["no SPF", "SPF", { "bulletin.region.example": ["v=spf10 x"] }, /^missing: .*publish one TXT record/],
    [
      "two SPF records",
      "SPF",
      { "bulletin.region.example": ["v=spf1 mx -all", "v=spf1 a -all"] },
      /^failing: .*2 SPF records/,
    ],
    ["SPF for anybody", "SPF", { "bulletin.region.example": ["v=spf1 mx +all"] }, /^failing: .*anybody/],
    ["no DMARC", "DMARC", { "_dmarc.region.example": [] }, /^missing: .*publish a TXT record at _dmarc\.bulletin/],
    [
      "DMARC without a policy",
      "DMARC",
      { "_dmarc.region.example": ["v=DMARC1; rua=mailto:x@y.example"] },
      /^failing: .*no policy/,
    ],
  ])("is told with the mend where there is %s", async (_what, part, over, told) => {
    expect((await check(DKIM, dnsOf({ ...GOOD, ...over })))[part]).toMatch(told);
  });

  it.each([
    "v=spf1 redirect=_spf.x.example",
    "V=SPF1 +MX ~ALL",
    "v=spf1 include:_spf.x.example",
    "v=spf1 -ip4:192.0.2.1 a:x.example ?all",
  ])("is so by %s", async (record) => {
    expect((await check(DKIM, dnsOf({ ...GOOD, "bulletin.region.example": [record] })))["SPF"]).toMatch(/^ready/);
  });

  it("is told where what signs, or where mails come back to, is of another domain than the sender", async () => {
    const found = await check({ ...DKIM, DKIM_DOMAIN: "other.example", BOUNCE_ADDRESS: "bounce@elsewhere.example" });
    expect(found["DKIM alignment"]).toMatch(/^failing: .*other\.example.*set DKIM_DOMAIN=bulletin\.region\.example/);
    expect(found["SPF alignment"]).toMatch(/^optional: .*elsewhere\.example/);
  });

  it("is not known, and nothing is wrong, where no name server answers", async () => {
    const found = await check(DKIM, dnsOf(null));
    for (const part of ["DKIM", "SPF", "DMARC"]) expect(found[part]).toMatch(/^optional: .*could not be looked up/);
  });

  it("asks a name server that never answers for no longer than its time", async () => {
    expect(await createMailDns({ timeoutMs: 50 }).txt("restsignal.invalid")).toSatisfy(
      (told: unknown) => told === null || Array.isArray(told),
    );
  });

  it("asks nothing where there is no mail server, and needs nothing while nothing is sent", async () => {
    const config = readConfig({});
    expect(await checkMail({ config, dns: dnsOf({}), inbox: null })).toEqual([]);
    const found = await check({ ...DKIM, DELIVERY_MODE: "capture" }, dnsOf({}));
    for (const told of Object.values(found)) expect(told).toMatch(/^optional: /);
  });
});

it("it is told whether mails that come back are heard of", async () => {
  const part = "returned mails";
  const address = { BOUNCE_ADDRESS: "bounce@region.example" };
  expect((await check({}))[part]).toMatch(/^optional: nobody hears/);
  expect((await check(address))[part]).toMatch(/^missing: .*BOUNCE_INBOX_URL/);
  expect((await check(address, dnsOf(GOOD), ""))[part]).toMatch(/^ready/);
  expect((await check({}, dnsOf(GOOD), ""))[part]).toMatch(/^missing: .*BOUNCE_ADDRESS/);
  expect((await check(address, dnsOf(GOOD), "wrong password"))[part]).toMatch(/^failing: .*wrong password/);
  const webhook = { BOUNCE_WEBHOOK_SECRET: "x".repeat(32) };
  expect((await check({ ...address, ...webhook }))[part]).toMatch(/^ready: .*\/mail\/inbound/);
});
