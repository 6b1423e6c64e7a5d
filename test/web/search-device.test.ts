import { afterAll, expect, it } from "vitest";
import { createApp } from "../../src/web/app.ts";
import { makeEntry, makeNotice } from "../support/builders.ts";
import { createScene, nationalDouble, NO_GUARDS } from "../support/scene.ts";
import { createWebDeps } from "./site.ts";

const scene = await createScene();
afterAll(() => scene.close());

it("a device on the list is not called unreported: the nation's file tells of none", async () => {
  scene.clock = new Date("2026-08-21T06:00:00Z");
  await scene.importList([
    makeEntry({ substance: "Aggregat", atc: "", emdn: "A0101", formGroup: null, key: "EMDN A0101//" }),
    makeEntry({ substance: "Morfin", atc: "N02AA01" }),
  ]);
  const file = await scene.writeFile(JSON.stringify({ at: "2026-08-21", notices: [makeNotice()] }));
  await scene.ingestFrom(nationalDouble, { file, guards: NO_GUARDS });
  const app = createApp(createWebDeps(scene.db, { now: () => scene.clock }));
  const ask = async (question: string): Promise<string> => (await app.request(`/r/12?q=${question}`)).text();
  const device = await ask("aggregat");
  expect(device).toContain("gäller bara läkemedel, så vi vet inte om det är brist på den.");
  expect(device).not.toContain("Ingen brist");
  expect(await ask("morfin")).toContain("Ingen brist");
});
