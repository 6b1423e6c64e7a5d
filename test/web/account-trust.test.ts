import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createChannels } from "../../src/channels/index.ts";
import { findStoredAccount } from "../../src/db/accounts.ts";
import { makeLink } from "../../src/services/account-links.ts";
import { addAccount, setRole } from "../../src/services/people.ts";
import { sendAccountMails } from "../../src/jobs/account-mail.handler.ts";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { findField, type CookieBrowser } from "../support/cookie-browser.ts";
import { startSmtpDouble, type SmtpDouble } from "../support/smtp-double.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { openBrowser, signInLocally, SITE } from "./sign-in-scene.ts";
import { createEmptySite, NOW, type Site } from "./site.ts";

/** Skåne's rights are what Halland's administrator is after. */
const SKANE = "12";
const HALLAND = "13";
const KNOWN = "hallands ansvariga kan detta";
const CHOSEN = "sju blåa hus vid ån";
const commandLine = () =>
  ({ db: site.db, now: NOW, actor: { kind: "command-line", name: null }, grants: "all" }) as const;

let site: Site;
let double: SmtpDouble;
let delivering: DeliverDeps;
let skane: DeskVisitor;
let halland: DeskVisitor;
let email = "";
let victims = 0;

beforeAll(async () => {
  site = await createEmptySite();
  double = await startSmtpDouble();
  const channels = createChannels({
    slack: { token: null },
    teams: { http: { request: () => Promise.reject(new Error("test: no network")) } },
    email: { smtpUrl: double.url, from: "Restsignal <utskick@restsignal.example>" },
  });
  delivering = { db: site.db, channels, mode: "live", publicUrl: SITE, now: () => NOW };
  skane = await signIn(site.deps, [{ regionCode: SKANE, role: "region-admin" }], "Astrid i Skåne");
  halland = await signIn(site.deps, [{ regionCode: HALLAND, role: "region-admin" }], "Hasse i Halland");
});
afterAll(async () => {
  for (const channel of delivering?.channels.values() ?? []) await channel.close();
  await site?.close();
  await double?.stop();
});
beforeEach(async () => {
  email = `anna-${(victims += 1)}@skane.example`;
  await sendAccountMails(delivering);
});

/** What is sent now, as its receivers and its words. */
async function sendMails(): Promise<{ to: string; subject: string; text: string }[]> {
  const before = double.mails.length;
  await sendAccountMails(delivering);
  return double.mails.slice(before).map(({ parsed, receivers }) => ({
    to: receivers.join(),
    subject: parsed.subject ?? "",
    text: parsed.text ?? "",
  }));
}

const linkIn = (text: string): string => /https:\/\/restsignal\.example\/login\/link\/[\w-]{43}/.exec(text)?.[0] ?? "";

async function choose(link: string, password: string): Promise<{ status: number; browser: CookieBrowser }> {
  const browser = openBrowser(site.deps);
  const page = await browser.get(link);
  if (page.status !== 200) return { status: page.status, browser };
  const form = findField(page.text, "form");
  return { status: (await browser.post(link, { form, password, again: password })).status, browser };
}

async function grantsOf(address: string): Promise<string[]> {
  const found = await findStoredAccount(site.db, { email: address });
  return (found?.account.grants ?? []).map(({ regionCode, role }) => `${regionCode}:${role}`);
}

const idOf = async (address: string): Promise<number> =>
  (await findStoredAccount(site.db, { email: address }))?.account.id ?? 0;

/** Halland registers Anna's address, sees the link, and is signed in as her. */
async function plant(): Promise<CookieBrowser> {
  const { status, browser } = await choose(await registerInHalland(), KNOWN);
  expect(status).toBe(303);
  await sendMails();
  return browser;
}

async function registerInHalland(): Promise<string> {
  const answer = await halland.post(`/people/${HALLAND}/add`, { email, name: "Anna", role: "reader" });
  return linkIn(await answer.text());
}

const giveInSkane = (address = email) =>
  skane.post(`/people/${SKANE}/add`, { email: address, name: "Anna", role: "approver" });

describe("a password that was made in another region", () => {
  it("gets no role of this region: sessions and password are void, and the role waits for a link to the owner", async () => {
    const browser = await plant();
    const given = await giveInSkane();
    expect(given.headers.get("location")).toBe(`/people/${SKANE}?done=offered`);
    expect((await browser.get(`${SITE}/inbox/${SKANE}`)).onward).toContain("/login");
    expect((await signInLocally(openBrowser(site.deps), { email, password: KNOWN })).status).toBe(422);
    expect(await grantsOf(email)).toEqual([`${HALLAND}:reader`]);
    expect(await (await skane.get(`/people/${SKANE}`)).text()).toContain(
      "väntar på att personen väljer ett nytt lösenord",
    );

    const mails = await sendMails();
    const own = mails.find(({ to }) => to === email);
    expect(own?.subject).toContain("Du har fått en roll i Region Skåne");
    expect(own?.text).toContain("Ditt tidigare lösenord gäller inte längre");
    const { status, browser: annas } = await choose(linkIn(own?.text ?? ""), CHOSEN);
    expect(status).toBe(303);
    expect(await grantsOf(email)).toEqual([`${SKANE}:approver`, `${HALLAND}:reader`]);
    expect((await annas.get(`${SITE}/inbox/${SKANE}`)).status).toBe(200);
    expect((await signInLocally(openBrowser(site.deps), { email, password: KNOWN })).status).toBe(422);
  });

  it("is told to the owner and to both regions' administrators, and stands in both regions' logs", async () => {
    await plant();
    await giveInSkane();
    const mails = await sendMails();
    const told = mails.filter(({ to }) => to !== email);
    expect(told).toHaveLength(2);
    for (const { text } of told) {
      expect(text).toContain(`Astrid i Skåne har gett Anna (${email}) rollen granskare i Region Skåne`);
      // The link is the owner's alone.
      expect(linkIn(text)).toBe("");
    }
    const rows = await site.db
      .selectFrom("audit")
      .select(["deed", "region_code"])
      .where("object_kind", "=", "account")
      .where("object_id", "=", String(await idOf(email)))
      .where("deed", "like", "role-offered%")
      .orderBy("id")
      .execute();
    expect(rows).toEqual([
      { deed: "role-offered", region_code: SKANE },
      { deed: "role-offered-in-another-region", region_code: HALLAND },
    ]);
  });

  it("opens nothing when its link was made before the role was given and is used after", async () => {
    const link = await registerInHalland();
    await giveInSkane();
    expect((await choose(link, KNOWN)).status).toBe(404);
    expect(await grantsOf(email)).toEqual([`${HALLAND}:reader`]);
  });

  it("cannot be made again by the other region, neither while the role waits nor after it has begun", async () => {
    await plant();
    await giveInSkane();
    const again = await halland.post(`/people/${HALLAND}/${await idOf(email)}/link`);
    expect([again.status, await again.text()]).toEqual([422, expect.stringContaining("även utanför regionen")]);
    const own = (await sendMails()).find(({ to }) => to === email);
    await choose(linkIn(own?.text ?? ""), CHOSEN);
    expect((await halland.post(`/people/${HALLAND}/${await idOf(email)}/link`)).status).toBe(422);
    expect((await signInLocally(openBrowser(site.deps), { email, password: CHOSEN })).status).toBe(303);
  });

  it("is not trusted when the other region has taken its own role away first", async () => {
    const browser = await plant();
    await halland.post(`/people/${HALLAND}/${await idOf(email)}/remove`, { seen: "reader" });
    expect((await browser.get(`${SITE}/account`)).onward).toContain("/login");
    expect((await giveInSkane()).headers.get("location")).toContain("done=offered");
    expect((await signInLocally(openBrowser(site.deps), { email, password: KNOWN })).status).toBe(422);
    expect(await grantsOf(email)).toEqual([]);
  });

  it("is not trusted by the command line either, for a region or for the whole country", async () => {
    for (const grant of [
      { regionCode: SKANE, role: "curator" },
      { regionCode: "00", role: "operator" },
    ] as const) {
      email = `anna-${(victims += 1)}@skane.example`;
      const browser = await plant();
      const accountId = await idOf(email);
      const set = await setRole(commandLine(), { accountId, ...grant, isNew: true });
      expect(set).toMatchObject({ kind: "done", waits: true });
      expect((await browser.get(`${SITE}/account`)).onward).toContain("/login");
      // The link that the operator prints is theirs to hand over, and begins the role.
      const made = await makeLink(commandLine(), { accountId, regionCode: null });
      const token = made.kind === "done" ? made.token : null;
      expect((await choose(`${SITE}/login/link/${token}`, CHOSEN)).status).toBe(303);
      expect(await grantsOf(email)).toContain(`${grant.regionCode}:${grant.role}`);
    }
  });

  it("is the same account's however the address is spelled", async () => {
    email = `åsa-${(victims += 1)}@sjukvård.example`;
    await plant();
    for (const spelled of [email.toUpperCase(), email.normalize("NFD"), `åsa-${victims}@xn--sjukvrd-ixa.example`]) {
      const given = await giveInSkane(spelled);
      expect([303, 422]).toContain(given.status);
    }
    const rows = await site.db.selectFrom("account").select("email").where("email", "like", "åsa-%").execute();
    expect(rows).toHaveLength(1);
    expect((await signInLocally(openBrowser(site.deps), { email, password: KNOWN })).status).toBe(422);
  });

  it("holds back the new role in another role of this region too, until the owner has come", async () => {
    await plant();
    await giveInSkane();
    const id = await idOf(email);
    const changed = await skane.post(`/people/${SKANE}/${id}/role`, { role: "region-admin", seen: "offered approver" });
    expect(changed.headers.get("location")).toContain("done=offered");
    expect(await grantsOf(email)).toEqual([`${HALLAND}:reader`]);
    expect((await skane.post(`/people/${SKANE}/${id}/link`)).headers.get("location")).toContain("done=offered");
    await skane.post(`/people/${SKANE}/${id}/remove`, { seen: "offered region-admin" });
    expect(await (await skane.get(`/people/${SKANE}`)).text()).not.toContain(email);
  });
});

describe("a role begins at once", () => {
  it("for an account that only this region has had in hand", async () => {
    const answer = await skane.post(`/people/${SKANE}/add`, { email, name: "Anna", role: "reader" });
    await choose(linkIn(await answer.text()), CHOSEN);
    const id = await idOf(email);
    await skane.post(`/people/${SKANE}/${id}/remove`, { seen: "reader" });
    const given = await giveInSkane();
    expect(given.headers.get("location")).toBe(`/people/${SKANE}?done=given`);
    expect(await grantsOf(email)).toEqual([`${SKANE}:approver`]);
  });

  it("when the command line gives it to an account that it made itself", async () => {
    const grants = [{ regionCode: HALLAND, role: "reader" }] as const;
    const added = await addAccount(commandLine(), { email, name: "Anna", grants });
    const accountId = added.kind === "done" ? added.accountId : 0;
    const input = { accountId, regionCode: SKANE, role: "curator", isNew: true } as const;
    expect(await setRole(commandLine(), input)).toMatchObject({ waits: false });
    expect(await grantsOf(email)).toEqual([`${SKANE}:curator`, `${HALLAND}:reader`]);
  });
});

describe("the owner of an account is told by e-mail", () => {
  it("when their role changes, when somebody makes a link for it, and when the password changes", async () => {
    const answer = await skane.post(`/people/${SKANE}/add`, { email, name: "Anna", role: "reader" });
    await choose(linkIn(await answer.text()), CHOSEN);
    const id = await idOf(email);
    await skane.post(`/people/${SKANE}/${id}/role`, { role: "approver", seen: "reader" });
    const link = linkIn(await (await skane.post(`/people/${SKANE}/${id}/link`)).text());
    await choose(link, KNOWN);
    const mails = await sendMails();
    expect(mails.map(({ to }) => to)).toEqual(Array.from({ length: 4 }, () => email));
    expect(mails.map(({ subject }) => subject)).toEqual([
      "Restsignal: Ditt lösenord är ändrat",
      "Restsignal: Din roll i Region Skåne har ändrats",
      "Restsignal: En ny länk för ditt lösenord har gjorts",
      "Restsignal: Ditt lösenord är ändrat",
    ]);
    expect(mails[1]?.text).toContain(
      "Astrid i Skåne har ändrat din roll i Region Skåne i Restsignal, från läsare till granskare.",
    );
    expect(mails.every(({ text }) => linkIn(text) === "")).toBe(true);
  });

  it("again when the mail server asks to come back, with a new link, and never with one that is stored", async () => {
    await plant();
    await giveInSkane();
    double.answerNext({ step: "receiver", code: 451, text: "4.3.0 Try again later" });
    const first = await sendAccountMails(delivering);
    expect(first.map(({ kind }) => kind)).toContain("postponed");
    const later = new Date(NOW.getTime() + 60_000);
    const before = double.mails.length;
    await sendAccountMails({ ...delivering, now: () => later });
    const link = linkIn(
      double.mails
        .slice(before)
        .map(({ parsed }) => parsed.text)
        .join("\n"),
    );
    const rows = JSON.stringify(await site.db.selectFrom("account_mail").selectAll().execute());
    expect(rows).not.toContain(link.split("/").at(-1));
    expect((await choose(link, CHOSEN)).status).toBe(303);
  });

  it("of nothing in capture: no mail leaves, no link is made, and the desk says how to get one", async () => {
    await plant();
    await giveInSkane();
    const before = double.mails.length;
    const results = await sendAccountMails({ ...delivering, mode: "capture" });
    expect(results.map(({ kind }) => kind)).toEqual(["captured", "captured", "captured"]);
    expect(double.mails).toHaveLength(before);
    const links = await site.db
      .selectFrom("account_link")
      .select("token_hash")
      .where("account_id", "=", await idOf(email))
      .execute();
    expect(links).toEqual([]);
  });
});
