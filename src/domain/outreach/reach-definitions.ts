import type { Definition } from "./definitions.ts";

type Definitions = Readonly<Record<string, Definition>>;

const PAST_SV =
  "Så som det var när perioden slutade. Vissa saker vet vi inte om det som varit: den som har lämnat och börjat om räknas från den nya början, av flera pauser är bara den senaste känd, och val som har skrivits om räknas som de är nu.";
const PAST_EN =
  "As it was when the period ended. Some of the past nobody knows: who left and began anew counts from the new beginning, of several pauses only the last is known, and choices that were rewritten count as they are now.";

export const REACH_DEFINITIONS_SV: Definitions = {
  subscriptions: {
    name: "Aktiva prenumerationer",
    definition: `Bekräftade prenumerationer för läsare som varken var avslutade eller pausade. En kanal i Slack eller Teams är en prenumeration, hur många som än läser den; flöden har inga prenumerationer. Den som har valt flera områden räknas i vart och ett. ${PAST_SV}`,
  },
  "subscriptions-tailored": {
    name: "Andel prenumerationer med eget urval",
    definition: `Andel av de aktiva prenumerationerna som är smalare än hela regionen: vissa områden, roller, läkemedel, prioriteter, kategorier, omfattningar, nyheter eller fall. ${PAST_SV}`,
  },
  "messages-per-week": {
    name: "Meddelanden per prenumerant och vecka",
    definition:
      "Periodens meddelanden som levererades till eller lämnades hos de prenumerationer som var aktiva när perioden slutade, delat med de veckor i perioden som de var i gång. Avrundat till en decimal. Dagar i paus räknas inte.",
  },
  unsubscribed: {
    name: "Avslutade prenumerationer",
    definition:
      "Prenumerationer som avslutades i perioden, med det skäl som läsaren själv angav. ”unsaid”: läsaren gav inget skäl. ”others”: någon annan än läsaren avslutade. Den som sedan har börjat om räknas inte.",
  },
  "prescribers-reached": {
    name: "Andel av förskrivarna som nås per e-post",
    definition: `Aktiva personliga prenumerationer per e-post, delat med det antal förskrivare som regionen själv har uppgett. Delade brevlådor, kanaler och flöden är inte med, eftersom ingen vet hur många som läser dem. Den som prenumererar med två adresser räknas två gånger. Regioner som inte har uppgett något antal är inte med; inget antal uppskattas. För flera regioner tillsammans visas andelen bara när alla har uppgett ett antal. ${PAST_SV}`,
  },
  "prescribers-reached-by-role": {
    name: "Andel av förskrivarna som nås per e-post, efter roll",
    definition: `Samma för de roller som regionen har uppgett ett antal för. Bara de som har valt rollen räknas. ${PAST_SV}`,
  },
};

export const REACH_DEFINITIONS_EN: Definitions = {
  subscriptions: {
    name: "Active subscriptions",
    definition: `Confirmed subscriptions of readers that had neither ended nor paused. A channel in Slack or Teams is one subscription, however many read it; feeds have none. Who chose several areas counts in each. ${PAST_EN}`,
  },
  "subscriptions-tailored": {
    name: "Share of subscriptions with a choice of their own",
    definition: `Share of the active subscriptions that are narrower than the whole region: some areas, roles, medicines, priorities, categories, extents, news or cases. ${PAST_EN}`,
  },
  "messages-per-week": {
    name: "Messages per subscriber and week",
    definition:
      "The period's messages that were delivered to or accepted for the subscriptions that were active when the period ended, divided by the weeks of the period that they went on. Rounded to one decimal. Days of a pause do not count.",
  },
  unsubscribed: {
    name: "Subscriptions that ended",
    definition:
      "Subscriptions that ended in the period, with the reason that the reader gave. `unsaid`: the reader gave none. `others`: somebody else than the reader ended it. Who has begun anew since does not count.",
  },
  "prescribers-reached": {
    name: "Share of prescribers reached by mail",
    definition: `Active personal subscriptions by mail, divided by the number of prescribers that the region itself has given. Shared mailboxes, channels and feeds are left out, since nobody knows how many read them. Who subscribes with two addresses counts twice. Regions that have given no number are left out; no number is estimated. For several regions together the share is shown only where all of them have given one. ${PAST_EN}`,
  },
  "prescribers-reached-by-role": {
    name: "Share of prescribers reached by mail, by role",
    definition: `The same for the roles that the region has given a number of. Only those who chose the role count. ${PAST_EN}`,
  },
};

export const LIST_DEFINITIONS_SV: Definitions = {
  "list-hit": {
    name: "Andel av listan som är drabbad",
    definition:
      "Rader på den lista som gällde den dagen som hade ett öppet fall, delat med alla rader på listan. Medelvärdet av periodens dagar, där varje dag väger lika; n är antalet dagar. Dagar före den första listan eller den första filen är inte med, och en region utan lista har inget värde. För flera regioner tillsammans läggs deras rader ihop dag för dag.",
  },
};

export const LIST_DEFINITIONS_EN: Definitions = {
  "list-hit": {
    name: "Share of the list that is hit",
    definition:
      "Lines of the list in use on that day that had an open case, divided by all of its lines. The mean over the days of the period, each of which weighs the same; n is the number of days. Days before the first list or the first file are left out, and a region without a list has no value. Of several regions together the lines are added day by day.",
  },
};
