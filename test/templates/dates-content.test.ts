import { describe, expect, test } from "vitest";
import { summarizeDates, type DatedNotice, type GivenDates } from "../../src/domain/case-dates.ts";
import { LANGUAGES } from "../../src/domain/message.ts";
import { describeDates } from "../../templates/dates-content.ts";
import { stringsOf } from "../../templates/language.ts";
import { makeDates } from "../support/builders.ts";

const TODAY = "2026-11-20";
function notice(type: DatedNotice["type"], product: string, ...packages: GivenDates[]): DatedNotice {
  return { type, product, vanished: false, packages };
}
const short = (...packages: GivenDates[]) => notice("shortage", "A", ...packages);
const ceases = (...packages: GivenDates[]) => notice("cessation", "B", ...packages);

/** What is said of the notices, in Swedish and in English. */
const say = (...notices: DatedNotice[]) =>
  LANGUAGES.map((language) => describeDates(summarizeDates(notices, TODAY), TODAY, stringsOf(language)));

describe("the dates of a shortage", () => {
  test.each<[string, DatedNotice, string, string]>([
    [
      "of one date each",
      short(makeDates("2026-08-10", "2027-01-13"), makeDates("2026-08-10", "2027-01-13")),
      "Brist sedan 10 augusti 2026, väntas åter 13 januari 2027",
      "Shortage since 10 August 2026, expected back 13 January 2027",
    ],
    [
      "that lies ahead",
      short(makeDates("2026-12-01", "2026-12-24")),
      "Brist från 1 december, väntas åter 24 december",
      "Shortage from 1 December, expected back 24 December",
    ],
    [
      "whose packages return on different days: the first and all",
      short(
        makeDates("2026-08-10", "2027-01-13"),
        makeDates("2026-08-10", "2027-02-01"),
        makeDates("2026-08-10", "2027-01-20"),
      ),
      "Brist sedan 10 augusti 2026. Första förpackningen väntas åter 13 januari 2027, alla 1 februari 2027",
      "Shortage since 10 August 2026. The first package is expected back 13 January 2027, all 1 February 2027",
    ],
    [
      "of which a package has no date: no date holds for all",
      short(makeDates("2026-08-10", "2026-12-13"), makeDates("2026-08-10")),
      "Brist sedan 10 augusti. En förpackning väntas åter 13 december, en förpackning utan angivet datum",
      "Shortage since 10 August. One package expected back 13 December, one package with no date given",
    ],
    [
      "of which no package has a date",
      short(makeDates("2026-08-10"), makeDates("2026-08-10")),
      "Brist sedan 10 augusti, inget datum för när det kommer åter",
      "Shortage since 10 August, no date for its return",
    ],
    [
      "whose date has passed",
      short(makeDates("2026-08-10", "2026-11-13")),
      "Brist sedan 10 augusti. Skulle ha kommit åter 13 november, inget nytt datum",
      "Shortage since 10 August. Should have been back 13 November, no new date",
    ],
    [
      "whose dates have all passed",
      short(makeDates("2026-08-10", "2026-11-01"), makeDates("2026-08-10", "2026-11-13")),
      "Brist sedan 10 augusti. Alla skulle ha kommit åter senast 13 november, inget nytt datum",
      "Shortage since 10 August. All should have been back by 13 November, no new date",
    ],
    [
      "of which one date has passed and others lie ahead",
      short(
        makeDates("2026-08-10", "2026-11-13"),
        makeDates("2026-08-10", "2026-12-01"),
        makeDates("2026-08-10", "2026-12-24"),
      ),
      "Brist sedan 10 augusti. 2 förpackningar väntas åter mellan 1 december och 24 december, en förpackning skulle ha kommit åter 13 november, inget nytt datum",
      "Shortage since 10 August. 2 packages expected back between 1 December and 24 December, one package should have been back 13 November, no new date",
    ],
    [
      "of which a package is back",
      short(makeDates("2026-08-10", "2026-12-01"), makeDates("2026-01-01", "2026-09-01", "2026-09-02")),
      "Brist sedan 10 augusti. En förpackning är åter, en förpackning väntas åter 1 december",
      "Shortage since 10 August. One package is back, one package expected back 1 December",
    ],
    [
      "whose packages began on different days",
      short(
        makeDates("2026-08-10", "2026-12-01"),
        makeDates("2026-11-01", "2026-12-01"),
        makeDates("2026-11-25", "2026-12-01"),
      ),
      "Brist, den första förpackningen sedan 10 augusti, den sista från 25 november. Alla väntas åter 1 december",
      "Shortage, the first package since 10 August, the last from 25 November. All expected back 1 December",
    ],
    [
      "of which nobody says since when",
      short(makeDates(null, "2026-12-01")),
      "Brist, startdatum inte angivet, väntas åter 1 december",
      "Shortage, no start date given, expected back 1 December",
    ],
    [
      "on the last of December, which is written when nobody knows",
      short(makeDates("2026-08-10", "2026-12-31")),
      "Brist sedan 10 augusti, väntas åter 31 december (preliminärt)",
      "Shortage since 10 August, expected back 31 December (preliminary)",
    ],
    [
      "whose end lies before its start: that end promises nothing",
      short(makeDates("2026-12-01", "2026-11-01")),
      "Brist från 1 december, inget datum för när det kommer åter",
      "Shortage from 1 December, no date for its return",
    ],
    [
      "with an end set for a day to come: that and not the forecast",
      short(makeDates("2026-08-10", "2026-12-24", "2026-12-01")),
      "Brist sedan 10 augusti, väntas åter 1 december",
      "Shortage since 10 August, expected back 1 December",
    ],
    [
      "that is over",
      short(makeDates("2026-08-10", null, "2026-11-13")),
      "Bristen tog slut 13 november",
      "The shortage ended 13 November",
    ],
    [
      "that was taken back",
      short(makeDates("2026-08-10", null, "2026-08-09")),
      "Anmälan drogs tillbaka, ingen brist",
      "The report was taken back, no shortage",
    ],
  ])("%s", (_what, given, sv, en) => {
    expect(say(given)).toEqual([sv, en]);
  });
});

describe("the dates of an end of sale", () => {
  test.each<[string, DatedNotice, string]>([
    ["to come", ceases(makeDates("2026-12-01")), "Slutar säljas 1 december"],
    ["that has been", ceases(makeDates("2025-03-21")), "Slutade säljas 21 mars 2025"],
    ["without a date", ceases(makeDates(null)), "Har slutat säljas, datum inte angivet"],
    [
      "of packages on different days",
      ceases(makeDates("2026-03-01"), makeDates("2026-05-02")),
      "Har slutat säljas: den första förpackningen 1 mars, den sista 2 maj",
    ],
    [
      "of which a part lies ahead",
      ceases(makeDates("2026-03-01"), makeDates("2026-12-01")),
      "Slutar säljas: den första förpackningen slutade 1 mars, den sista slutar 1 december",
    ],
    [
      "whose source gives an end: it is never back",
      ceases(makeDates("2026-03-01", "2026-12-01")),
      "Slutade säljas 1 mars",
    ],
    [
      "that the source closed: it does not say that the medicine is sold again",
      ceases(makeDates("2026-03-01", null, "2026-11-13")),
      "Uppgiften om att läkemedlet slutar säljas togs bort 13 november. Om det säljs igen anges inte",
    ],
    [
      "that was taken back",
      ceases(makeDates("2026-03-01", null, "2026-02-01")),
      "Anmälan drogs tillbaka, läkemedlet slutar inte säljas",
    ],
  ])("%s", (_what, given, sv) => {
    expect(say(given)[0]).toBe(sv);
  });
});

describe("a case of several", () => {
  test("never joins the start of one product's end of sale to another's return (adrenalin, 21 March 2025 and 25 October 2026)", () => {
    const on = "2026-08-21";
    const dates = summarizeDates([ceases(makeDates("2025-03-21")), short(makeDates("2026-08-01", "2026-10-25"))], on);
    expect(describeDates(dates, on, stringsOf("sv"))).toBe(
      "Brist sedan 1 augusti 2026, väntas åter 25 oktober 2026. En annan produkt slutade säljas 21 mars 2025",
    );
    expect(describeDates(dates, on, stringsOf("en"))).toBe(
      "Shortage since 1 August 2026, expected back 25 October 2026. Sale of another product ceased 21 March 2025",
    );
  });

  test("never lets a date be read as of the year of the one before it (31 May 2022 and 13 November)", () => {
    expect(say(short(makeDates("2022-05-31", "2026-11-13"), makeDates("2026-10-19", "2026-11-13")))[0]).toBe(
      "Brist, den första förpackningen sedan 31 maj 2022. Skulle ha kommit åter 13 november 2026, inget nytt datum",
    );
    expect(say(ceases(makeDates("2025-03-21"), makeDates("2026-04-08")))[0]).toBe(
      "Har slutat säljas: den första förpackningen 21 mars 2025, den sista 8 april 2026",
    );
  });

  test("counts the other products that cease, and calls none other that is short as well", () => {
    const two = [ceases(makeDates("2026-03-01")), notice("cessation", "C", makeDates("2026-12-01"))];
    expect(say(short(makeDates("2026-08-10")), ...two)[0]).toBe(
      "Brist sedan 10 augusti, inget datum för när det kommer åter. 2 andra produkter slutar säljas: den första förpackningen slutade 1 mars, den sista slutar 1 december",
    );
    expect(say(short(makeDates("2026-08-10")), notice("cessation", "A", makeDates("2026-12-01")))[0]).toBe(
      "Brist sedan 10 augusti, inget datum för när det kommer åter. En förpackning slutar säljas 1 december",
    );
  });

  test("tells what nobody says the type of as neither", () => {
    expect(say(notice("unknown", "A", makeDates("2026-08-10", "2026-12-01")))).toEqual([
      "Uppehåll i försäljningen sedan 10 augusti, väntas sluta 1 december",
      "Sales suspension since 10 August, expected to end 1 December",
    ]);
  });

  test("that no source shows any more tells its last known state as that", () => {
    expect(say({ ...short(makeDates("2026-08-10", "2026-12-01")), vanished: true })[0]).toBe(
      "Källan visar inte längre uppgiften. Senast kända läge: Brist sedan 10 augusti, väntas åter 1 december",
    );
  });

  test("without dates says nothing", () => {
    expect(say()).toEqual([null, null]);
  });
});
