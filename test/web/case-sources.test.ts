import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readThread } from "../../src/db/messages.ts";
import { ingestFile } from "../../src/services/intake/ingest-file.ts";
import { manual } from "../../src/sources/manual.ts";
import { createApp } from "../../src/web/app.ts";
import { factsOf } from "../support/message-facts.ts";
import { findCaseOf, NOW, publish, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

let site: Site;
let caseId: number;

useSite({}, async (opened) => {
  site = opened;
  caseId = await findCaseOf(site.db, "Noradrenalin");
  await takeOwnNotice();
});

/** The region's pharmacist writes a notice of her own that falls on the same case. */
async function takeOwnNotice(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "restsignal-own-"));
  try {
    const file = join(folder, "own.json");
    const notice = {
      kind: "medicine",
      regionCode: "12",
      writtenAt: "2026-08-20T10:00:00+02:00",
      type: "shortage",
      productName: "Noradrenalin Hemma 1 mg/ml Koncentrat till infusionsvätska, lösning",
      atc: "C01CA03",
      start: "2026-08-20",
    };
    await writeFile(file, JSON.stringify(notice));
    const deps = { db: site.db, now: () => NOW, digestChannels: new Set<string>() };
    const rest = { at: null, etag: null, lastModified: null, maxBytes: 1e6 };
    const result = await ingestFile(deps, { source: manual, file, ...rest });
    if (result.kind !== "ingested") throw new Error(`test: unable to take in the region's notice: ${result.reason}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function readText(path: string): Promise<string> {
  const html = await (await createApp(site.deps).request(path)).text();
  return html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
}

describe("a case with notices of several sources", () => {
  it("names each source with its file's time, and of each notice its own", async () => {
    const text = await readText(`/r/12/${caseId}`);
    expect(text).toContain("Läget nu enligt Läkemedelsverket och regionens egen anmälan");
    expect(text).toContain("Källa: Läkemedelsverket, uppgifter per 2026-08-21 02:27");
    expect(text).toContain("Källa: regionens egen anmälan, uppgifter per 2026-08-20 10:00");
    expect(text).toMatch(/Noradrenalin Hemma .*? Källa: regionens egen anmälan/);
    expect(text).toMatch(/Noradrenalin Exempelpharma .*?· Källa: Läkemedelsverket/);
  });

  it("freezes them in its message", async () => {
    await publish(site.db, { caseId });
    const [message] = await readThread(site.db, caseId);
    expect(message?.facts.sources?.map(({ name }) => name)).toEqual(["lakemedelsverket", "manual"]);
    expect(factsOf("case", message).notices.map(({ source }) => source)).toContain("manual");
    const text = await readText(`/r/12/${caseId}`);
    expect(text).toContain("Läget nu enligt Läkemedelsverket och regionens egen anmälan");
  });

  it("and one with notices of one source says it as before", async () => {
    const text = await readText(`/r/12/${await findCaseOf(site.db, "Heparin")}`);
    expect(text).toContain("Läget nu enligt Läkemedelsverket Uppgifter per 2026-08-21 02:27.");
    expect(text).not.toContain("· Källa:");
  });
});
