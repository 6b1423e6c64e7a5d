import type { Definition } from "./definitions.ts";

type Definitions = Readonly<Record<string, Definition>>;

const KNOWN_SV =
  "Ett fall räknas om läsarna redan hade fått ett meddelande om det som inte var avslutat. Flera datum som flyttas i samma fall av samma fil är en ändring.";
const KNOWN_EN =
  "A case counts where readers already had a message of it that was not over. Several dates that one file moves in one case are one change.";
const STALE_SV =
  "Ett råd faller när ett alternativ som det nämner får brist, slutar säljas eller avregistreras efter att läsarna fick rådet.";
const STALE_EN =
  "An advice goes stale when an alternative that it names becomes short, ceases or is deregistered after readers were given it.";
const END_SV =
  "Det slutar när läsarna får nästa meddelande i fallet eller när rådet stämmer igen, det som kommer först.";
const END_EN = "It ends with the next message of the case or when the advice holds again, whichever comes first.";
const WITHIN = [1, 3, 7];

function eachDay(make: (days: number) => Definition): Definitions {
  return Object.fromEntries(WITHIN.map((days) => [`date-changes-told-within-${days}`, make(days)]));
}

export const HOLD_DEFINITIONS_SV: Definitions = {
  "date-changes": {
    name: "Flyttade datum",
    definition: `Gånger i perioden som ett start- eller slutdatum flyttades i ett fall som läsarna kände till. ${KNOWN_SV}`,
  },
  "date-changes-told": {
    name: "Andel flyttade datum som berättades",
    definition: `Andel av de flyttade datumen som läsarna fick ett meddelande om. Det som berättas mer än 30 dagar efter periodens slut räknas inte. ${KNOWN_SV}`,
  },
  ...eachDay((days) => ({
    name: `Flyttade datum berättade inom ${days} ${days === 1 ? "dag" : "dagar"}`,
    definition: `Andel av de flyttade datumen som berättades för läsarna inom ${days} ${days === 1 ? "dag" : "dagar"} från att Restsignal läste dem. ${KNOWN_SV}`,
  })),
  "advice-stale": { name: "Råd som slutade stämma", definition: `Alternativ i råd som föll i perioden. ${STALE_SV}` },
  "advice-stale-ended": {
    name: "Andel fallna råd som är åtgärdade",
    definition: `Andel av de fallna råden som har fått ett slut. ${END_SV} Det som händer mer än 30 dagar efter periodens slut räknas inte.`,
  },
  "advice-stale-median": {
    name: "Dagar med råd som inte stämde, median",
    definition: `Den dag då hälften av de fallna råden hade fått ett slut, enligt Kaplan och Meier; de som ännu inte har det räknas med. ${STALE_SV} ${END_SV}`,
  },
  "advice-stale-p90": {
    name: "Dagar med råd som inte stämde, 90:e percentilen",
    definition: `Den dag då nio av tio fallna råd hade fått ett slut, enligt Kaplan och Meier; de som ännu inte har det räknas med. ${STALE_SV} ${END_SV}`,
  },
};

export const HOLD_DEFINITIONS_EN: Definitions = {
  "date-changes": {
    name: "Moved dates",
    definition: `Times in the period that a start or an end was moved in a case that readers knew of. ${KNOWN_EN}`,
  },
  "date-changes-told": {
    name: "Share of moved dates that were told",
    definition: `Share of the moved dates that readers had a message of. What is told more than 30 days after the end of the period is not counted. ${KNOWN_EN}`,
  },
  ...eachDay((days) => ({
    name: `Moved dates told within ${days} ${days === 1 ? "day" : "days"}`,
    definition: `Share of the moved dates that were told to readers within ${days} ${days === 1 ? "day" : "days"} of when Restsignal read them. ${KNOWN_EN}`,
  })),
  "advice-stale": {
    name: "Advice that went stale",
    definition: `Alternatives of advice that fell in the period. ${STALE_EN}`,
  },
  "advice-stale-ended": {
    name: "Share of stale advice that was seen to",
    definition: `Share of the stale advice that has come to an end. ${END_EN} What happens more than 30 days after the end of the period is not counted.`,
  },
  "advice-stale-median": {
    name: "Days of stale advice, median",
    definition: `The day by which half of the stale advice had come to an end, by Kaplan and Meier; what has not yet is counted. ${STALE_EN} ${END_EN}`,
  },
  "advice-stale-p90": {
    name: "Days of stale advice, 90th percentile",
    definition: `The day by which nine of ten of the stale advice had come to an end, by Kaplan and Meier; what has not yet is counted. ${STALE_EN} ${END_EN}`,
  },
};
