import { parseInstant, stockholmDate, stockholmMinute } from "../src/domain/calendar.ts";
import type { Language } from "../src/domain/message.ts";
import type { ReaderLetter } from "../src/domain/reader-letter.ts";
import { nameRegion } from "../src/domain/region.ts";
import { joinWords } from "../src/domain/words.ts";
import { EmailShell } from "./email-shell.tsx";
import { writeHtml } from "./html.ts";
import { stringsOf } from "./language.ts";
import { readerLetterEn } from "./strings/reader-letter-en.ts";
import { readerLetterSv, type ReaderLetterStrings } from "./strings/reader-letter-sv.ts";

interface ReaderLetterInput {
  readonly letter: ReaderLetter;
  readonly language: Language;
  /** Its link, absolute. */
  readonly url: string;
  readonly expiresAt: Date;
  readonly publicUrl: string;
}

/** A letter in its parts: what is said before the link, what stands on it, and what is said after. */
interface Parts {
  readonly subject: string;
  readonly before: readonly string[];
  readonly button: string;
  readonly after: readonly string[];
}

const strings: Readonly<Record<Language, ReaderLetterStrings>> = { sv: readerLetterSv, en: readerLetterEn };

/** A letter to a reader, in plain text and as an HTML document that still needs `emailCss` inlined. */
export function renderReaderLetter(input: ReaderLetterInput): { subject: string; text: string; html: string } {
  const t = strings[input.language];
  const { subject, before, button, after } = describe(input, t);
  const footer = t.footer(input.publicUrl);
  const text = [...before, `${button}:\n${input.url}`, ...after, footer].join("\n\n");
  const html = writeHtml(<Document {...input} parts={{ subject, before, button, after }} footer={footer} />);
  return { subject, text: `${text}\n`, html: `<!DOCTYPE html>\n${html}` };
}

function describe({ letter, language, expiresAt }: ReaderLetterInput, t: ReaderLetterStrings): Parts {
  const until = stockholmMinute(expiresAt);
  switch (letter.kind) {
    case "confirm-subscription": {
      const { subject, greeting, what, known, whatNext, button, unexpected, ...told } = t.confirm;
      const regions = nameRegions(letter.regionCodes, t);
      const has = letter.known.length === 0 ? [] : [known(nameRegions(letter.known, t))];
      const before = [greeting, what(regions), ...has, whatNext];
      return { subject: subject(regions), before, button, after: [told.until(until), unexpected] };
    }
    case "nothing-this-month": {
      const { subject, silence, fine, stale, button, after } = t.silence;
      const month = stringsOf(language).months[Number(letter.month.slice(5)) - 1] ?? letter.month;
      const regions = nameRegions(letter.regionCodes, t);
      const made = parseInstant(letter.fileTime);
      const time = made === null ? letter.fileTime : stockholmMinute(made);
      const before = [silence(month, regions), letter.isStale ? stale(time) : fine(time)];
      return { subject: subject(month, regions), before, button, after: [after] };
    }
    case "still-wanted":
      return describeQuestion(letter, t, until);
    case "manage-subscriptions": {
      const { subject, greeting, what, button, unexpected, ...told } = t.manage;
      return { subject, before: [greeting, what], button, after: [told.until(until), unexpected] };
    }
  }
}

function describeQuestion(
  letter: Extract<ReaderLetter, { kind: "still-wanted" }>,
  t: ReaderLetterStrings,
  until: string,
): Parts {
  const { stillWanted: words } = t;
  const regions = nameRegions(letter.regionCodes, t);
  const what = words.what(regions, dayOf(letter.agreedAt));
  const { greeting, button } = words;
  const after = [words.until(until)];
  if (letter.askedAt === null)
    return { subject: words.subject(regions), before: [greeting, what, words.silence], button, after };
  const before = [greeting, words.again(dayOf(letter.askedAt)), what, words.silenceAgain];
  return { subject: words.reminder(regions), before, button, after };
}

/** As it is written in a sentence; what cannot be read stands as it came. */
function dayOf(instant: string): string {
  const at = parseInstant(instant);
  return at === null ? instant : stockholmDate(at);
}

/** So many are named; of more it is said how many. */
const REGIONS_NAMED = 3;

function nameRegions(codes: readonly string[], t: ReaderLetterStrings): string {
  if (codes.length > REGIONS_NAMED) return t.regions(codes.length);
  return joinWords(codes.map(nameRegion), t.and);
}

function Document({
  language,
  url,
  parts: { subject, before, button, after },
  footer,
}: ReaderLetterInput & { readonly parts: Parts; readonly footer: string }) {
  return (
    <EmailShell language={language} subject={subject}>
      <table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0">
        <tr>
          <td align="center">
            <table role="presentation" class="column" width="100%" cellpadding="0" cellspacing="0">
              <tr>
                <td class="paper">
                  <h1 class="subject">{subject}</h1>
                  {before.map((paragraph) => (
                    <p>{paragraph}</p>
                  ))}
                  <table role="presentation" class="box" cellpadding="0" cellspacing="0">
                    <tr>
                      <td class="advice">
                        <p class="lead">
                          <a href={url}>{button}</a>
                        </p>
                      </td>
                    </tr>
                  </table>
                  {after.map((paragraph) => (
                    <p>{paragraph}</p>
                  ))}
                </td>
              </tr>
              <tr>
                <td class="foot muted">{footer}</td>
              </tr>
            </table>
          </td>
        </tr>
      </table>
    </EmailShell>
  );
}
