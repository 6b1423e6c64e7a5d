import { describe, expect, it } from "vitest";
import { identifyManualNotice, manualNoticeSchema } from "../../src/domain/manual-notice.ts";

const medicine = {
  kind: "medicine",
  regionCode: "12",
  productName: " Meropenem   Exempel ",
  type: "shortage",
  start: "2026-08-21",
  writtenAt: "2026-08-21T09:30:00+02:00",
  atc: "j01 dh02",
};
const device = {
  kind: "device",
  regionCode: "12",
  productName: "Infusionsaggregat",
  type: "cessation",
  start: "2026-08-21",
  writtenAt: "2026-08-21T09:30:00Z",
  articleNumber: "IV-7",
  manufacturer: "Exempel AB",
};

const read = (written: object) => manualNoticeSchema.safeParse(written);

describe("a notice that a pharmacist writes", () => {
  it("is read with its words on one line and its code in capitals without spaces", () => {
    expect(read(medicine).data).toMatchObject({ productName: "Meropenem Exempel", atc: "J01DH02" });
    expect(read({ ...device, emdn: "a 0101" }).data).toMatchObject({ emdn: "A0101", manufacturer: "Exempel AB" });
  });

  it.each([
    ["a day", "2026-08-21", "2026-08-21"],
    ["a time, of which Stockholm's day counts", "2026-08-20T22:00:00Z", "2026-08-21"],
    ["a day with spaces before it", " 2026-08-21", "2026-08-21"],
  ])("begins on %s", (_name, start, day) => {
    expect(read({ ...medicine, start }).data).toMatchObject({ start: day });
  });

  it.each([
    ["a region that is none", { regionCode: "02" }],
    ["the nation for a region", { regionCode: "00" }],
    ["no name", { productName: " " }],
    ["another order of a date", { start: "21/8 2026" }],
    ["a date that is none", { start: "2026-02-30" }],
    ["an end that is no date", { forecastEnd: "snart" }],
    ["a time without an offset", { writtenAt: "2026-08-21T09:30:00" }],
    ["an ATC code of a group", { atc: "J01D" }],
    ["an ATC code that is none", { atc: "J01DH0" }],
    ["an ATC code for animals", { atc: "QJ01DH02" }],
    ["an article number of five digits", { articleNumber: "12345" }],
    ["an article number with a letter", { articleNumber: "12345a" }],
    ["an article number of seven digits", { articleNumber: "1234567" }],
    ["a note with a personnummer", { note: "Gäller 19850709-9805" }],
    ["a note that is too long", { note: "x".repeat(5001) }],
    ["a type that is none", { type: "unknown" }],
    ["an empty id", { id: " " }],
    ["an id of more than a hundred signs", { id: "a".repeat(101) }],
    ["what a device has", { manufacturer: "Exempel AB" }],
  ])("is refused with %s: %j", (_name, over) => {
    expect(read({ ...medicine, ...over }).success).toBe(false);
  });

  it.each([
    ["an ATC code of five characters", { atc: "J01DH" }],
    ["an article number of six digits", { articleNumber: " 012345 " }],
    ["an id", { id: "a" }],
    ["an id of a hundred signs", { id: "a".repeat(100) }],
    ["a note with the number of a lot", { note: "Gäller lot 8507099805" }],
    ["a note of five thousand characters", { note: "x".repeat(5000) }],
  ])("is read with %s: %j", (_name, over) => {
    expect(read({ ...medicine, ...over }).success).toBe(true);
  });

  it.each([
    ["no article number", { articleNumber: "" }],
    ["no manufacturer", { manufacturer: " " }],
    ["a code that is no EMDN code", { emdn: "A010" }],
    ["a code with something behind it", { emdn: "A0101X" }],
    ["a code with something before it", { emdn: "1A0101" }],
    ["a code of more than six levels", { emdn: "A01010101010101" }],
  ])("of a device is refused with %s: %j", (_name, over) => {
    expect(read({ ...device, ...over }).success).toBe(false);
  });

  it.each(["V", "A01", "A010101010101"])("of a device may have the EMDN code %s", (emdn) => {
    expect(read({ ...device, emdn }).success).toBe(true);
  });

  it("is told from others by region, product, article number and time, and by nothing that may be mended", () => {
    const notice = manualNoticeSchema.parse(medicine);
    const id = identifyManualNotice(notice);
    expect(identifyManualNotice({ ...notice, note: "nytt", start: "2026-09-01" })).toBe(id);
    for (const over of [
      { regionCode: "13" },
      { productName: "B" },
      { articleNumber: "012345" },
      { writtenAt: "2026-08-21T09:31:00Z" },
    ])
      expect(identifyManualNotice(manualNoticeSchema.parse({ ...medicine, ...over }))).not.toBe(id);
  });
});
