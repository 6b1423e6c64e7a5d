import { parseIsoDate, type IsoDate } from "../../../domain/calendar.ts";
import { cleanLine } from "../../../domain/clean-text.ts";
import { MAX_EMAIL_CHARS, parseEmailAddress } from "../../../domain/email-address.ts";
import { mayHoldPersonnummer } from "../../../domain/personnummer.ts";
import type { FieldProblem, FormValues } from "../../frame/form.ts";
import type { Page } from "../../frame/page.ts";
import { readFreeText, wordFreeText } from "../../parts/free-text.ts";
import { defineForm, type FieldsOf } from "../../parts/form-kit.tsx";
import { subscribersWords } from "./words.ts";

const MAX_BY_CHARS = 100;
const MAX_HOW_CHARS = 300;

/** A ward's shared mailbox, and who agreed to it. */
export const mailboxForm = defineForm({
  address: { control: "email", maxChars: MAX_EMAIL_CHARS, autocomplete: "off", required: true, clean: cleanLine },
  areas: { control: "boxes" },
  agreedBy: { control: "text", maxChars: MAX_BY_CHARS, autocomplete: "off", required: true },
  agreedHow: { control: "text", maxChars: MAX_HOW_CHARS, autocomplete: "off", required: true },
  agreedOn: { control: "date", required: true },
});

export type MailboxValues = FieldsOf<typeof mailboxForm.specs>;

interface Mailbox {
  readonly address: string;
  readonly areas: readonly string[];
  /** Who agreed, how and when, in one text. */
  readonly agreement: string;
}

export interface ReadMailbox {
  readonly values: MailboxValues;
  readonly problems: readonly FieldProblem[];
  /** Null where something is wrong. */
  readonly mailbox: Mailbox | null;
}

/** What the form says; areas that the region's list does not name are none. */
export function readMailbox(
  page: Page,
  form: FormValues,
  { areas: known, today }: { areas: readonly string[]; today: IsoDate },
): ReadMailbox {
  const { mailbox: words } = subscribersWords[page.language];
  const values = mailboxForm.read(form);
  const address = parseEmailAddress(values.address);
  const agreedOn = parseIsoDate(values.agreedOn);
  const by = readFreeText(form, { name: "agreedBy", maxChars: MAX_BY_CHARS });
  const how = readFreeText(form, { name: "agreedHow", maxChars: MAX_HOW_CHARS });
  const { personnummer } = subscribersWords[page.language].problems;
  const problems: FieldProblem[] = [];
  if (address === null) problems.push({ field: "address", problem: words.problems.address });
  else if (mayHoldPersonnummer(address)) problems.push({ field: "address", problem: words.problems.addressNumber });
  for (const [field, free] of [
    ["agreedBy", by],
    ["agreedHow", how],
  ] as const)
    if (free.kind === "refused")
      problems.push(wordFreeText(page, free, { field, personnummer, other: words.problems[field] }));
  if (agreedOn === null || agreedOn > today) problems.push({ field: "agreedOn", problem: words.problems.agreedOn });
  const areas = values.areas.filter((area) => known.includes(area));
  const mailbox =
    problems.length > 0 || address === null || agreedOn === null
      ? null
      : { address, areas, agreement: words.agreement(by.text, how.text, agreedOn) };
  return { values: { ...values, areas }, problems, mailbox };
}
