import type { OwnSession, Visitor } from "../../../db/sessions.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import { nameRegion } from "../../../domain/region.ts";
import type { Page } from "../../page.ts";
import { showEmail } from "../../show-email.ts";
import { DeskLayout } from "./desk-layout.tsx";
import { DeskForm, SubmitButton } from "./form-fields.tsx";

interface AccountPageProps {
  readonly page: Page;
  readonly visitor: Visitor;
  readonly sessions: readonly OwnSession[];
  /** Whether the account has a password here. */
  readonly local: boolean;
}

export function AccountPage({ page, visitor, sessions, local }: AccountPageProps) {
  const strings = page.t.desk.signIn.account;
  const { account } = visitor;
  return (
    <DeskLayout page={page} title={strings.title} regionCode={null} area="account">
      <p class="lead">
        {account.name}, <span class="address">{showEmail(account.email)}</span>
      </p>
      <p>{local ? strings.byPassword : strings.byProvider}</p>
      <Roles page={page} visitor={visitor} />
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

function Roles({ page, visitor: { account } }: Pick<AccountPageProps, "page" | "visitor">) {
  const { t } = page;
  const strings = t.desk.signIn.account;
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
