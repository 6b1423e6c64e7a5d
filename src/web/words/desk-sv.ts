import type { Role } from "../../domain/account.ts";
import { approvalsSv } from "../desk/approvals/words-sv.ts";
import { auditSv } from "../desk/audit/words-sv.ts";
import { adviseSv } from "../desk/inbox/advise-words-sv.ts";
import { confirmSv } from "../desk-parts/outlook-words-sv.ts";
import { editorSv } from "../desk/case/words-sv.ts";
import { inboxSv } from "../desk/inbox/words-sv.ts";
import { listsSv } from "../desk/lists/words-sv.ts";
import { matchesSv } from "../desk/matches/words-sv.ts";
import { notesSv } from "../desk/notes/words-sv.ts";
import { ownNoticesSv } from "../desk/own-notices/words-sv.ts";
import { peopleSv } from "../desk/people/words-sv.ts";
import { policiesSv } from "../desk/policies/words-sv.ts";
import { previewsSv } from "../desk/case/previews/words-sv.ts";
import { signInSv } from "../sign-in/words-sv.ts";
import { timelineSv } from "../desk/case/timeline-words-sv.ts";

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
  signIn: signInSv,
  inbox: inboxSv,
  approvals: approvalsSv,
  editor: editorSv,
  confirm: confirmSv,
  advise: adviseSv,
  previews: previewsSv,
  timeline: timelineSv,
  lists: listsSv,
  matches: matchesSv,
  policies: policiesSv,
  notes: notesSv,
  ownNotices: ownNoticesSv,
  people: peopleSv,
  audit: auditSv,
  roles,
  nav: {
    menu: "Meny",
    label: "Arbetsytan",
    signIn: "För apotekare: logga in",
    signOut: "Logga ut",
    /** Areas whose titles are too long for one row. */
    short: { matches: "Träffar", "own-notices": "Egna", notes: "Mellan regioner" } as Record<string, string>,
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
