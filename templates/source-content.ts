import { parseInstant, stockholmMinute } from "../src/domain/calendar.ts";
import { sourcesOf, type MessageFacts, type SourceFact } from "../src/domain/message.ts";
import { joinWords } from "../src/domain/words.ts";
import type { ContentItem } from "./content.ts";
import type { Strings } from "./strings/sv.ts";
import { cleanLine } from "./text.ts";

/** The names of all sources, as running text. */
export function nameSources(facts: Pick<MessageFacts, "source" | "sources">, t: Strings): string {
  return joinWords(
    sourcesOf(facts).map(({ name }) => nameSource(name, t)),
    t.and,
  );
}

/** A line for each source: its name, and the time of its file. */
export function describeSources(facts: Pick<MessageFacts, "source" | "sources">, t: Strings): string[] {
  return sourcesOf(facts).map((source) => t.source(nameSource(source.name, t), describeFileTime(source)));
}

/** The item with its source, where the message says which one it is. */
export function addSource(item: ContentItem, source: string | undefined, t: Strings): ContentItem {
  if (source === undefined) return item;
  return { ...item, lines: [...item.lines, { label: t.sourceLabel, text: nameSource(source, t) }] };
}

/** A source as readers know it; one that we have no words for by its name in the registry. */
export function nameSource(name: string, t: Strings): string {
  return (Object.hasOwn(t.sources, name) ? t.sources[name] : undefined) ?? cleanLine(name);
}

/** When a source made its file, to the minute where that is known. */
export function describeFileTime({ fileTime, asOf }: SourceFact): string {
  const instant = parseInstant(fileTime);
  return instant === null ? asOf : stockholmMinute(instant);
}
