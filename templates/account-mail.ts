import type { AccountMail } from "../src/domain/account-mail.ts";
import { parseInstant, stockholmMinute } from "../src/domain/calendar.ts";
import { nameRegion, OPERATIONS } from "../src/domain/region.ts";
import { capitalize, joinWords } from "../src/domain/words.ts";
import { accountMailEn } from "./strings/account-mail-en.ts";
import { accountMailSv, type AccountMailStrings } from "./strings/account-mail-sv.ts";
import { cleanLine } from "./text.ts";

export interface AccountLetter {
  readonly subject: string;
  readonly text: string;
}

interface LetterInput {
  readonly mail: AccountMail;
  /** The receiver's name. */
  readonly name: string;
  /** The one-time link of a mail that carries one, or where something can be done about what it tells. */
  readonly link: string | null;
  readonly publicUrl: string;
}

/** The words of a mail about an account, in plain text: Swedish first, then English, since an account has no language. */
export function renderAccountLetter(input: LetterInput): AccountLetter {
  const [swedish, english] = [accountMailSv, accountMailEn].map((t) => writeLetter(input, t));
  const line = "-".repeat(40);
  return {
    subject: `Restsignal: ${swedish?.subject ?? ""}`,
    text: `${swedish?.text ?? ""}\n\n${line}\nIn English\n\n${english?.text ?? ""}\n`,
  };
}

function writeLetter({ mail, name, link, publicUrl }: LetterInput, t: AccountMailStrings): AccountLetter {
  const { subject, paragraphs } = describe(mail, { link, t });
  const text = [t.greeting(cleanLine(name)), ...paragraphs, t.footer(publicUrl)].join("\n\n");
  return { subject, text };
}

function describe(
  mail: AccountMail,
  { link, t }: { link: string | null; t: AccountMailStrings },
): { subject: string; paragraphs: readonly string[] } {
  const by = nameWriter(mail, t);
  const region = nameWhere(mail, t);
  switch (mail.kind) {
    case "invited": {
      const { subject, what, voided, link: tell, unexpected } = t.invited;
      const lost = mail.voided ? [voided] : [];
      const paragraphs = [what(by, region, t.roles[mail.role]), ...lost, tell(link ?? ""), unexpected];
      return { subject: subject(region), paragraphs };
    }
    case "link-made":
      return { subject: t.linkMade.subject, paragraphs: [t.linkMade.what(by), t.linkMade.unexpected] };
    case "role-changed":
      return describeRoleChange(mail, { by, region, t });
    case "password-changed":
      return { subject: t.passwordChanged.subject, paragraphs: [t.passwordChanged.what, t.passwordChanged.unexpected] };
    case "second-factor": {
      const { subject, unexpected, ...told } = t.secondFactor;
      const what = mail.what === "reset" ? told.reset(by) : told[mail.what];
      return { subject, paragraphs: [what, unexpected] };
    }
    case "second-person-off": {
      const { subject, what, unexpected } = t.secondPersonOff;
      const at = parseInstant(mail.at);
      const told = what(by, region, at === null ? "" : stockholmMinute(at));
      return { subject: subject(region), paragraphs: [told, unexpected(link ?? "")] };
    }
    case "receivers-paused":
      return describePauses(mail, { region, link, t });
    case "questionnaire":
      return describeQuestions(mail, { region, link, t });
    case "role-elsewhere": {
      const { subject, what, voided, unexpected } = t.roleElsewhere;
      const person = `${cleanLine(mail.name)} (${mail.email})`;
      return {
        subject: subject(region),
        paragraphs: [what({ by, person, region, role: t.roles[mail.role] }), voided, unexpected],
      };
    }
  }
}

function describeRoleChange(
  { before: held, after }: Extract<AccountMail, { kind: "role-changed" }>,
  { by, region, t }: { by: string; region: string; t: AccountMailStrings },
) {
  const { subject, given, changed, taken, unexpected } = t.roleChanged;
  const before = joinWords(
    held.map((role) => t.roles[role]),
    t.and,
  );
  const gained = (role: string) =>
    held.length === 0 ? given(by, region, role) : changed({ by, region, before, role });
  const what = after === null ? taken(by, region, before) : gained(t.roles[after]);
  return { subject: subject(region), paragraphs: [what, unexpected] };
}

function describePauses(
  { receivers }: Extract<AccountMail, { kind: "receivers-paused" }>,
  { region, link, t }: { region: string; link: string | null; t: AccountMailStrings },
) {
  const { subject, what, mend } = t.receiversPaused;
  const told = { receivers, region };
  return { subject: subject(told), paragraphs: [what(told), mend(link ?? "")] };
}

function describeQuestions(
  { what, questionnaire, period, lastDay, reason }: Extract<AccountMail, { kind: "questionnaire" }>,
  { region, link, t }: { region: string; link: string | null; t: AccountMailStrings },
) {
  const words = t.questionnaire[what];
  const told = { region, about: t.questionnaire.about[questionnaire], period, lastDay };
  const why = reason === undefined ? [] : [t.questionnaire.reason(cleanLine(reason))];
  return { subject: words.subject(told), paragraphs: [words.what(told), ...why, t.questionnaire.where(link ?? "")] };
}

function nameWhere(mail: AccountMail, t: AccountMailStrings): string {
  if (!("regionCode" in mail) || mail.regionCode === null) return "";
  return mail.regionCode === OPERATIONS.code ? t.nation : nameRegion(mail.regionCode);
}

/** Whoever did it, begun with a capital since the name stands first. */
function nameWriter(mail: AccountMail, t: AccountMailStrings): string {
  if (!("by" in mail) || mail.by === undefined) return "";
  const name = mail.by === "command line" ? t.operations : cleanLine(mail.by);
  return capitalize(name);
}
