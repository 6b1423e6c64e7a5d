export const timelineSv = {
  title: "Tidslinje",
  none: "Ärendet har inga förpackningar just nu.",
  chartTitle: (packages: number) => `Tidslinje för ${packages === 1 ? "en förpackning" : `${packages} förpackningar`}`,
  chartDescription: (from: string, to: string, today: string) =>
    `Från ${from} till ${to}. I dag är ${today}. Tabellen nedanför säger samma sak i ord.`,
  scroll: "Tidslinjen, går att rulla",
  today: (date: string) => `I dag ${date}`,
  marks: {
    overdue: "Försenad",
    ceases: (date: string | null) => (date === null ? "Slutar säljas" : `Slutar säljas ${date}`),
    ceased: (date: string | null) => (date === null ? "Har slutat säljas" : `Slutade säljas ${date}`),
    vanished: "Visas inte längre av källan",
    preliminary: "Preliminärt slut",
  },
  legend: {
    label: "Teckenförklaring",
    ongoing: "fylld: pågår",
    ceased: "grå: har slutat säljas",
    upcoming: "tom: kommande",
    ended: "smal: avslutad",
    cessation: "slutar säljas",
    goesOn: "fortsätter, eller inget slutdatum",
    startsBefore: "började tidigare, eller okänd start",
    late: "streckad: försenad, tiden efter beräknat slut",
  },
  preliminary: "preliminärt",
  tableHeading: "Samma uppgifter som tabell",
  columns: {
    pack: "Förpackning",
    product: "Produkt",
    status: "Status",
    start: "Från",
    end: "Beräknat slut",
    source: "Källa",
  },
};

export type TimelineStrings = typeof timelineSv;
