import type { FieldProblem } from "../../form.ts";
import type { Page } from "../../page.ts";
import { ConfirmBox } from "../confirm-box.tsx";
import { DeskForm, SubmitButton } from "./form-fields.tsx";
import { DISMISS_FORM } from "./inbox-table.tsx";

export const MAX_REASON_CHARS = 500;

interface DismissFormProps {
  readonly page: Page;
  readonly action: string;
  readonly returnTo: string;
  readonly reason: string;
  readonly problems: readonly FieldProblem[];
}

/** "Ingen åtgärd" for the cases whose boxes are ticked, with a reason: one's own, or one of the usual. */
export function DismissForm({ page, action, returnTo, reason, problems }: DismissFormProps) {
  const words = page.t.desk.inbox.dismiss;
  const found = problems.find(({ field }) => field === "reason");
  const wrong = found?.problem;
  return (
    <section class="dismiss" aria-labelledby="dismiss-heading">
      <h2 id="dismiss-heading">{words.heading}</h2>
      <p class="hint" id="reason-hint">
        {words.lead}
      </p>
      <DeskForm page={page} action={action} id={DISMISS_FORM} label={words.heading}>
        <input type="hidden" name="return" value={returnTo} />
        <div class="ds-field">
          <label class="ds-label" for="reason">
            {words.reason}
          </label>
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
          {wrong === undefined ? null : (
            <p class="ds-validation-message" id="reason-wrong" data-color="danger">
              {wrong}
            </p>
          )}
          <ConfirmBox confirm={found?.confirm} />
        </div>
        <SubmitButton text={words.submit} />
      </DeskForm>
    </section>
  );
}
