import type { EditChange, FileFault, ListImportState } from "../../../domain/list-import.ts";
import type { ColumnKey } from "../../../domain/list-columns.ts";
import type { RowFault } from "../../../domain/row-fault.ts";
import type { StrengthDoubt } from "../../../domain/list-strength.ts";
import { listLayoutSv } from "./layout-words-sv.ts";
import { listOwnSv, ownFaultsSv } from "./own-words-sv.ts";
import { listTrialSv } from "./trial-words-sv.ts";

/** What a row became; `never` is a line that nothing has hit. */
export type RowOutcome = "rejected" | "added" | "changed" | "removed" | "unchanged";

const states: Record<ListImportState, string> = {
  uploaded: "Väntar",
  reading: "Läses",
  read: "Väntar på ditt beslut",
  taking: "Tas i bruk",
  taken: "I bruk eller har varit det",
  refused: "Kunde inte användas",
  discarded: "Kastad",
};

const outcomes: Record<RowOutcome, string> = {
  rejected: "Avvisad",
  added: "Ny",
  changed: "Ändrad",
  removed: "Borttagen",
  unchanged: "Oförändrad",
};

const faults: Record<RowFault["kind"], (value: string) => string> = {
  atc: (value) => `”${value}” är ingen ATC-kod. Skriv 1, 3, 4, 5 eller 7 tecken, till exempel J01DH02.`,
  veterinary: (value) => `${value} är för djur. Listan gäller läkemedel för människor.`,
  emdn: (value) => `”${value}” är ingen EMDN-kod. Skriv en bokstav och par av siffror, till exempel A0101.`,
  "both-codes": () => "En rad har antingen ATC-kod eller, för en produkt, EMDN-kod. Ta bort den ena.",
  substance: () => "Substans saknas.",
  form: (value) =>
    `”${value}” är ingen känd beredningsform. Skriv en grupp som parenteral eller oral, eller lämna tomt.`,
  priority: () => "Prioritet ska vara ett heltal från 1 (viktigast) till 9, eller tom.",
  "stock-days": () => "Lagerdagar ska vara ett heltal från 0 till 3650, eller tomt.",
  "advice-type": (value) => `”${value}” är ingen känd typ av råd. Skriv till exempel Dispens eller Licens.`,
  "advice-without-type": () => "Det finns en rådstext men ingen typ av råd.",
  "advice-without-text": () => "Det finns en typ av råd men ingen text på svenska.",
  "too-long": (value) => `Texten är längre än ${value} tecken.`,
  personnummer: () =>
    "Texten ser ut att innehålla ett personnummer. Ta bort det. Är det ett annat nummer: skriv vad det är före numret, till exempel lot.",
  formula: (value) => `Formeln ger ${value}. Rätta formeln eller skriv värdet.`,
  duplicate: (value) => `Samma ATC, form och styrka som rad ${value}. Behåll en av dem.`,
  cells: (value) =>
    `Raden har fler celler än det finns kolumner (${value}). Sätt citattecken runt text med skiljetecken.`,
  untitled: (value) =>
    `Cellen ${value} har ett värde men kolumnen har ingen rubrik. Ge kolumnen en rubrik eller töm cellen.`,
  note: () => "Raden har varken kod eller substans, så inget lästes. Är den en anteckning eller en summa?",
  "hidden-row": () =>
    "Raden är dold i filen, för hand eller av ett filter, så den lästes inte. Visa den eller ta bort den.",
  "date-cell": (value) =>
    `Cellen ${value} är ett datum eller ett klockslag. Kalkylprogrammet kan ha gjort om en styrka. Skriv värdet som text.`,
  "empty-formula": (value) =>
    `Cellen ${value} har en formel utan sparat värde. Öppna filen och spara den igen, eller skriv värdet.`,
  "truth-cell": (value) => `Cellen ${value} är sant eller falskt. Skriv värdet som text.`,
  "other-value": (value) => `Cellen ${value} visar ett annat värde än den innehåller. Skriv det som menas, som text.`,
  misread: (value) =>
    `”${value}” har bokstäver som blivit fel. Spara filen som .xlsx eller som CSV UTF-8 och läs in den igen.`,
  "changed-text": (value) =>
    `”${value}” ser ut som en styrka som ett kalkylprogram har gjort om. Skriv den som text, till exempel 5/10 mg.`,
  ...ownFaultsSv,
};

const strengthDoubts: Record<StrengthDoubt, (value: string) => string> = {
  words: (value) =>
    `”${value}” är ingen styrka som kan läsas, så det som raden träffar blir möjliga träffar som ni bekräftar. Skriv till exempel 400 mg eller 5 mg, 10 mg, eller lämna tomt för alla styrkor.`,
  thousands: (value) =>
    `”${value}” kan läsas på två sätt, så det som raden träffar blir möjliga träffar som ni bekräftar. Skriv tusental med mellanslag (1 000 mg) och decimaler med komma (1,5 mg).`,
};

const fileFaults: Record<FileFault["kind"], string> = {
  "too-large": "Filen är större än 20 MB. Är det rätt fil?",
  "too-many-rows": "Filen har fler än 20 000 rader. Är det rätt fil?",
  "no-rows": "Filen har rubriker men inga rader.",
  "column-twice": "Samma kolumn står två gånger i filen. Ta bort den ena.",
  encoding: "Det går inte att avgöra hur filens å, ä och ö ska läsas. Spara den som .xlsx eller CSV UTF-8.",
  "no-header": "Raden som skulle namnge kolumnerna är tom.",
  sheets: "Flera blad i filen ser ut som listan. Säg vilket det är.",
  columns: "Kolumnerna i filen känns inte igen.",
  unreadable: "Filen går inte att läsa. Spara listan som .xlsx eller CSV och försök igen.",
  "changed-list": "Listan ändrades av någon annan under tiden, så ändringen gjordes inte. Gör om den.",
};

const edits: Record<EditChange["what"], (substance: string) => string> = {
  added: (substance) => `Lade till ${substance}`,
  edited: (substance) => `Ändrade ${substance}`,
  removed: (substance) => `Tog bort ${substance}`,
};

function countRows(count: number): string {
  return `${count} ${count === 1 ? "rad" : "rader"}`;
}

export const listsSv = {
  title: "Listor",
  heading: (region: string) => `Lista för ${region}`,
  rows: countRows,
  none: "Regionen har ingen lista än. Läs in en fil här nedanför, så börjar anmälningar fångas.",
  states,
  outcomes,
  faults,
  strengthDoubts,
  fileFaults,
  edits,
  version: (number: number) => `Version ${number}`,
  inUse: "i bruk",
  takenAt: (time: string) => `tagen i bruk ${time}`,
  by: (who: string) => `av ${who}`,
  download: "Hämta som CSV",
  downloadVersion: (number: number) => `Hämta version ${number} som CSV`,
  done: {
    discarded: "Filen är kastad. Listan i bruk är som förut.",
    added: "Raden läggs till.",
    edited: "Ändringen tas i bruk.",
    removed: "Raden tas bort.",
    layout: "Filen läses igen, från det du valde.",
    unchanged: "Inget var ändrat, så listan är som förut.",
    taking: "Listan tas i bruk.",
    mapped: "Kolumnerna är sparade och används nästa gång också.",
    again: "Listan jämförs igen.",
  },
  busy: "En ändring tas i bruk. Sidan uppdateras av sig själv.",
  refresh: "Uppdatera nu",
  underWay: "Pågår",
  filter: {
    heading: "Sök i listan",
    text: "Sök",
    code: "ATC eller EMDN",
    priority: "Prioritet",
    any: "Alla",
    submit: "Sök",
    clear: "Visa alla",
    found: (shown: number, all: number) => `${shown} av ${countRows(all)}`,
    nothing: "Ingen rad passar det du sökte.",
  },
  columns: {
    medicine: "Läkemedel",
    priority: "Prioritet",
    stock: "Lager",
    where: "Var",
    own: "Köps in",
    advice: "Stående råd",
  },
  days: (days: number) => `${days} ${days === 1 ? "dag" : "dagar"}`,
  empty: "–",
  versions: {
    heading: "Versioner",
    compareWith: (number: number) => `Jämför version ${number} med den före`,
    choose: "Jämför två versioner",
    from: "Från",
    to: "Till",
    submit: "Jämför",
  },
  files: { heading: "De tio senaste inlästa filerna", at: (time: string, who: string) => `${time}, ${who}` },
  openCase: "Öppet ärende",
  upload: {
    heading: "Läs in en ny lista",
    lead: "Filen blir först ett förslag. Du ser rad för rad vad som ändras och vad listan hade fångat, innan du tar den i bruk.",
    file: "Fil",
    hint: "Excel (.xlsx) eller CSV, högst 3 MB och 20 000 rader. En rad bland de 30 första ska ha rubriker. Dolda blad läses inte.",
    submit: "Läs in",
    missing: "Välj en fil.",
    "too-large": "Filen är större än 3 MB. Är det rätt fil?",
    personnummer: "Filens namn ser ut att innehålla ett personnummer. Byt namn på filen.",
    columns: "Kolumner som kan läsas",
    columnsText:
      "ATC och Substans måste finnas, för medicintekniska produkter EMDN i stället för ATC. Heter dina kolumner något annat får du peka ut dem, en gång. Skriv flera områden eller upphandlade preparat i samma cell med | mellan.",
  },
  import: {
    heading: (file: string) => `Inläsning av ${file}`,
    by: (time: string, who: string) => `Inlämnad ${time} av ${who}`,
    waiting: "Filen väntar på att läsas. Sidan uppdateras av sig själv.",
    progress: (done: number, total: number) => `${done} av ${countRows(total)} lästa`,
    trying: "Alla rader är lästa. Listan jämförs och provas på de senaste 90 dagarna.",
    taking: "Listan tas i bruk. Öppna anmälningar matchas på nytt. Sidan uppdateras av sig själv.",
    taken: "Listan är tagen i bruk.",
    toList: "Till listan",
    discarded: "Filen är kastad och påverkade inget.",
    refused: "Filen blev ingen lista. Listan i bruk är som förut.",
    reason: "Läsarens egna ord:",
    tryAgain: "Läs in en annan fil",
    summary: (accepted: number, rejected: number) =>
      `${countRows(accepted)} kan användas, ${rejected === 0 ? "ingen avvisades" : `${rejected} avvisades`}.`,
    against: (number: number) => `Jämfört med version ${number}, som är i bruk:`,
    againstNothing: "Det här blir regionens första lista.",
    unread: (rows: number) =>
      rows === 1
        ? "En rad har en styrka som inte kan läsas. Det som den träffar blir möjliga träffar som ni bekräftar."
        : `${rows} rader har en styrka som inte kan läsas. Det som de träffar blir möjliga träffar som ni bekräftar.`,
    showUnread: "Visa dem",
    ignored: (titles: string) => `Kolumner i filen som inte lästes: ${titles}.`,
    baseChanged:
      "Listan i bruk har ändrats sedan jämförelsen gjordes. Jämför igen innan du tar den här filen i bruk, annars kan någons ändring försvinna.",
    changed:
      "Filen har lästs om, tagits i bruk eller kastats sedan du öppnade sidan. Inget är gjort. Läs hur det står nu och besluta igen.",
    again: "Jämför igen",
    nothingUsable: "Ingen rad kan användas, så filen kan inte tas i bruk. Rätta raderna och läs in filen igen.",
    decide: "Ta i bruk eller kasta",
    toDecision: "Till beslutet",
    takeText:
      "När listan tas i bruk matchas alla öppna anmälningar på nytt. Det som nu fångas läggs i inkorgen, och ärenden på rader som försvinner avslutas.",
    confirm: (removed: number, rejected: number) =>
      [
        ...(removed === 0 ? [] : [`${countRows(removed)} i dagens lista försvinner`]),
        ...(rejected === 0 ? [] : [`${countRows(rejected)} i filen inte kommer med`]),
      ].join(" och "),
    confirmLabel: (what: string) => `Jag har sett att ${what}.`,
    confirmLegend: "Bekräfta",
    contactLabel: "Så nås läkemedelsfunktionen när det är bråttom",
    contactHint: "Till exempel ett jourtelefonnummer. Står i varje meddelande från regionen.",
    contactNeeded:
      "Regionens första lista börjar skicka meddelanden. Ange först hur läkemedelsfunktionen nås när det är bråttom.",
    confirmMissing: "Bekräfta att du har sett vad som inte kommer med.",
    take: "Ta i bruk",
    discard: "Kasta filen",
  },
  mapping: {
    heading: "Vilken kolumn är vilken?",
    lead: "Filens rubriker är inte Restsignals. Peka ut dem en gång, så läses nästa fil av sig själv.",
    missing: (columns: string) => `Hittade ingen kolumn för ${columns}.`,
    titles: (titles: string) => `Filens rubriker: ${titles}.`,
    absent: "Finns inte i filen",
    submit: "Läs filen så",
    required: (column: string) => `${column} måste pekas ut.`,
    twice: (title: string) => `”${title}” är vald för två kolumner.`,
    unknown: "Rubriken finns inte i filen.",
    hints: {
      ATC: "Krävs, om filen inte bara har produkter med EMDN",
      Substans: "Krävs",
      Råd: "Typ av stående råd, till exempel Dispens",
    } as Readonly<Record<string, string>>,
  },
  report: {
    heading: "Rad för rad",
    filter: "Visa",
    all: "Alla",
    never: "Aldrig träffade",
    row: "Rad",
    outcome: "Utfall",
    medicine: "Läkemedel",
    what: "Vad",
    column: (column: string) => `Kolumn ${column}: `,
    nothing: "Inga rader här.",
    download: "Hämta rapporten som CSV",
    neverText: "Inget av det som anmälts under perioden träffar raden.",
    from: (field: string, before: string, after: string) => `${field}: ${before} → ${after}`,
    csv: { column: "Kolumn", problem: "Problem eller ändring" },
  },
  difference: {
    heading: (from: number, to: number) => `Skillnad mellan version ${from} och ${to}`,
    none: "Versionerna är lika.",
    bad: "Välj två versioner som finns.",
  },
  entry: {
    add: "Lägg till en rad",
    heading: (substance: string) => `Ändra ${substance}`,
    shown: (number: number) => `Du ändrar i version ${number}. Ändringen blir en ny version.`,
    identity: "Vad raden fångar",
    identityHint:
      "Ändras ATC, EMDN, form eller styrka blir det en ny rad: ärendet på den gamla avslutas, och öppna anmälningar matchas på nytt.",
    about: "Om raden",
    advice: "Stående råd",
    adviceHint: "Utkast börjar med rådet, och regler som skickar av sig själva tar med det.",
    /** Where a column is called otherwise than in files. */
    labels: {
      adviceType: "Typ av råd",
      adviceText: "Råd på svenska",
      adviceTextEn: "Råd på engelska",
    } as Partial<Record<ColumnKey, string>>,
    hints: {
      atc: "Till exempel J01DH02. J01DH fångar allt som börjar så.",
      emdn: "Bara för medicintekniska produkter, i stället för ATC.",
      strength: "Till exempel 1 g eller 50 mg/ml. Tomt betyder alla styrkor.",
      areas: "Ett område per rad, till exempel Intensivvård. Tomt betyder alla.",
      careSetting:
        "Till exempel slutenvård. Det är bara upplysning: anmälningarna säger inget om vårdform, så den påverkar inte vad som fångas.",
    } as Partial<Record<ColumnKey, string>>,
    anyForm: "Alla former",
    noAdvice: "Inget stående råd",
    remove: "Ta bort raden",
    removeText: "Raden tas bort ur listan, och ett öppet ärende på den avslutas. Tidigare versioner finns kvar.",
    problems: {
      changed: "Listan har ändrats sedan du öppnade sidan. Jämför med det du ser nu och spara igen.",
      busy: "En annan ändring av listan tas i bruk just nu. Vänta några sekunder och spara igen.",
      exists: "Det finns redan en rad med samma ATC, form och styrka.",
    },
    listNow: (values: string) => `I listan står nu: ${values}.`,
    gone: "Raden finns inte längre i listan i bruk.",
  },
  own: listOwnSv,
  trial: listTrialSv,
  layout: listLayoutSv,
};

export type ListsStrings = typeof listsSv;
