import { feedPath } from "../../addresses.ts";
import { z } from "zod";
import { renderFeedItem } from "../../../templates/feed.tsx";
import type { Channel, Cut, Drawing, Measure } from "../../channels/channel.ts";
import { renderFeed } from "../../channels/index.ts";
import { FEED_FORMATS, type FeedFormat } from "../../domain/feed-format.ts";
import type { Language, MessageView } from "../../domain/message.ts";
import { renderSample } from "../../services/draft-message.ts";
import { linkTo } from "../frame/page.ts";
import { FRAMED_MAIL_HEADERS } from "../frame/security-headers.ts";
import { feedWords } from "../frame/feed-words.ts";

/** From this share of a limit on, whoever writes is warned. */
const NEAR = 0.8;

/** A limit and how much of it is taken. */
export interface Size extends Measure {
  /** Over 80 % of it, and not passed yet: what was done then is among the cuts. */
  readonly near: boolean;
}

/** What one channel would send, or why it would send nothing. */
export type ChannelPreview = { readonly channel: string } & (
  | {
      readonly kind: "rendered";
      /** The very payload, to a receiver that belongs to nobody. */
      readonly payload: unknown;
      /** Null when it can only be shown as data. */
      readonly drawing: Drawing | null;
      readonly sizes: readonly Size[];
      readonly cuts: readonly Cut[];
      /** The parts after the first, where it goes out in several. */
      readonly further: readonly { readonly payload: unknown; readonly drawing: Drawing | null }[];
    }
  | { readonly kind: "rejected"; readonly reason: string }
);

/** What the feeds would hold. */
export interface FeedPreview {
  readonly title: string;
  /** What a reader shows of the item: a fragment that our own templates wrote and escaped. */
  readonly html: string;
  readonly publishedAt: Date;
  readonly payloads: readonly { readonly format: FeedFormat; readonly payload: string }[];
}

/** One message as every receiver would get it, in one language. */
export interface Previews {
  readonly language: Language;
  readonly caseId: number | null;
  readonly channels: readonly ChannelPreview[];
  readonly feed: FeedPreview;
  /** The time of rendering. */
  readonly now: Date;
}

export interface PreviewInput {
  readonly channels: ReadonlyMap<string, Channel>;
  readonly view: MessageView;
  readonly language: Language;
  /** Absolute and without a slash at the end. */
  readonly publicUrl: string;
  readonly now: Date;
}

/** Writes a message as each channel and feed would. Sends nothing, and needs no receiver. */
export async function renderPreviews(input: PreviewInput): Promise<Previews> {
  const channels = await Promise.all([...input.channels.values()].map((channel) => previewChannel(channel, input)));
  const { language, view, now } = input;
  return { language, caseId: view.message.caseId, channels, feed: previewFeed(input), now };
}

/** The channels that would refuse the message: it must not be published before they are none. */
export function listRefusals(previews: readonly Previews[]) {
  return previews.flatMap(({ language, channels }) =>
    channels.flatMap((preview) =>
      preview.kind === "rejected" ? [{ language, channel: preview.channel, reason: preview.reason }] : [],
    ),
  );
}

/** Where the mail of a case's draft is served for its frame; `text` says in which language the mail is. */
export function emailPreviewPath(caseId: number, { language, part }: { language: Language; part: number }): string {
  return `/cases/${caseId}/preview/email?text=${language}${part === 1 ? "" : `&part=${part}`}`;
}

/** The HTML of the mail among the previews, or of that part of it; null when it was refused, or there is none. */
export function findEmailHtml({ channels }: Previews, part = 1): string | null {
  const drawings = channels.flatMap((preview) =>
    preview.kind === "rendered" ? [[preview.drawing, ...preview.further.map(({ drawing }) => drawing)]] : [],
  );
  const mail = drawings.find(([first]) => first?.kind === "mail")?.[part - 1];
  return mail?.kind === "mail" ? mail.html : null;
}

/** The mail alone, as the document of a frame, under a policy of its own. */
export function emailPreviewResponse(html: string): Response {
  return new Response(html, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "x-robots-tag": "noindex",
      ...FRAMED_MAIL_HEADERS,
    },
  });
}

async function previewChannel(channel: Channel, input: PreviewInput): Promise<ChannelPreview> {
  const rendered = await renderSample(channel, input);
  if (rendered.kind === "rejected") return { channel: channel.name, kind: "rejected", reason: rendered.reason };
  const { payload, cuts = [] } = rendered;
  const draw = (one: unknown) => channel.draw?.(one) ?? null;
  const further = rendered.further.map((one) => ({ payload: one, drawing: draw(one) }));
  const sizes = channel.measure(payload).map((measure): Size => {
    const isPassed = cuts.some(({ kind }) => kind === measure.over);
    return { ...measure, near: !isPassed && measure.used > NEAR * measure.limit };
  });
  return { channel: channel.name, kind: "rendered", payload, drawing: draw(payload), sizes, cuts, further };
}

function previewFeed({ view, language, publicUrl }: PreviewInput): FeedPreview {
  const t = feedWords[language];
  const { regionCode, publishedAt } = view.message;
  const item = renderFeedItem({ view, at: publishedAt }, language);
  const link = (format: FeedFormat | null) => `${publicUrl}${linkTo(language, feedPath({ regionCode, format }))}`;
  const payloads = FEED_FORMATS.map((format) => ({
    format,
    payload: renderFeed({
      format,
      title: t.region(view.regionName),
      description: t.description,
      language,
      feedUrl: link(format),
      currentUrl: link(format),
      pageUrl: link(null),
      olderUrl: null,
      newerUrl: null,
      items: [item],
      updatedAt: publishedAt,
    }),
  }));
  return { ...readItem(payloads), publishedAt, payloads };
}

const jsonFeedSchema = z.object({ items: z.tuple([z.object({ title: z.string(), content_html: z.string() })]) });

/** The item as it stands in the JSON feed, which holds the same text as the others without their escapes. */
function readItem(payloads: FeedPreview["payloads"]): { title: string; html: string } {
  const json = payloads.find(({ format }) => format === "json")?.payload ?? "";
  const [item] = jsonFeedSchema.parse(JSON.parse(json)).items;
  return { title: item.title, html: item.content_html };
}
