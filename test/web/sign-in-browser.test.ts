import type { Browser, BrowserContext, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HttpClient } from "../../src/net/http-client.ts";
import { Secret, TOTP } from "otpauth";
import { createApp } from "../../src/web/app.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";
import { connectChromium } from "../support/chromium.ts";
import { servePages, type PageServer } from "../support/page-server.ts";
import { expectNoFaults } from "../support/page-faults.ts";
import { startOidcProvider, type OidcProvider } from "../support/oidc-provider.ts";
import { addLink, addLocal, connectProvider, PASSWORD, SITE } from "./sign-in-scene.ts";
import { createEmptySite, type Site } from "./site.ts";

let site: Site;
let browser: Browser;
let server: PageServer;
let provider: OidcProvider;
let http: HttpClient;
let deps: WebDeps;

beforeAll(async () => {
  site = await createEmptySite();
  browser = await connectChromium();
  // The address is known once the server listens, and the provider has to know it.
  let answer: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 });
  server = await servePages((request) => answer(request));
  const publicUrl = server.address;
  const redirectUrl = `${publicUrl}/login/callback`;
  provider = await startOidcProvider({ redirectUrls: [redirectUrl], apart: true });
  provider.people.set("olle", { email: "olle@skane.example", name: "Olle Organisation", groups: ["rs-12-curator"] });
  const connected = connectProvider(provider, { redirectUrl });
  http = connected.http;
  deps = { ...site.deps, publicUrl, identityProvider: connected.identityProvider };
  answer = createApp(deps).fetch;
  await addLocal(site.db, { email: "anna@skane.example", grants: [{ regionCode: "12", role: "region-admin" }] });
});
afterAll(async () => {
  await browser?.close();
  server?.close();
  await http?.close();
  await provider?.stop();
  await site?.close();
});

function addressOf(path: string): string {
  return server.address + path;
}

/** Goes with the Tab key to what has that name, and fails when it is not among the next stops. */
async function tabTo(page: Page, role: "button" | "textbox" | "link", name: string): Promise<void> {
  const wanted = page.getByRole(role, { name, exact: true });
  for (let stop = 0; stop < 40; stop++) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((element) => element.matches(":focus"))) return;
  }
  throw new Error(`test: the Tab key does not lead to ${name}`);
}

async function typeInto(page: Page, name: string, text: string): Promise<void> {
  await tabTo(page, "textbox", name);
  await page.keyboard.type(text);
}

/** Nothing of ours needs a script. */
function openContext(): Promise<BrowserContext> {
  return browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 800 } });
}

describe("with the keyboard alone and without scripts", () => {
  it("somebody signs in with their organisation and comes to where they were going", async () => {
    const context = await openContext();
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.location().url.startsWith(addressOf(""))) complaints.push(message.text());
    });
    await page.goto(addressOf("/account"));
    expect(new URL(page.url()).pathname).toBe("/login");
    await tabTo(page, "button", "Logga in med din organisation");
    await page.keyboard.press("Enter");
    await page.getByLabel("Subject").waitFor();
    expect(page.url()).toContain(provider.issuer);
    await page.keyboard.type("olle");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Ditt konto" }).waitFor();
    expect(page.url()).toBe(addressOf("/account"));
    expect(await page.getByText("Region Skåne: Handläggare").isVisible()).toBe(true);
    await tabTo(page, "button", "Logga ut överallt");
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText("Du är utloggad överallt.").waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("an administrator adds a colleague, who chooses a password by the link and signs in", async () => {
    const context = await openContext();
    const page = await context.newPage();
    await page.goto(addressOf("/people/12"));
    await typeInto(page, "E-postadress", "anna@skane.example");
    await typeInto(page, "Lösenord", PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Användare" }).waitFor();
    await typeInto(page, "E-postadress", "ny@skane.example");
    await typeInto(page, "Namn", "Nils Ny");
    await page.keyboard.press("Enter");
    const link = (await page.getByRole("region", { name: "Länk" }).textContent())?.trim() ?? "";
    expect(link).toMatch(/\/login\/link\/[\w-]{43}$/);

    const colleague = await openContext();
    const own = await colleague.newPage();
    await own.goto(link);
    await own.getByText("Välkommen, Nils Ny.").waitFor();
    await typeInto(own, "Nytt lösenord", "Sommaren2026");
    await typeInto(own, "Samma lösenord igen", "Sommaren2026");
    await own.keyboard.press("Enter");
    await own.getByRole("alert").getByText("lätt att gissa").waitFor();
    await typeInto(own, "Nytt lösenord", PASSWORD);
    await typeInto(own, "Samma lösenord igen", PASSWORD);
    await own.keyboard.press("Enter");
    // Whoever has just chosen it does not type it again.
    await own.waitForURL((url) => !url.pathname.startsWith("/login"));
    await own.goto(addressOf("/account"));
    expect(await own.getByRole("heading", { name: "Ditt konto" }).isVisible()).toBe(true);
    await tabTo(own, "button", "Logga ut");
    await own.keyboard.press("Enter");
    await own.getByRole("status").getByText("Du är utloggad.").waitFor();
    await own.goBack();
    expect(await own.getByText("Nils Ny").count()).toBe(0);
    await colleague.close();
    await context.close();
  });
});

describe("at 320 and 1280 px, in light and dark colours, axe finds no fault and nothing scrolls sideways", () => {
  it("on the ways in, right and wrong", async () => {
    const page = await browser.newPage();
    await page.goto(addressOf("/login?return=/account"));
    await expectNoFaults(page);
    await page.getByLabel("E-postadress", { exact: true }).fill("anna@skane.example");
    await page.getByLabel("Lösenord", { exact: true }).fill("inte rätt");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    await expectNoFaults(page);
    // The answer to a form has no address of its own: the other language begins at the sign-in page.
    await page.getByRole("link", { name: "In English" }).click();
    await page.getByRole("button", { name: "Sign in with your organisation" }).waitFor();
    await page.close();
  });

  it("on a one-time link, and on one that is used up", async () => {
    const accountId = await addLocal(site.db, { email: "lena@skane.example" });
    const page = await browser.newPage();
    const link = await addLink(site.db, { accountId, token: "browser-link-that-is-long-enough" });
    await page.goto(addressOf(link.slice(SITE.length)));
    await page.getByLabel("Nytt lösenord").fill("kort");
    await page.getByLabel("Samma lösenord igen").fill("kort");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    await expectNoFaults(page);
    await page.goto(addressOf("/login/link/no-such-link-that-is-long-enough"));
    await expectNoFaults(page);
    await page.close();
  });

  it("on the account, the people and a link for one of them", async () => {
    const page = await browser.newPage();
    await page.goto(addressOf("/login?return=/account"));
    await page.getByLabel("E-postadress", { exact: true }).fill("anna@skane.example");
    await page.getByLabel("Lösenord", { exact: true }).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Ditt konto" }).waitFor();
    await expectNoFaults(page);
    await page.goto(addressOf("/people/12"));
    await expectNoFaults(page);
    await page.getByRole("button", { name: "Lägg till" }).click();
    await page.getByRole("alert").waitFor();
    await expectNoFaults(page);
    await page.goto(addressOf("/account/password"));
    await expectNoFaults(page);
    await page.goto(addressOf("/people/12"));
    await page.getByLabel("E-postadress", { exact: true }).fill("maja@skane.example");
    await page.getByLabel("Namn").fill("Maja");
    await page.getByRole("button", { name: "Lägg till" }).click();
    await page.getByRole("region", { name: "Länk" }).waitFor();
    await expectNoFaults(page);
    await page.close();
  });

  it("on the second step: the picture, the recovery codes, the code at the sign-in", async () => {
    await addLocal(site.db, { email: "tove@skane.example" });
    const page = await browser.newPage();
    const enter = async () => {
      await page.goto(addressOf("/login?return=/account"));
      await page.getByLabel("E-postadress", { exact: true }).fill("tove@skane.example");
      await page.getByLabel("Lösenord", { exact: true }).fill(PASSWORD);
      await page.keyboard.press("Enter");
    };
    await enter();
    await page.getByRole("button", { name: "Slå på tvåstegsinloggning" }).click();
    await page.getByRole("img", { name: "QR-kod för appen" }).waitFor();
    await expectNoFaults(page);
    const secret = Secret.fromBase32((await page.locator("code").innerText()).replaceAll(" ", ""));
    const code = new TOTP({ secret }).generate({ timestamp: deps.now().getTime() });
    await page.getByLabel("Koden som appen visar nu").fill(code);
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "Dina reservkoder" }).waitFor();
    await expectNoFaults(page);
    await page.getByRole("link", { name: "Till ditt konto" }).click();
    await expectNoFaults(page);
    await page.context().clearCookies();
    await enter();
    await page.getByRole("heading", { name: "Skriv koden" }).waitFor();
    await page.getByLabel("Kod").fill("000000");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    await expectNoFaults(page);
    await page.close();
  });
});
