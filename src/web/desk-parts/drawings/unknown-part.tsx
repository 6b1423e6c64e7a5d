import { z } from "zod";
import type { Page } from "../../frame/page.ts";
import { previewsWords } from "./words.ts";

const namedSchema = z.object({ type: z.string() });

/** Something in a payload that the preview has no drawing for: said, with its data, and never left out. */
export function UnknownPart({ page, part }: { readonly page: Page; readonly part: unknown }) {
  const { success, data } = namedSchema.safeParse(part);
  return (
    <span class="unknown-part">
      {previewsWords[page.language].unknown(success ? data.type : "?")} <code>{JSON.stringify(part)}</code>
    </span>
  );
}
