import type { LetterStanding } from "../../../db/letters.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import type { Region } from "../../../domain/region.ts";
import type { FieldProblem } from "../../frame/form.ts";
import type { Page } from "../../frame/page.ts";
import { DeskForm, SubmitButton } from "../../parts/form-fields.tsx";
import { mailboxForm, type MailboxValues } from "./mailbox-form.ts";
import { sharedWords, subscribersWords } from "./words.ts";

/** A mailbox that has not said yes yet, masked. */
export interface ShownInvitation {
  readonly id: number;
  readonly name: string;
  readonly agreedText: string;
  readonly expiresAt: Date;
  /** When its newest letter was written, and what became of it. */
  readonly writtenAt: Date;
  readonly letter: LetterStanding;
}

export interface MailboxPartProps {
  readonly page: Page;
  readonly region: Region;
  readonly areas: readonly string[];
  readonly values: MailboxValues;
  readonly problems: readonly FieldProblem[];
  readonly invitations: readonly ShownInvitation[];
  /** Whether there are more than are shown. */
  readonly more: boolean;
}

/** Shared mailboxes: those that have been asked and have not answered, and the form for another. */
export function MailboxPart({ page, region, areas, values, problems, invitations, more }: MailboxPartProps) {
  const { mailbox: t } = subscribersWords[page.language];
  const { Field } = mailboxForm;
  const fields = { words: t, values, problems };
  const path = `/subscriptions/${region.code}/mailboxes`;
  return (
    <section aria-labelledby="mailboxes">
      <h2 id="mailboxes">{t.heading}</h2>
      <p>{t.lead}</p>
      {invitations.length === 0 ? null : (
        <ul>
          {invitations.map((invitation) => (
            <li>
              <Invitation page={page} path={path} invitation={invitation} />
            </li>
          ))}
        </ul>
      )}
      {more ? <p class="quiet">{t.more(invitations.length)}</p> : null}
      <details open={problems.length > 0}>
        <summary>{t.add}</summary>
        <DeskForm page={page} action={path} label={t.add}>
          <Field {...fields} name="address" />
          {areas.length === 0 ? null : <Field {...fields} name="areas" options={areas.map((area) => [area, area])} />}
          <Field {...fields} name="agreedBy" />
          <Field {...fields} name="agreedHow" />
          <Field {...fields} name="agreedOn" />
          <SubmitButton text={t.submit} />
        </DeskForm>
      </details>
    </section>
  );
}

function Invitation({
  page,
  path,
  invitation: { id, name, agreedText, writtenAt, expiresAt, letter },
}: {
  readonly page: Page;
  readonly path: string;
  readonly invitation: ShownInvitation;
}) {
  const { mailbox: t } = subscribersWords[page.language];
  const said = sharedWords[page.language].letters[letter];
  return (
    <>
      <p>
        {t.waits(name, stockholmMinute(writtenAt), stockholmMinute(expiresAt))}{" "}
        {letter === "dead" || letter === "returned" ? (
          <strong>
            {said} {t.wrong[letter]}
          </strong>
        ) : (
          said
        )}
      </p>
      <p class="quiet">{agreedText}</p>
      <div class="delivery-deeds">
        <DeskForm page={page} action={`${path}/again`} label={t.againNamed(name)}>
          <input type="hidden" name="invitation" value={id} />
          <SubmitButton text={t.again} variant="secondary" />
        </DeskForm>
        <DeskForm page={page} action={`${path}/withdraw`} label={t.withdrawNamed(name)}>
          <input type="hidden" name="invitation" value={id} />
          <SubmitButton text={t.withdraw} variant="secondary" />
        </DeskForm>
      </div>
    </>
  );
}
