import type { Child } from "hono/jsx";
import { raw } from "hono/html";
import type { Drawing } from "../../../channels/channel.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import type { Language } from "../../../domain/message.ts";
import type { Page } from "../../frame/page.ts";
import type { FeedPreview } from "../previews.ts";
import { CardDrawing } from "./card-drawing.tsx";
import { SlackDrawing } from "./slack-drawing.tsx";
import { previewsWords } from "./words.ts";

interface PreviewDrawingProps {
  readonly page: Page;
  /** The channel as readers know it. */
  readonly name: string;
  readonly drawing: Drawing;
  /** What it is written in. */
  readonly language: Language;
  /** When it was written. */
  readonly now: Date;
  /** Where the document of a mail is served for its frame; null where it is not. */
  readonly mailPath: string | null;
}

/** A payload as its receiver shows it. */
export function PreviewDrawing({ page, name, drawing, language, now, mailPath }: PreviewDrawingProps) {
  switch (drawing.kind) {
    case "slack-blocks":
      return (
        <DrawingFrame page={page} name={name} language={language}>
          <SlackDrawing page={page} blocks={drawing.blocks} now={now} />
        </DrawingFrame>
      );
    case "adaptive-card":
      return (
        <DrawingFrame page={page} name={name} language={language}>
          <CardDrawing page={page} card={drawing.card} />
        </DrawingFrame>
      );
    case "mail":
      return <MailDrawing page={page} language={language} mailPath={mailPath} mail={drawing} />;
  }
}

interface DrawingFrameProps {
  readonly page: Page;
  readonly name: string;
  readonly language: Language;
  readonly children?: Child;
}

export function DrawingFrame({ page, name, language, children }: DrawingFrameProps) {
  return (
    <div
      class="drawing"
      tabindex={0}
      role="group"
      aria-label={previewsWords[page.language].drawing(name)}
      lang={language}
    >
      {children}
    </div>
  );
}

interface MailDrawingProps extends Pick<PreviewDrawingProps, "page" | "language" | "mailPath"> {
  readonly mail: Extract<Drawing, { readonly kind: "mail" }>;
}

/** The mail's own document in a frame that may do nothing, so that its styles and ours never meet. */
function MailDrawing({ page, language, mailPath, mail }: MailDrawingProps) {
  const t = previewsWords[page.language].mail;
  return (
    <>
      <dl class="mail-head">
        <dt>{t.from}</dt>
        <dd>{mail.from}</dd>
        <dt>{t.subject}</dt>
        <dd lang={language}>{mail.subject}</dd>
      </dl>
      {mailPath === null ? (
        <p>{t.noFrame}</p>
      ) : (
        <iframe
          class="mail-frame"
          src={mailPath}
          title={t.frame(mail.subject)}
          sandbox=""
          loading="lazy"
          referrerpolicy="no-referrer"
        />
      )}
      <details>
        <summary>{t.text}</summary>
        <pre class="payload" lang={language} tabindex={0} role="group" aria-label={`${t.text}, ${language}`}>
          {mail.text}
        </pre>
      </details>
    </>
  );
}

/** An item as a feed reader shows it: its own few styles, no classes of ours. */
export function FeedDrawing({ feed: { title, html, publishedAt } }: { readonly feed: FeedPreview }) {
  return (
    <div class="feed-item">
      <p class="feed-title">{title}</p>
      <p class="muted">{stockholmMinute(publishedAt)}</p>
      {/* Our own template wrote and escaped it; its headings go below the preview's own. */}
      {raw(html.replace(/<(\/?)h2>/g, "<$1h5>"))}
    </div>
  );
}

interface PayloadProps {
  readonly page: Page;
  /** In which format. */
  readonly what: string;
  readonly name: string;
  readonly text: string;
}

/** What is sent, byte for byte. */
export function Payload({ page, what, name, text }: PayloadProps) {
  const label = previewsWords[page.language].payload(what);
  return (
    <details>
      <summary>{label}</summary>
      <pre class="payload" tabindex={0} role="group" aria-label={`${name}: ${label}`}>
        {text}
      </pre>
    </details>
  );
}
