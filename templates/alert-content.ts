import { parseInstant, stockholmDate, stockholmMinute } from "../src/domain/calendar.ts";
import type { GuardDoubt } from "../src/domain/guard.ts";
import type { AlertFacts, MessageView } from "../src/domain/message.ts";
import type { AlertFact } from "../src/domain/source-health.ts";
import type { AlertCause } from "../src/domain/source-health.ts";
import { describeAge } from "./age.ts";
import { CASELESS, type Content, type ContentLine } from "./content.ts";
import { describeHead } from "./message-head.ts";
import type { Strings } from "./strings/sv.ts";
import { cleanLine } from "./text.ts";

/** Trouble with a source, told to those who run Restsignal: what, why, and where to look. */
export function describeAlert(view: MessageView, { alert }: AlertFacts, t: Strings): Content {
  const { message, regionName, url } = view;
  const source = cleanLine(alert.sourceTitle);
  return {
    ...CASELESS,
    ...describeHead(view, { kicker: t.kickers.alert, subject: source, t }),
    summary: t.alerts[alert.kind],
    context: cleanLine(regionName),
    facts: { heading: t.alertHeading, items: [{ title: source, lines: describeTrouble(alert, t) }], compact: false },
    sourceLines: [t.published(stockholmMinute(message.publishedAt))],
    link: { text: t.openSources, url },
  };
}

/** What happened, in the reader's language, and where nothing better is known what a program said of it, marked as that. */
export function describeTrouble({ reason, cause }: Pick<AlertFact, "reason" | "cause">, t: Strings): ContentLine[] {
  const detail = (text: string): ContentLine => {
    const line = { label: t.technicalDetail, text: cleanLine(text) };
    return t.language === "en" ? line : { ...line, quoted: { language: "en", texts: [line.text] } };
  };
  if (cause === undefined) return [detail(reason)];
  const happened = describeCause(cause, t).map((text) => ({ label: null, text }));
  return cause.kind === "unreachable" ? [...happened, detail(cause.failure.detail)] : happened;
}

function describeCause(cause: AlertCause, t: Strings): string[] {
  switch (cause.kind) {
    case "held":
      return [describeDoubt(cause.doubt, t), t.acceptHeld(cause.snapshot)];
    case "unreachable":
      return [t.failures[cause.failure.kind](cause.failure.status ?? null), t.tries(cause.tries)];
    case "stalled":
      return [t.fileAge(describeAge(cause.hours, t))];
  }
}

function describeDoubt(doubt: GuardDoubt, t: Strings): string {
  const isCatalogue = doubt.of === "products";
  const describeTime = isCatalogue ? describeDay : describeMinute;
  const counted = isCatalogue ? t.catalogueDoubts : t.doubts;
  switch (doubt.kind) {
    case "lost-column":
      return t.catalogueDoubts.lostColumn(cleanLine(doubt.column));
    case "too-few":
      return counted.tooFew(doubt.reports, doubt.expected);
    case "ahead":
      return t.doubts.ahead(describeTime(doubt.madeAt), describeTime(doubt.fetchedAt));
    case "older":
      return t.doubts.older(describeTime(doubt.madeAt), describeTime(doubt.lastMadeAt), doubt.last ?? null);
    case "dropped":
      return counted.dropped(doubt.reports, doubt.lastReports);
    case "changed":
      return counted.changed(doubt.changed, doubt.open);
  }
}

function describeMinute(text: string): string {
  const instant = parseInstant(text);
  return instant === null ? cleanLine(text) : stockholmMinute(instant);
}

/** Of a catalogue only the day is known. */
function describeDay(text: string): string {
  const instant = parseInstant(text);
  return instant === null ? cleanLine(text) : stockholmDate(instant);
}
