import { expect, it } from "vitest";
import { spreadsheet } from "../../../src/sources/spreadsheet.ts";
import { type Scene } from "../../support/scene.ts";
import { useScene } from "../../support/use-scene.ts";

const source = spreadsheet.create({
  name: "avd",
  title: "Avdelningens lista",
  url: null,
  options: spreadsheet.optionsSchema.parse({
    columns: { productName: "Namn", status: "Status", start: "Från", forecastEnd: "Åter", note: "Not" },
    constants: { type: "restsituation" },
  }),
});

let scene: Scene;
useScene((opened) => {
  scene = opened;
});

const table = (status: string, note = "") =>
  `Namn;Status;Från;Åter;Not\nMorfin;${status};2026-06-01;2027-03-31;${note}\n`;

async function readOnly() {
  const { status, content } = await scene.db
    .selectFrom("notice")
    .select(["status", "content"])
    .executeTakeFirstOrThrow();
  return { status, end: content.packages[0]?.actualEnd.value };
}

it("what a status says is over ended on the day that it was seen to say so first, in all files that follow", async () => {
  await scene.ingestText(source, table("Pågår"));
  scene.clock = new Date("2026-08-22T08:00:00Z");
  expect(await scene.ingestText(source, table("Avslutad"))).toMatchObject({ changes: { ended: 1 } });
  expect(await readOnly()).toEqual({ status: "ended", end: "2026-08-22" });
  scene.clock = new Date("2026-08-25T08:00:00Z");
  expect(await scene.ingestText(source, table("Avslutad", "samma rad, ny not"))).toMatchObject({ changes: {} });
  expect(await readOnly()).toEqual({ status: "ended", end: "2026-08-22" });
  scene.clock = new Date("2026-08-26T08:00:00Z");
  expect(await scene.ingestText(source, table("Pågår", "åter slut"))).toMatchObject({ changes: { reopened: 1 } });
  expect((await readOnly()).status).toBe("ongoing");
});
