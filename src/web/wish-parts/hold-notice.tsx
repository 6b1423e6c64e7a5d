import type { ReaderHold } from "../../db/reader-holds.ts";
import type { Page } from "../frame/page.ts";
import { wishWords } from "./words.ts";

/** That nothing comes at present, though the subscription stands, and why. */
export function HoldNotice({ page, hold }: { readonly page: Page; readonly hold: ReaderHold }) {
  return (
    <p class="ds-alert" data-color="warning">
      {wishWords[page.language].holds[hold]}
    </p>
  );
}
