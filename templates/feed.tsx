import { stockholmMinute } from "../src/domain/calendar.ts";
import { entryOf, type Language, type MessageView } from "../src/domain/message.ts";
import type { Content } from "./content.ts";
import { writeHtml } from "./html.ts";
import { MessageBody } from "./message-body.tsx";
import { extentOf } from "./extent-headline.ts";
import { headlineOf, joinSentences, listAnswer } from "./plain-answer.ts";
import { describeMessage } from "./message-content.ts";
import { feedEn } from "./strings/feed-en.ts";
import { feedSv } from "./strings/feed-sv.ts";

/** One message in a feed. Texts are plain, `html` is a fragment without styles. */
export interface FeedItem {
  /** `urn:restsignal:message:<id>`: the same for ever. */
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly summary: string;
  readonly html: string;
  readonly publishedAt: Date;
  /** When it came to say something else; null while it says what it said first. */
  readonly updatedAt: Date | null;
  readonly categories: readonly string[];
}

/** A message in a feed, with the date that it has there. */
export interface FeedView {
  readonly view: MessageView;
  readonly at: Date;
  /** When it came to be told otherwise, such as without advice that no longer holds. */
  readonly changedAt?: Date | null;
}

/** A message as an item of a feed; where a later version takes it back or corrects it, that instead of what it told. */
export function renderFeedItem(
  { view, at, changedAt = null }: FeedView,
  language: Language,
  revision: FeedView | null = null,
): FeedItem {
  const content = describeMessage(view, language);
  const { message } = view;
  const atc = entryOf(message.facts)?.atc ?? "";
  const grade = extentOf(message)?.grade;
  const told = revision === null ? tell(content) : tellRevised(content, revision, language);
  return {
    ...told,
    id: `urn:restsignal:message:${message.id}`,
    url: view.url,
    publishedAt: at,
    updatedAt: revision?.at ?? (changedAt !== null && changedAt > at ? changedAt : null),
    categories: [content.kicker, ...(atc === "" ? [] : [atc]), ...(grade === undefined ? [] : [grade])],
  };
}

type Told = Pick<FeedItem, "title" | "summary" | "html">;

function tell(content: Content): Told {
  return {
    title: headlineOf(content),
    summary: joinSentences([content.extent?.note ?? null, content.summary, ...listAnswer(content), content.context]),
    html: writeHtml(<MessageBody content={content} titled headingLevel={2} />),
  };
}

/** What was wrong is not told again: that it was, why, and where to read on. */
function tellRevised(content: Content, { view }: FeedView, language: Language): Told {
  const t = { sv: feedSv, en: feedEn }[language];
  const { message } = view;
  const isRetracted = message.kind === "retraction";
  const words = isRetracted ? t.retracted : t.corrected;
  const text = words.text(stockholmMinute(message.publishedAt));
  const reasons = isRetracted ? (describeMessage(view, language).advice?.paragraphs ?? []) : [];
  const why = reasons.length === 0 ? [] : [t.retracted.why, ...reasons];
  return {
    title: words.title(headlineOf(content)),
    summary: joinSentences([text, ...why]),
    html: writeHtml(
      <>
        {[text, ...why].map((paragraph) => (
          <p>{paragraph}</p>
        ))}
        <p>
          <a href={view.url}>{words.link}</a>
        </p>
      </>,
    ),
  };
}
