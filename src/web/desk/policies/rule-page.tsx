import { EXTENT_GRADES } from "../../../domain/extent-fact.ts";
import { NEWS_KINDS } from "../../../domain/news.ts";
import { ESCALATION_ROLES, RULE_TYPES, WAITING_STEPS, type PolicyRule } from "../../../domain/policy.ts";
import type { FieldProblem } from "../../frame/form.ts";
import type { RegionProps } from "../../frame/page.ts";
import { ruleForm, type RuleFields } from "./policy-form.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { DeskForm, ProblemSummary, SubmitButton } from "../../parts/form-fields.tsx";
import { ProposalFields } from "./policies-page.tsx";
import { policiesWords } from "../../desk-parts/policies-words.ts";

const RULE_ACTIONS = ["review", "auto", "ignore"] as const;
const { Field } = ruleForm;

interface RulePageProps extends RegionProps {
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
        <Field name="name" words={t.form} values={fields} problems={problems} />
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
  const shared = { words: t.form, values: fields, problems };
  return (
    <>
      <h2>{t.form.whenHeading}</h2>
      <Field {...shared} name="priorities" options={priorities.map((one) => [String(one), String(one)])} />
      <Field {...shared} name="extents" options={EXTENT_GRADES.map((grade) => [grade, t.extentNames[grade]])} />
      <Field {...shared} name="changes" options={NEWS_KINDS.map((kind) => [kind, t.changeNames[kind]])} />
      <Field {...shared} name="types" options={RULE_TYPES.map((type) => [type, t.typeNames[type]])} />
    </>
  );
}

function Action({ page, fields, problems }: RulePageProps) {
  const t = policiesWords[page.language];
  const shared = { words: t.form, values: fields, problems };
  return (
    <>
      <h2>{t.form.thenHeading}</h2>
      <Field {...shared} name="action" options={RULE_ACTIONS.map((action) => [action, t.actionNames[action]])} />
      <Field
        {...shared}
        name="digest"
        options={[
          ["", t.form.atOnce],
          ["weekly", t.form.weekly],
        ]}
      />
      <Field {...shared} name="reason" />
    </>
  );
}

function Hours({ page, fields, problems }: RulePageProps) {
  const { form } = policiesWords[page.language];
  const { roles } = page.t.desk;
  const shared = { words: form, values: fields, problems };
  const { due, remind, escalate, send } = WAITING_STEPS;
  return (
    <>
      <h2>{form.hoursHeading}</h2>
      <p class="hint">{form.hoursHint}</p>
      <div class="hours">
        <Field {...shared} name={due} />
        <Field {...shared} name={remind} />
        <Field {...shared} name={escalate} />
        <Field
          {...shared}
          name="escalateTo"
          options={[["", form.nobody], ...ESCALATION_ROLES.map((role) => [role, roles[role]] as const)]}
        />
        <Field {...shared} name={send} />
      </div>
    </>
  );
}
