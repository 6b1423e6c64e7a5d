import { sayDate, type IsoDate } from "../../src/domain/calendar.ts";
import type { Role } from "../../src/domain/account.ts";
import type { CaseKind } from "../../src/domain/case-dates.ts";
import { percent } from "../../src/domain/guard.ts";
import type { FormGroup } from "../../src/domain/form.ts";
import type { Language, ReminderFact } from "../../src/domain/message.ts";
import { ADVICE_WORDS } from "../../src/domain/list-advice.ts";
import type { AlertKind, FetchFailure } from "../../src/domain/source-health.ts";
import type { NoticeStatus, NoticeType } from "../../src/domain/notice.ts";
import { changedFrom, changedTo, changeNames, changes, turned } from "./changes-sv.ts";
import { datesSv } from "./dates-sv.ts";
import { alternativesSv } from "./alternatives-sv.ts";
import { extentSv } from "./extent-sv.ts";
import { possessive } from "./possessive-sv.ts";
import { indexSv } from "./index-sv.ts";
import { wishSv } from "./wish-sv.ts";

/** What a message is, as its headline says it and a digest counts it. */
export type MessageSort =
  | "newShortage"
  | "shortage"
  | "upcomingShortage"
  | "suspension"
  | "cessation"
  | "ceased"
  | "update"
  | "correction"
  | "resolved"
  | "closed"
  | "retraction"
  | "overview"
  | "alert"
  | "reminder";

const forms: Record<FormGroup, string> = {
  parenteral: "injektion/infusion",
  oral: "peroralt",
  munhåla: "munhåla",
  inhalation: "inhalation",
  nasal: "nasalt",
  ögon: "ögon",
  öron: "öron",
  kutan: "hud",
  transdermal: "transdermalt",
  rektal: "rektalt",
  vaginal: "vaginalt",
  övrig: "övrig beredningsform",
};

const statuses: Record<NoticeStatus, string> = {
  ongoing: "Pågår",
  upcoming: "Kommande",
  ended: "Över",
  withdrawn: "Drogs tillbaka",
};

/** Which part of a digest a mail is; `others` of its messages stand in other parts only. */
export interface PartOfDigest {
  readonly number: number;
  readonly of: number;
  readonly messages: number;
  readonly others: number;
}

/** Who reviewed a message, as readers know them. */
const reviewers: Record<Role, string> = {
  reader: "regionen",
  curator: "regionens handläggare",
  approver: "regionens granskare",
  "region-admin": "regionens ansvariga",
  analyst: "SKR",
  operator: "Restsignals drift",
};

/** The public cause categories of Läkemedelsverket's open data; one that is not here is not shown. */
const causes: Record<string, string> = {
  MANUFACTURING: "tillverkning",
  COMMERCIAL: "kommersiella skäl",
  DISTRIBUTION: "distribution",
  QUALITY: "kvalitet",
  REGULATORY: "regulatoriska skäl",
  SAFETY: "säkerhet",
  CORRECTION: "rättelse",
};

/** Registry names of sources, as readers know them; another name is shown as it is. */
const sources: Record<string, string> = {
  lakemedelsverket: "Läkemedelsverket",
  "lakemedelsverket-export": "Läkemedelsverket (sökningens export)",
  "lakemedelsverket-products": "Läkemedelsverket (produktfilen)",
  fimea: "Fimea, Finland",
  manual: "regionens egen anmälan",
};

/** Why a file could not be fetched; the status is that of an answer. */
const failures: Record<FetchFailure["kind"], (status: number | null) => string> = {
  status: (status) => `Källans server svarade med felkod${status === null ? "" : ` ${status}`}.`,
  timeout: () => "Källans server svarade inte i tid.",
  refused: () => "Restsignal avbröt hämtningen, eftersom adressen eller svaret inte är tillåtet.",
  "no-answer": () => "Källans server gick inte att nå.",
  "no-address": () => "Källan har ingen adress: lämna in filen för hand.",
};

const digestSorts: Record<MessageSort, (count: number) => string> = {
  newShortage: (count) => (count === 1 ? "1 ny läkemedelsbrist" : `${count} nya läkemedelsbrister`),
  shortage: (count) => (count === 1 ? "1 läkemedelsbrist" : `${count} läkemedelsbrister`),
  upcomingShortage: (count) => (count === 1 ? "1 kommande läkemedelsbrist" : `${count} kommande läkemedelsbrister`),
  suspension: (count) => `${count} uppehåll i försäljningen`,
  cessation: (count) => `${count} läkemedel slutar säljas`,
  ceased: (count) => `${count} läkemedel har slutat säljas`,
  update: (count) => (count === 1 ? "1 uppdatering" : `${count} uppdateringar`),
  correction: (count) => (count === 1 ? "1 rättelse" : `${count} rättelser`),
  resolved: (count) => (count === 1 ? "1 brist är över" : `${count} brister är över`),
  closed: (count) => (count === 1 ? "1 ärende är inte längre aktuellt" : `${count} ärenden är inte längre aktuella`),
  retraction: (count) => (count === 1 ? "1 återtaget meddelande" : `${count} återtagna meddelanden`),
  alert: (count) => (count === 1 ? "1 driftlarm" : `${count} driftlarm`),
  reminder: (count) => (count === 1 ? "påminnelse om beslut" : `${count} påminnelser om beslut`),
  overview: () => "läget nu",
};

const months = "januari februari mars april maj juni juli augusti september oktober november december".split(" ");

/** Every Swedish phrase a reader sees, once. Its type is what another language must satisfy. */
export const sv = {
  /** Of these words. */
  language: "sv" satisfies Language as Language,
  forms,
  adviceTypes: ADVICE_WORDS,
  statuses,
  reviewers,
  causes,
  changes,
  changeNames,
  sources,

  kickers: {
    newShortage: "Ny läkemedelsbrist",
    shortage: "Läkemedelsbrist",
    upcomingShortage: "Kommande läkemedelsbrist",
    suspension: "Uppehåll i försäljningen",
    cessation: "Slutar säljas",
    ceased: "Har slutat säljas",
    update: "Uppdatering",
    correction: "Rättelse",
    resolved: "Bristen är över",
    closed: "Inte längre aktuellt",
    retraction: "Återtaget meddelande",
    alert: "Driftlarm",
    reminder: "Påminnelse",
    overview: "Läget nu",
  } satisfies Record<MessageSort, string>,
  /** What an update, a correction or a retraction is about. */
  kickerAbout: (kicker: string, type: NoticeType) =>
    `${kicker} om ${{ shortage: "läkemedelsbrist", cessation: "läkemedel som slutar säljas", unknown: "uppehåll i försäljningen" }[type]}`,
  urgent: "Brådskande",
  /** A date in running text: the year stands where it is not that of the day the text is written on; with null always. */
  date: (date: IsoDate, writtenOn: IsoDate | null) => sayDate(date, writtenOn, months),
  months,
  unknownMedicine: "läkemedel",
  leads: {
    correction: "Det här ersätter ett tidigare meddelande, som innehöll ett fel.",
    retraction: "Ett tidigare meddelande om det här var fel. Bortse från det.",
    overview: "Framöver kommer ett meddelande bara när något ändras.",
    resolved: "Råd i tidigare meddelanden gavs innan detta. Är du osäker på om de gäller: fråga regionen.",
  },

  dates: datesSv,
  extent: extentSv,
  alternatives: alternativesSv,
  index: indexSv,
  wish: wishSv,
  preliminary: (date: string) => `${date} (preliminärt)`,
  vanished: (lastKnown: string) => `Källan visar inte längre uppgiften. Senast kända läge: ${lastKnown}`,
  /** The list may have changed, a match, or the source: which is not known. */
  noneLeft: "Inget som är rapporterat hör till det här ärendet längre",
  /** What some sources give for what leaves the market. */
  cessationEnd: (date: string) => `Källan anger slutdatumet ${date}, men inte att läkemedlet säljs igen`,
  packages: "Berörda förpackningar",
  backPackages: "Åter",
  closedPackages: "Inte längre berörda förpackningar",
  unaffectedPackages: "Inte berörda förpackningar",
  closedOn: (date: string) => `sedan ${date}`,
  samePackages: (name: string, count: number) => `${name} (${count} förpackningar)`,
  cause: "Orsak",

  changesHeading: "Det här är nytt",
  changedTo,
  changedFrom,
  turned,
  passed: (date: string) => `${date}, som har passerat`,

  adviceHeading: "Gör så här",
  retractionHeading: "Därför återtas meddelandet",
  adviceFrom: (region: string) => `Råd från ${region}`,
  adviceOrigin: (region: string) => `Rådet bygger på ${possessive(region)} text`,
  noAdvice: (region: string) => `${region} har inte lämnat något råd ännu.`,
  adviceInOtherLanguage: "Rådet finns bara på svenska.",
  factsHeading: (source: string) => `Uppgifter från ${source}`,
  alerts: {
    held: "Filen hölls tillbaka av en spärr. Den förra filens uppgifter gäller tills någon har tittat.",
    rejected: "Filen kunde inte läsas. Den förra filens uppgifter gäller.",
    unreachable: "Källan går inte att hämta. Den förra filens uppgifter gäller.",
    stalled: "Källan svarar, men filen är gammal. Sidor och utskick visar att uppgifterna kan vara inaktuella.",
  } satisfies Record<AlertKind, string>,
  alertHeading: "Vad som hände",
  doubts: {
    tooFew: (reports: number, expected: number) =>
      `Filen har ${countReports(reports)}, färre än de ${expected} som en hel fil brukar ha.`,
    ahead: (madeAt: string, fetchedAt: string) =>
      `Filen säger att den gjordes ${madeAt}, men den hämtades redan ${fetchedAt}.`,
    older: (madeAt: string, lastMadeAt: string, last: number | null) =>
      `Filen gjordes ${madeAt}, före den senast inlästa filen (${lastMadeAt}).` +
      (last === null ? "" : ` Är den senaste fel: ta tillbaka den med ingest retract ${last} --reason …`),
    dropped: (reports: number, lastReports: number) =>
      `Filen har ${countReports(reports)}, ${percent(1 - reports / lastReports)} färre än den förra (${lastReports}).`,
    changed: (changed: number, open: number) =>
      `${changed} av ${open} öppna anmälningar ändrades på en gång, ${percent(changed / open)}.`,
  },
  /** The same of Läkemedelsverket's product file. */
  catalogueDoubts: {
    tooFew: (products: number, expected: number) =>
      `Filen har ${countProducts(products)}, färre än de ${expected} som en hel fil brukar ha.`,
    dropped: (products: number, lastProducts: number) =>
      `Filen har ${countProducts(products)}, ${percent(1 - products / lastProducts)} färre än den förra (${lastProducts}).`,
    changed: (changed: number, all: number) =>
      `På en gång är ${countProducts(changed)} nya, borta eller ändrade, mot ${all} i den förra filen.`,
    lostColumn: (column: string) => `Filen saknar kolumnen ${column}, som den förra hade.`,
  },
  acceptHeld: (snapshot: number) => `Om filen stämmer: läs in den med ingest accept ${snapshot} --reason …`,
  failures,
  tries: (tries: number) =>
    tries === 1 ? "Det var ett försök: det görs snart ett nytt." : `${tries} försök i rad har misslyckats.`,
  age: {
    none: "mindre än en timme",
    hours: (count: number) => `${count} ${count === 1 ? "timme" : "timmar"}`,
    days: (count: number) => `${count} dagar`,
    weeks: (count: number) => `ungefär ${count} veckor`,
    months: (count: number) => `ungefär ${count} månader`,
    years: (count: number) => `ungefär ${count} år`,
  },
  /** An alert is read long after it was written. */
  fileAge: (age: string) => `Den senaste filen var ${age} gammal när larmet skrevs.`,
  technicalDetail: "Teknisk uppgift på engelska",
  openSources: "Öppna källornas läge",

  reminder: {
    kickers: { remind: "Påminnelse", escalate: "Inget beslut i tid", held: "Skickades inte" } satisfies Record<
      ReminderFact["kind"],
      string
    >,
    leads: {
      remind: "Ingen har beslutat om det här ännu.",
      escalate: "Ingen har beslutat inom den tid som regionens regler anger.",
      held: "Enligt regionens regler skulle uppgifterna ha skickats nu, men någon har börjat skriva. Skicka utkastet eller kasta det.",
    } satisfies Record<ReminderFact["kind"], string>,
    cases: (count: number) => `${count} ärenden väntar på beslut`,
    heading: "Väntar på beslut",
    news: "Nytt",
    newLine: "Finns på den nya listan",
    expired: "Rådets sista giltighetsdag har passerat",
    waitedLabel: "Har väntat",
    waited: (age: string, start: string) => `${age}, sedan ${start}`,
    due: "Beslut senast",
    dueAt: (time: string, passed: boolean) => (passed ? `${time}, som har passerat` : time),
    drafting: "Någon har börjat skriva.",
    why: "Påminns en gång, enligt regionens regler. Mellan 22 och 06 påminns ingen, utom när prioritet 1 inte har beslutats i tid.",
    openCase: "Öppna ärendet i arbetsytan",
    openInbox: "Öppna inkorgen",
  },
  /** Why a rule held back what it would have sent, as the region's record says it. */
  heldBack: {
    unseen: (rule: string) =>
      `Regeln ”${rule}” skickade inte: regionen kräver två personer, och det stående rådet, en egen anmälan eller en träff i ärendet är inte godkänd av en andra.`,
    draft: (rule: string) => `Regeln ”${rule}” skickade inte: någon skriver redan på ärendet.`,
    older: (rule: string) => `Regeln ”${rule}” skickade inte: äldre uppgifter i ärendet väntar på granskning.`,
    changed: "Det nya sparades till måndagens utskick, men reglerna skickar det inte som det är nu.",
  },
  overviewHeading: "Berörda läkemedel på regionens lista",

  audience: (whom: string) => `Gäller: ${whom}`,
  validUntil: (date: string) => `Gäller till och med ${date}`,
  questions: (contact: string) => `Frågor: ${contact}`,
  priority: (priority: number) => `prioritet ${priority} på regionens lista`,
  priorityShort: (priority: number) => `prioritet ${priority}`,
  /** The region's own stock; `computed` is the day of a message that is read later. */
  stock: {
    none: "Regionen har inget eget lager.",
    lasts: (date: string, computed?: string) => `Regionens lager räcker till omkring ${date}${computedOn(computed)}.`,
    covers: (date: string, computed?: string) =>
      `Regionens lager räcker till omkring ${date}, längre än bristen väntas pågå${computedOn(computed)}.`,
    out: (date: string) => `Utan nya leveranser beräknas regionens lager vara slut sedan ${date}.`,
  },

  /** The same in a few words, after others. */
  stockBriefly: {
    none: "inget eget lager",
    lasts: (date: string) => `lager till omkring ${date}`,
    covers: (date: string) => `lager till omkring ${date}, längre än bristen`,
    out: (date: string) => `utan leveranser slut sedan ${date}`,
  },

  overviewSubject: (cases: number, region: string) => `${cases} läkemedel på listan i ${region}`,
  /** How many lines of the list are short now, will be, and hold nothing but what stops being sold. */
  situation: (short: number, coming: number, ceasing: number) =>
    [
      short === 0
        ? "Inget på regionens lista är rapporterat som brist nu"
        : `Brist på ${short} läkemedel på regionens lista nu`,
      coming === 0 ? "" : `Brist väntas på ${coming}${short === 0 ? "" : " till"}`,
      ceasing === 0
        ? ""
        : `För ${ceasing}${short + coming === 0 ? "" : " till"} har någon produkt slutat eller slutar säljas`,
    ]
      .filter(Boolean)
      .join(". "),
  kinds: {
    short: "Brist",
    coming: "Brist väntas",
    ceasing: "Någon produkt har slutat eller slutar säljas",
  } satisfies Record<CaseKind, string>,

  sourceLabel: "Källa",
  source: (name: string, time: string) => `Källa: ${name}, uppgifter per ${time}`,
  reviewed: (time: string) => `Granskat av regionens läkemedelsfunktion. Publicerat ${time}.`,
  notReviewed: (source: string) =>
    `Ej granskat av regionens läkemedelsfunktion: automatiskt utskick av uppgifter från ${source}.`,
  notReviewedWithAdvice: (source: string) =>
    `Ej granskat av regionens läkemedelsfunktion: automatiskt utskick av uppgifter från ${source}, med regionens stående råd.`,
  notReviewedWithEarlierAdvice: (source: string, version: number) =>
    `Ej granskat av regionens läkemedelsfunktion: automatiskt utskick av nya uppgifter från ${source}. Rådet är det som granskades i version ${version}, innan uppgifterna ändrades.`,
  reviewedBy: (time: string, reviewer: string) => `Granskat ${time} av ${reviewer}`,
  published: (time: string) => `Publicerat ${time}.`,
  publishedBy: (time: string, by: string) => `Publicerat ${time} av ${by}, utan råd.`,
  openCase: "Läs på webben",
  openRegion: "Öppna regionens sida",
  more: (count: number) => `och ${count} till på webben`,
  moreNames: (count: number) => `och ${count} till`,
  and: "och",

  digest: {
    sorts: digestSorts,
    inRegion: (what: string, region: string) => `${what} i ${region}`,
    regions: (count: number) => `${count} regioner`,
    contents: "I det här utskicket",
    onTheWeb: "webben",
    forAll: "Gäller allt i det här utskicket",
    older: (time: string) => `Äldre besked, från ${time}`,
    /** Of what is read later than a day after it was written, and may say "nu". */
    written: (time: string) => `Skrivet ${time}`,
    part: (number: number, of: number) => `Del ${number} av ${of}`,
    /** First in each part of a digest that is too long for one mail. */
    partLead: ({ number, of, messages, others }: PartOfDigest) =>
      `Del ${number} av ${of} av samma utskick. ` +
      `${messages === 1 ? "Alla delar hör till samma meddelande" : `${of === 2 ? "Den andra delen" : "De andra delarna"} har ${others === 0 ? "mer om det som står här" : `${others === 1 ? "1 meddelande" : `${others} meddelanden`} till`}`}. ` +
      `Det viktigaste står ${number === 1 ? "i den här delen" : "i del 1"}. Delarna kan komma i annan ordning.`,
    /** Of a part that holds only what follows the newest message of a case. */
    olderOnly: (messages: number) => `${messages} äldre besked i samma ärende`,
    continued: (part: number) => `Fortsättning från del ${part}`,
    continues: (part: number, count: number) => `Listan fortsätter i del ${part}, med ${count} till.`,
    unsubscribe: "Ändra eller avsluta",
    stale: (time: string, age: string) =>
      `Läkemedelsverkets uppgifter är från ${time}, för ${age} sedan, och kan vara inaktuella.`,
    whyHeading: "Varför får du det här?",
    because: "Du har bett om",
    why: "Du får det här mejlet för att du prenumererar på läkemedelsbrister.",
    whyDesk: "Du får det här mejlet för att du arbetar med regionens läkemedelsbrister.",
  },
};

function computedOn(date: string | undefined): string {
  return date === undefined ? "" : ` (beräknat ${date})`;
}

function countProducts(count: number): string {
  return count === 1 ? "1 produkt" : `${count} produkter`;
}

function countReports(count: number): string {
  return `${count} ${count === 1 ? "anmälan" : "anmälningar"}`;
}

export type Strings = typeof sv;
