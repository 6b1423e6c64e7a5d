import { describe, expect, it } from "vitest";
import { readStatusWord, type StatusWord } from "../../src/domain/status-word.ts";

describe("what a status in a table says", () => {
  const words: Record<StatusWord, readonly string[]> = {
    over: [
      "Avslutad",
      " 2 - Avslutad ",
      "(Avslutad)",
      "Status: avslutad",
      "STATUS = ended",
      "Ej restnoterad",
      "inte längre restnoterad",
      "No longer short",
      "ei voimassa",
      "restnotering avslutad",
      "Rest, åter i lager",
      "Åter i lager",
      "åter på apotek",
      "tillbaka ",
      "Är åter tillgänglig",
      "återställd",
      "finns",
      "Leveransen återupptagen",
      "Kan åter beställas",
      "i lager",
      "Åter i lager 2026-08-20",
      "Åter i lager 21/8 2026",
      "Tillgänglig från 20260820",
      "Back in stock 21 aug 2026",
      "resolved",
      "Cancelled",
      "päättynyt",
      "poistunut",
      "avsluttet",
      "ophørt",
    ],
    upcoming: [
      "Kommande",
      "planerad",
      "Upcoming",
      "tuleva",
      "planlagt",
      "Ej påbörjad",
      "ännu inte startad",
      "not yet begun",
    ],
    ongoing: [
      "Pågående",
      "Aktiv",
      "Restnoterad",
      "brist",
      "slutsåld",
      "Ej avslutad",
      "delvis åter",
      "åter restnoterad",
      "Unavailable",
      "Ongoing",
      "out of stock",
      "voimassa",
      "ei saatavilla",
      "reopened",
    ],
  };
  for (const [word, texts] of Object.entries(words))
    it.each(texts)(`%j is ${word}`, (text) => {
      expect(readStatusWord(text)).toBe(word);
    });

  it.each([
    ["is asked", "Avslutad?"],
    ["says nothing", ""],
    ["says something else", "Läs mer"],
    ["is over by a way round", "löst via licens"],
    ["is over in part", "tillgänglig, begränsad mängd"],
    ["is awaited", "åter i lager väntas"],
    ["comes back in a month", "Åter i lager i mars"],
    ["comes back in a week", "tillgänglig från v. 50"],
    ["comes back in a year", "klar 2027"],
    ["is back soon", "back soon"],
  ])("nobody claims to know a status that %s: %j", (_name, text) => {
    expect(readStatusWord(text)).toBeNull();
  });

  it("is over where the shortage is denied, whatever way round is named beside it", () => {
    expect(readStatusWord("Ej restnoterad, licens finns")).toBe("over");
  });
});
