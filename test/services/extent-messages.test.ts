import { expect, it } from "vitest";
import { readOpenCases } from "../../src/db/cases.ts";
import { readLastMessage } from "../../src/db/messages.ts";
import { EVERYBODY } from "../../src/domain/audience.ts";
import type { MessageKind } from "../../src/domain/message.ts";
import { importCatalogue } from "../../src/services/intake/import-catalogue.ts";
import { viewMessage } from "../../src/addresses.ts";
import { describeDigest } from "../../templates/digest.ts";
import { describeMessage } from "../../templates/message-content.ts";
import { makeEntry, makeNotice, makePackage } from "../support/builders.ts";
import { catalogueOf } from "../support/catalogue-file.ts";
import { publishNow } from "../support/publish-now.ts";
import { REGION, type Scene } from "../support/scene.ts";
import { useScene } from "../support/use-scene.ts";

let scene: Scene;
useScene((opened) => {
  scene = opened;
});

const NPL_IDS = [1, 2].map((number) => String(20_990_000_000_000 + number));

function short(nplId: string, ended: string | null = null) {
  return makeNotice({ reportId: nplId, nplId, packages: [makePackage({ nplPackId: nplId, ended })] });
}

async function publish(kind: MessageKind | null = null) {
  const [open] = await readOpenCases(scene.db, REGION);
  const told = await publishNow(scene.db, {
    caseId: open?.id ?? 0,
    kind,
    advice: null,
    audience: EVERYBODY,
    urgency: "normal",
    reviewed: false,
    publishedBy: "rule",
    now: scene.clock,
    digestChannels: new Set<string>(),
  });
  if (told.kind !== "published") throw new Error(told.reason);
  const message = await readLastMessage(scene.db, open?.id ?? 0);
  if (message === null) throw new Error("nothing was told");
  const view = viewMessage(message, (path) => path);
  const { kicker, headline } = describeMessage(view, "sv");
  return { kicker, headline, subject: describeDigest([view], "sv") };
}

it("messages of a case tell how much is hit now and was before, as products fall and return", async () => {
  await scene.importList([
    makeEntry({ atc: "J01DH02", substance: "meropenem", formGroup: "parenteral", strength: null }),
  ]);
  const file = await scene.writeFile(catalogueOf(NPL_IDS.map((nplId) => ({ nplId, name: `Exempem ${nplId}` }))));
  const deps = { db: scene.db, now: () => scene.clock, digestChannels: new Set<string>() };
  await importCatalogue(deps, { file, maxBytes: 10_000_000 });
  const [first = "", second = ""] = NPL_IDS;

  await scene.ingest({ at: "2026-08-20", notices: [short(first)] });
  expect(await publish("new")).toMatchObject({
    kicker: "En del av preparaten anmälda",
    headline: "Meropenem, injektion: 1 av 2 preparat är anmält som bristande. 1 är inte anmält som bristande.",
  });

  await scene.ingest({ at: "2026-08-21", notices: [short(first), short(second)] });
  expect(await publish()).toMatchObject({
    kicker: "Mer är drabbat än förut",
    headline: "Meropenem, injektion: båda registrerade preparaten är anmälda som bristande (förut 1 av 2).",
    subject: expect.stringContaining("Meropenem, injektion: båda"),
  });

  await scene.ingest({ at: "2026-08-22", notices: [short(first), short(second, "2026-08-22")] });
  expect(await publish()).toMatchObject({
    kicker: "Mindre är drabbat än förut",
    headline:
      "Meropenem, injektion: 1 av 2 preparat är anmält som bristande (förut 2 av 2). 1 är inte anmält som bristande.",
  });
});
