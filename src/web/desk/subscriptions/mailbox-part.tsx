import { stockholmMinute } from "../../../domain/calendar.ts";
import type { Region } from "../../../domain/region.ts";
import type { FieldProblem } from "../../frame/form.ts";
import type { Page } from "../../frame/page.ts";
import { DeskForm, SubmitButton } from "../../parts/form-fields.tsx";
import { mailboxForm, type MailboxValues } from "./mailbox-form.ts";
import { subscribersWords } from "./words.ts";

/** A mailbox that has not said yes yet, masked. */
export interface ShownInvitation {
  readonly id: number;
  readonly name: string;
  readonly agreedText: string;
  readonly askedAt: Date;
  readonly expiresAt: Date;
}

export interface MailboxPartProps {
  readonly page: Page;
  readonly region: Region;
  readonly areas: readonly string[];
  readonly values: MailboxValues;
  readonly problems: readonly FieldProblem[];
  readonly invitations: readonly ShownInvitation[];
}

/** Shared mailboxes: those that have been asked and have not answered, and the form for another. */
export function MailboxPart({ page, region, areas, values, problems, invitations }: MailboxPartProps) {
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
          {invitations.map(({ id, name, agreedText, askedAt, expiresAt }) => (
            <li>
              <p>{t.waits(name, stockholmMinute(askedAt), stockholmMinute(expiresAt))}</p>
              <p class="quiet">{agreedText}</p>
              <DeskForm page={page} action={`${path}/again`} label={t.againNamed(name)}>
                <input type="hidden" name="invitation" value={id} />
                <SubmitButton text={t.again} variant="secondary" />
              </DeskForm>
            </li>
          ))}
        </ul>
      )}
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
