import { entryOf, type Language, type MessageView } from "../src/domain/message.ts";
import { writeHtml } from "./html.ts";
import { MessageBody } from "./message-body.tsx";
import { extentOf } from "./extent-headline.ts";
import { headlineOf, joinSentences, listAnswer } from "./plain-answer.ts";
import { describeMessage } from "./message-content.ts";

/** One message in a feed. Texts are plain, `html` is a fragment without styles. */
export interface FeedItem {
  /** `urn:restsignal:message:<id>`: the same for ever. */
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly summary: string;
  readonly html: string;
  readonly publishedAt: Date;
  readonly categories: readonly string[];
}

/** A message as an item of a feed. */
export function renderFeedItem(view: MessageView, language: Language): FeedItem {
  const content = describeMessage(view, language);
  const { message } = view;
  const atc = entryOf(message.facts)?.atc;
  const grade = extentOf(message)?.grade;
  return {
    id: `urn:restsignal:message:${message.id}`,
    url: view.url,
    title: headlineOf(content),
    summary: joinSentences([content.extent?.note ?? null, content.summary, ...listAnswer(content), content.context]),
    html: writeHtml(<MessageBody content={content} titled headingLevel={2} />),
    publishedAt: message.publishedAt,
    categories: [content.kicker, ...(atc === undefined ? [] : [atc]), ...(grade === undefined ? [] : [grade])],
  };
}
