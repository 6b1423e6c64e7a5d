import type { Person } from "../../../db/people.ts";
import type { Visitor } from "../../../db/sessions.ts";
import { markRoles, REGION_ROLES, rolesIn, type Role } from "../../../domain/account.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import type { Region } from "../../../domain/region.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { linkTo, type Page, type RegionProps } from "../../frame/page.ts";
import { showEmail } from "../../frame/show-email.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { DeskForm, ProblemSummary, SelectField, SubmitButton } from "../../parts/form-fields.tsx";
import { personForm, type NewPerson } from "./form.ts";
import { peopleWords } from "./words.ts";

interface PeoplePageProps {
  readonly page: Page;
  readonly visitor: Visitor;
  readonly region: Region;
  readonly people: readonly Person[];
  readonly person: NewPerson;
  readonly problems: readonly FieldProblem[];
}

const { Field } = personForm;

/** Who has which role in a region, and the forms that change it. */
export function PeoplePage({ page, visitor, region, people, person, problems }: PeoplePageProps) {
  const strings = peopleWords[page.language];
  const done = Object.entries(strings.done).find(([key]) => key === page.query.get("done"))?.[1];
  const role = person.role === "" ? "curator" : person.role;
  const form = { words: strings.add, values: { ...person, email: showEmail(person.email), role }, problems };
  return (
    <DeskLayout page={page} title={strings.title} regionCode={region.code} area="people" done={done}>
      <ProblemSummary page={page} problems={problems} />
      <p class="lead">{strings.lead(region.name)}</p>
      <ul class="people">
        {people.map((one) => (
          <PersonItem page={page} visitor={visitor} region={region} person={one} problems={problems} />
        ))}
      </ul>
      <h2>{strings.add.heading}</h2>
      <p>{strings.add.lead}</p>
      <DeskForm page={page} action={`/people/${region.code}/add`} class="person-form">
        <Field {...form} name="email" />
        <Field {...form} name="name" />
        <Field {...form} name="role" options={roleOptions(page)} />
        <SubmitButton text={strings.add.button} />
      </DeskForm>
    </DeskLayout>
  );
}

function roleOptions({ t }: Page): [string, string][] {
  return REGION_ROLES.map((role) => [role, t.desk.roles[role]]);
}

interface PersonItemProps extends Pick<PeoplePageProps, "page" | "visitor" | "region" | "problems"> {
  readonly person: Person;
}

function PersonItem({ page, visitor, region, person, problems }: PersonItemProps) {
  const { t } = page;
  const strings = peopleWords[page.language];
  const { account, local } = person;
  const roles = rolesHere(person, region).map((role) => t.desk.roles[role]);
  const states = [
    ...(waitsHere(person, region) ? [strings.waiting] : []),
    local ? (person.hasPassword ? strings.byPassword : strings.noPassword) : strings.byProvider,
    ...(person.hasSecondFactor ? [strings.secondFactor] : []),
    ...(account.state === "disabled" ? [strings.disabled] : []),
  ];
  return (
    <li id={`person-${account.id}`} tabindex={-1}>
      <h2>
        {account.name}
        {account.id === visitor.account.id ? <span class="quiet"> ({strings.you})</span> : null}
      </h2>
      <p>
        <strong>{roles.join(", ")}</strong> · <span class="address">{showEmail(account.email)}</span> ·{" "}
        {states.join(", ")}
      </p>
      {person.mailFault === null ? null : (
        <p>
          <span class="mark warning">
            {strings.mailFaults[person.mailFault.kind](stockholmMinute(person.mailFault.at))}
          </span>
        </p>
      )}
      {local ? <PersonForms page={page} region={region} person={person} problems={problems} /> : <p>{strings.fixed}</p>}
    </li>
  );
}

/** The roles that somebody has in the region, or else the one that waits there. */
function rolesHere({ account, pending }: Person, region: Region): Role[] {
  const held = rolesIn(account.grants, region.code);
  return held.length > 0 ? held : rolesIn(pending, region.code);
}

function waitsHere({ pending }: Person, region: Region): boolean {
  return pending.some(({ regionCode }) => regionCode === region.code);
}

function PersonForms({ page, region, person, problems }: Omit<PersonItemProps, "visitor">) {
  const strings = peopleWords[page.language];
  const { account } = person;
  const path = `/people/${region.code}/${account.id}`;
  const waits = waitsHere(person, region);
  const seen = markRoles({ held: account.grants, offered: person.pending }, region.code);
  return (
    <details>
      <summary>{strings.change(account.name)}</summary>
      <DeskForm
        page={page}
        action={`${path}/role`}
        class="person-form"
        label={`${strings.changeRole}, ${account.name}`}
      >
        <input type="hidden" name="seen" value={seen} />
        <SelectField
          name="role"
          id={`role-${account.id}`}
          label={strings.changeRole}
          value={rolesHere(person, region).at(-1) ?? "reader"}
          options={roleOptions(page)}
          problems={problems}
        />
        <SubmitButton text={strings.save} variant="secondary" />
      </DeskForm>
      <DeskForm page={page} action={`${path}/remove`}>
        <input type="hidden" name="seen" value={seen} />
        <SubmitButton text={strings.takeAway} variant="secondary" />
      </DeskForm>
      <DeskForm page={page} action={`${path}/link`}>
        <p class="hint">{waits ? strings.waitingHint : strings.newLinkHint}</p>
        <SubmitButton text={waits ? strings.newMail : strings.newLink} variant="secondary" />
      </DeskForm>
      {person.hasSecondFactor ? (
        <DeskForm page={page} action={`${path}/reset-factor`}>
          <p class="hint">{strings.resetFactorHint}</p>
          <SubmitButton text={strings.resetFactor} variant="secondary" />
        </DeskForm>
      ) : null}
    </details>
  );
}

interface LinkPageProps extends RegionProps {
  readonly email: string;
  readonly url: string;
}

/** A one-time link, shown once to whoever hands it over. */
export function LinkPage({ page, region, email, url }: LinkPageProps) {
  const { link } = peopleWords[page.language];
  return (
    <DeskLayout page={page} title={link.title} regionCode={region.code} area="people">
      <p class="lead">{link.lead(showEmail(email))}</p>
      <p>
        <strong>{link.once}</strong>
      </p>
      <p>{link.label}:</p>
      <pre class="written one-time-link" tabindex={0} role="region" aria-label={link.label}>
        {url}
      </pre>
      <p>
        <a href={linkTo(page.language, `/people/${region.code}`)}>{link.back}</a>
      </p>
    </DeskLayout>
  );
}
