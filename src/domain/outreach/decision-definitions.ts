import type { Definition } from "./definitions.ts";

type Definitions = Readonly<Record<string, Definition>>;

const OWN_SV =
  "Tiden är den som den som beslutade själv har fyllt i; det är frivilligt, och beslut utan tid är inte med. När två personer har fyllt i tid för samma meddelande läggs tiderna ihop.";
const OWN_EN =
  "The time is what whoever decided filled in; nobody has to, and decisions without a time are left out. Where two persons filled in a time for one message, the times are added.";
const CLOSED_SV = "En fråga räknas som besvarad när någon på regionen har stängt den.";
const CLOSED_EN = "A question counts as answered when somebody at the region has closed it.";

export const DECISION_DEFINITIONS_SV: Definitions = {
  decisions: {
    name: "Beslut av en person",
    definition:
      "Meddelanden som en person har publicerat och fall som en person har lagt åt sidan, i perioden. Det som regler gör räknas inte.",
  },
  "decisions-with-minutes": {
    name: "Andel beslut med ifylld tid",
    definition: "Andel av besluten där någon har fyllt i hur många minuter det tog.",
  },
  "decided-cases-with-minutes": {
    name: "Andel beslutade fall med ifylld tid",
    definition:
      "Andel av de fall som en person har beslutat om i perioden där tiden är ifylld för minst ett av besluten.",
  },
  "minutes-q1": {
    name: "Minuter per beslut, nedre kvartil",
    definition: `Ett av fyra beslut tog högst så många minuter. ${OWN_SV}`,
  },
  "minutes-median": {
    name: "Minuter per beslut, median",
    definition: `Hälften av besluten tog högst så många minuter. ${OWN_SV}`,
  },
  "minutes-q3": {
    name: "Minuter per beslut, övre kvartil",
    definition: `Tre av fyra beslut tog högst så många minuter. ${OWN_SV}`,
  },
};

export const DECISION_DEFINITIONS_EN: Definitions = {
  decisions: {
    name: "Decisions by a person",
    definition:
      "Messages that a person published and cases that a person put aside, in the period. What rules do does not count.",
  },
  "decisions-with-minutes": {
    name: "Share of decisions with a time",
    definition: "Share of the decisions of which somebody has filled in how many minutes they took.",
  },
  "decided-cases-with-minutes": {
    name: "Share of decided cases with a time",
    definition:
      "Share of the cases that a person decided on in the period where the time of at least one of the decisions was filled in.",
  },
  "minutes-q1": {
    name: "Minutes per decision, lower quartile",
    definition: `One in four decisions took at most so many minutes. ${OWN_EN}`,
  },
  "minutes-median": {
    name: "Minutes per decision, median",
    definition: `Half of the decisions took at most so many minutes. ${OWN_EN}`,
  },
  "minutes-q3": {
    name: "Minutes per decision, upper quartile",
    definition: `Three in four decisions took at most so many minutes. ${OWN_EN}`,
  },
};

export const QUESTION_DEFINITIONS_SV: Definitions = {
  questions: {
    name: "Frågor från läsare",
    definition:
      "Frågor som ställdes i perioden i formuläret på de öppna sidorna. Frågor som regionen har gallrat är inte med.",
  },
  "questions-answered": {
    name: "Andel besvarade frågor",
    definition: `Andel av frågorna som är besvarade. ${CLOSED_SV} Det som händer mer än 30 dagar efter periodens slut räknas inte.`,
  },
  "questions-hours-median": {
    name: "Timmar till svar, median",
    definition: `Så många timmar efter att de ställdes var hälften av frågorna besvarade, enligt Kaplan och Meier; de som ännu väntar räknas med. ${CLOSED_SV}`,
  },
  "questions-hours-p90": {
    name: "Timmar till svar, 90:e percentilen",
    definition: `Så många timmar efter att de ställdes var nio av tio frågor besvarade, enligt Kaplan och Meier; de som ännu väntar räknas med. ${CLOSED_SV}`,
  },
};

export const QUESTION_DEFINITIONS_EN: Definitions = {
  questions: {
    name: "Questions of readers",
    definition:
      "Questions that were asked in the period by the form on the public pages. Questions that the region has erased are left out.",
  },
  "questions-answered": {
    name: "Share of questions answered",
    definition: `Share of the questions that are answered. ${CLOSED_EN} What happens more than 30 days after the end of the period is not counted.`,
  },
  "questions-hours-median": {
    name: "Hours to an answer, median",
    definition: `So many hours after they were asked half of the questions were answered, by Kaplan and Meier; those that still wait are counted. ${CLOSED_EN}`,
  },
  "questions-hours-p90": {
    name: "Hours to an answer, 90th percentile",
    definition: `So many hours after they were asked nine of ten questions were answered, by Kaplan and Meier; those that still wait are counted. ${CLOSED_EN}`,
  },
};
