import { changeNames } from "../../../templates/strings/changes-sv.ts";
import type { NewsKind } from "../../domain/news.ts";
import type { MessageKind } from "../../domain/message.ts";
import type { NoticeStatus } from "../../domain/notice.ts";
import type { OpenDraft } from "../../db/inbox.ts";

const changeKinds: Record<NewsKind | "list", string> = {
  ...changeNames,
  vanished: "Borta ur källan",
  list: "Ny på listan",
};

const messageKinds: Record<MessageKind, string> = {
  new: "Nytt meddelande",
  update: "Uppdatering",
  correction: "Rättelse",
  resolved: "Bristen är över",
  retraction: "Återtaget",
  overview: "Läget nu",
  alert: "Driftlarm",
  reminder: "Påminnelse",
};

const drafts: Record<OpenDraft["state"], (by: string) => string> = {
  draft: (by) => `Utkast skrivs av ${by}`,
  submitted: (by) => `Utkast av ${by} väntar på granskning`,
  scheduled: (by) => `Utkast av ${by} är schemalagt`,
};

const statuses: Record<NoticeStatus | "none", string> = {
  ongoing: "Pågår",
  upcoming: "Kommande",
  ended: "Över",
  withdrawn: "Drogs tillbaka",
  none: "Inga anmälningar kvar",
};

export const inboxSv = {
  title: "Inkorg",
  regionTitle: (region: string) => `Inkorg, ${region}`,
  regions: {
    lead: "Välj vilken regions inkorg du vill öppna.",
    waiting: (count: number) => (count === 1 ? "1 ärende väntar" : `${count} ärenden väntar`),
    overdue: (count: number) => (count === 1 ? "1 är försenat" : `${count} är försenade`),
    approval: (count: number) =>
      count === 1 ? "1 utkast väntar på granskning" : `${count} utkast väntar på granskning`,
    questions: (count: number) => (count === 1 ? "1 fråga väntar på svar" : `${count} frågor väntar på svar`),
    nothing: "Inget väntar",
  },
  views: {
    label: "Vad som väntar",
    waiting: "Att besluta",
    untold: "Öppna utan råd",
    approval: "Väntar på granskning",
    scheduled: "Schemalagda",
    questions: "Frågor",
  },
  skipFilter: "Hoppa förbi filtret till ärendena",
  filter: {
    grade: "Omfattning",
    heading: "Sök och filtrera",
    text: "Substans, produkt eller ATC-kod",
    priority: "Prioritet",
    noPriority: "Utan prioritet",
    change: "Vad som har hänt",
    who: "Ansvarig",
    whose: { all: "Alla", mine: "Mina", unassigned: "Ingen ansvarig" },
    draft: "Utkast",
    drafts: {
      any: "Alla",
      none: "Utan utkast",
      draft: "Skrivs",
      submitted: "Väntar på granskning",
      scheduled: "Schemalagt",
    },
    overdue: "Bara försenade",
    any: "Alla",
    submit: "Visa",
    clear: "Rensa",
    showing: {
      waiting: (shown: number, total: number) => `Visar ${shown} av ${total} ärenden som väntar på beslut`,
      untold: (shown: number, total: number) =>
        `Visar ${shown} av ${total} öppna ärenden som läsarna inte har något råd om`,
    },
    range: (from: number, to: number) => `Rad ${from}–${to}, de mest brådskande först`,
  },
  captions: {
    waiting: "Ärenden som väntar på beslut, de mest brådskande först",
    untold: "Öppna ärenden utan råd, de mest brådskande först",
  },
  columns: {
    select: "Välj",
    medicine: "Läkemedel",
    situation: "Läge och lager",
    why: "Varför det är här",
    last: "Senaste besked",
    time: "Väntat",
    who: "Ansvarig, utkast",
  },
  empty: "Inget väntar på beslut.",
  butUntold: (count: number) => `${count === 1 ? "1 öppet ärende" : `${count} öppna ärenden`} har inget råd.`,
  noneUntold: "Alla öppna ärenden har ett råd, eller ett beslut om ingen åtgärd.",
  noneFits: "Inget ärende passar det du sökte.",
  priority: (priority: number) => `Prioritet ${priority}`,
  statuses,
  startsOn: (date: string) => `börjar ${date}`,
  /** Of a case that holds nothing but ends of sale. */
  ceased: "Har slutat säljas",
  ceases: "Slutar säljas",
  changeKinds,
  fallen: "Rådet håller inte längre",
  wasFallen: "Rådet höll inte en tid",
  expired: (date: string) => `Rådets sista giltighetsdag har passerat ${date}`,
  listChange: (date: string) => `Finns på listan sedan ${date}, och har anmälningar`,
  moreChanges: (count: number) => `och ${count} ${count === 1 ? "ändring" : "ändringar"} till`,
  moreProducts: (count: number) => `och ${count} till`,
  messageKinds,
  lastMessage: (kind: string, version: number, age: string) => `${kind}, version ${version}, för ${age} sedan`,
  overviewOnly: "Stod bara i läget nu",
  neverTold: "Inget meddelande ännu",
  due: (time: string) => `Klart senast ${time}`,
  overdue: "Försenat",
  drafts,
  cameBack: (reason: string) => `Gick inte ut: ${reason}`,
  goesOut: (time: string) => `går ut ${time}`,
  questions: (count: number) => (count === 1 ? "1 öppen fråga" : `${count} öppna frågor`),
  assignee: (name: string) => `Ansvarig: ${name}`,
  nobody: "Ingen ansvarig",
  take: "Ta ärendet",
  leave: "Lämna ärendet",
  takeCase: (name: string) => `Ta ärendet: ${name}`,
  leaveCase: (name: string) => `Lämna ärendet: ${name}`,
  dismiss: {
    heading: "Ingen åtgärd för de valda",
    lead: "Ärendena försvinner från inkorgen tills något nytt händer. Skälet sparas i loggen.",
    reason: "Skäl",
    reasons: ["Berör inte regionens vård", "Alternativ finns i lager", "Ingen märkbar påverkan", "Redan hanterat"],
    bar: "Beslut för de valda ärendena",
    submit: "Ingen åtgärd för valda",
    advise: "Ett råd för valda",
    noCases: "Välj minst ett ärende i listan.",
    noReason: "Skriv ett skäl på högst 500 tecken.",
    personnummer: "Skälet ser ut att innehålla ett personnummer. Ta bort det.",
    stale: "Sidan var för gammal. Läs den igen och välj på nytt.",
    foreign: "Minst ett av ärendena hör inte till regionen. Inget har ändrats.",
    drafted: (name: string, by: string) =>
      `${name} har ett utkast av ${by}. Inget har ändrats. Avmarkera ärendet, eller ta bort utkastet först.`,
  },
  keys: {
    heading: "Tangentbord",
    lead: "I Chrome, Edge och Safari trycker du Alt och tangenten (på Mac Ctrl och Alt), i Firefox Alt och Skift.",
    list: {
      s: "till sökfältet",
      l: "till listan, förbi filtret",
      b: "till skälet för ingen åtgärd",
      n: "nästa sida",
      p: "föregående sida",
    },
  },
  draftsPage: {
    approvalEmpty: "Inget utkast väntar på granskning.",
    scheduledEmpty: "Inget är schemalagt.",
    waited: (by: string, age: string) => `Lämnat av ${by} för ${age} sedan`,
    goesOut: (by: string, time: string) => `Går ut ${time}, av ${by}`,
  },
  questionsPage: {
    lead: "Frågor från förskrivare. När du stänger en fråga tas svarsadressen bort.",
    empty: "Ingen fråga väntar på svar.",
    asked: (time: string) => `Ställd ${time}`,
    reply: (address: string) => `Svara till ${address}`,
    subject: (name: string) => `Din fråga om ${name}`,
    noReply: "Ingen svarsadress",
    noCase: "Utan ärende",
    note: "Vad som gjordes",
    close: "Stäng frågan",
    noNote: "Skriv vad som gjordes, högst 1 000 tecken.",
    personnummer: "Texten ser ut att innehålla ett personnummer. Ta bort det.",
    gone: "Frågan var redan stängd.",
  },
  done: {
    dismissed: (count: number) =>
      count === 1 ? "Ingen åtgärd är sparad för 1 ärende." : `Ingen åtgärd är sparad för ${count} ärenden.`,
    which: (count: number) => (count === 1 ? "Visa vilket" : `Visa vilka ${count}`),
    mistaken: "Blev det fel ärende? Öppna det och skriv ett meddelande.",
    newer: (names: string) => `Något nytt kom medan du läste, så det här ligger kvar: ${names}.`,
    already: (count: number) =>
      count === 1 ? "1 ärende hade någon redan beslutat om." : `${count} ärenden hade någon redan beslutat om.`,
    assigned: "Ärendet är tilldelat.",
    unassigned: "Ärendet har ingen ansvarig.",
    due: "Tiden är sparad.",
    question: "Frågan är stängd och svarsadressen borttagen.",
  },
  decision: {
    title: "Det gick inte att spara",
    assignee: "Ansvarig",
    nobody: "Ingen",
    badAssignee: "Välj någon som får handlägga i regionen.",
    otherAssignee: (name: string | null) =>
      name === null
        ? "Ärendet har lämnats sedan du öppnade sidan: ingen ansvarar för det nu. Välj igen."
        : `${name} har tagit ärendet sedan du öppnade sidan. Inget är ändrat. Välj igen om du ändå vill byta.`,
    otherDue: (time: string | null) =>
      time === null
        ? "Tiden har tagits bort sedan du öppnade sidan. Inget är ändrat. Spara igen om din tid ska gälla."
        : `Tiden har ändrats till ${time} sedan du öppnade sidan. Inget är ändrat. Spara igen om din tid ska gälla.`,
    due: "Klart senast",
    dueHint: "Svensk tid. Lämna tomt för att ta bort tiden.",
    badDue: "Ange en tid som finns och ligger framåt.",
    back: "Tillbaka utan att spara",
  },
  approvals: (count: number) =>
    `${count === 1 ? "1 sak" : `${count} saker`} som inte är utkast väntar på en andra person: regler, råd, anmälningar eller träffar`,
};

export type InboxStrings = typeof inboxSv;
