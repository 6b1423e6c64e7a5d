import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Alternative } from "../../src/domain/alternative.ts";
import { importCatalogue } from "../../src/services/intake/import-catalogue.ts";
import { createApp } from "../../src/web/app.ts";
import { catalogueOf } from "../support/catalogue-file.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { findCaseOf, NOW, publish, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

const ALTERNATIVE: Alternative = { kind: "product", nplId: "20990000000777", name: "Cefexem <b>1 g</b>" };

let site: Site;
let anna: DeskVisitor;
let caseId: number;
let now: Date;

useSite({ now: () => now }, async (opened) => {
  site = opened;
  now = NOW;
  anna = await signIn(site.deps, [{ regionCode: SKANE, role: "curator" }], "Anna Andersson");
  caseId = await findCaseOf(site.db, "Noradrenalin");
  await importProducts("Godkänd");
  const advice = { type: "other-substance" as const, text: { sv: "Ge cefotaxim." }, alternatives: [ALTERNATIVE] };
  await publish(site.db, { caseId, advice });
});

async function importProducts(status: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "restsignal-falls-"));
  const file = join(folder, "products.csv");
  const row = { name: "Cefexem", substance: "cefotaxim", atc: "J01DD01", status, nplId: "20990000000777" };
  await writeFile(file, catalogueOf([row, { nplId: "20990000000778" }]));
  const result = await importCatalogue({ ...site.deps, digestChannels: new Set() }, { file, maxBytes: 1e6 });
  await rm(folder, { recursive: true });
  expect(result.kind).toBe("ingested");
}

const textOf = (html: string): string => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
const look = async (path: string): Promise<string> => textOf(await (await createApp(site.deps).request(path)).text());
const desk = async (path: string): Promise<string> => textOf(await (await anna.get(path)).text());

describe("an advice that holds", () => {
  it("is shown with what is known of its alternatives, and nothing says that it is reviewed", async () => {
    const page = await look(`/r/12/${caseId}`);
    expect(page).toContain("Cefexem &lt;b&gt;1 g&lt;/b&gt;: inte anmält per 21 augusti");
    expect(page).not.toContain("Rådet håller inte längre");
    expect(await look("/r/12")).not.toContain("Rådet ses över");
  });
});

describe("an advice whose alternative has fallen", () => {
  it("is said to be reviewed on the case's page, in the region's rows and where it is searched for", async () => {
    await importProducts("Avregistrerad");
    const page = await look(`/r/12/${caseId}`);
    expect(page).toContain("Rådet håller inte längre.");
    expect(page).toContain("står inte längre som registrerat hos Läkemedelsverket (per 21 augusti)");
    expect(page).toContain("Region Skåne ser över rådet. Fråga innan ni följer det.");
    expect(page.indexOf("Rådet håller inte längre.")).toBeLessThan(page.indexOf("Ge cefotaxim."));
    expect(await look("/r/12")).toContain("Rådet ses över");
    expect(await look("/r/12?q=noradrenalin")).toContain("Rådet ses över");
  });

  it("comes first in the inbox, due at once, with what happened", async () => {
    await importProducts("Avregistrerad");
    const inbox = await (await anna.get("/inbox/12")).text();
    expect(inbox.match(/id="case-(\d+)"/)?.[1]).toBe(String(caseId));
    expect(textOf(inbox)).toContain("Rådet håller inte längre");
    expect(textOf(inbox)).toContain("När rådet gavs: inte anmält per 21 augusti.");
    expect(await desk(`/cases/${caseId}`)).toContain("När rådet gavs: inte anmält per 21 augusti.");
    expect(await desk("/inbox/12?change=advice-fallen")).toContain("Noradrenalin");
  });

  it("that comes back before anybody acted is said to be back", async () => {
    await importProducts("Avregistrerad");
    now = new Date("2026-08-21T06:20:00Z");
    await importProducts("Godkänd");
    expect(await desk("/inbox/12")).toContain("Sedan 21 augusti är det inte längre så.");
    expect(await look(`/r/12/${caseId}`)).not.toContain("Rådet håller inte längre");
    expect(await look("/r/12")).not.toContain("Rådet ses över");
  });
});
