import type { ChangeKind } from "../../src/domain/change.ts";
import type { NewsKind } from "../../src/domain/news.ts";
import type { NoticeType } from "../../src/domain/notice.ts";

type PlainChange = Exclude<ChangeKind, "rescheduled-end" | "rescheduled-start">;

/** The plain changes, by what the notice is of; those that move a date are functions below. */
export const changes: Record<NoticeType, Record<PlainChange, string>> = {
  shortage: {
    announced: "Ny uppgift: brist väntas",
    started: "Bristen har börjat",
    widened: "Fler förpackningar är berörda",
    narrowed: "Färre förpackningar är berörda",
    ended: "Bristen är över",
    withdrawn: "Anmälan drogs tillbaka, ingen brist",
    vanished: "Källan visar inte längre uppgiften och säger inte varför",
    reopened: "Bristen gäller igen",
    overdue: "Försenad: datumet då den skulle vara åter har passerat",
  },
  cessation: {
    announced: "Ny uppgift: slutar säljas",
    started: "Har slutat säljas",
    widened: "Fler förpackningar slutar säljas",
    narrowed: "Färre förpackningar slutar säljas",
    ended: "Uppgiften om att läkemedlet slutar säljas är borttagen",
    withdrawn: "Anmälan drogs tillbaka, läkemedlet slutar inte säljas",
    vanished: "Källan visar inte längre uppgiften och säger inte varför",
    reopened: "Uppgiften om att läkemedlet slutar säljas gäller igen",
    overdue: "Källans slutdatum har passerat",
  },
  unknown: {
    announced: "Ny uppgift: uppehåll i försäljningen väntas",
    started: "Uppehållet i försäljningen har börjat",
    widened: "Fler förpackningar är berörda",
    narrowed: "Färre förpackningar är berörda",
    ended: "Uppehållet i försäljningen är över",
    withdrawn: "Anmälan drogs tillbaka, inget uppehåll i försäljningen",
    vanished: "Källan visar inte längre uppgiften och säger inte varför",
    reopened: "Uppehållet i försäljningen gäller igen",
    overdue: "Försenat: datumet då uppehållet skulle sluta har passerat",
  },
};

type MovedDate = "rescheduled-end" | "rescheduled-start";

/** A date that moved, told in full. */
export const changedTo: Record<NoticeType, Record<MovedDate, (from: string | null, to: string | null) => string>> = {
  shortage: {
    "rescheduled-end": (from, to) =>
      `${to === null ? "Källan anger inget datum åter längre" : `Nytt datum åter: ${to}`} (${earlier(from)})`,
    "rescheduled-start": (from, to) => `Nytt startdatum: ${to ?? "inget"} (${earlier(from)})`,
  },
  cessation: {
    "rescheduled-end": (from, to) => `Källans slutdatum: ${to ?? "inget längre"} (${earlier(from)})`,
    "rescheduled-start": (from, to) => `Nytt datum då det slutar säljas: ${to ?? "inget"} (${earlier(from)})`,
  },
  unknown: {
    "rescheduled-end": (from, to) => `Uppehållets slutdatum: ${to ?? "inget längre"} (${earlier(from)})`,
    "rescheduled-start": (from, to) => `Nytt startdatum: ${to ?? "inget"} (${earlier(from)})`,
  },
};

/** The same where the new date stands among the facts. */
export const changedFrom: Record<NoticeType, Record<MovedDate, (from: string | null) => string>> = {
  shortage: {
    "rescheduled-end": (from) => `Nytt datum åter (${earlier(from)})`,
    "rescheduled-start": (from) => `Nytt startdatum (${earlier(from)})`,
  },
  cessation: {
    "rescheduled-end": (from) => `Källans slutdatum är nytt (${earlier(from)})`,
    "rescheduled-start": (from) => `Nytt datum då det slutar säljas (${earlier(from)})`,
  },
  unknown: {
    "rescheduled-end": (from) => `Nytt slutdatum för uppehållet (${earlier(from)})`,
    "rescheduled-start": (from) => `Nytt startdatum (${earlier(from)})`,
  },
};

/** A change where nothing says what it is of. */
export const changeNames: Record<NewsKind, string> = {
  announced: "Ny uppgift",
  started: "Har börjat",
  "rescheduled-end": "Nytt slutdatum",
  "rescheduled-start": "Nytt startdatum",
  widened: "Fler förpackningar",
  narrowed: "Färre förpackningar",
  ended: "Över",
  withdrawn: "Drogs tillbaka",
  vanished: "Källan visar inte längre uppgiften",
  reopened: "Gäller igen",
  overdue: "Försenad",
  "extent-worsened": "Mer är drabbat än förut",
  "extent-eased": "Mindre är drabbat än förut",
  "advice-fallen": "Rådet håller inte längre",
};

/** The dates stand, the type does not. */
export const turned: Record<NoticeType, string> = {
  shortage: "Anges nu som brist",
  cessation: "Anges nu som att läkemedlet slutar säljas",
  unknown: "Anges nu som uppehåll i försäljningen",
};

function earlier(date: string | null): string {
  return date === null ? "tidigare fanns inget datum" : `tidigare besked: ${date}`;
}
