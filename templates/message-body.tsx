import type { Child } from "hono/jsx";
import { LANGUAGES } from "../src/domain/message.ts";
import type { Content, ContentLine } from "./content.ts";
import { MarkSwedish, splitSwedish } from "./swedish.tsx";
import { stringsOf } from "./language.ts";

export interface MessageBodyProps {
  readonly content: Content;
  /** How many items to list; the rest are counted and linked to. All when left out. */
  readonly items?: number;
  /** The level of the section headings; 3 under a message's own heading of level 2. */
  readonly headingLevel: 2 | 3 | 4;
  /** True where the message's headline stands above, which says the most of how much is hit. */
  readonly titled?: boolean;
  /** True on the page that the message's link leads to. */
  readonly ownPage?: boolean;
  /** False where the page itself tells the same facts. */
  readonly facts?: boolean;
}

/**
 * The body of a message as HTML without its headline: the same in e-mail, feeds and previews. JSX escapes every text.
 * Boxes are tables, since Outlook draws no other boxes.
 */
export function MessageBody({
  content,
  items = content.facts.items.length,
  headingLevel,
  titled = false,
  ownPage = false,
  facts = true,
}: MessageBodyProps) {
  const { summary, context, lead, alternatives, changes, unreviewed, sourceLines, link } = content;
  return (
    <>
      {facts ? <Extent content={content} titled={titled} /> : null}
      {summary === null ? null : (
        <p class="summary">
          <Words swedish={content.swedish} text={summary} />
        </p>
      )}
      {lead === null ? null : <p class="lead">{lead}</p>}
      {unreviewed === null ? null : <Box kind="warning">{<p>{unreviewed}</p>}</Box>}
      <Advice content={content} headingLevel={headingLevel} />
      <Told content={content} told={alternatives} headingLevel={headingLevel} />
      <Told content={content} told={changes} headingLevel={headingLevel} />
      {facts ? <Facts content={content} items={items} headingLevel={headingLevel} /> : null}
      {facts ? <Products content={content} headingLevel={headingLevel} /> : null}
      <p class="muted">
        <Words swedish={content.swedish} text={context} />
      </p>
      {sourceLines.map((line) => (
        <p class="muted">
          <Words swedish={content.swedish} text={line} />
        </p>
      ))}
      {ownPage ? null : (
        <p>
          <a href={link.url}>{link.text}</a>
        </p>
      )}
    </>
  );
}

/** How much is hit, as far as the headline has not said it. */
function Extent({ content: { extent, swedish }, titled }: Pick<MessageBodyProps, "content" | "titled">) {
  if (extent === null) return null;
  const text = titled === true ? extent.rest : extent.whole;
  return (
    <>
      {text === null ? null : (
        <p class="extent">
          <Words swedish={swedish} text={text} />
        </p>
      )}
      {extent.note === null ? null : <p class="muted">{extent.note}</p>}
    </>
  );
}

/** The products by name: the source's facts, apart from the region's advice. */
function Products({ content, headingLevel }: Pick<MessageBodyProps, "content" | "headingLevel">) {
  const details = content.extent?.details ?? null;
  if (details === null) return null;
  return (
    <>
      <Told content={content} told={details} headingLevel={headingLevel} />
      {[details.note, details.source].map((line) => (line === null ? null : <p class="muted">{line}</p>))}
    </>
  );
}

interface ToldProps extends Pick<MessageBodyProps, "content" | "headingLevel"> {
  readonly told: Content["changes"];
}

/** Lines under a heading of their own. */
function Told({ content, told, headingLevel }: ToldProps) {
  if (told === null) return null;
  return (
    <>
      <Heading level={headingLevel}>{told.heading}</Heading>
      <ul>
        {told.lines.map((line) => (
          <li>
            <Line swedish={content.swedish} line={line} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** What to do, for whom and how long, and whom to ask: in a box of their own where there is advice or stock to tell. */
function Advice({ content, headingLevel }: MessageBodyProps) {
  const { advice, stock, language } = content;
  if (advice === null && stock === null) return <Standing content={content} />;
  return (
    <Box kind={advice?.label === null ? "none" : "advice"}>
      {advice === null ? null : <Heading level={headingLevel}>{advice.heading}</Heading>}
      {advice?.label ? <p class="muted">{advice.label}</p> : null}
      {advice?.note ? <p class="muted">{advice.note}</p> : null}
      {advice?.paragraphs.map((text) => (
        <p {...(advice.language === language ? {} : { lang: advice.language })}>
          <Lines swedish={NONE} text={text} />
        </p>
      ))}
      {stock === null ? null : (
        <p>
          <strong>
            <Words swedish={content.swedish} text={stock} />
          </strong>
        </p>
      )}
      {advice?.origin ? <p class="muted">{advice.origin}</p> : null}
      <Standing content={content} />
    </Box>
  );
}

function Standing({ content }: Pick<MessageBodyProps, "content">) {
  const { scope, contact } = content;
  const lines = contact === null ? scope : [...scope, contact];
  return (
    <>
      {lines.map((line) => (
        <p class="scope">
          <Words swedish={content.swedish} text={line} />
        </p>
      ))}
    </>
  );
}

function Facts({ content, items = 0, headingLevel }: MessageBodyProps) {
  const { facts, link, more } = content;
  const left = facts.items.length - items;
  return (
    <>
      <Heading level={headingLevel}>{facts.heading}</Heading>
      <ul class="facts">
        {facts.items.slice(0, items).map(({ title, url, lines }) => (
          <li>
            <strong>
              {url === undefined ? (
                <Words swedish={content.swedish} text={title} />
              ) : (
                <a href={url}>
                  <Words swedish={content.swedish} text={title} />
                </a>
              )}
            </strong>
            {lines.map((line) => (
              <>
                <br />
                <Line swedish={content.swedish} line={line} />
              </>
            ))}
          </li>
        ))}
      </ul>
      {left > 0 ? (
        <p>
          <a href={link.url}>{more(left)}</a>
        </p>
      ) : null}
      {facts.goesOn === undefined ? null : <p>{facts.goesOn}</p>}
    </>
  );
}

function Heading({ level, children }: { readonly level: 2 | 3 | 4; readonly children?: Child }) {
  if (level === 2) return <h2>{children}</h2>;
  return level === 3 ? <h3>{children}</h3> : <h4>{children}</h4>;
}

function Box({ kind, children }: { readonly kind: "advice" | "none" | "warning"; readonly children?: Child }) {
  return (
    <table role="presentation" class="box" width="100%" cellpadding="0" cellspacing="0">
      <tr>
        <td class={kind}>{children}</td>
      </tr>
    </table>
  );
}

function Line({ line: { label, text, quoted }, swedish }: SwedishProps & { readonly line: ContentLine }) {
  return (
    <>
      {label === null ? null : (
        <span class="muted">
          <MarkSwedish text={label} swedish={swedish} />:{" "}
        </span>
      )}
      {quoted === undefined ? (
        <Words swedish={swedish} text={text} />
      ) : (
        <span lang={quoted.language}>
          <Words swedish={NONE} text={text} />
        </span>
      )}
    </>
  );
}

const MONTHS = LANGUAGES.flatMap((language) => stringsOf(language).months).join("|");
const UNBREAKABLE = new RegExp(
  `(\\d{4}-\\d{2}-\\d{2}(?: \\d{2}:\\d{2})?|\\d{1,2} (?:${MONTHS})(?: \\d{4})?|(?:\\d+ x )?\\d[\\d,.]* (?:mg|g|ml|µg|mikrogram|mmol|IE|E)\\b)`,
);

/** More than that may be wider than a phone. */
const MAX_WHOLE_CHARS = 20;

interface SwedishProps {
  /** Pieces of the text that are Swedish while the rest is not. */
  readonly swedish: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** Text in which no date, and no strength, is parted by the end of a line, and Swedish pieces are said in Swedish. */
function Words({ text, swedish }: SwedishProps & { readonly text: string }) {
  return (
    <>
      {splitSwedish(text, swedish).map((part) =>
        part.isSwedish ? <span lang="sv">{keepWhole(part.text)}</span> : keepWhole(part.text),
      )}
    </>
  );
}

function keepWhole(text: string): Child[] {
  return text
    .split(UNBREAKABLE)
    .map((part, index) =>
      index % 2 === 1 && part.length <= MAX_WHOLE_CHARS ? <span class="whole">{part}</span> : part,
    );
}

function Lines({ text, swedish }: SwedishProps & { readonly text: string }) {
  return (
    <>
      {text.split("\n").map((line, index) => (
        <>
          {index === 0 ? null : <br />}
          <Words swedish={swedish} text={line} />
        </>
      ))}
    </>
  );
}
