import { createRequire } from "node:module";
import type * as AdaptiveCards from "adaptivecards";

/** The package's modules leave out file endings, which Node refuses; its bundle does not. */
const load: (name: string) => typeof AdaptiveCards = createRequire(import.meta.url);

/**
 * What Microsoft's own parser has against a card, as Adaptive Card 1.5: an element or a property it does not know, or
 * a value it does not take. None for a good card.
 */
export function findCardFaults(given: object): string[] {
  // The parser tests `lang` with one regular expression that remembers where it was, so it refuses every other card.
  const card = { ...given, lang: undefined };
  const { AdaptiveCard, SerializationContext, Versions } = load("adaptivecards/dist/adaptivecards.js");
  const context = new SerializationContext(Versions.v1_5);
  const parsed = new AdaptiveCard();
  parsed.parse(card, context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  return [...events, ...findDropped(card, parsed.toJSON(), "card")];
}

/** Properties the parser left out when it wrote the card again. Teams' own and a few it reads but does not write are let be. */
function findDropped(given: unknown, kept: unknown, path: string): string[] {
  if (Array.isArray(given))
    return given.flatMap((item, index) =>
      findDropped(item, Array.isArray(kept) ? kept[index] : undefined, `${path}[${index}]`),
    );
  if (typeof given !== "object" || given === null) return [];
  const has = (name: string) => typeof kept === "object" && kept !== null && Object.hasOwn(kept, name);
  return Object.entries(given).flatMap(([name, value]) => {
    if (["msteams", "$schema", "lang", "spacing"].includes(name)) return [];
    const inner: unknown = has(name) ? Reflect.get(Object(kept), name) : undefined;
    return has(name) ? findDropped(value, inner, `${path}.${name}`) : [`${path}.${name} is not known`];
  });
}
