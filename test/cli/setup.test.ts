import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../../src/config.ts";
import { checkSettings } from "../../src/cli/settings-check.ts";
import { readSetup } from "../../src/cli/setup.ts";
import { insertAccount } from "../../src/db/accounts.ts";
import { saveSubscription } from "../../src/db/subscriptions.ts";
import { importCatalogue } from "../../src/services/intake/import-catalogue.ts";
import { workbookOf } from "../support/catalogue-file.ts";
import { createSite, NOW, SKANE, type Site } from "../web/site.ts";

let site: Site;
let productFolder: string;
beforeAll(async () => {
  site = await createSite();
  productFolder = await mkdtemp(join(tmpdir(), "restsignal-setup-"));
});
afterAll(async () => {
  await site?.close();
  await rm(productFolder, { recursive: true });
});

async function findCatalogue(now: Date) {
  return (await readSetup(site.db, now)).find(({ part }) => part === "source lakemedelsverket-products");
}

async function readWanting(now: Date): Promise<string[]> {
  const findings = await readSetup(site.db, now);
  return findings
    .filter(({ state }) => state === "failing" || state === "missing")
    .map(({ state, part }) => `${state} ${part}`);
}

describe("an installation in use", () => {
  it("is told which region has no contact, which has no readers, and that nobody can sign in", async () => {
    expect(await readWanting(NOW)).toEqual([
      "missing source lakemedelsverket-products",
      "missing accounts",
      "missing contact 12",
      "missing contact 14",
      "missing readers 12",
      "missing readers 14",
    ]);
    const contact = (await readSetup(site.db, NOW)).find(({ part }) => part === "contact 12");
    expect(contact).toMatchObject({
      detail: expect.stringContaining("Region Skåne"),
      mend: expect.stringContaining("/policies/12"),
    });
  });

  it("is told that its data are old before anything else", async () => {
    const [first] = await readWanting(new Date(NOW.getTime() + 2_355 * 3_600_000));
    expect(first).toBe("failing source lakemedelsverket");
  });

  it("is told that there is no catalogue of products, what cannot be said without it, and what to do", async () => {
    const found = await findCatalogue(NOW);
    expect(found).toMatchObject({
      state: "missing",
      detail: "no catalogue of products: no message can say how much is short",
      mend: expect.stringMatching(/ingest lakemedelsverket-products, or with a file at hand: .*catalogue import FILE$/),
    });
  });

  it("is told of which day the catalogue is, and when it has grown old", async () => {
    const file = join(productFolder, "products.xlsx");
    await writeFile(file, workbookOf([{ nplId: "20990000000011" }], { sheet: "2026-08-20" }));
    const deps = { db: site.db, now: () => NOW, digestChannels: new Set<string>() };
    expect(await importCatalogue(deps, { file, maxBytes: 1e6 })).toMatchObject({ kind: "ingested" });
    expect(await findCatalogue(NOW)).toMatchObject({ state: "ready", detail: "1 product of 2026-08-20" });
    const later = new Date("2026-08-28T08:00:00Z");
    expect(await findCatalogue(later)).toMatchObject({
      state: "failing",
      detail: "1 product of 2026-08-20, 8 days old",
    });
  });

  it("is told nothing of what was done", async () => {
    const { db } = site;
    await db.updateTable("region").set({ contact: "Jouren, 040-12 34 56" }).execute();
    for (const regionCode of [SKANE, "14"])
      await saveSubscription(db, {
        regionCode,
        channel: "email",
        target: { address: "lakare@region.example" },
        language: "sv",
        filter: {},
        token: `reader-${regionCode}`,
        now: NOW,
      });
    const grants = [{ regionCode: SKANE, role: "region-admin" }] as const;
    await insertAccount(db, { email: "anna@region.example", name: "Anna", subject: null, grants, now: NOW });
    expect(await readWanting(NOW)).toEqual([]);
  });
});

describe("the settings", () => {
  const find = (part: string, env: Readonly<Record<string, string>> = {}) =>
    checkSettings(readConfig(env)).find((finding) => finding.part === part);

  it.each([
    [{}, "optional"],
    [{ DELIVERY_MODE: "live" }, "missing"],
    [{ HOST: "0.0.0.0" }, "missing"],
    [{ PUBLIC_URL: "http://restsignal.example" }, "missing"],
    [{ PUBLIC_URL: "https://restsignal.example", DELIVERY_MODE: "live" }, "ready"],
  ])("with %j the address is %s", (env, state) => {
    expect(find("PUBLIC_URL", env)?.state).toBe(state);
  });

  it("say that without a key of their own the second factors are sealed with one that lies beside them", () => {
    expect(find("SECRET_KEY")).toMatchObject({ state: "optional", detail: expect.stringContaining("same database") });
    expect(find("SECRET_KEY", { SECRET_KEY: "x".repeat(32) })).toMatchObject({ state: "ready" });
  });

  it("that are kept in a file which others may read are told, with the command that mends it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "restsignal-env-"));
    const before = process.cwd();
    process.chdir(folder);
    try {
      expect(find(".env")).toBeUndefined();
      await writeFile(".env", "SMTP_URL=smtp://user:secret@mail.example");
      await chmod(".env", 0o644);
      expect(find(".env")).toMatchObject({ state: "failing", mend: "chmod 600 .env" });
      await chmod(".env", 0o600);
      expect(find(".env")).toBeUndefined();
    } finally {
      process.chdir(before);
      await rm(folder, { recursive: true });
    }
  });
});
