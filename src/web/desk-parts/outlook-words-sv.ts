import type { Span } from "./receivers-words-sv.ts";

/** What stands where a message is published: what will happen, to whom, and the one question. */
export const confirmSv = {
  title: (name: string) => `Publicera: ${name}`,
  heading: "Det här händer",
  factsOnly: "Bara fakta: meddelandet har inget råd. Läsarna får veta att regionen inte har lämnat något råd ännu.",
  soon: "Meddelandet går ut om en minut. Fram till dess kan du ångra.",
  later: (time: string) => `Meddelandet går ut ${time}. Fram till dess kan det ångras.`,
  waits: "Inget går ut nu: en annan person granskar och godkänner först.",
  waitsUntil: (time: string) => `Inget går ut nu: en annan person granskar och godkänner först. Önskad tid är ${time}.`,
  captured: "Inget skickas på riktigt från den här installationen. Så här många hade fått det:",
  atOnce: (count: number) => `${count === 1 ? "1 mottagare får det" : `${count} mottagare får det`} genast.`,
  inDigests: (count: number, { first, last }: Span) =>
    last === null
      ? `${count === 1 ? "1 mottagare får det" : `${count} mottagare får det`} i det samlade utskicket ${first}.`
      : `${count} mottagare får det i sina samlade utskick: det första går ${first}, det sista ${last}.`,
  resting: (count: number, { first, last }: Span) =>
    `${count} mottagare har tysta timmar eller paus och får det ${last === null ? first : `senare: det första går ${first}, det sista ${last}`}.`,
  paused: (count: number) =>
    count === 1 ? "1 pausad mottagare får det inte." : `${count} pausade mottagare får det inte.`,
  nobody: (channel: string) => `${channel}: ingen prenumererar på det här.`,
  nobodyAwake: (channel: string) => `${channel}: ingen får det.`,
  stopped: "Kanalen är stoppad: det väntar tills driften öppnar den.",
  open: "Den öppna sidan och flödena visar det för alla.",
  publish: "Publicera",
  publishNext: "Publicera och nästa",
  submit: "Skicka till granskning",
  submitNext: "Skicka till granskning och nästa",
  back: "Ändra meddelandet",
  next: {
    done: (name: string) => `Klart: ${name}. Det går ut om en minut, eller vid den tid du valde.`,
    submitted: (name: string) => `Klart: ${name} är skickat till granskning.`,
    open: "Öppna det ärendet",
    last: "Det var det sista ärendet i listan.",
  },
};

export type ConfirmStrings = typeof confirmSv;
