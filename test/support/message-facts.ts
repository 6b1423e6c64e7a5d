import type { MessageFacts } from "../../src/domain/message.ts";

type Kind = MessageFacts["kind"];
type FactsOfKind<K extends Kind> = Extract<MessageFacts, { readonly kind: K }>;

/** The facts of a message that is of one kind; throws for every other. */
export function factsOf<K extends Kind>(
  kind: K,
  message: { readonly facts: MessageFacts } | null | undefined,
): FactsOfKind<K> {
  const facts = message?.facts;
  if (facts === undefined || !isOfKind(facts, kind))
    throw new Error(`test: unable to read the facts of a message: ${facts?.kind ?? "none"} where ${kind} belongs`);
  return facts;
}

function isOfKind<K extends Kind>(facts: MessageFacts, kind: K): facts is FactsOfKind<K> {
  return facts.kind === kind;
}
