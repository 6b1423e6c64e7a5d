import { expect, it } from "vitest";
import { createDraftDesk, makeContent } from "../support/draft-desk.ts";
import { makeNotice, makePackage } from "../support/builders.ts";
import type { Scene } from "../support/scene.ts";
import { useScene } from "../support/use-scene.ts";

let scene: Scene;
useScene((opened) => {
  scene = opened;
});

const other = makeNotice({
  reportId: "report-2",
  nplId: "20990000000101",
  atc: "J01DD01",
  packages: [makePackage({ nplPackId: "20990000000101" })],
});

it("a draft whose alternative falls before it goes out comes back to its writer, and not when a file says the same", async () => {
  const desk = await createDraftDesk(scene);
  const anna = await desk.addPerson("anna");
  const alternatives = [{ kind: "product" as const, nplId: "20990000000101", name: "Cefexem 1 g" }];
  const content = makeContent({ advice: { type: "other-substance", text: { sv: "Byt." }, alternatives } });
  await desk.write(anna, content);
  await desk.handOver(anna, { publishAt: new Date("2026-08-22T08:00:00Z") });
  await scene.ingest({ at: "2026-08-21", notices: [makeNotice()] });
  scene.clock = new Date("2026-08-22T08:01:00Z");
  await scene.ingest({ at: "2026-08-22", notices: [makeNotice(), other] });
  expect(await desk.publishDue()).toMatchObject([{ kind: "put-back" }]);
  expect((await desk.draft())?.reason).toContain("Nya uppgifter kom");

  // Who has seen it may send it all the same.
  await desk.handOver(anna);
  desk.wait(120_000);
  await scene.ingest({ at: "2026-08-22T08:02:00Z", notices: [makeNotice(), other] });
  expect(await desk.publishDue()).toMatchObject([{ kind: "published" }]);
});

it("whoever saw an alternative as unreported does not hand it over once it is short", async () => {
  const desk = await createDraftDesk(scene);
  const anna = await desk.addPerson("anna");
  const alternatives = [{ kind: "product" as const, nplId: "20990000000101", name: "Cefexem 1 g" }];
  await desk.write(anna, makeContent({ advice: { type: "other-substance", text: { sv: "Byt." }, alternatives } }));
  await scene.ingest({ at: "2026-08-21", notices: [makeNotice()] });
  const factsHash = await desk.factsHash();
  await scene.ingest({ at: "2026-08-22", notices: [makeNotice(), other] });
  expect(await desk.handOver(anna, { factsHash })).toMatchObject({ kind: "refused", why: "facts-changed" });
  expect(await desk.handOver(anna)).toMatchObject({ kind: "done" });
});
