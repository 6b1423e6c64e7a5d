import type { Content, ContentLine } from "./content.ts";
import { groupBriefs } from "./digest-index.ts";
import { describeStale, type DocumentProps, type PieceContent } from "./email-content.ts";
import { headlineOf } from "./plain-answer.ts";
import type { Strings } from "./strings/sv.ts";

/** The same as the HTML says, in the same order, for who reads no HTML. */
export function renderEmailText(props: DocumentProps): string {
  const { t, subject, lead, contents, shared, stale } = props;
  return [
    subject,
    lead,
    stale === null ? null : describeStale(stale, t),
    contents.length < 2 ? null : listIndex(contents, t),
    shared.unreviewed,
    shared.lines.length === 0 ? null : [`${t.digest.forAll}:`, ...shared.lines].join("\n"),
    ...contents.map((content) => `${"=".repeat(60)}\n\n${renderMessageText(content)}`),
    renderFoot(props),
  ]
    .filter((section) => section !== null)
    .join("\n\n");
}

function listIndex(contents: readonly PieceContent[], t: Strings): string {
  const groups = groupBriefs(contents, t).map(({ heading, items }) => {
    const listed = items.map(({ brief: { title, answer, back }, link }) => {
      const told = [answer?.text ?? null, back].filter((part) => part !== null).join(" · ");
      return [`* ${title}`, ...(told === "" ? [] : [`  ${told}`]), `  ${link.url}`].join("\n");
    });
    return [...(heading === null ? [] : [`${heading}:`]), ...listed].join("\n");
  });
  return [underline(t.digest.contents), groups.join("\n\n")].join("\n");
}

function renderFoot({ t, why, unsubscribeUrl }: DocumentProps): string {
  return ["-- ", why, `${t.digest.unsubscribe}: ${unsubscribeUrl}`, ""].join("\n");
}

/** A message as plain text of several lines. */
function renderMessageText(content: PieceContent): string {
  const { advice, changes, facts, link } = content;
  const listed = facts.items.map(({ title, url, lines }) =>
    [`* ${title}`, ...lines.map((line) => `  ${renderLine(line)}`), ...(url === undefined ? [] : [`  ${url}`])].join(
      "\n",
    ),
  );
  const sections: readonly (string | null)[] = [
    content.written,
    [headlineOf(content), content.extent?.note, content.summary].filter(Boolean).join("\n"),
    content.lead,
    content.unreviewed,
    advice === null ? null : [underline(advice.heading), advice.label, advice.note].filter(Boolean).join("\n"),
    ...(advice?.paragraphs ?? []),
    listLines(content.alternatives),
    content.stock,
    [advice?.origin, ...content.scope, content.contact].filter(Boolean).join("\n"),
    listLines(changes),
    [underline(facts.heading), ...listed, ...(facts.goesOn === undefined ? [] : [facts.goesOn])].join("\n"),
    renderProducts(content),
    [content.context, ...content.sourceLines].filter(Boolean).join("\n"),
    `${link.text}: ${link.url}`,
  ];
  return sections.filter(Boolean).join("\n\n");
}

/** A heading with a line each under it; null where there is nothing. */
function listLines(told: Content["alternatives"]): string | null {
  if (told === null) return null;
  return [underline(told.heading), ...told.lines.map((line) => `* ${renderLine(line)}`)].join("\n");
}

function renderProducts({ extent }: Content): string | null {
  if (extent?.details == null) return null;
  const { heading, lines, note, source } = extent.details;
  const listed = lines.map((line) => `* ${renderLine(line)}`);
  return [underline(heading), ...listed, note, source].filter(Boolean).join("\n");
}

function underline(heading: string): string {
  return `${heading}\n${"-".repeat(heading.length)}`;
}

function renderLine({ label, text }: ContentLine): string {
  return label === null ? text : `${label}: ${text}`;
}
