import { CHANGE_KINDS } from "../../../domain/change.ts";
import { ESCALATION_ROLES, RULE_TYPES, type PolicyRule } from "../../../domain/policy.ts";
import type { Region } from "../../../domain/region.ts";
import type { FieldProblem } from "../../frame/form.ts";
import type { Page } from "../../frame/page.ts";
import type { RuleFields } from "./policy-form.ts";
import { DeskLayout } from "../desk-layout.tsx";
import {
  ChoicesField,
  DeskForm,
  ProblemSummary,
  SelectField,
  SubmitButton,
  TextField,
} from "../../parts/form-fields.tsx";
import { ProposalFields } from "./policies-page.tsx";
import { policiesWords } from "../../desk-parts/policies-words.ts";

interface RulePageProps {
  readonly page: Page;
  readonly region: Region;
  readonly proposal: readonly PolicyRule[];
  readonly mark: string;
  /** Which rule, from 0; one more than there are for a new one. */
  readonly place: number;
  readonly fields: RuleFields;
  /** The priorities to choose among. */
  readonly priorities: readonly number[];
  readonly problems?: readonly FieldProblem[];
}

/** One rule's form. What it gives is put into the proposal; nothing is saved here. */
export function RulePage(props: RulePageProps) {
  const { page, region, proposal, mark, place, fields, problems = [] } = props;
  const t = policiesWords[page.language];
  const title = place < proposal.length ? t.form.editTitle(place + 1) : t.form.newTitle;
  return (
    <DeskLayout page={page} title={title} regionCode={region.code} area="policies">
      <ProblemSummary page={page} problems={problems} />
      <DeskForm page={page} action={`/policies/${region.code}/proposal`} class="rule-form">
        <ProposalFields proposal={proposal} mark={mark} />
        <input type="hidden" name="place" value={String(place)} />
        <TextField
          name="name"
          label={t.form.name}
          hint={t.form.nameHint}
          value={fields.name}
          maxChars={80}
          problems={problems}
        />
        <Conditions {...props} />
        <Action {...props} />
        <Hours {...props} />
        <div class="buttons">
          <SubmitButton text={t.buttons.apply} name="do" value="apply" />
          <SubmitButton text={t.buttons.cancel} name="do" value="cancel" variant="secondary" />
        </div>
      </DeskForm>
    </DeskLayout>
  );
}

function Conditions({ page, fields, priorities, problems }: RulePageProps) {
  const t = policiesWords[page.language];
  return (
    <>
      <h2>{t.form.whenHeading}</h2>
      <ChoicesField
        name="priorities"
        label={t.form.priorities}
        hint={t.form.any}
        type="checkbox"
        values={fields.priorities}
        options={priorities.map((priority) => [String(priority), String(priority)])}
        problems={problems}
      />
      <ChoicesField
        name="changes"
        label={t.form.changes}
        hint={t.form.changesHint}
        type="checkbox"
        values={fields.changes}
        options={CHANGE_KINDS.map((kind) => [kind, t.changeNames[kind]])}
        problems={problems}
      />
      <ChoicesField
        name="types"
        label={t.form.types}
        hint={t.form.any}
        type="checkbox"
        values={fields.types}
        options={RULE_TYPES.map((type) => [type, t.typeNames[type]])}
        problems={problems}
      />
    </>
  );
}

function Action({ page, fields, problems }: RulePageProps) {
  const t = policiesWords[page.language];
  return (
    <>
      <h2>{t.form.thenHeading}</h2>
      <ChoicesField
        name="action"
        label={t.form.action}
        type="radio"
        values={[fields.action]}
        options={(["review", "auto", "ignore"] as const).map((action) => [action, t.actionNames[action]])}
        problems={problems}
      />
      <TextField
        name="reason"
        label={t.form.reason}
        hint={t.form.reasonHint}
        value={fields.reason}
        maxChars={500}
        problems={problems}
      />
    </>
  );
}

function Hours({ page, fields, problems }: RulePageProps) {
  const t = policiesWords[page.language].form;
  const { roles } = page.t.desk;
  return (
    <>
      <h2>{t.hoursHeading}</h2>
      <p class="hint">{t.hoursHint}</p>
      <div class="hours">
        <TextField name="dueAfterHours" label={t.due} type="number" value={fields.dueAfterHours} problems={problems} />
        <TextField
          name="remindAfterHours"
          label={t.remind}
          type="number"
          value={fields.remindAfterHours}
          problems={problems}
        />
        <TextField
          name="escalateAfterHours"
          label={t.escalate}
          type="number"
          value={fields.escalateAfterHours}
          problems={problems}
        />
        <SelectField
          name="escalateTo"
          label={t.escalateTo}
          value={fields.escalateTo}
          options={[["", t.nobody], ...ESCALATION_ROLES.map((role) => [role, roles[role]] as const)]}
          problems={problems}
        />
        <TextField
          name="sendAfterHours"
          label={t.send}
          hint={t.sendHint}
          type="number"
          value={fields.sendAfterHours}
          problems={problems}
        />
      </div>
    </>
  );
}
