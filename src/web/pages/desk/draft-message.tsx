import { MessageBody } from "../../../../templates/message-body.tsx";
import { describeMessage } from "../../../../templates/message-content.ts";
import type { MessageView } from "../../../domain/message.ts";
import type { Page } from "../../page.ts";

/** The draft as its readers get it, in Swedish as most of them do. */
export function DraftMessage({ page, preview }: { readonly page: Page; readonly preview: MessageView }) {
  const content = describeMessage(preview, "sv");
  return (
    <section aria-labelledby="draft-message">
      <h2 id="draft-message">{page.t.desk.editor.editor.preview}</h2>
      <article class="message" lang="sv" aria-labelledby="draft-headline">
        <h3 id="draft-headline">
          {content.urgent === null ? null : <span class="mark warning">{content.urgent}</span>} {content.headline}
        </h3>
        <MessageBody content={content} headingLevel={4} ownPage />
      </article>
    </section>
  );
}
