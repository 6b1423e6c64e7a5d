import type { Role } from "../../domain/account.ts";

const roles: Record<Role, string> = {
  reader: "Läsare",
  curator: "Handläggare",
  approver: "Granskare",
  "region-admin": "Regionansvarig",
  analyst: "Analytiker, SKR",
  operator: "Drift",
};

/** The Swedish phrases of the desk: what its pages share, and a part for each area. */
export const deskSv = {
  roles,
  nav: {
    menu: "Meny",
    label: "Arbetsytan",
    signIn: "För apotekare: logga in",
    signOut: "Logga ut",
    /** The areas, short enough to stand in one row. */
    areas: {
      inbox: "Inkorg",
      matches: "Träffar",
      "own-notices": "Egna",
      lists: "Listor",
      policies: "Regler",
      audit: "Logg",
      deliveries: "Utskick",
      people: "Användare",
      notes: "Mellan regioner",
      questionnaire: "SKR",
      outreach: "Rapport",
      rounds: "Frågor till regionerna",
    },
    report: "Rapporten",
    operations: "Drift",
    account: "Ditt konto",
    region: "Byt region",
  },
  openCase: "Öppna i arbetsytan",
  capture: {
    short: "Inget skickas på riktigt",
    text: "Det ni publicerar syns på webben och i flödena, men ingen får mejl eller chattmeddelanden.",
  },
  stale: (time: string) => `Gamla uppgifter: ${time}`,
  contactMissing: {
    short: "Nummer saknas",
    text: (region: string) =>
      `${region} har inte angett hur läkemedelsfunktionen nås när det är bråttom: förskrivare hänvisas till växeln.`,
    link: "Ange ett nummer",
  },
  form: {
    problems: (count: number) => `${count === 1 ? "En sak" : `${count} saker`} behöver rättas`,
    optional: "kan lämnas tomt",
    save: "Spara",
    cancel: "Avbryt",
    reason: "Skäl",
    none: "Inget valt",
  },
  refused: {
    title: "Du får inte göra det här",
    form: "Formuläret kom inte från den här sidan, eller så har du loggat in på nytt sedan du öppnade det. Gå tillbaka, ladda om sidan och skicka igen.",
    permission: "Ditt konto saknar behörighet för det. Den som är regionansvarig kan ge dig den.",
    region: (region: string) =>
      `Ditt konto saknar behörighet för det i ${region}. Den som är regionansvarig kan ge dig den.`,
  },
  tooLarge: {
    title: "Filen eller texten är för stor",
    text: (size: string, fields: number) =>
      `Den här sidan tar emot högst ${size} och ${fields} fält på en gång. Inget har sparats. Gå tillbaka och skicka mindre.`,
  },
  unreadable: {
    title: "Formuläret gick inte att läsa",
    text: "Det kom inte fram helt, eller innehåller tecken som inte går att spara. Inget har sparats. Gå tillbaka, ladda om sidan och skicka igen.",
  },
  signedOut: {
    title: "Du är inte inloggad längre",
    text: "Inget har sparats. Logga in igen, så kommer du tillbaka till sidan och kan göra om det.",
    written: "Det här hade du skrivit. Kopiera det och klistra in det igen:",
    signIn: "Logga in",
    signInApart: "Logga in i en ny flik",
  },
};

export type DeskStrings = typeof deskSv;
