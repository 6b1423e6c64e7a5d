import { nameEntry } from "../../../../templates/entry-name.ts";
import type { RegionCase } from "../../../db/cases.ts";
import type { Assignee } from "../../../db/decisions.ts";
import type { FieldProblem } from "../../frame/form.ts";
import type { Page } from "../../frame/page.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { MAX_REASON_CHARS } from "../../../domain/reason.ts";
import { DeskForm, ProblemSummary, SelectField, SubmitButton, TextField } from "../../parts/form-fields.tsx";
import { MinutesField } from "../../desk-parts/minutes-field.tsx";
import { inboxWords } from "../../desk-parts/inbox-words.ts";

/** A decision that was not taken, with what was written. */
export type RefusedDecision = { readonly value: string } & Omit<FieldProblem, "field"> &
  /** `seen` is whose the case is, or its due time, as the page shows it. */
  (
    | { readonly kind: "assign"; readonly assignees: readonly Assignee[]; readonly seen: string }
    | { readonly kind: "due"; readonly seen: string }
    | { readonly kind: "dismiss"; readonly upTo: string; readonly minutes: string; readonly field?: "minutes" }
  );

interface DecisionPageProps {
  readonly page: Page;
  readonly found: RegionCase;
  readonly refused: RefusedDecision;
  /** What the form sent along as the place to come back to, and the address that it leads to. */
  readonly returnTo: string;
  readonly back: string;
}

const FIELDS = { assign: "assignee", due: "due", dismiss: "reason" } as const;

/** What was wrong with a decision on one case, and its form again. */
export function DecisionPage({ page, found, refused, returnTo, back }: DecisionPageProps) {
  const own = inboxWords[page.language];
  const { t, words } = page;
  const { problem, confirm } = refused;
  const field = refused.kind === "dismiss" && refused.field !== undefined ? refused.field : FIELDS[refused.kind];
  const problems = [{ field, problem, ...(confirm === undefined ? {} : { confirm }) }];
  return (
    <DeskLayout page={page} title={own.decision.title} regionCode={found.regionCode} area="inbox">
      <ProblemSummary page={page} problems={problems} />
      <p class="lead">{nameEntry(found.entry, words)}</p>
      <DeskForm page={page} action={`/cases/${found.id}/${refused.kind}`}>
        <input type="hidden" name="return" value={returnTo} />
        {refused.kind === "dismiss" ? null : <input type="hidden" name="seen" value={refused.seen} />}
        <DecisionField page={page} refused={refused} problems={problems} />
        <div class="buttons">
          <SubmitButton text={refused.kind === "dismiss" ? own.dismiss.submit : t.desk.form.save} />
          <a href={back}>{own.decision.back}</a>
        </div>
      </DeskForm>
    </DeskLayout>
  );
}

function DecisionField({
  page: { language },
  refused,
  problems,
}: Pick<DecisionPageProps, "page" | "refused"> & { readonly problems: readonly FieldProblem[] }) {
  const { decision, dismiss } = inboxWords[language];
  const { value } = refused;
  switch (refused.kind) {
    case "assign":
      return (
        <SelectField
          name="assignee"
          label={decision.assignee}
          value={value}
          problems={problems}
          options={[["", decision.nobody], ...refused.assignees.map(({ id, name }) => [String(id), name] as const)]}
        />
      );
    case "due":
      return (
        <TextField
          name="due"
          type="datetime-local"
          label={decision.due}
          hint={decision.dueHint}
          value={value}
          problems={problems}
        />
      );
    case "dismiss":
      return (
        <>
          <input type="hidden" name="upTo" value={refused.upTo} />
          <TextField
            name="reason"
            label={dismiss.reason}
            value={value}
            maxChars={MAX_REASON_CHARS}
            problems={problems}
            required
          />
          <MinutesField language={language} value={refused.minutes} problems={problems} />
        </>
      );
  }
}
