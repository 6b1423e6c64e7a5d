import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { manual } from "../../src/sources/manual.ts";
import { fixturePath, readGood, readReason, readSourceContent, readSourceFile } from "../support/source-file.ts";

const readFixture = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(fixturePath(`manual/${name}.json`), "utf8")) as Record<string, unknown>;
const medicine = readFixture("medicine");
const device = readFixture("device");

describe("what a pharmacist writes by hand is a notice of the writer's region only", () => {
  it("about a medicine", async () => {
    const { result, notices } = await readSourceFile(manual, fixturePath("manual/medicine.json"));
    expect(result).toMatchObject({ kind: "read", reports: 1, createdAt: new Date("2026-08-20T13:12:00Z") });
    expect(manual).toMatchObject({ complete: false, use: "facts" });
    expect(notices).toMatchObject([
      {
        source: "manual",
        regionCode: "17",
        nplId: "",
        type: "shortage",
        atc: { value: "N02AA01" },
        text: "Grossisten kan inte leverera till regionen.",
        packages: [
          {
            nordicArticleNumber: { value: "023456" },
            description: "Ampull, 10 x 1 ml",
            start: { value: "2026-08-20" },
            forecastEnd: { value: "2026-09-10" },
            actualEnd: { value: null },
          },
        ],
      },
    ]);
    expect(notices[0]?.device).toBeUndefined();
  });

  it("about a device, named by the European nomenclature", async () => {
    const { notices } = await readSourceFile(manual, fixturePath("manual/device.json"));
    expect(notices).toMatchObject([
      {
        nplId: "",
        holder: "Exempel Medical GmbH",
        atc: { value: null },
        device: { emdn: "A0301", articleNumber: "EX-4062957", manufacturer: "Exempel Medical GmbH" },
        packages: [{ nordicArticleNumber: { value: null } }],
      },
    ]);
  });

  it("the same notice each time it is read, another for another text, and an earlier one when its id is given", async () => {
    const idOf = async (written: object) =>
      (await readGood(manual, JSON.stringify(written))).notices.map(({ reportId }) => reportId);
    const first = await idOf(medicine);
    expect(await idOf({ ...medicine, note: "rättad" })).toEqual(first);
    expect(await idOf({ ...medicine, writtenAt: "2026-08-21T05:00:00+02:00" })).not.toEqual(first);
    expect(await idOf({ ...medicine, id: "abc", writtenAt: "2026-08-21T05:00:00+02:00" })).toEqual(["abc"]);
  });
});

it("one that says it was written at a time that has not come is refused, and a day may be carried as an instant", async () => {
  const ahead = { ...medicine, writtenAt: "2027-08-21T05:00:00+02:00" };
  expect(await readReason(manual, JSON.stringify(ahead))).toContain(
    "writtenAt: 2027-08-21T05:00:00+02:00 has not come yet",
  );
  const { notices } = await readGood(manual, JSON.stringify({ ...medicine, start: "2026-08-19T22:00:00Z" }));
  expect(notices[0]?.packages[0]?.start).toEqual({ value: "2026-08-20" });
});

describe("a notice that says too little is rejected with what to mend", () => {
  it.each([
    [{ ...medicine, regionCode: undefined }, "regionCode: "],
    [{ ...medicine, regionCode: "99" }, "regionCode: is no region's code, such as 01"],
    [{ ...medicine, productName: " " }, "productName: is empty"],
    [{ ...medicine, atc: "N02" }, "atc: is no ATC code of 5 or 7 characters, such as J01DH02"],
    [{ ...medicine, articleNumber: "12345" }, "articleNumber: is no Nordic article number of six digits"],
    [{ ...medicine, start: "2026-02-31" }, "start: is no date such as 2026-08-21"],
    [{ ...medicine, type: "slut" }, "type: "],
    [{ ...medicine, writtenAt: "2026-08-20" }, "writtenAt: is no time with an offset"],
    [{ ...medicine, emdn: "A0301" }, "emdn"],
    [{ ...device, emdn: "A030" }, "emdn: is no EMDN code such as A0101"],
    [{ ...device, articleNumber: "" }, "articleNumber: is empty"],
    [{ ...device, manufacturer: undefined }, "manufacturer: "],
    [{ ...medicine, kind: "food" }, "kind: "],
    [[], "the notice: "],
  ])("%j", async (written, reason) => {
    expect(await readReason(manual, JSON.stringify(written))).toContain(reason);
  });

  it("and whatever the bytes, it never throws", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.json()), async (content) => {
        expect((await readSourceContent(manual, content)).result.kind).toBe("rejected");
      }),
      { numRuns: 200 },
    );
  });
});
