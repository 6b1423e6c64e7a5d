import type { Draft } from "../../../db/open-drafts.ts";

/** Which draft, and which revision of it, the page shows: every decision about it carries them. */
export function SeenDraftFields({ draft }: { readonly draft: Draft | null }) {
  return (
    <>
      <input type="hidden" name="draft" value={draft?.id ?? ""} />
      <input type="hidden" name="revision" value={draft?.revision ?? ""} />
    </>
  );
}
