import type { CaseFacts, EntryFact, MessageFacts, MessageView } from "../src/domain/message.ts";
import { capitalize } from "../src/domain/words.ts";
import { splitEntryName } from "./entry-name.ts";
import type { Strings } from "./strings/sv.ts";
import { cleanLine } from "./text.ts";

/** What joins names to other words: `Produkt – Innehavare`, `Ampull, 10 x 5 ml; Flaska (since 3 May)`. */
const JOINTS = /(; | – |, | · |: | \(|\)| and )/;

/** The pieces of every name and text of a message that is in Swedish whatever its reader's language; none for a Swede. */
export function listSwedish({ message }: MessageView, t: Strings): ReadonlySet<string> {
  if (t.language === "sv") return new Set();
  const { facts, audience, contact } = message;
  const texts = [...listTold(facts, t), ...audience.areas, ...audience.roles, contact ?? ""];
  return new Set(texts.map(cleanLine).flatMap((text) => text.split(JOINTS).filter((_, index) => index % 2 === 0)));
}

/** The names of medicines, companies and packages in what a message tells. */
function listTold(facts: MessageFacts, t: Strings): string[] {
  const listNames = (entry: EntryFact) => [splitEntryName(entry, t).medicine, entry.substance, entry.category ?? ""];
  switch (facts.kind) {
    case "case":
      return [
        ...listNames(facts.entry),
        ...[...(facts.alternatives ?? []), ...(facts.review?.fallen ?? [])].map(({ alternative }) => alternative.name),
        ...listProducts(facts, t),
        ...facts.notices.flatMap(({ productName, holder, packages }) => [
          productName,
          holder,
          ...packages.map(({ description }) => description),
        ]),
      ];
    case "overview":
      return facts.overview.flatMap(({ entry }) => listNames(entry));
    case "reminder":
      return facts.reminder.lines.map(({ entry }) => splitEntryName(entry, t).medicine);
    case "alert":
      return [];
  }
}

/** What stands in words of how much is hit; a headline begins with a capital. */
function listProducts({ entry, extent }: CaseFacts, t: Strings): string[] {
  if (extent === undefined) return [];
  const { own, left, gone } = extent;
  return [
    splitEntryName({ ...entry, substance: capitalize(entry.substance) }, t).medicine,
    ...own.map(({ name }) => name),
    ...gone.map(({ strength }) => strength),
    ...left.flatMap(({ name, strength, holder }) => [
      [name, strength ?? ""].map(cleanLine).filter(Boolean).join(" "),
      holder,
    ]),
  ];
}

/** A text with its Swedish pieces told apart; what stands between two of them belongs to them. */
export function splitSwedish(text: string, swedish: ReadonlySet<string>): { text: string; isSwedish: boolean }[] {
  if (swedish.size === 0) return [{ text, isSwedish: false }];
  const pieces = text.split(JOINTS);
  const isSwedish = (index: number): boolean => {
    const piece = pieces[index] ?? "";
    if (index % 2 === 0) return piece !== "" && swedish.has(piece);
    return piece !== " and " && isSwedish(index - 1) && isSwedish(index + 1);
  };
  const parts: { text: string; isSwedish: boolean }[] = [];
  for (const [index, piece] of pieces.entries()) {
    const last = parts.at(-1);
    const part = { text: piece, isSwedish: isSwedish(index) };
    if (last !== undefined && last.isSwedish === part.isSwedish)
      parts[parts.length - 1] = { ...last, text: `${last.text}${piece}` };
    else parts.push(part);
  }
  return parts.filter(({ text: words }) => words !== "");
}

/** A text whose Swedish pieces are said in Swedish, also where the rest is not. */
export function MarkSwedish({ text, swedish }: { readonly text: string; readonly swedish: ReadonlySet<string> }) {
  return (
    <>{splitSwedish(text, swedish).map((part) => (part.isSwedish ? <span lang="sv">{part.text}</span> : part.text))}</>
  );
}
