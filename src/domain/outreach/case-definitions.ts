import type { Definition } from "./definitions.ts";

type Definitions = Readonly<Record<string, Definition>>;

const CLOCK_SV =
  "Klockan börjar den dag då Läkemedelsverket först publicerade det som öppnade fallet, eller, när en äldre anmälan blev aktuell igen, dagen för den fil som sade det. Fall som fanns redan i den första filen, och fall som kom till för att listan ändrades, är inte med.";
const WAITING_SV =
  "Fall som ännu inte är klara räknas med. Det som händer mer än 30 dagar efter periodens slut räknas inte.";
const CLOCK_EN =
  "The clock starts on the day the Swedish Medical Products Agency first published what opened the case or, where an old notice became news again, on the day of the file that said so. Cases that stood in the first file, and cases that came about because the list changed, are left out.";
const WAITING_EN =
  "Cases that are not finished yet are counted. What happens more than 30 days after the end of the period is not.";

const days = (count: number, words: readonly [string, string]): string =>
  `${count} ${count === 1 ? words[0] : words[1]}`;
const WITHIN = [1, 3, 7, 14, 30];

function eachDay(make: (count: number) => readonly [string, Definition]): Definitions {
  return Object.fromEntries(WITHIN.map(make));
}

export const CASE_DEFINITIONS_SV: Definitions = {
  "cases-open": {
    name: "Öppna fall",
    definition:
      "Rader på regionens lista som minst en dag i perioden hade en öppen anmälan om brist eller försäljningsuppehåll. En rad som öppnas på nytt räknas en gång till. För riket och sjukvårdsregionerna är talet summan av regionernas fall.",
  },
  "case-days": {
    name: "Dagar med öppna fall",
    definition:
      "Summan av de dagar i perioden som fallen var öppna. Både dagen då ett fall öppnades och dagen då det stängdes räknas.",
  },
  "national-notices": {
    name: "Olika anmälningar",
    definition: "Så många olika anmälningar som de öppna fallen gäller. Samma anmälan i flera regioner räknas en gång.",
  },
  "cases-new": { name: "Nya fall", definition: `Fall vars klocka började i perioden. ${CLOCK_SV}` },
  "cases-by-list": {
    name: "Fall genom ändrad lista",
    definition: "Fall som kom till i perioden för att listan ändrades. De räknas inte i några tider.",
  },
  "share-told": {
    name: "Andel berättade",
    definition: `Andel av de nya fallen som minst ett meddelande till läsare har berättat om. ${WAITING_SV}`,
  },
  "share-no-action": {
    name: "Andel med ingen åtgärd",
    definition: `Andel av de nya fallen som en person eller en regel lade åt sidan med ett skäl, och som inte berättades. ${WAITING_SV}`,
  },
  "share-unhandled": {
    name: "Andel inte hanterade",
    definition: `Andel av de nya fallen som ingen har beslutat om. ${WAITING_SV}`,
  },
  "seen-median": {
    name: "Dagar till upptäckt, median",
    definition: `Hela dagar från publicering tills Restsignal läste anmälan. ${CLOCK_SV}`,
  },
  "seen-p90": {
    name: "Dagar till upptäckt, 90:e percentilen",
    definition: `Nio av tio fall hade upptäckts inom så många dagar. ${CLOCK_SV}`,
  },
  ...eachDay((count) => [
    `decided-within-${count}`,
    {
      name: `Beslutade inom ${days(count, ["dag", "dagar"])}`,
      definition: `Andel av de nya fallen där något beslutades – ett meddelande eller ingen åtgärd – inom ${days(count, ["dag", "dagar"])}. ${CLOCK_SV} ${WAITING_SV}`,
    },
  ]),
  ...eachDay((count) => [
    `told-within-${count}`,
    {
      name: `Berättade inom ${days(count, ["dag", "dagar"])}`,
      definition: `Andel av de nya fallen som berättades för läsare inom ${days(count, ["dag", "dagar"])}. ${CLOCK_SV} ${WAITING_SV}`,
    },
  ]),
  "decided-median": {
    name: "Dagar till beslut, median",
    definition: `Den dag då hälften av de nya fallen var beslutade, enligt Kaplan och Meier. Saknas när så många inte har beslutats. ${CLOCK_SV}`,
  },
  "decided-p90": {
    name: "Dagar till beslut, 90:e percentilen",
    definition: `Den dag då nio av tio nya fall var beslutade, enligt Kaplan och Meier. ${CLOCK_SV}`,
  },
  "told-median": {
    name: "Dagar till meddelande, median",
    definition: `Den dag då hälften av de nya fallen var berättade, enligt Kaplan och Meier. Saknas när så många inte har berättats. ${CLOCK_SV}`,
  },
  "told-p90": {
    name: "Dagar till meddelande, 90:e percentilen",
    definition: `Den dag då nio av tio nya fall var berättade, enligt Kaplan och Meier. ${CLOCK_SV}`,
  },
  "seen-to-decided-hours": {
    name: "Timmar från upptäckt till beslut, median",
    definition: "Timmar från det att Restsignal läste anmälan till det första beslutet, för fall som är beslutade.",
  },
  "warning-median": {
    name: "Förvarning, median",
    definition:
      "Dagar från meddelandet till den dag då bristen började, enligt det datum som gäller nu. Ett negativt tal betyder att meddelandet kom efter. Fall som inte berättats, och fall utan startdatum, är inte med.",
  },
  "warning-known-median": {
    name: "Förvarning enligt då känt datum, median",
    definition: "Samma sak, räknat till det startdatum som stod i meddelandet när det skickades.",
  },
  ...Object.fromEntries(
    [0, 14, 60].flatMap((count) => [
      [
        `warning-${count}`,
        {
          name: count === 0 ? "Berättade senast den dag bristen började" : `Berättade minst ${count} dagar i förväg`,
          definition: `Andel av de berättade nya fallen där meddelandet kom minst ${count} dagar före startdatum, enligt det datum som gäller nu.`,
        },
      ],
      [
        `warning-known-${count}`,
        {
          name:
            count === 0
              ? "Berättade senast den då kända startdagen"
              : `Berättade minst ${count} dagar före det då kända datumet`,
          definition: `Samma andel, räknat till det startdatum som stod i meddelandet när det skickades.`,
        },
      ],
    ]),
  ),
  "company-lead-median": {
    name: "Företagets framförhållning, median",
    definition: `Dagar från publicering till startdatum: den tid som företagets anmälan gav. ${CLOCK_SV}`,
  },
};

export const CASE_DEFINITIONS_EN: Definitions = {
  "cases-open": {
    name: "Open cases",
    definition:
      "Lines of the region's list with an open notice of a shortage or a sales suspension on at least one day of the period. A line that opens again counts once more. For the nation and the healthcare regions it is the sum of the regions' cases.",
  },
  "case-days": {
    name: "Days with open cases",
    definition:
      "The sum of the days of the period on which cases were open, the first and the last day of each among them.",
  },
  "national-notices": {
    name: "Different notices",
    definition: "How many different notices the open cases are about. The same notice in several regions counts once.",
  },
  "cases-new": { name: "New cases", definition: `Cases whose clock started in the period. ${CLOCK_EN}` },
  "cases-by-list": {
    name: "Cases by a changed list",
    definition: "Cases that came about in the period because the list changed. They are in no time.",
  },
  "share-told": {
    name: "Share told",
    definition: `Share of the new cases that at least one message to readers has told. ${WAITING_EN}`,
  },
  "share-no-action": {
    name: "Share with no action",
    definition: `Share of the new cases that a person or a rule put aside with a reason, and that were not told. ${WAITING_EN}`,
  },
  "share-unhandled": {
    name: "Share not handled",
    definition: `Share of the new cases that nobody has decided on. ${WAITING_EN}`,
  },
  "seen-median": {
    name: "Days until seen, median",
    definition: `Whole days from publication until Restsignal read the notice. ${CLOCK_EN}`,
  },
  "seen-p90": {
    name: "Days until seen, 90th percentile",
    definition: `Nine cases of ten had been seen within so many days. ${CLOCK_EN}`,
  },
  ...eachDay((count) => [
    `decided-within-${count}`,
    {
      name: `Decided within ${days(count, ["day", "days"])}`,
      definition: `Share of the new cases where something was decided – a message or no action – within ${days(count, ["day", "days"])}. ${CLOCK_EN} ${WAITING_EN}`,
    },
  ]),
  ...eachDay((count) => [
    `told-within-${count}`,
    {
      name: `Told within ${days(count, ["day", "days"])}`,
      definition: `Share of the new cases that readers were told of within ${days(count, ["day", "days"])}. ${CLOCK_EN} ${WAITING_EN}`,
    },
  ]),
  "decided-median": {
    name: "Days until decided, median",
    definition: `The day by which half of the new cases were decided, by Kaplan and Meier. Missing where so many have not been. ${CLOCK_EN}`,
  },
  "decided-p90": {
    name: "Days until decided, 90th percentile",
    definition: `The day by which nine new cases of ten were decided, by Kaplan and Meier. ${CLOCK_EN}`,
  },
  "told-median": {
    name: "Days until told, median",
    definition: `The day by which half of the new cases were told, by Kaplan and Meier. Missing where so many have not been. ${CLOCK_EN}`,
  },
  "told-p90": {
    name: "Days until told, 90th percentile",
    definition: `The day by which nine new cases of ten were told, by Kaplan and Meier. ${CLOCK_EN}`,
  },
  "seen-to-decided-hours": {
    name: "Hours from seen to decided, median",
    definition: "Hours from when Restsignal read the notice to the first decision, of cases that are decided.",
  },
  "warning-median": {
    name: "Advance warning, median",
    definition:
      "Days from the message to the day on which the shortage began, by the date that stands now. A negative number means that the message came after. Cases that were not told, and cases without a start date, are left out.",
  },
  "warning-known-median": {
    name: "Advance warning by the date known then, median",
    definition: "The same, counted to the start date that stood in the message when it was sent.",
  },
  ...Object.fromEntries(
    [0, 14, 60].flatMap((count) => [
      [
        `warning-${count}`,
        {
          name: count === 0 ? "Told no later than the shortage began" : `Told at least ${count} days ahead`,
          definition: `Share of the told new cases whose message came at least ${count} days before the start date, by the date that stands now.`,
        },
      ],
      [
        `warning-known-${count}`,
        {
          name:
            count === 0
              ? "Told no later than the start known then"
              : `Told at least ${count} days before the date known then`,
          definition: "The same share, counted to the start date that stood in the message when it was sent.",
        },
      ],
    ]),
  ),
  "company-lead-median": {
    name: "The company's lead, median",
    definition: `Days from publication to the start date: the time that the company's report gave. ${CLOCK_EN}`,
  },
};
