import type { SharedStanding } from "../../../db/reconfirmations.ts";
import { stockholmDate, stockholmMinute } from "../../../domain/calendar.ts";
import { MAX_SAID_CHARS } from "../../../domain/reconfirmation.ts";
import type { Region } from "../../../domain/region.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { DeskForm, SubmitButton, TextField } from "../../parts/form-fields.tsx";
import { sharedWords } from "./words.ts";

/** A shared target with its name masked. */
export type ShownShared = Omit<SharedStanding, "target"> & { readonly name: string };

interface SharedProps {
  readonly page: Page;
  readonly region: Region;
}

/** Shared targets whose yearly confirmation is open; nothing where none is. */
export function SharedPart({ page, region, shared }: SharedProps & { readonly shared: readonly ShownShared[] }) {
  const t = sharedWords[page.language];
  if (shared.length === 0) return null;
  return (
    <section aria-labelledby="shared">
      <h2 id="shared">{t.heading}</h2>
      <p>{t.lead}</p>
      <ul>
        {shared.map((one) => (
          <li>
            <a href={linkTo(page.language, `/subscriptions/${region.code}/${one.id}`)}>{describe(page, one)}</a>{" "}
            {one.letter === null ? "" : t.letters[one.letter]}
          </li>
        ))}
      </ul>
    </section>
  );
}

function describe(page: Page, { name, askedAt, remindedAt, agreedAt }: ShownShared): string {
  const t = sharedWords[page.language];
  if (askedAt === null) return t.due(name, stockholmDate(agreedAt));
  return t.asked(name, stockholmDate(askedAt), remindedAt === null ? null : stockholmDate(remindedAt));
}

/** How one of them stands with its confirmation. */
export function SharedStandingLine({ page, shared }: { readonly page: Page; readonly shared: ShownShared }) {
  const t = sharedWords[page.language];
  const { agreedAt, askedAt, isOpen, letter } = shared;
  const sentences = [
    t.agreed(stockholmMinute(agreedAt)),
    ...(isOpen ? [askedAt === null ? t.openDue : t.open] : []),
    ...(letter === null ? [] : [t.letters[letter]]),
  ];
  return <p>{sentences.join(" ")}</p>;
}

/** Where somebody who has asked those who read it says so. */
export function ConfirmByHand({
  page,
  path,
  said,
  problems,
}: {
  readonly page: Page;
  readonly path: string;
  readonly said: string;
  readonly problems: readonly FieldProblem[];
}) {
  const { confirm: t } = sharedWords[page.language];
  return (
    <DeskForm page={page} action={`${path}/confirm`} label={t.heading}>
      <TextField
        name="said"
        label={t.said}
        hint={t.hint}
        value={said}
        maxChars={MAX_SAID_CHARS}
        autocomplete="off"
        required
        problems={problems}
      />
      <SubmitButton text={t.submit} variant="secondary" />
    </DeskForm>
  );
}
