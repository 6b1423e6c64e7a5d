import { z } from "zod";
import type { Page } from "../../frame/page.ts";
import { isWebAddress } from "./mrkdwn.tsx";
import { UnknownPart } from "./unknown-part.tsx";

const cardSchema = z.object({
  type: z.literal("AdaptiveCard"),
  body: z.array(z.unknown()),
  actions: z.array(z.unknown()).default([]),
});

const runSchema = z.object({
  type: z.enum(["TextRun", "TextBlock"]),
  text: z.string(),
  size: z.string().default("Default"),
  weight: z.string().default("Default"),
  color: z.string().default("Default"),
  isSubtle: z.boolean().default(false),
});
type Run = z.infer<typeof runSchema>;

const elementSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("RichTextBlock"), inlines: z.array(z.unknown()), spacing: z.string().default("Default") }),
  z.object({
    type: z.literal("Container"),
    items: z.array(z.unknown()),
    style: z.string().default("default"),
    separator: z.boolean().default(false),
  }),
]);

const actionSchema = z.object({ type: z.literal("Action.OpenUrl"), title: z.string(), url: z.string() });

/** An Adaptive Card as Teams draws it, from the payload itself. */
export function CardDrawing({ page, card }: { readonly page: Page; readonly card: unknown }) {
  const { success, data } = cardSchema.safeParse(card);
  if (!success) return <UnknownPart page={page} part={card} />;
  return (
    <div class="card">
      {data.body.map((element) => (
        <Element page={page} element={element} />
      ))}
      <p class="card-actions">
        {data.actions.map((action) => (
          <Action page={page} action={action} />
        ))}
      </p>
    </div>
  );
}

function Element({ page, element }: { readonly page: Page; readonly element: unknown }) {
  const block = runSchema.safeParse(element);
  if (block.success) {
    return (
      <p>
        <Text run={block.data} />
      </p>
    );
  }
  const { success, data } = elementSchema.safeParse(element);
  if (!success) return <UnknownPart page={page} part={element} />;
  switch (data.type) {
    case "RichTextBlock":
      return (
        <p class={`card-space-${toClass(data.spacing)}`}>
          {data.inlines.map((inline) => (
            <Inline page={page} inline={inline} />
          ))}
        </p>
      );
    case "Container":
      return (
        <div class={`card-box card-${toClass(data.style)}${data.separator ? " card-separated" : ""}`}>
          {data.items.map((item) => (
            <Element page={page} element={item} />
          ))}
        </div>
      );
  }
}

/** A run of text; Adaptive Cards also take a bare string. */
function Inline({ page, inline }: { readonly page: Page; readonly inline: unknown }) {
  if (typeof inline === "string") return <>{inline}</>;
  const { success, data } = runSchema.safeParse(inline);
  return success ? <Text run={data} /> : <UnknownPart page={page} part={inline} />;
}

function Text({ run: { text, size, weight, color, isSubtle } }: { readonly run: Run }) {
  const classes = [
    `card-size-${toClass(size)}`,
    `card-color-${toClass(color)}`,
    ...(isSubtle ? ["card-subtle"] : []),
  ].join(" ");
  return weight === "Bolder" ? <strong class={classes}>{text}</strong> : <span class={classes}>{text}</span>;
}

function Action({ page, action }: { readonly page: Page; readonly action: unknown }) {
  const { success, data } = actionSchema.safeParse(action);
  if (!success) return <UnknownPart page={page} part={action} />;
  if (!isWebAddress(data.url)) return <span class="card-action">{data.title}</span>;
  return (
    <a class="card-action" href={data.url}>
      {data.title}
    </a>
  );
}

/** A word of the payload as part of a class. */
function toClass(word: string): string {
  return word.toLowerCase().replace(/[^a-z]/g, "");
}
