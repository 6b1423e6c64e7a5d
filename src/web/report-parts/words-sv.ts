import type { ShortageAnswer } from "../../domain/outreach/shortages.ts";

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const reportSv = {
  /** Before the place and the period. */
  title: (place: string, period: string) => `Så nåddes förskrivarna: ${place}, ${period}`,
  nation: "Riket",
  quarter: (number: string, year: string) => `kvartal ${number} ${year}`,
  free: (from: string, to: string) => `${from} till ${to}`,
  hidden: "”Visas inte” betyder att siffran gäller färre än fem personer, eller skulle avslöja ett sådant tal.",
  columns: { figure: "Mått", value: "Värde", n: "Antal", left: "Inte med", rows: "Underlag" },
  rows: "Visa raderna",
  of: (name: string) => ` för ${name}`,
  what: "Vad det är",
  cut: (by: string) => `Uppdelat ${by}`,
  unknown: "inte angivet",
  downloads: "Hämta rapporten",
  formats: {
    json: "JSON",
    csv: "CSV (alla mått)",
    zip: "Datapaket (zip)",
    xlsx: "Excel",
    pdf: "PDF att läsa",
    pdfa: "PDF att arkivera",
    html: "Webbsida i en fil",
    docx: "Word",
  } as Readonly<Record<string, string>>,
  method: "Så är det räknat",
  about: "Om rapporten",
  regions: {
    heading: "Regionerna bredvid varandra",
    text: "Välj ett mått för att sortera efter det och se det på kartan.",
    place: "Region",
    sortBy: (name: string) => `Sortera efter ${name}`,
    ascending: "lägst först",
    descending: "högst först",
    byCode: "i länskodens ordning",
    mapTitle: (name: string) => `Karta: ${name}`,
    mapText: (name: string) =>
      `En ruta för varje region, ungefär där den ligger. Rutan visar länets bokstav och ${name}. Ju fler streck, desto högre värde. Samma siffror står i tabellen.`,
    mapKey: (low: string, high: string) =>
      `Ett streck: nära ${low}, som är lägst. Fyra streck: nära ${high}, som är högst.`,
    mapSame: (value: string) => `Alla regioner som har ett värde har ${value}.`,
    mapNone: "Ingen region har ett värde att visa.",
  },
  matrix: {
    heading: "Samma brist i regionerna",
    count: (from: number, to: number, total: number) =>
      `Visar ${from}–${to} av ${plural(total, "anmälan", "anmälningar")}.`,
    none: "Ingen anmälan öppnade ett fall i perioden.",
    noneFit: "Ingen anmälan stämmer med det du valde.",
    product: "Läkemedel",
    starts: "Börjar",
    told: "Berättat",
    noStart: "inget datum",
    toldOf: (told: number, all: number) => `${told} av ${all}`,
    unhandledIn: (count: number) => `${plural(count, "region har", "regioner har")} inte beslutat`,
    signs: "Region för region",
    inWords: "I ord",
    key: "● berättat senast den dag bristen började · ◐ berättat efter det, eller utan startdatum · ○ ingen åtgärd, med skäl · – ingen har beslutat · + fanns redan som fall · tomt: inte på regionens lista",
    outcomes: {
      told: "berättat",
      "no-action": "ingen åtgärd, med skäl",
      unhandled: "ingen har beslutat",
      known: "fanns redan som fall",
    } satisfies Record<ShortageAnswer["outcome"], string>,
    on: (day: string) => ` ${day}`,
    ahead: (days: number) =>
      days > 0
        ? `, ${plural(days, "dag", "dagar")} i förväg`
        : days === 0
          ? ", samma dag som bristen började"
          : `, ${plural(-days, "dag", "dagar")} efter att bristen började`,
    filter: {
      heading: "Välj anmälningar",
      submit: "Visa",
      clear: "Visa alla",
      search: "Läkemedel eller ATC",
      which: "Vilka",
      all: "Alla",
      unhandled: "De som någon region inte har beslutat om",
      late: "De som någon region berättade om för sent",
    },
  },
  noData: {
    future: "Perioden har inte börjat. Välj en tidigare.",
    "after-data": "Inget har lästs in sedan perioden började, så om den vet vi ingenting ännu.",
    "before-data": (from: string) =>
      `Om den perioden vet vi ingenting: den första filen lästes in ${from}. Välj en senare period.`,
    nothing: "Ingen fil är inläst ännu, så det finns ingenting att räkna på.",
  },
  tooSlow:
    "Rapporten hann inte bli klar. Försök igen om en stund, välj en kortare period, eller be den som driver Restsignal att ta fram den.",
};

export type ReportStrings = typeof reportSv;
