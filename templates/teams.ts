import { writePlainAnswer } from "./plain-answer.ts";
import type { Content, ContentAdvice, ContentItem, ContentLine } from "./content.ts";

interface TextRun {
  readonly type: "TextRun";
  readonly text: string;
  readonly size?: "Small" | "Medium" | "Large";
  readonly weight?: "Bolder";
  readonly isSubtle?: true;
  readonly color?: "Attention" | "Warning";
  readonly selectAction?: { readonly type: "Action.OpenUrl"; readonly url: string };
}

type CardElement =
  | { readonly type: "TextBlock"; readonly text: string; readonly [property: string]: unknown }
  | { readonly type: "RichTextBlock"; readonly inlines: readonly TextRun[]; readonly spacing?: string }
  | {
      readonly type: "Container";
      readonly items: readonly CardElement[];
      readonly style?: string;
      readonly separator?: true;
      readonly spacing?: string;
    };

export interface AdaptiveCard {
  readonly type: "AdaptiveCard";
  readonly $schema: string;
  readonly version: "1.5";
  readonly lang: string;
  readonly fallbackText: string;
  readonly msteams: { readonly width: "Full" };
  readonly body: readonly CardElement[];
  readonly actions: readonly { readonly type: "Action.OpenUrl"; readonly title: string; readonly url: string }[];
}

export interface TeamsSizes {
  /** How many of the content's items to list; the rest are counted and linked to. */
  readonly items: number;
  /** False where the fallback has room for the headline alone. */
  readonly plainAdvice: boolean;
}

/**
 * A message as an Adaptive Card 1.5. Teams reads
 * Markdown in TextBlock and Fact only, so foreign text stands in text runs, which have no markup at all.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format
 */
export function renderTeams(content: Content, { items, plainAdvice }: TeamsSizes): AdaptiveCard {
  const { facts, changes, alternatives, lead, unreviewed, context, sourceLines } = content;
  const left = facts.items.length - items;
  return {
    type: "AdaptiveCard",
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    version: "1.5",
    lang: content.language,
    fallbackText: writePlainAnswer(content, { plainAdvice }).join("\n"),
    msteams: { width: "Full" },
    body: [
      ...renderTop(content),
      ...(lead === null ? [] : [paragraph({ text: lead })]),
      ...(unreviewed === null ? [] : [box([paragraph({ text: unreviewed })], "warning")]),
      ...renderAnswer(content),
      ...(alternatives === null ? [] : [box([heading(alternatives.heading), ...alternatives.lines.map(renderBullet)])]),
      ...(changes === null ? [] : [box([heading(changes.heading), ...changes.lines.map(renderBullet)])]),
      box([
        heading(facts.heading),
        ...(facts.compact
          ? facts.items.slice(0, items).map(renderCompact)
          : facts.items.slice(0, items).map(renderItem)),
        ...(left > 0 ? [paragraph({ text: content.more(left), weight: "Bolder" })] : []),
      ]),
      ...renderProducts(content),
      box([context, ...sourceLines].map(subtle)),
    ],
    actions: [{ type: "Action.OpenUrl", title: content.link.text, url: content.link.url }],
  };
}

function renderTop(content: Content): CardElement[] {
  const kicker = content.urgent === null ? content.kicker : `${content.urgent} · ${content.kicker}`;
  return [
    { type: "TextBlock", text: kicker, style: "heading", weight: "Bolder", wrap: true, ...urgentColor(content) },
    paragraph({ text: content.subject, size: "Large", weight: "Bolder" }, "None"),
    ...(content.extent?.rest == null ? [] : [paragraph({ text: content.extent.rest })]),
    ...(content.extent?.note == null ? [] : [subtle(content.extent.note)]),
    ...(content.summary === null ? [] : [paragraph({ text: content.summary, weight: "Bolder" })]),
  ];
}

/** The products by name: the source's facts, apart from the region's advice. */
function renderProducts({ extent }: Content): CardElement[] {
  if (extent?.details == null) return [];
  const { heading: title, lines, note, source } = extent.details;
  const told = [note, source].filter((text) => text !== null).map(subtle);
  return [box([heading(title), ...lines.map(renderBullet), ...told])];
}

function urgentColor({ urgent }: Content): { readonly color?: "Attention" } {
  return urgent === null ? {} : { color: "Attention" };
}

/** What to do, for whom and how long, and whom to ask: in a box of its own where there is advice or stock to tell. */
function renderAnswer({ advice, stock, scope, contact }: Content): CardElement[] {
  const elements = [
    ...(advice === null ? [] : renderAdvice(advice)),
    ...(stock === null ? [] : [paragraph({ text: stock, weight: "Bolder" })]),
    ...[advice?.origin ?? null].filter((text) => text !== null).map(subtle),
    ...[...scope, contact].filter((text) => text !== null).map((text) => paragraph({ text })),
  ];
  return advice === null && stock === null ? elements : [box(elements, "emphasis")];
}

function renderAdvice({ heading: title, label, note, paragraphs }: ContentAdvice): CardElement[] {
  return [
    heading(title),
    ...[label, note].filter((text) => text !== null).map(subtle),
    ...paragraphs.flatMap((text) => text.split("\n")).map((text) => paragraph({ text })),
  ];
}

function renderItem({ title, url, lines }: ContentItem): CardElement {
  const runs = lines.map((line) => richText(renderLine(line), "None"));
  const link = url === undefined ? {} : { selectAction: { type: "Action.OpenUrl" as const, url } };
  const name = paragraph({ text: title, weight: "Bolder", ...link });
  return { type: "Container", items: [name, ...runs], spacing: "Medium" };
}

function renderCompact({ title, lines }: ContentItem): CardElement {
  const runs = lines.flatMap(renderLine).map((run): TextRun => ({ ...run, isSubtle: true }));
  return richText([textRun({ text: `${title}  `, weight: "Bolder" }), ...runs], "Small");
}

function renderBullet(line: ContentLine): CardElement {
  return richText([textRun({ text: "• " }), ...renderLine(line)], "Small");
}

function renderLine({ label, text }: ContentLine): TextRun[] {
  return label === null ? [textRun({ text })] : [textRun({ text: `${label}: `, isSubtle: true }), textRun({ text })];
}

/** Only a TextBlock can be a heading, and it reads Markdown: what could mean something there is taken out. */
function heading(text: string): CardElement {
  const words = text.replace(/[\\`*_{}[\]<>#|~]/g, " ");
  return { type: "TextBlock", text: words, style: "heading", weight: "Bolder", size: "Medium", wrap: true };
}

function box(items: readonly CardElement[], style?: "emphasis" | "warning"): CardElement {
  return { type: "Container", items, ...(style === undefined ? { separator: true } : { style }), spacing: "Medium" };
}

function subtle(text: string): CardElement {
  return paragraph({ text, size: "Small", isSubtle: true });
}

function paragraph(run: Omit<TextRun, "type">, spacing = "Small"): CardElement {
  return richText([textRun(run)], spacing);
}

function richText(inlines: readonly TextRun[], spacing: string): CardElement {
  return { type: "RichTextBlock", inlines, spacing };
}

function textRun(run: Omit<TextRun, "type">): TextRun {
  return { type: "TextRun", ...run };
}
