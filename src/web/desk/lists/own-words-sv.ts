import type { ColumnKey } from "../../../domain/list-columns.ts";
import type { RowRemark } from "../../../domain/list-remarks.ts";
import type { RowFault } from "../../../domain/row-fault.ts";

/** What is wrong with the numbers and names of what a region buys. */
export const ownFaultsSv = {
  "own-id": (value: string) =>
    `”${value}” är inget NPL-id och inget NPL-packid. Skriv 14 siffror, med | mellan om det är flera.`,
  "own-article": (value: string) => `”${value}” är inget varunummer. Skriv 6 siffror, med | mellan om det är flera.`,
  "own-number": (value: string) =>
    `${value} är ett tal som ett kalkylprogram har kortat, så siffror har gått förlorade. Skriv numret som text, med alla siffror.`,
  "own-count": () =>
    "Antalet namn stämmer inte med antalet nummer. Skriv ett namn för varje preparat, i samma ordning och med | mellan.",
  "own-many": (value: string) => `Raden har fler än ${value} preparat som regionen köper. Behåll högst så många.`,
  "own-name": (value: string) => `”${value}” är inget namn på ett preparat. Skriv preparatets namn, eller lämna tomt.`,
} satisfies Partial<Record<RowFault["kind"], (value: string) => string>>;

const remarks: Record<RowRemark["kind"], (...values: readonly string[]) => string> = {
  differs: (row, there, here) =>
    `raden läggs ihop med rad ${row}, som har ett annat värde och gäller: ”${there}” där, ”${here}” här.`,
  "own-unknown": (id) =>
    `produktkatalogen känner inte till ${id}. Vi kan då inte säga att preparatet är utan anmälan. Stämmer numret?`,
  "own-other-atc": (product, atc) => `${product} har en annan ATC-kod än raden, ${atc}. Stämmer numret?`,
  "own-gone": (product) => `${product} är inte längre registrerat.`,
  "own-animal": (product) => `${product} är för djur.`,
  "own-uncertain": (name) =>
    `${name} saknar NPL-id och kan inte slås upp i produktkatalogen. Vi kan då inte säga att det är utan anmälan. Skriv NPL-id också.`,
  "own-unchecked": () => "produktkatalogen är inte inläst än, så numren är inte kontrollerade.",
};

/** What a region buys itself. */
export const listOwnSv = {
  legend: "Det regionen köper",
  hint: "Blir något av det anmält sägs det först i meddelandet. En anmälan om det träffar raden vad den än säger om ATC, form och styrka. Flera preparat skiljs med |, i samma ordning i varje fält.",
  hints: {
    ownNplId: "14 siffror.",
    ownNplPackId: "14 siffror. Behövs bara om just den förpackningen är upphandlad.",
    ownArticleNumber: "6 siffror. Två preparat kan ha samma varunummer, så skriv namnet också.",
    ownName: "Preparatets namn, gärna med företag och styrka. Visas för förskrivarna.",
  } as Partial<Record<ColumnKey, string>>,
  numbers: { nplId: "NPL-id", nplPackId: "NPL-packid", articleNumber: "varunummer" },
  joined: (rows: number) =>
    rows === 1
      ? "En rad lades ihop med en tidigare rad, eftersom den namnger ett preparat till som regionen köper."
      : `${rows} rader lades ihop med tidigare rader, eftersom de namnger fler preparat som regionen köper.`,
  remarks,
  remarked: (rows: number) =>
    rows === 1
      ? "En rad har något som är värt att se på. Den kan användas ändå."
      : `${rows} rader har något som är värt att se på. De kan användas ändå.`,
  showRemarked: "Visa vad",
};
