import type { Page } from "@playwright/test";
import { describe, expect, it } from "vitest";
import { OPERATIONS } from "../../src/domain/region.ts";
import { expectNoFaults } from "../support/page-faults.ts";
import { createDeliveryScene, TEAMS_URL } from "./delivery-scene.ts";
import { signIn } from "./desk-visitor.ts";
import { NOW, SKANE } from "./site.ts";
import { PLAIN, useBrowsedSite } from "./use-site.ts";

const scene = createDeliveryScene(new Date(NOW.getTime() + 60 * 60_000));
let page: Page;
let paths: string[];

useBrowsedSite({ ...PLAIN, ...scene.deps }, async ({ site, openFor }) => {
  scene.bind(site);
  for (const name of ["anna", "bo", "cecilia", "david"])
    await scene.subscribe("email", { address: `${name}@region.example` });
  await scene.subscribe("email", { address: "gone@annan-region.example" });
  await scene.subscribe("teams", { webhookUrl: TEAMS_URL });
  await scene.subscribe("slack", { channelId: "C0123ABCD" });
  scene.answer = ({ channel, target }) => {
    if (channel === "teams")
      return { kind: "unknown", reason: "Teams: prod-12.westeurope.logic.azure.com broke the connection" };
    if (channel === "slack") return { kind: "misconfigured", scope: "installation", reason: "Slack: token_revoked" };
    if (JSON.stringify(target).includes("gone")) return { kind: "gone", reason: "550 5.1.1 user unknown" };
    if (JSON.stringify(target).includes("anna")) return { kind: "rejected", reason: "554 5.7.1 refused as spam" };
    return { kind: "delivered", externalId: "x" };
  };
  await scene.publish("Heparin");
  await scene.deliver();
  scene.wait(60_000);
  const rows = await site.db.selectFrom("sending").select(["id", "state", "channel"]).orderBy("id").execute();
  const find = (state: string) => rows.find((row) => row.state === state)?.id ?? 0;
  const visitor = await signIn(
    site.deps,
    [
      { regionCode: SKANE, role: "region-admin" },
      { regionCode: OPERATIONS.code, role: "operator" },
    ],
    "Anna-Karin Andersson Apotekare",
  );
  await visitor.post("/operations/deliveries/stops", {
    what: "channel email",
    reason: "Fel råd om heparin har gått ut",
  });
  await scene.publish("Fentanyl");
  page = await (await openFor(visitor)).newPage();
  const home = `/deliveries/${SKANE}`;
  paths = [
    home,
    "/operations/deliveries",
    `${home}?view=failed`,
    `${home}/sendings/${find("dead")}`,
    `${home}/sendings/${find("unknown")}`,
    `${home}/sendings/${find("delivered")}`,
    `${home}/decide?do=replay`,
    `${home}/decide?do=again&sending=${find("unknown")}`,
    `${home}/stops?subscription=1`,
    "/operations/deliveries/stops",
    "/inbox/12",
  ];
});

describe("the pages of sendings in a browser", () => {
  it.each(["sv", "en"])("have no fault that axe finds and nothing outside the screen (%s)", async (language) => {
    for (const path of paths) {
      await page.goto(`${path}${path.includes("?") ? "&" : "?"}lang=${language}`);
      await look(`${language}${path}`);
      // The words differ, and little else.
      if (language === "sv" || path.endsWith("/stops")) await expectNoFaults(page);
    }
  });

  it("say first, on a phone too, whether somebody is needed", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`/deliveries/${SKANE}?lang=sv`);
    const box = await page.getByText("2 utskick kom inte fram").boundingBox();
    expect((box?.y ?? 9999) + (box?.height ?? 0)).toBeLessThan(740);
  });
});

/** For whoever looks at them: `SHOTS=folder` keeps a picture of each, narrow and wide. */
async function look(name: string): Promise<void> {
  const folder = process.env["SHOTS"];
  if (folder === undefined) return;
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: `${folder}/${name.replaceAll(/[^a-z0-9]+/g, "-")}-${width}.png`, fullPage: true });
  }
}
