import { z } from "zod";
import { stockholmMinute } from "../../../domain/calendar.ts";
import type { Page } from "../../frame/page.ts";
import { Mrkdwn } from "./mrkdwn.tsx";
import { UnknownPart } from "./unknown-part.tsx";
import { previewsWords } from "./words.ts";

const textSchema = z.object({ type: z.enum(["plain_text", "mrkdwn"]), text: z.string() });
type SlackText = z.infer<typeof textSchema>;

const blockSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("header"), text: textSchema }),
  z.object({ type: z.literal("section"), text: textSchema }),
  z.object({ type: z.literal("context"), elements: z.array(z.unknown()) }),
  z.object({ type: z.literal("divider") }),
]);

interface SlackDrawingProps {
  readonly page: Page;
  readonly blocks: readonly unknown[];
  readonly now: Date;
}

/** A message of blocks as Slack draws it, from the payload itself. */
export function SlackDrawing({ page, blocks, now }: SlackDrawingProps) {
  const { t } = page;
  return (
    <div class="slack-message">
      <p class="slack-sender">
        <strong>{t.site}</strong> <span class="mark">{previewsWords[page.language].app}</span>{" "}
        <span class="muted">{stockholmMinute(now).slice(-5)}</span>
      </p>
      {blocks.map((block) => (
        <Block page={page} block={block} />
      ))}
    </div>
  );
}

function Block({ page, block }: { readonly page: Page; readonly block: unknown }) {
  const { success, data } = blockSchema.safeParse(block);
  if (!success) return <UnknownPart page={page} part={block} />;
  switch (data.type) {
    case "header":
      return (
        <p class="slack-header">
          <Text text={data.text} />
        </p>
      );
    case "section":
      return (
        <p class="slack-section">
          <Text text={data.text} />
        </p>
      );
    case "context":
      return (
        <p class="slack-context">
          {data.elements.map((element) => (
            <ContextElement page={page} element={element} />
          ))}
        </p>
      );
    case "divider":
      return <hr class="slack-divider" />;
  }
}

function ContextElement({ page, element }: { readonly page: Page; readonly element: unknown }) {
  const { success, data } = textSchema.safeParse(element);
  return success ? <Text text={data} /> : <UnknownPart page={page} part={element} />;
}

function Text({ text }: { readonly text: SlackText }) {
  return text.type === "mrkdwn" ? <Mrkdwn text={text.text} /> : <span class="slack-plain">{text.text}</span>;
}
