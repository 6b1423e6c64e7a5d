import { approvalsPath } from "../../../addresses.ts";
import { isAllowed } from "../../../domain/account.ts";
import { markRules } from "../../../db/regions.ts";
import { MAX_RULES, STANDARD_RULES, type PolicyRule } from "../../../domain/policy.ts";
import type { SubscriptionState } from "../../../domain/subscription.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { linkTo, type Page, type RegionProps } from "../../frame/page.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { ChoicesField, DeskForm, ProblemSummary, SubmitButton, TextField } from "../../parts/form-fields.tsx";
import { RuleList } from "../../desk-parts/rule-list.tsx";
import { policiesWords } from "../../desk-parts/policies-words.ts";

/** The settings' form as it was filled in, and what `markSettings` gave. */
export interface SettingsFields {
  readonly secondPerson: boolean;
  readonly resendUrgent: boolean;
  readonly contact: string;
  readonly mark: string;
}

export interface PoliciesPageProps extends RegionProps {
  /** The rules in use. */
  readonly current: readonly PolicyRule[];
  readonly proposal: readonly PolicyRule[];
  /** What `markRules` gave for the rules that the proposal begins from. */
  readonly mark: string;
  readonly settings: SettingsFields;
  /** The visitor's own reminders; `none` for a role that gets none. */
  readonly reminders: SubscriptionState | "none";
  /** Whether a change of rules or settings waits for a second person. */
  readonly waits: boolean;
  readonly done?: string | undefined;
  /** What became of the last press of a button. */
  readonly status?: string | undefined;
  /** Somebody else changed the rules meanwhile. */
  readonly outdated?: boolean;
  /** The button that the keyboard was at, such as `up-0`. */
  readonly focus?: string | undefined;
  readonly problems?: readonly FieldProblem[];
}

/** A region's rules: those in use, and for whoever may change them a proposal that is tried before it is saved. */
export function PoliciesPage(props: PoliciesPageProps) {
  const { page, region, current, proposal, problems = [], done, status, outdated = false } = props;
  const t = policiesWords[page.language];
  const mayChange = page.visitor !== null && isAllowed(page.visitor.account, "administer", region.code);
  const changed = JSON.stringify(current) !== JSON.stringify(proposal);
  const isStandard = markRules({ rules: [...current] }) === markRules({ rules: [...STANDARD_RULES] });
  return (
    <DeskLayout page={page} title={t.title} regionCode={region.code} area="policies" done={done}>
      <ProblemSummary page={page} problems={problems} />
      {outdated ? (
        <div class="ds-alert problems" data-color="warning" role="alert">
          <h2>{t.outdated.title}</h2>
          <p>{t.outdated.text}</p>
        </div>
      ) : null}
      {status === undefined ? null : <p role="status">{status}</p>}
      <p class="lead">{t.lead}</p>
      {props.waits ? (
        <p class="ds-alert" data-color="info">
          <a href={linkTo(page.language, approvalsPath(region.code))}>{t.settings.waits}</a>
        </p>
      ) : null}
      {mayChange && changed ? <InUse {...props} /> : null}
      <section aria-labelledby="rules">
        <h2 id="rules">{mayChange && changed ? t.proposal : t.rules}</h2>
        {isStandard && !changed ? (
          <p class="ds-alert" data-color="info">
            {t.standard}
          </p>
        ) : null}
        {mayChange ? <ProposalForm {...props} changed={changed} /> : <RuleList page={page} rules={current} />}
      </section>
      <details>
        <summary>{t.notesHeading}</summary>
        <ul>
          {t.notes.map((note) => (
            <li>{note}</li>
          ))}
        </ul>
      </details>
      <Settings {...props} mayChange={mayChange} />
      <Reminders {...props} />
    </DeskLayout>
  );
}

function InUse({ page, current, outdated = false }: PoliciesPageProps) {
  return (
    <details {...(outdated ? { open: true } : {})}>
      <summary>
        <h2 class="folded">{policiesWords[page.language].inUse}</h2>
      </summary>
      <RuleList page={page} rules={current} />
    </details>
  );
}

function ProposalForm(props: PoliciesPageProps & { readonly changed: boolean }) {
  const { page, region, proposal, mark, changed, focus } = props;
  const t = policiesWords[page.language];
  return (
    <DeskForm page={page} action={`/policies/${region.code}/proposal`} label={t.rules}>
      <ProposalFields proposal={proposal} mark={mark} />
      {changed ? (
        <p class="ds-alert" data-color="info">
          {t.unsaved}
        </p>
      ) : null}
      <RuleList
        page={page}
        rules={proposal}
        under={(rule, place) => (
          <RuleButtons
            page={page}
            name={t.rule(place + 1, rule.name)}
            place={place}
            last={proposal.length - 1}
            focus={focus}
          />
        )}
      />
      <div class="buttons">
        {proposal.length < MAX_RULES ? (
          <SubmitButton text={t.buttons.add} name="do" value="add" variant="secondary" />
        ) : (
          <p>{t.full}</p>
        )}
        {changed ? <SubmitButton text={t.buttons.reset} name="do" value="reset" variant="secondary" /> : null}
        <SubmitButton text={t.buttons.preview} name="do" value="preview" />
      </div>
    </DeskForm>
  );
}

/** The proposal itself, which travels in the form until it is saved. */
export function ProposalFields({ proposal, mark }: Pick<PoliciesPageProps, "proposal" | "mark">) {
  return (
    <>
      <input type="hidden" name="rules" value={JSON.stringify(proposal)} />
      <input type="hidden" name="mark" value={mark} />
    </>
  );
}

interface RuleButtonsProps {
  readonly page: Page;
  readonly name: string;
  readonly place: number;
  readonly last: number;
  readonly focus: string | undefined;
}

function RuleButtons({ page, name, place, last, focus }: RuleButtonsProps) {
  const { buttons } = policiesWords[page.language];
  const shown = [
    ["edit", buttons.edit],
    ...(place > 0 ? [["up", buttons.up]] : []),
    ...(place < last ? [["down", buttons.down]] : []),
    ["remove", buttons.remove],
  ] as const;
  return (
    <div class="buttons">
      {shown.map(([what, text]) => (
        <button
          class="ds-button"
          data-variant="secondary"
          type="submit"
          name="do"
          value={`${what}-${place}`}
          {...(focus === `${what}-${place}` ? { autofocus: true } : {})}
        >
          {text}
          <span class="ds-sr-only"> {name}</span>
        </button>
      ))}
    </div>
  );
}

function Settings({
  page,
  region,
  settings,
  problems = [],
  mayChange,
}: PoliciesPageProps & { readonly mayChange: boolean }) {
  const t = policiesWords[page.language].settings;
  return (
    <section aria-labelledby="settings">
      <h2 id="settings">{t.heading}</h2>
      {mayChange ? (
        <DeskForm page={page} action={`/policies/${region.code}/settings`} label={t.heading}>
          <input type="hidden" name="mark" value={settings.mark} />
          <ChoicesField
            name="secondPerson"
            label={t.secondPersonLegend}
            type="checkbox"
            values={settings.secondPerson ? ["yes"] : []}
            options={[["yes", t.secondPerson]]}
          />
          <p class="hint">{t.secondPersonHint}</p>
          <ChoicesField
            name="resendUrgent"
            label={t.resendLegend}
            type="checkbox"
            values={settings.resendUrgent ? ["yes"] : []}
            options={[["yes", t.resend]]}
          />
          <p class="hint">{t.resendHint}</p>
          <TextField
            name="contact"
            label={t.contact}
            hint={t.contactHint}
            value={settings.contact}
            maxChars={200}
            problems={problems}
          />
          <SubmitButton text={t.save} variant="secondary" />
        </DeskForm>
      ) : (
        <>
          <p>{settings.secondPerson ? t.secondPersonOn : t.secondPersonOff}</p>
          <p>{settings.resendUrgent ? t.resendOn : t.resendOff}</p>
          <p>{settings.contact === "" ? t.noContact : t.contactIs(settings.contact)}</p>
        </>
      )}
    </section>
  );
}

function Reminders({ page, region, reminders }: Pick<PoliciesPageProps, "page" | "region" | "reminders">) {
  const t = policiesWords[page.language].reminders;
  const text = {
    active: t.on(region.name),
    ended: t.off(region.name),
    paused: t.paused,
    none: t.none,
  }[reminders];
  const on = reminders === "active";
  return (
    <section aria-labelledby="reminders">
      <h2 id="reminders">{t.heading}</h2>
      <p>{text}</p>
      {reminders === "none" ? null : (
        <DeskForm page={page} action={`/policies/${region.code}/reminders`} label={t.heading}>
          <SubmitButton
            text={on ? t.turnOff : t.turnOn}
            name="reminders"
            value={on ? "off" : "on"}
            variant="secondary"
          />
        </DeskForm>
      )}
    </section>
  );
}
