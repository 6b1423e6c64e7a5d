import { MessageBody } from "../../../../templates/message-body.tsx";
import { describeMessage } from "../../../../templates/message-content.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import { deliveriesPath, viewMessage } from "../../../addresses.ts";
import type { Message } from "../../../domain/message.ts";
import type { CaseView } from "./case-view.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { editorWords } from "../../desk-parts/editor-words.ts";
import { ReceiversLine } from "../../desk-parts/receivers-line.tsx";
import { receiversWords } from "../../desk-parts/receivers-words.ts";
import { threadWords } from "../../case-parts/thread-words.ts";

interface CaseThreadProps {
  readonly page: Page;
  readonly view: CaseView;
}

/** Every version that readers were told, newest first, with the names that they are not. */
export function CaseThread({ page, view }: CaseThreadProps) {
  const t = editorWords[page.language].thread;
  return (
    <section aria-labelledby="thread">
      <h2 id="thread">{t.heading(view.thread.length)}</h2>
      {view.thread.length === 0 ? <p class="quiet">{t.none}</p> : null}
      {view.thread.map((message, index) => (
        <ThreadMessage page={page} view={view} message={message} open={index === 0} />
      ))}
    </section>
  );
}

function ThreadMessage({
  page,
  view,
  message,
  open,
}: CaseThreadProps & { readonly message: Message; readonly open: boolean }) {
  const t = editorWords[page.language].thread;
  const shown = viewMessage(message, (path) => path);
  const content = describeMessage(shown, page.language, view.today);
  const hands = view.hands.get(message.id);
  return (
    <details class="message" {...(open ? { open: true } : {})}>
      <summary>
        {content.kicker}{" "}
        <span class="quiet">
          {threadWords[page.language].version(message.version)}, {stockholmMinute(message.publishedAt)}
        </span>
      </summary>
      {hands === undefined ? null : (
        <p class="quiet">
          {[t.by(hands.publishedBy), hands.approvedBy === null ? null : t.approvedBy(hands.approvedBy)]
            .filter(Boolean)
            .join(", ")}
        </p>
      )}
      <Receivers page={page} view={view} message={message} />
      <MessageBody content={content} headingLevel={3} ownPage />
    </details>
  );
}

/** Whom it reached, and the way to each sending. */
function Receivers({ page, view, message }: CaseThreadProps & { readonly message: Message }) {
  const reached = view.receivers.get(message.id);
  const query = new URLSearchParams({ message: String(message.id) });
  return (
    <>
      {reached === undefined ? null : <ReceiversLine page={page} receivers={reached} />}
      <p class="quiet">
        <a href={linkTo(page.language, deliveriesPath(view.region.code), query)}>
          {receiversWords[page.language].sendings(message.version)}
        </a>
      </p>
    </>
  );
}
