import type { FaultKind } from "../../../domain/questionnaire/answer.ts";
import type { QuestionnaireName } from "../../../domain/questionnaire/question.ts";
import type { RegionProgress } from "../../../domain/questionnaire/round.ts";

const problems: Record<FaultKind | "both" | "own-unchosen", string> = {
  both: "Du har svarat och samtidigt kryssat för Vet ej eller Ej tillämpligt. Ta bort det ena.",
  "own-unchosen": "Texten hör till ett val som du inte har valt. Ta bort texten eller byt val.",
  "wrong-kind": "Svaret går inte att läsa. Svara igen.",
  "no-such-option": "Välj bland det som står här.",
  "one-only": "Välj bara ett.",
  "stands-alone": "Du har valt att inget stämmer och samtidigt något annat. Ta bort det ena.",
  "own-missing": "Skriv vad det är.",
  "ranked-twice": "Samma hinder står på två platser. Välj olika.",
  empty: "Svara, eller lämna hela frågan tom.",
  "too-long": "Texten är för lång. Korta den.",
  personnummer: "Texten ser ut att innehålla ett personnummer. Ta bort det.",
  "not-a-number": "Skriv ett tal med siffror, till exempel 1,5.",
  "too-many-decimals": "Talet har för många decimaler.",
  "out-of-range": "Talet kan inte stämma. Kontrollera det.",
  required: "Raden saknar det som den handlar om. Fyll i, eller töm hela raden.",
  "too-many-rows": "Det är för många rader. Slå ihop några.",
};

export const questionnaireSv = {
  title: "SKR:s frågor",
  names: {
    outreach: "Hur förskrivare får veta om restsituationer",
    readiness: "Försörjningsberedskap",
  } satisfies Record<QuestionnaireName, string>,
  lead: "Här svarar regionen på det som SKR frågar. Flera kan skriva, och var och en sparar sin del. Svaret räknas först när det är signerat.",
  readiness: "Mål för lagret, system och kostnader",
  none: "SKR har inte frågat något ännu.",
  heading: (name: string, period: string) => `${name}, ${period}`,
  progress: {
    "not-begun": "Inte påbörjat",
    draft: "Utkast, inte signerat",
    signed: "Signerat",
    correcting: "Signerat, rättas",
  } satisfies Record<RegionProgress, string>,
  states: {
    planned: (opens: string, last: string) => `Öppnar ${opens}. Sista dag är ${last}.`,
    open: (last: string) => `Sista dag är ${last}.`,
    closed: (last: string) => `Stängd. Sista dag var ${last}. Inget kan ändras.`,
  },
  round: {
    signed: (by: string, role: string, at: string) => `Signerat av ${by}, ${role}, ${at}. Det är det som räknas.`,
    unsigned: "Inte signerat. Det som inte är signerat räknas inte.",
    unsignedClosed: "Inget signerades. Det som står här räknas inte.",
    correcting: "En rättelse pågår. Det som är signerat räknas tills rättelsen har signerats.",
    unanswered: (open: number, all: number) =>
      open === 0
        ? `Alla ${all} frågor har ett svar.`
        : `${open} av ${all} frågor har inget svar eller bara en del av det.`,
    saved: (by: string, at: string) => `Senast sparat av ${by}, ${at}.`,
    sections: "Frågorna",
    sectionCount: (done: number, all: number) => `${done} av ${all} klara`,
    sign: {
      heading: "Signera",
      text: "När du har signerat låses svaret. Den som får signera kan rätta det fram till sista dagen.",
      missing: (codes: string) =>
        `Utan fullt svar: fråga ${codes}. Det som saknas räknas som obesvarat, inte som Vet ej.`,
      button: "Signera regionens svar",
      notYou: "En granskare eller en regionansvarig signerar.",
    },
    correct: {
      heading: "Rätta det som är signerat",
      text: "Det signerade svaret räknas tills du eller någon annan signerar rättelsen.",
      button: "Börja rätta",
    },
    history: "Historik",
    savedLine: (by: string, questions: string) => `${by} sparade fråga ${questions}`,
    signedLine: (by: string, role: string) => `${by}, ${role}, signerade`,
    reopenedLine: (by: string, reason: string) => `${by} på SKR öppnade det signerade svaret: ${reason}`,
    older: "Bara de senaste visas.",
  },
  section: {
    back: "Alla delar",
    save: "Spara",
    saveNext: "Spara och gå till nästa del",
    locked: "Svaret är signerat och låst. Så här lyder det:",
    closed: "Frågorna är stängda och inget kan ändras. Så här stod det:",
    rest: "Resten på sidan är sparat.",
    conflict: (by: string, questions: string) =>
      `${by} sparade fråga ${questions} medan du skrev. Inget är sparat. Det du skrev står kvar här: spara igen om det ska gälla.`,
    changed: "Inget är sparat. Någon annan har ändrat på sidan.",
  },
  standings: {
    label: (question: string) => `Inget svar på: ${question}`,
    unknown: "Vet ej",
    "not-applicable": "Ej tillämpligt",
    none: "Inte besvarad än",
  },
  multiple: "Flera val går bra.",
  own: (option: string) => `${option}: vad?`,
  rank: (place: number) => `Väger tyngst, plats ${place}`,
  noRank: "Ingen vald",
  noChoice: "Inte valt",
  row: (number: number) => `Rad ${number}`,
  moreRows: "Fler rader kommer när du sparar.",
  problems,
  done: {
    saved: "Sparat.",
    unchanged: "Inget var ändrat.",
    signed: "Svaret är signerat.",
    correcting: "Svaret går att ändra igen. Det signerade räknas tills ni signerar på nytt.",
    changed: "Någon sparade just nu. Läs igenom svaret igen och signera sedan.",
    nothing: "Det finns inget svar att signera.",
    locked: "Svaret är signerat och låst. Inget är sparat.",
    planned: "Frågorna har inte öppnat. Inget är sparat.",
    closed: "Frågorna är stängda. Inget är sparat.",
    "not-signed": "Svaret är inte signerat.",
  },
};

export type QuestionnaireStrings = typeof questionnaireSv;
