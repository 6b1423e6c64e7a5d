import type { ReaderState } from "../../../domain/reader.ts";
import type { EndReason } from "../../../domain/subscription.ts";

const states: Record<ReaderState, string> = {
  active: "Aktiv",
  snoozed: "Har paus",
  stopped: "Pausad av regionen",
  paused: "Nås inte",
  ended: "Har slutat",
};

const counted: Record<ReaderState, (count: number) => string> = {
  active: (count) => `${count} får meddelanden`,
  snoozed: (count) => `${count} har själva bett om paus`,
  stopped: (count) => `${count} ${count === 1 ? "är pausad" : "är pausade"} av regionen`,
  paused: (count) => `${count} nås inte: det som skickas dit kommer inte fram`,
  ended: (count) => `${count} har slutat`,
};

const endReasons: Record<EndReason, string> = {
  "too-many": "Det var för mycket.",
  "not-relevant": "Det gällde inte deras arbete.",
  "other-channel": "De får det på annat sätt.",
  "changed-work": "De har bytt arbete.",
  other: "Annat skäl.",
};

/** Who subscribes in a region, at its desk. */
export const subscribersSv = {
  title: "Prenumeranter",
  reader: (name: string) => `Prenumerant: ${name}`,
  states,
  counted,
  total: (count: number, what: string) => `${count === 1 ? "1 prenumerant" : `${count} prenumeranter`}: ${what}.`,
  nobody: "Ingen prenumererar på regionens meddelanden än. Den öppna sidan och flödena visar dem för alla.",
  lost: (count: number) =>
    `${count === 1 ? "1 anmälan" : `${count} anmälningar`} de senaste dygnen nådde inte fram: brevet att bekräfta med kom tillbaka eller gick inte att skicka. Ofta är adressen felskriven.`,
  masked: "Adresser visas bara i början och slutet. Vem som läser flödena vet vi inte: de kräver ingen adress.",
  counts: {
    heading: "Hur de får det, och om vad",
    figures: { channel: "Kanal", rhythm: "När det kommer", area: "Område", role: "Yrke" },
    none: { area: "Alla områden (inget valt)", role: "Vi vet inte (inget yrke valt)" },
    rhythms: "Den som har flera områden eller yrken räknas i vart och ett.",
  },
  list: {
    heading: "Alla prenumeranter",
    columns: { who: "Vem", what: "Vad", when: "När", state: "Läge" },
    range: (from: number, to: number, total: number) =>
      total === 0 ? "Ingen prenumerant passar det du valde." : `Visar ${from}–${to} av ${total}`,
    nothing: "Ber inte om något nu.",
  },
  filter: {
    heading: "Vilka prenumeranter som visas",
    any: "Alla",
    channel: "Kanal",
    state: "Läge",
    area: "Får det som gäller området",
    role: "Får det som gäller yrket",
    submit: "Visa",
    clear: "Visa alla",
  },
  one: {
    back: "Alla prenumeranter",
    since: (time: string) => `Sedan ${time}.`,
    waiting: (count: number) =>
      count === 0 ? "Inget väntar." : count === 1 ? "1 meddelande väntar." : `${count} meddelanden väntar.`,
    asks: "Vad som kommer",
    snoozed: (time: string) => `Har själv bett om paus till ${time}. Det som kommer under tiden väntar.`,
    stopped: (by: string | null, time: string, reason: string) =>
      `Pausad ${time}${by === null ? "" : ` av ${by}`}: ${reason}. Inget går ut, och inget går förlorat: det väntar.`,
    paused: (time: string, reason: string) => `Nås inte sedan ${time}: ${reason}`,
    ended: {
      subscriber: (time: string) => `Avslutade själv ${time}.`,
      region: (time: string) => `Avslutad av regionen ${time}.`,
      unknown: (time: string) => `Slutade ${time}. Vi vet inte varför.`,
      said: (reason: string) => `Skälet som angavs: ${reason}`,
      silent: "Inget skäl angavs.",
    },
    endReasons,
    unknownTime: "en tid som vi inte vet",
    erased: "Adressen är raderad.",
    consent: "Samtycke",
    consentOf: (time: string, text: string) => `${time}: ${text}`,
    noConsent: "Vi har inget samtycke noterat: prenumerationen lades till av den som driver Restsignal.",
  },
  deeds: {
    heading: "Ändra",
    pause: "Pausa",
    pauseHint:
      "Inget går ut tills någon släpper det. Det som kommer under tiden väntar. Skriv inget om patienter: skälet syns för alla på deskens sidor.",
    reason: "Skäl",
    resume: "Släpp på igen",
    mend: "Det är rättat: släpp på igen",
    end: "Avsluta",
    endHint: "Inget mer kommer, inte heller det som väntar. Det går att ångra så länge adressen finns kvar.",
    restore: "Ångra: låt prenumerationen fortsätta",
    restoreHint:
      "Det som väntade när den avslutades kommer som vanligt, med det senaste om varje läkemedel. Annat som kom under tiden kommer inte.",
    only: "Bara regionens administratör kan ändra.",
  },
  mailbox: {
    heading: "Avdelningars gemensamma brevlådor",
    lead: "Brevlådan får ett brev med en länk. Inget annat kommer innan någon där har sagt ja genom länken, som gäller i två dygn.",
    add: "Lägg till en brevlåda",
    fields: {
      address: "Brevlådans e-postadress",
      areas: "Områden",
      agreedBy: "Vem som har sagt ja",
      agreedHow: "Hur",
      agreedOn: "När",
    },
    hints: {
      areas: "Inget kryss betyder alla områden. Det kommer varje dag klockan 07, det brådskande direkt.",
      agreedBy: "Roll, eller namn. Sparas som bevis, och den som öppnar länken ser det.",
      agreedHow: "Till exempel: på avdelningens möte.",
    },
    problems: {
      address: "Skriv en e-postadress, till exempel avdelning.7@region.se.",
      addressNumber: "Adressen ser ut att innehålla ett personnummer. Lägg till en gemensam brevlåda.",
      agreedBy: "Skriv vem som har sagt ja, högst 100 tecken.",
      agreedHow: "Skriv hur, högst 300 tecken.",
      agreedOn: "Välj dagen då de sade ja. Den kan inte ligga framåt i tiden.",
    },
    submit: "Skicka bekräftelse",
    agreement: (by: string, how: string, date: string) =>
      `Gemensam brevlåda. Enligt regionen har ${by} sagt ja ${date}: ${how}. Jag vill att Restsignal skickar det som står här till brevlådan. Det går att avsluta när som helst, med länken i varje brev.`,
    waits: (name: string, asked: string, until: string) =>
      `${name} har inte svarat. Senast frågad ${asked}. Svarar ingen före ${until} raderas adressen.`,
    wrong: { returned: "Stämmer adressen?", dead: "Stämmer adressen? Den kan också vara spärrad." },
    more: (count: number) => `De ${count} senaste visas.`,
    withdraw: "Återkalla",
    withdrawNamed: (name: string) => `Återkalla frågan till ${name}`,
    again: "Skicka bekräftelsen igen",
    againNamed: (name: string) => `Skicka bekräftelsen igen till ${name}`,
  },
  problems: {
    reason: "Skriv varför, högst 300 tecken.",
    personnummer: "Texten verkar innehålla ett personnummer. Ta bort det.",
  },
  done: {
    asked: "Ett brev med en länk är på väg dit. Inget annat kommer innan någon där har sagt ja.",
    held: "Inget skickades: för många brev har redan skickats till adressen, till dess domän eller härifrån. Försök igen om en timme. Går det inte då heller, i morgon.",
    waiting:
      "Den brevlådan är redan frågad och har inte svarat. Inget nytt skickades. Du kan skicka bekräftelsen igen i listan.",
    withdrawn: "Frågan är återkallad och adressen raderad. Länken i brevet fungerar inte längre.",
    "not-waiting": "Frågan finns inte kvar: den är besvarad, återkallad eller för gammal.",
    stopped: "Prenumerationen är pausad. Det som kommer väntar.",
    resumed: "Prenumerationen går igen. Det som väntade går ut i sin tur.",
    ended: "Prenumerationen är avslutad.",
    restored: "Prenumerationen fortsätter.",
    confirmed: "Bekräftat. Om ett år är det dags igen.",
    already: "Det var redan så.",
    unknown: "Det går inte att göra med den här prenumerationen.",
  },
};

export type SubscribersStrings = typeof subscribersSv;
