import type { LetterStanding } from "../../../db/letters.ts";

/** What became of a letter to a mailbox, where it says something of why nobody answers. */
const letters: Record<LetterStanding, string> = {
  due: "Brevet är på väg.",
  sent: "",
  captured: "Brevet skickades inte på riktigt: utskicken är avstängda.",
  dead: "Brevet gick inte att skicka.",
  returned: "Brevet kom tillbaka.",
};

/** What several read together, which a region has confirmed once a year, at its desk. */
export const sharedSv = {
  letters,
  heading: "Att bekräfta på nytt",
  lead: "Gemensamma brevlådor får en fråga om året, och en påminnelse. Kanaler i Slack och Teams får ingen: fråga dem som läser där. Inget slutar för att ingen svarar.",
  asked: (name: string, asked: string, reminded: string | null) =>
    `${name}: frågad ${asked}${reminded === null ? "" : `, påmind ${reminded}`}. Ingen har svarat.`,
  due: (name: string, agreed: string) => `${name}: bekräftades senast ${agreed}. Bekräfta på nytt.`,
  agreed: (time: string) => `Bekräftades senast ${time}.`,
  open: "Ingen har svarat på årets fråga.",
  openDue: "Mer än ett år har gått: bekräfta på nytt.",
  confirm: {
    heading: "Bekräfta för hand",
    said: "Vem har sagt att det ska fortsätta, och hur?",
    hint: "Roll, eller namn. Till exempel: avdelningschefen, på telefon. Sparas som bevis.",
    submit: "De vill fortfarande ha det",
    problem: "Skriv vem och hur, högst 300 tecken.",
    kept: (said: string) => `Enligt regionen vill de som läser det fortfarande ha det: ${said}`,
  },
};

export type SharedStrings = typeof sharedSv;
