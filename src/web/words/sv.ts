import { deskSv } from "./desk-sv.ts";

/** Every Swedish phrase of the pages, once; the desk's are in parts. Its type is what another language must satisfy. */
export const sv = {
  site: "Restsignal",
  desk: deskSv,
  personnummer: {
    unsure: (found: string) =>
      `”${found}” kan vara ett personnummer. Är det ett sådant: ta bort det. Är det något annat: kryssa i rutan.`,
    confirm: "Det är inget personnummer",
  },
  skip: "Hoppa till innehållet",
  home: "Alla regioner",
  path: "Här är du",
  otherLanguage: { language: "en", text: "In English" },
  subscribe: "Prenumerera",
  accessibility: "Tillgänglighet",
  privacy: "Personuppgifter",
  footer: {
    about:
      "Restsignal visar uppgifter från Läkemedelsverket och råd från regionerna. Det ersätter inte en medicinsk bedömning.",
    licence: "Läkemedelsverkets uppgifter används enligt CC BY 4.0.",
    fetched: (url: string, time: string) =>
      `Utskrift av ${url}, hämtad ${time}. Uppgifterna kan ha ändrats sedan dess.`,
    version: (version: string) => `Restsignal ${version}`,
  },
  noSource: "Inga uppgifter är inlästa ännu.",
  stale: (time: string, age: string) => `Uppgifterna är från ${time}, för ${age} sedan, och kan vara inaktuella.`,

  paging: {
    label: "Sidor",
    previous: "Föregående sida",
    next: "Nästa sida",
    where: (page: number, pages: number) => `Sida ${page} av ${pages}`,
    range: (from: number, to: number, total: number) => `Rad ${from}–${to} av ${total}`,
  },

  sources: "Källor",
  report: "Så nås förskrivarna",
  notFound: {
    title: "Sidan finns inte",
    text: "Adressen kan vara fel, eller så har sidan tagits bort.",
    region: "Det finns ingen region med den koden.",
    thread: "Det finns inget sådant ärende i regionen.",
    subscription: "Länken hör inte till någon prenumeration. Kontrollera att hela adressen kom med.",
  },
  failed: {
    title: "Något gick fel hos oss",
    text: "Försök igen om en stund. Fortsätter det, ange koden nedan när du hör av dig.",
    reference: (reference: string) => `Kod: ${reference}`,
  },
  /** Registry names of channels, as readers know them; another name is shown as it is. */
  channels: { email: "e-post", slack: "Slack", teams: "Teams" } as Readonly<Record<string, string>>,
};

export type PageStrings = typeof sv;
