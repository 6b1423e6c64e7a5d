import type { ExtentGrade } from "../../../domain/extent-fact.ts";

const groups: Record<ExtentGrade, string> = {
  whole: "Alla preparat anmälda",
  own: "Upphandlat preparat anmält",
  strength: "Hel styrka anmäld",
  unknown: "Vi vet inte hur mycket",
  part: "En del anmält, andra preparat är inte anmälda",
  ceasing: "Något preparat slutar säljas, andra är inte anmälda",
};

export const regionSv = {
  title: (region: string) => `Läkemedelsbrist i ${region}`,
  nothing: "Inget läkemedel på regionens lista är rapporterat som brist just nu.",
  nothingFits: "Inget på listan passar filtret.",
  /** Of how many every product, a whole strength or what the region buys is reported; for `later` of them in time to come. */
  severe: (count: number, later: number) =>
    later === count
      ? `Brist väntas på ${count} läkemedel på regionens lista`
      : `Brist på ${count} läkemedel på regionens lista${later === 0 ? "" : `, för ${later} av dem längre fram`}`,
  noneSevere: "Ingen känd brist på ett helt läkemedel eller en hel styrka på regionens lista",
  allUnknown: (count: number) =>
    `Något är anmält för ${count} läkemedel på regionens lista. Hur stor del av dem vet vi inte`,
  gradesLabel: "Efter hur mycket som är anmält",
  groups,
  columns: {
    medicine: "Läkemedel",
    state: "Omfattning och datum",
    advice: "Råd",
  },
  noAdvice: "Inget råd ännu",
  retracted: "Meddelandet är återtaget",
  closedHeading: "Inte längre aktuellt, de senaste 14 dagarna",
  closed: (date: string) => `sedan ${date}`,
  followHeading: "Följ regionen",
  subscribe: "Prenumerera med e-post: välj vad, och när det kommer",
  followLead: "Eller få nya meddelanden i din nyhetsläsare.",
  followFiltered: "Flödena följer din filtrering på ATC-kod och prioritet.",
  filter: {
    heading: "Filtrera listan",
    atc: "ATC-kod eller början",
    badAtc: "En ATC-kod är 1–8 bokstäver och siffror, till exempel J01DH02.",
    priority: "Prioritet",
    status: "Status",
    grade: "Omfattning",
    any: "Alla",
    submit: "Visa",
    clear: "Rensa",
    showing: (shown: number, total: number) => `Visar ${shown} av ${total}`,
  },
};

export type RegionStrings = typeof regionSv;
