import type { AdviceReview, Alternative, AlternativeFact, AlternativeState } from "../src/domain/alternative.ts";
import type { IsoDate } from "../src/domain/calendar.ts";
import type { CaseFacts } from "../src/domain/message.ts";
import { capitalize } from "../src/domain/words.ts";
import type { Content, ContentAdvice, ContentLine } from "./content.ts";
import { nameFormBriefly } from "./entry-name.ts";
import { listExtentSentences } from "./extent-sentence.ts";
import { joinSentences } from "./plain-answer.ts";
import type { Strings } from "./strings/sv.ts";
import { cleanLine } from "./text.ts";

/** The day on which something is said, and the words. */
interface Said {
  readonly on: IsoDate;
  readonly t: Strings;
}

/** `Cefotaxim 1 g, injektion`, or a product by its name. */
export function nameAlternative(alternative: Alternative, t: Strings): string {
  const name = capitalize(cleanLine(alternative.name)) || capitalize(t.unknownMedicine);
  if (alternative.kind === "product") return name;
  const strength = alternative.strength === null ? "" : ` ${cleanLine(alternative.strength)}`;
  return `${name}${strength}, ${nameFormBriefly(alternative.formGroup, t)}`;
}

/** What is known of an alternative, with the day that it is known on: `inte anmält per 27 november`. It never says that there is any. */
export function sayAlternative({ alternative, state, on: known }: AlternativeFact, { on, t }: Said): string {
  const words = t.alternatives;
  const day = known === null ? null : t.date(known, on);
  const told = (text: string) => (day === null ? text : `${text} (${words.on(day)})`);
  switch (state.kind) {
    case "unknown":
      return words.unknown;
    case "unlisted":
      return told(alternative.kind === "product" ? words.unlistedProduct : words.unlistedSubstance);
    case "deregistered":
      return told(words.deregistered);
    case "product":
      return sayProduct(state, { on, t, day, told });
    case "substance":
      if (state.extent !== null) return told(joinSentences(listExtentSentences(state.extent, on, t)));
      if (day === null) return words.unknown;
      return `${words.unreported(day)}${state.registered === null ? "" : ` (${words.registered(state.registered)})`}`;
  }
}

function sayProduct(
  { state, from }: Extract<AlternativeState, { kind: "product" }>,
  { on, t, day, told }: Said & { day: string | null; told: (text: string) => string },
): string {
  const words = t.alternatives;
  // What was to come by a day that has passed has come.
  const isAhead = from !== null && from > on;
  const date = from === null ? null : t.date(from, on);
  switch (state) {
    case "unreported":
      return day === null ? words.unknown : words.unreported(day);
    case "short":
      return told(words.short);
    case "coming":
      return told(from !== null && !isAhead ? words.short : words.coming(date));
    case "ceasing":
      return told(words.ceasing(date));
  }
}

function writeLine(fact: AlternativeFact, said: Said): ContentLine {
  return { label: nameAlternative(fact.alternative, said.t), text: sayAlternative(fact, said) };
}

/** The alternatives that the advice names, as facts of the authority's and apart from the advice. */
export function describeAlternatives({ alternatives = [] }: CaseFacts, said: Said): Content["alternatives"] {
  if (alternatives.length === 0) return null;
  const { t } = said;
  return {
    heading: t.alternatives.heading,
    lines: [...alternatives.map((fact) => writeLine(fact, said)), { label: null, text: t.extent.notInStock }],
  };
}

/** What stands in the place of an advice that holds no more: what has fallen, and that it is being reviewed. */
export function describeAdviceReview(
  { version, toldOn, fallen }: AdviceReview,
  { on, t, regionName }: Said & { regionName: string },
): ContentAdvice {
  const words = t.alternatives.review;
  return {
    heading: words.heading,
    label: null,
    paragraphs: [
      words.told(version, t.date(toldOn, on), fallen.length),
      ...fallen.map((fact) => `${nameAlternative(fact.alternative, t)}: ${sayAlternative(fact, { on, t })}.`),
      words.promise(cleanLine(regionName)),
    ],
    language: t.language,
    note: null,
    origin: null,
  };
}
