import type { Definition } from "./definitions.ts";

type Definitions = Readonly<Record<string, Definition>>;

const END_SV = "Räknat på regionens lista som den var den sista dagen i perioden.";
const END_EN = "Counted on the region's list as it was on the last day of the period.";
const SHORT_SV =
  "En brist räknas från den första starten till det sista slutet som är känt för de förpackningar som är slut den dagen. Försäljningsuppehåll för gott räknas inte.";
const SHORT_EN =
  "A shortage goes from the first start to the last end that is told of the packages that are short that day. What stops being sold for good is not counted.";

export const READINESS_DEFINITIONS_SV: Definitions = {
  "stock-lines": { name: "Rader på listan", definition: `Rader på regionens lista. ${END_SV}` },
  "stock-known": {
    name: "Andel med lageruppgift",
    definition: `Andel av listans rader där listan säger hur många dagar lagret räcker. ${END_SV}`,
  },
  "stock-age-median": {
    name: "Lageruppgiftens ålder, median",
    definition: `Dagar från att listan med uppgiften togs i bruk till periodens sista dag. Uppgiften själv kan vara äldre. Rader utan uppgift är inte med. ${END_SV}`,
  },
  "cover-median": {
    name: "Dagar som lagret räcker, median",
    definition: `Mitten av de dagar som lagret räcker enligt listan. Rader utan uppgift är inte med. ${END_SV}`,
  },
  "target-met": {
    name: "Andel som når målet",
    definition: `Andel av raderna där lagret räcker minst så länge som målet för varan den dagen. Rader utan lageruppgift eller utan mål är inte med. ${END_SV}`,
  },
  "target-missing-days": {
    name: "Dagar som fattas till målen",
    definition: `Summan av de dagar som fattas till målet. Överskott på en rad minskar inte det som fattas på en annan. Rader utan lageruppgift eller utan mål är inte med. ${END_SV}`,
  },
  "lines-short": {
    name: "Rader med pågående brist",
    definition: `Rader där något som raden omfattar är slut. ${SHORT_SV} ${END_SV}`,
  },
  "cover-too-short": {
    name: "Andel där lagret inte räcker bristen ut",
    definition: `Andel av raderna med pågående brist där lagret räcker kortare än bristen. Brister som ingen vet längden på och rader utan lageruppgift är inte med. ${SHORT_SV} ${END_SV}`,
  },
  "deficit-days": {
    name: "Dagar utan täckning",
    definition: `Summan av bristens längd minus de dagar som lagret räcker, när det är mer än noll. En okänd längd gissas aldrig. ${SHORT_SV} ${END_SV}`,
  },
  "length-unknown": {
    name: "Brister med okänd längd",
    definition: `Rader med pågående brist som ingen vet längden på. De är inte med i dagar utan täckning. ${END_SV}`,
  },
};

export const READINESS_DEFINITIONS_EN: Definitions = {
  "stock-lines": { name: "Lines of the list", definition: `Lines of the region's list. ${END_EN}` },
  "stock-known": {
    name: "Share with a stock figure",
    definition: `Share of the list's lines of which the list says how many days the stock lasts. ${END_EN}`,
  },
  "stock-age-median": {
    name: "Age of the stock figure, median",
    definition: `Days from when the list that has it was taken into use to the last day of the period. The figure itself may be older. Lines without one are left out. ${END_EN}`,
  },
  "cover-median": {
    name: "Days that the stock lasts, median",
    definition: `The middle of the days that the stock lasts by the list. Lines without a figure are left out. ${END_EN}`,
  },
  "target-met": {
    name: "Share that meets the target",
    definition: `Share of the lines whose stock lasts at least as long as the target of their goods that day. Lines without a stock figure or a target are left out. ${END_EN}`,
  },
  "target-missing-days": {
    name: "Days missing to the targets",
    definition: `The sum of the days that are missing to the target. More than enough of one line makes up for nothing of another. Lines without a stock figure or a target are left out. ${END_EN}`,
  },
  "lines-short": {
    name: "Lines with a shortage under way",
    definition: `Lines of which something is short. ${SHORT_EN} ${END_EN}`,
  },
  "cover-too-short": {
    name: "Share whose stock ends before the shortage",
    definition: `Share of the lines with a shortage under way whose stock lasts shorter than it. Shortages of unknown length and lines without a stock figure are left out. ${SHORT_EN} ${END_EN}`,
  },
  "deficit-days": {
    name: "Days without cover",
    definition: `The sum of the shortage's length less the days that the stock lasts, where that is more than nothing. An unknown length is never guessed. ${SHORT_EN} ${END_EN}`,
  },
  "length-unknown": {
    name: "Shortages of unknown length",
    definition: `Lines with a shortage under way of which nobody knows the length. They are left out of the days without cover. ${END_EN}`,
  },
};
