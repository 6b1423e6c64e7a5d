import { stockholmDate, type IsoDate } from "../src/domain/calendar.ts";
import type { Language, MessageView } from "../src/domain/message.ts";
import { describeAlert } from "./alert-content.ts";
import { describeCase } from "./case-content.ts";
import type { Content } from "./content.ts";
import { stringsOf } from "./language.ts";
import { describeOverview } from "./overview-content.ts";
import { describeReminder } from "./reminder-content.ts";
import type { Strings } from "./strings/sv.ts";

/** The words of a message; where it is shown on a later day, `readOn` is that day. */
export function describeMessage(view: MessageView, language: Language, readOn?: IsoDate): Content {
  const { facts, publishedAt } = view.message;
  const t = wordsFor(stringsOf(language), stockholmDate(publishedAt), readOn);
  switch (facts.kind) {
    case "case":
      return describeCase(view, { facts, t, readOn });
    case "overview":
      return describeOverview(view, facts, t);
    case "alert":
      return describeAlert(view, facts, t);
    case "reminder":
      return describeReminder(view, facts, t);
  }
}

/** The words, with the year in every date where it is read in another year than it was written in. */
function wordsFor(t: Strings, writtenOn: IsoDate, readOn: IsoDate = writtenOn): Strings {
  if (writtenOn.slice(0, 4) === readOn.slice(0, 4)) return t;
  return { ...t, date: (date) => t.date(date, null) };
}

/** The words of a sending that holds one message, for channels that do not batch. */
export function describeOnlyMessage(views: readonly MessageView[], language: Language): Content {
  const [view, ...others] = views;
  if (view === undefined || others.length > 0)
    throw new Error(`templates: unable to write a sending: ${views.length} messages where exactly one belongs`);
  return describeMessage(view, language);
}
