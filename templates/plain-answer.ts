import type { Content } from "./content.ts";

/** What it is about, with its urgency. */
export function headlineOf({ urgent, headline }: Pick<Content, "urgent" | "headline">): string {
  return urgent === null ? headline : `${urgent} · ${headline}`;
}

/** The same without the sentences that follow it, for where those stand under it. */
export function titleOf({ urgent, title }: Pick<Content, "urgent" | "title">): string {
  return urgent === null ? title : `${urgent} · ${title}`;
}

/** What to do, for whom and how long, and whom to ask: a paragraph each, without a format. */
export function listAnswer({ lead, unreviewed, advice, alternatives, stock, scope, contact }: Content): string[] {
  const told =
    advice === null
      ? []
      : [[advice.heading, advice.label].filter(Boolean).join(". "), advice.note, ...advice.paragraphs];
  const named =
    alternatives === null
      ? []
      : [
          alternatives.heading,
          ...alternatives.lines.map(({ label, text }) => (label === null ? text : `${label}: ${text}`)),
        ];
  const parts = [lead, unreviewed, ...told, ...named, stock, advice?.origin ?? null, ...scope, contact];
  return parts.filter((text) => text !== null);
}

/**
 * What it is about and the answer, for screen readers, notifications and programs that draw no blocks. Without
 * `plainAdvice` only what it is about: half an advice is worse than none.
 */
export function writePlainAnswer(content: Content, { plainAdvice }: { readonly plainAdvice: boolean }): string[] {
  const about = joinSentences([headlineOf(content), content.extent?.note ?? null, content.summary]);
  return plainAdvice ? [about, ...listAnswer(content)] : [about];
}

/** The parts as sentences in a row; what ends without a mark is given a full stop. */
export function joinSentences(parts: readonly (string | null)[]): string {
  const told = parts.filter((part) => part !== null).filter((part) => part !== "");
  return told.map((part, index) => (index === told.length - 1 || /[.!?:…]$/.test(part) ? part : `${part}.`)).join(" ");
}
