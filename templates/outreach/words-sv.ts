import { CUTS_SV } from "./cuts-sv.ts";
import type { Exclusion } from "../../src/domain/outreach/figure.ts";
import type { ShortageAnswer } from "../../src/domain/outreach/shortages.ts";
import type { AdviceType } from "../../src/domain/message.ts";

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const outreachSv = {
  title: "Så nås förskrivarna: restsituationer och försäljningsuppehåll",
  nation: "Riket",
  period: (from: string, to: string) => `Perioden ${from} till och med ${to}`,
  partly: (dataFrom: string) =>
    `Uppgifter finns först från ${dataFrom}. Om den del av perioden som ligger före den dagen vet vi ingenting.`,
  followed: (day: string) => `Det som har hänt till och med ${day} är med`,
  going: "Perioden är inte slut, så siffrorna kommer att ändras",
  edition: (number: number, frozenOn: string) => `Utgåva ${number}, fryst ${frozenOn}`,
  checksum: (sum: string) => `Kontrollsumma (SHA-256): ${sum}`,
  reproduce: (command: string) => `Räkna om: ${command}`,
  label: "Uppgifter för ledning och uppföljning. Inte officiell statistik.",
  summary: "Sammanfattning",
  method: "Så är det räknat",
  results: "Resultat",
  shortages: "Samma brist i regionerna",
  byRegion: "Region för region",
  appendix: "Alla mått",
  noNew: "Inga nya fall började i perioden, så det finns ingenting att mäta tider för.",
  told: (told: string, { cases, isOneRegion }: { cases: number; isOneRegion: boolean }) =>
    `Av ${plural(cases, "nytt fall", "nya fall")} på ${isOneRegion ? "regionens lista" : "regionernas listor"} har ${told} berättats för läsare.`,
  unhandled: (share: string) => `${share} av fallen har ingen beslutat om.`,
  warned: (days: number) =>
    days >= 1
      ? `Hälften av de berättade fallen berättades minst ${plural(Math.floor(days), "dag", "dagar")} innan bristen började.`
      : days <= -1
        ? `Hälften av de berättade fallen berättades först ${plural(Math.floor(-days), "dag", "dagar")} eller mer efter att bristen började.`
        : "Hälften av de berättade fallen berättades den dag bristen började eller tidigare, hälften den dagen eller senare.",
  notWarned: "Hur långt i förväg meddelandena kom går inte att säga: inget berättat fall har ett startdatum.",
  lead: (days: number) =>
    days >= 1
      ? `För hälften av de nya fallen hade anmälan publicerats minst ${plural(Math.floor(days), "dag", "dagar")} innan bristen började.`
      : days <= -1
        ? `För hälften av de nya fallen publicerades anmälan först ${plural(Math.floor(-days), "dag", "dagar")} eller mer efter att bristen började.`
        : "För hälften av de nya fallen publicerades anmälan den dag bristen började eller tidigare, för hälften den dagen eller senare.",
  cohorts:
    "Två grupper av fall räknas, och de blandas aldrig. Nya fall är de vars klocka började i perioden; alla tider gäller dem. Öppna fall är de som var öppna minst en dag i perioden; hur stort behovet var gäller dem.",
  baseline:
    "Fall som fanns redan i den första filen har ingen känd början och är inte med i några tider. Fall som kom till för att en lista ändrades är inte heller med.",
  followRule:
    "Vad som har hänt med ett fall följs i högst 30 dagar efter periodens slut. Det som hänt senare räknas inte.",
  halland:
    "Region Halland hör till två sjukvårdsregioner. Den räknas i båda, men bara en gång i riket. Därför är summan av sjukvårdsregionerna större än riket.",
  hidden:
    "Antal personer mellan 1 och 4 visas inte, och inte heller det som skulle avslöja ett sådant antal. Noll visas.",
  sources: (files: number, lists: number) =>
    `Underlaget är ${plural(files, "fil", "filer")} från källorna och ${plural(lists, "version", "versioner")} av regionernas listor.`,
  noList: "ingen lista",
  noLists: (names: readonly string[]) =>
    names.length > 20
      ? "Ingen region hade en lista i Restsignal i perioden."
      : `Utan lista i Restsignal i perioden: ${names.join(", ")}. Att de inte har några fall säger ingenting om vad som saknas där.`,
  figure: "Mått",
  value: "Värde",
  count: "Antal",
  place: "Område",
  definition: "Vad det är",
  excludedTitle: "Inte med",
  pending: (count: number) => `${plural(count, "fall har", "fall har")} inte haft alla dagarna ännu`,
  nothing: "inget underlag",
  notShown: "visas inte",
  none: "inga",
  empty: "inte angivet",
  by: (what: string) => `, ${what}`,
  units: {
    days: (text: string, count: number) => `${text} ${Math.abs(count) === 1 ? "dag" : "dagar"}`,
    hours: (text: string, count: number) => `${text} ${Math.abs(count) === 1 ? "timme" : "timmar"}`,
    minutes: (text: string, count: number) => `${text} ${Math.abs(count) === 1 ? "minut" : "minuter"}`,
    "per-100": (text: string) => `${text} per 100`,
    "per-week": (text: string) => `${text} per vecka`,
  },
  decimal: ",",
  thousands: "\u{a0}",
  questions: {
    need: "Hur stort var behovet?",
    told: "Hur många fall berättades?",
    speed: "Hur fort gick det?",
    warning: "Hur långt i förväg?",
    channels: "Genom vilka kanaler?",
    reach: "Hur många nås?",
    tailored: "Är informationen anpassad?",
    advice: "Finns det råd om vad man gör i stället?",
    holds: "Håller det som berättades?",
    cost: "Vad kostar det?",
    useful: "Är det till nytta?",
    readiness: "Hur väl räcker lagren?",
    other: "Fler mått",
  },
  excluded: {
    baseline: "fanns redan i den första filen",
    list: "kom till genom en ändrad lista",
    retracted: "filen drogs tillbaka",
    "no-start": "inget startdatum",
    "not-measured": "omfattningen är inte mätt",
    "not-told": "inte berättat",
    "not-decided": "inte beslutat",
    "not-answered": "ingen uppgift",
    "no-end": "ingen har sagt när det tar slut",
    "nothing-to-compare": "inget att jämföra med",
    captured: "skickades inte, utskick är avstängt",
    "no-advice": "inget råd",
    "not-delivered": "har inte kommit fram",
    "not-needed": "behövde inte skickas",
  } satisfies Record<Exclusion, string> as Readonly<Record<string, string>>,
  dimensions: {
    category: "per kategori",
    priority: "per prioritet",
    group: "per ATC-grupp",
    extent: "per omfattning",
    type: "per slag av anmälan",
    kind: "per slag",
    urgency: "per brådska",
    advice: "per råd",
    channel: "per kanal",
    state: "per utfall",
    lane: "per sätt att skicka",
    role: "per roll",
    area: "per område",
    reason: "per skäl",
    mended: "per sätt som det tog slut",
    goods: "per slag av varor",
  } as Readonly<Record<string, string>>,
  notReached: "inte nådd än",
  dimensionTitles: {
    category: "Kategori",
    priority: "Prioritet",
    group: "ATC-grupp",
    extent: "Omfattning",
    type: "Slag av anmälan",
    kind: "Slag",
    urgency: "Brådska",
    advice: "Råd",
    channel: "Kanal",
    state: "Utfall",
    lane: "Sätt",
    role: "Roll",
    area: "Vårdområde",
    reason: "Skäl",
    mended: "Hur det tog slut",
    goods: "Varor",
  } as Readonly<Record<string, string>>,
  cuts: CUTS_SV,
  dataTitles: {
    figures: "Mått",
    definitions: "Vad måtten är",
    about: "Om rapporten",
    id: "Kod",
    placeId: "Områdeskod",
    cut: "Uppdelning",
    unit: "Enhet",
    part: "Därav",
    pending: "Utan alla dagar än",
    hidden: "Visas inte",
    reason: "Skäl",
    cohort: "Vilka som räknas",
    yes: "ja",
    no: "nej",
  },
  cohortNames: {
    inflow: "fall vars klocka började i perioden",
    stock: "fall som var öppna minst en dag i perioden",
    period: "det som gjordes eller hände i perioden",
    end: "som det var vid periodens slut",
  },
  shortageColumns: { product: "Läkemedel", start: "Börjar", told: "Berättat" },
  shortagesKey:
    "● berättat senast den dag bristen började · ◐ berättat efter att bristen började, eller utan startdatum · ○ ingen åtgärd, med skäl · – ingen har beslutat · + fanns redan som fall · tom ruta: inte på regionens lista",
  shortagesMore: (shown: number, all: number) =>
    `De ${shown} anmälningar som flest regioner berörs av visas. Alla ${all} finns i datafilerna.`,
  noShortages: "Ingen anmälan öppnade ett fall i perioden.",
  outcomes: {
    told: "berättat",
    "no-action": "ingen åtgärd",
    unhandled: "inte hanterat",
    known: "fanns redan",
  } satisfies Record<ShortageAnswer["outcome"], string>,
  advice: {
    interchangeable: "utbytbart läkemedel",
    "other-package": "annan förpackning",
    "other-strength": "annan styrka",
    "other-form": "annan beredningsform",
    "same-substance": "annat preparat, samma substans",
    "other-substance": "annan substans",
    exemption: "dispens",
    licence: "licens",
    extempore: "extempore",
    "local-stock": "lokalt lager",
    "no-new-patients": "inga nyinsättningar",
    "ask-specialist": "kontakta specialist",
    "no-action": "avvakta",
    ceases: "upphör",
    recall: "indragning",
  } satisfies Record<AdviceType, string>,
  shortageTable: {
    report: "Anmälan",
    product: "Läkemedel",
    atc: "ATC",
    published: "Publicerad",
    start: "Börjar",
    region: "Region",
    outcome: "Vad regionen gjorde",
    on: "När",
    warning: "Dagar i förväg",
    advice: "Råd",
  },
  barsOf: (name: string) => `${name}, region för region`,
  barsSay: (name: string, low: string, high: string) =>
    `Staplar för varje region: ${name}. Lägst är ${low}, högst ${high}.`,
  noBars: "Ingen region har ett värde att visa.",
};

export type OutreachWords = typeof outreachSv;
