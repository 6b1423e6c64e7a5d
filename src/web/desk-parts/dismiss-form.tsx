import { MAX_REASON_CHARS } from "../../domain/reason.ts";
import type { FieldProblem } from "../frame/form.ts";
import { linkTo, type Page } from "../frame/page.ts";
import { ConfirmBox } from "../parts/confirm-box.tsx";
import { DeskForm } from "../parts/form-fields.tsx";
import { inboxWords } from "./inbox-words.ts";

/** The form that the boxes of the rows belong to; it stands above the table. */
export const DISMISS_FORM = "dismiss";

interface DismissFormProps {
  readonly page: Page;
  readonly action: string;
  /** Where one advice for all is written. */
  readonly advisePath: string;
  readonly returnTo: string;
  readonly reason: string;
  readonly problems: readonly FieldProblem[];
}

/**
 * What is decided for the cases whose boxes are ticked: "Ingen åtgärd" with a reason, one's own or one of the usual, or
 * one advice for all. Stands above the rows and stays when they are scrolled.
 */
export function DismissForm({ page, action, advisePath, returnTo, reason, problems }: DismissFormProps) {
  const words = inboxWords[page.language].dismiss;
  const found = problems.find(({ field }) => field === "reason");
  const wrong = found?.problem;
  return (
    <section class="dismiss" aria-labelledby="dismiss-heading">
      <h2 id="dismiss-heading" class="ds-sr-only">
        {words.bar}
      </h2>
      <DeskForm page={page} action={action} id={DISMISS_FORM} label={words.bar}>
        <input type="hidden" name="return" value={returnTo} />
        <label for="reason">{words.reason}</label>
        <input
          class="ds-input"
          type="text"
          id="reason"
          name="reason"
          list="reasons"
          maxlength={MAX_REASON_CHARS}
          autocomplete="off"
          accesskey="b"
          required
          value={reason}
          aria-describedby={wrong === undefined ? "reason-hint" : "reason-hint reason-wrong"}
          {...(wrong === undefined ? {} : { "aria-invalid": "true" })}
        />
        <datalist id="reasons">
          {words.reasons.map((usual) => (
            <option value={usual} />
          ))}
        </datalist>
        <button class="ds-button" type="submit" data-variant="secondary" data-size="sm">
          {words.submit}
        </button>
        <button
          class="ds-button"
          type="submit"
          data-size="sm"
          formaction={linkTo(page.language, advisePath)}
          formnovalidate
        >
          {words.advise}
        </button>
        <p class="ds-sr-only" id="reason-hint">
          {words.lead}
        </p>
        {wrong === undefined ? null : (
          <p class="ds-validation-message" id="reason-wrong" data-color="danger">
            {wrong}
          </p>
        )}
        <ConfirmBox confirm={found?.confirm} />
      </DeskForm>
    </section>
  );
}
