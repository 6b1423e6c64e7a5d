import type { OwnSession, Visitor } from "../../../db/sessions.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import { nameRegion } from "../../../domain/region.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { showEmail } from "../../frame/show-email.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { DeskForm, SubmitButton } from "../../parts/form-fields.tsx";
import { CodeField } from "../../identity/credential-fields.tsx";
import { signInWords } from "../../identity/words.ts";

interface AccountPageProps {
  readonly page: Page;
  readonly visitor: Visitor;
  readonly sessions: readonly OwnSession[];
  /** Whether the account has a password here. */
  readonly local: boolean;
  /** How many recovery codes are left; null when the second step is off. */
  readonly recoveryCodes: number | null;
}

export function AccountPage({ page, visitor, sessions, local, recoveryCodes }: AccountPageProps) {
  const strings = signInWords[page.language].account;
  const { account } = visitor;
  const key = page.query.get("done") ?? "";
  const done = Object.hasOwn(strings.done, key) ? strings.done[key] : undefined;
  const problem = Object.hasOwn(strings.problems, key) ? strings.problems[key] : undefined;
  return (
    <DeskLayout page={page} title={strings.title} regionCode={null} area="account" done={done}>
      {problem === undefined ? null : (
        <p class="ds-alert" data-color="danger" role="alert">
          {problem}
        </p>
      )}
      <p class="lead">
        {account.name}, <span class="address">{showEmail(account.email)}</span>
      </p>
      <p>{local ? strings.byPassword : strings.byProvider}</p>
      {local ? (
        <p>
          <a href={linkTo(page.language, "/account/password")}>{strings.password}</a>
        </p>
      ) : null}
      <Roles page={page} visitor={visitor} />
      {local ? <SecondStep page={page} recoveryCodes={recoveryCodes} /> : null}
      <h2 id="sessions">{strings.sessions}</h2>
      <p>{strings.sessionsLead}</p>
      <ul class="sessions">
        {sessions.map(({ hash, createdAt, seenAt, address }) => (
          <li>
            {strings.since} <span class="date">{stockholmMinute(createdAt)}</span>. {strings.seen}{" "}
            <span class="date">{stockholmMinute(seenAt)}</span>. {strings.from} {address}.
            {hash === visitor.sessionHash ? <strong> ({strings.here})</strong> : null}
          </li>
        ))}
      </ul>
      <DeskForm page={page} action="/account/sign-out-everywhere">
        <SubmitButton text={strings.signOutEverywhere} variant="secondary" />
      </DeskForm>
    </DeskLayout>
  );
}

function SecondStep({ page, recoveryCodes }: Pick<AccountPageProps, "page" | "recoveryCodes">) {
  const t = signInWords[page.language].secondFactor;
  const path = "/account/second-factor";
  return (
    <section aria-labelledby="second-factor">
      <h2 id="second-factor">{t.heading}</h2>
      {recoveryCodes === null ? (
        <>
          <p>{t.off}</p>
          <DeskForm page={page} action={`${path}/begin`}>
            <SubmitButton text={t.begin} variant="secondary" />
          </DeskForm>
        </>
      ) : (
        <>
          <p>{t.on(recoveryCodes)}</p>
          <details>
            <summary>{t.change}</summary>
            <DeskForm page={page} action={`${path}/codes`} class="sign-in" label={t.newCodes}>
              <CodeField id="codes-code" label={t.code} />
              <SubmitButton text={t.newCodes} variant="secondary" />
            </DeskForm>
            <DeskForm page={page} action={`${path}/off`} class="sign-in" label={t.turnOff}>
              <CodeField id="off-code" label={t.code} />
              <SubmitButton text={t.turnOff} variant="secondary" />
            </DeskForm>
          </details>
        </>
      )}
    </section>
  );
}

function Roles({ page, visitor: { account } }: Pick<AccountPageProps, "page" | "visitor">) {
  const { t } = page;
  const strings = signInWords[page.language].account;
  if (account.grants.length === 0) return <p>{strings.noRoles}</p>;
  return (
    <>
      <h2>{strings.roles}</h2>
      <ul>
        {account.grants.map(({ regionCode, role }) => (
          <li>
            {nameRegion(regionCode)}: {t.desk.roles[role]}
          </li>
        ))}
      </ul>
    </>
  );
}
