import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { noticeStatus } from "../../src/domain/notice.ts";
import { spreadsheet } from "../../src/sources/spreadsheet.ts";
import { sharedData, sharedDataMissing } from "../support/shared-data.ts";
import { readGood, readSourceFile } from "../support/source-file.ts";

function createSource(options: Record<string, unknown>) {
  const parsed = spreadsheet.optionsSchema.parse(options);
  return spreadsheet.create({ name: "region-17", title: "Regionens lista", url: null, options: parsed });
}

const SMALL = { columns: { productName: "Namn", start: "Från", end: "Till" }, constants: { type: "restsituation" } };
const small = createSource(SMALL);

/** The file is written, and taken in, on 21 August. */
describe("a status stands above the dates", () => {
  const source = createSource({
    columns: { productName: "Namn", status: "Status", start: "Från", forecastEnd: "Åter", end: "Slut" },
  });
  const readRow = async (status: string, from: string, back: string, end = "") => {
    const { notices, warnings } = await readGood(
      source,
      `Namn;Status;Från;Åter;Slut\nAlfamol;${status};${from};${back};${end}\n`,
    );
    const [pack] = notices[0]?.packages ?? [];
    if (notices[0] === undefined || pack === undefined) throw new Error("test: expected a notice");
    const dates = [pack.start.value, pack.forecastEnd.value, pack.actualEnd.value];
    return { status: noticeStatus(notices[0], "2026-08-21"), dates, warnings };
  };

  it.each(["Avslutad", "åter i lager", "Upphört", "ended", "Closed", "Päättynyt", "Finns åter", "AVSLUTAT 2026-08-19"])(
    "what %s is over, though its forecast lies ahead",
    async (word) => {
      expect(await readRow(word, "2026-06-01", "2027-03-31")).toMatchObject({ status: "ended", warnings: [] });
    },
  );

  it.each(["Pågår", "Restnoterad", "Slut", "ej avslutad", "Delvis åter", "ongoing", "Jatkuu", "ei saatavilla"])(
    "what %s goes on, and an end that has passed is a forecast, with a warning",
    async (word) => {
      const read = await readRow(word, "2026-06-01", "", "2026-08-01");
      expect(read).toMatchObject({ status: "ongoing", dates: ["2026-06-01", "2026-08-01", null] });
      expect(read.warnings).toEqual([
        'row 2, column "Slut": 2026-08-01 has passed, but the status says that it goes on, which counts: the date is taken as a forecast',
      ]);
    },
  );

  it("over has ended on the day that a row tells, and else on the day on which the file was seen to say so", async () => {
    expect((await readRow("Avslutad", "2026-06-01", "2027-03-31")).dates[2]).toBe("2026-08-21");
    expect((await readRow("Avslutad 2026-08-19", "2026-06-01", "2027-03-31")).dates[2]).toBe("2026-08-19");
    expect((await readRow("Avslutad", "2026-06-01", "2026-08-01", "2026-08-05")).dates[2]).toBe("2026-08-05");
    expect((await readRow("Avslutad", "2026-06-01", "")).dates[2]).toBe("2026-08-21");
  });

  it.each([
    "Inte längre i brist",
    "No longer in shortage",
    "Ingen brist",
    "Avsl.",
    "2 - Avslutad",
    "(Avslutad)",
    "Status: Avslutad",
    "Bristen upphörd 2026-08-01",
    "Restnoterad, åter i lager",
    "Restnoteringen borttagen",
    "Leverans återupptagen",
    "OK",
    "Åter i lager 19/8 2026",
  ])("%s is over too, and nobody is told that it goes on", async (word) => {
    expect(await readRow(word, "2026-06-01", "2027-03-31")).toMatchObject({ status: "ended", warnings: [] });
  });

  it.each([
    "Klar 2026-12-01",
    "Tillgänglig från 2027-01-01",
    "Åter i lager 2027-03-01 enligt bolaget",
    "Åter i lager i mars",
    "Tillgänglig 2027",
    "Löst via dispens",
    "Tillgänglig via licens",
    "Available under license",
    "Stängd för beställning",
    "Inställd leverans",
    "Åtgärdad delvis",
  ])("%s hides no shortage: it is not over, and a warning says so", async (word) => {
    const read = await readRow(word, "2026-06-01", "2027-03-31");
    expect(read.status).toBe("ongoing");
    expect(read.warnings).toHaveLength(1);
  });

  it.each(["Ej påbörjad", "Inte startad", "Not yet started"])("%s is to come, and keeps its start", async (word) => {
    expect(await readRow(word, "2026-12-01", "2027-03-31")).toMatchObject({ status: "upcoming", warnings: [] });
  });

  it("over before it began never happened", async () => {
    expect((await readRow("Inställd", "2026-12-01", "2027-03-31")).status).toBe("withdrawn");
  });

  it("to come but begun is going on, and so is going on but not begun, each with a warning that names the row", async () => {
    const begun = await readRow("Kommande", "2026-06-01", "2027-03-31");
    expect(begun.status).toBe("ongoing");
    expect(begun.warnings).toEqual([
      'row 2, column "Från": 2026-06-01 has come, but the status says that it is to come: read as going on',
    ]);
    const ahead = await readRow("Pågår", "2026-12-01", "2027-03-31");
    expect(ahead.status).toBe("ongoing");
    expect(ahead.warnings).toEqual([
      'row 2, column "Från": 2026-12-01 has not come, but the status says that it goes on, which counts',
    ]);
  });

  it("to come though its end has passed is not over, with a warning", async () => {
    const read = await readRow("Kommande", "2026-12-01", "2027-03-31", "2026-08-01");
    expect(read).toMatchObject({ status: "upcoming", dates: ["2026-12-01", "2027-03-31", null] });
    expect(read.warnings).toEqual([
      'row 2, column "Slut": 2026-08-01 has passed, but the status says that it is to come, which counts',
    ]);
  });

  it("a word that nobody knows is named, and the dates count", async () => {
    const read = await readRow("Blå", "2026-06-01", "2027-03-31");
    expect(read.status).toBe("ongoing");
    expect(read.warnings).toEqual(['row 2, column "Status": "Blå" is no status that is known here, the dates count']);
  });

  it("the mapping's own words count before those", async () => {
    const own = createSource({
      ...SMALL,
      columns: { productName: "Namn", status: "S" },
      overWords: ["blå"],
      openWords: ["klar"],
    });
    const { notices } = await readGood(own, "Namn;S\nA;Blå\nB;Klart för leverans\n");
    expect(notices.map((notice) => noticeStatus(notice, "2026-08-21"))).toEqual(["ended", "ongoing"]);
  });
});

describe("a date in a row", () => {
  it("that was carried as an instant is read in Stockholm's day, summer and winter", async () => {
    const { notices } = await readGood(
      small,
      "Namn;Från;Till\nA;2026-08-20T22:00:00Z;2026-11-30T23:00:00Z\nB;2026-08-20T21:59:59Z;2026-11-30T22:59:59Z\n",
    );
    expect(notices.map(({ packages: [pack] }) => [pack?.start.value, pack?.actualEnd.value])).toEqual([
      ["2026-08-21", "2026-12-01"],
      ["2026-08-20", "2026-11-30"],
    ]);
  });

  it("that is none costs the date and not the notice, with a warning; what says that there is none costs nothing", async () => {
    const { notices, warnings } = await readGood(
      small,
      "Namn;Från;Till\nA;2026-08-01;oktober 2026\nB;2026-08-01;tills vidare\nC;2026-08-01;-\nD;2026-08-01;9999-12-31\n",
    );
    expect(notices.map((notice) => noticeStatus(notice, "2026-08-21"))).toEqual(Array(4).fill("ongoing"));
    expect(warnings).toEqual([
      'row 2, column "Till": "oktober 2026" is no date, left out; write one such as 2026-08-21',
    ]);
  });
});

describe.skipIf(sharedDataMissing !== null)(`files as people save them (${sharedDataMissing ?? "field cases"})`, () => {
  const readCase = async (file: string, mapping: string) => {
    const { options } = JSON.parse(readFileSync(sharedData(`field-cases/${mapping}`), "utf8"));
    return readSourceFile(createSource(options), sharedData(`field-cases/${file}`));
  };

  it("a reader gets morphine as over and fentanyl as going on", async () => {
    const { notices } = await readCase("over-before-forecast.csv", "over-before-forecast.source.json");
    expect(notices.map((notice) => [notice.productName.split(" ")[0], noticeStatus(notice, "2026-11-27")])).toEqual([
      ["Morfin", "ended"],
      ["Fentanyl", "ongoing"],
    ]);
  });

  it("every date of the hospital's workbook is Stockholm's day or costs itself alone", async () => {
    const { notices } = await readCase("dates.xlsx", "dates.source.json");
    const dates = new Map(
      notices.map(({ productName, packages: [pack] }) => [
        productName[0],
        [pack?.start.value, pack?.forecastEnd.value],
      ]),
    );
    expect(dates.get("A")).toEqual(["2026-08-21", null]);
    expect(dates.get("B")).toEqual(["2026-08-21", null]);
    expect(dates.get("C")).toEqual(["2026-08-21", null]);
    expect(dates.get("D")).toEqual(["2026-08-21", null]);
    expect(dates.get("E")).toEqual(["2026-08-21", "2026-12-01"]);
    // Its end is a formula whose value was not saved.
    expect(dates.get("F")).toEqual(["2026-08-21", null]);
    expect(dates.get("G")?.[0]).toBe("2026-08-21");
    expect(dates.get("H")?.[0]).toBe("2026-08-21");
    expect(dates.get("I")).toEqual(["2026-08-21", null]);
  });
});
