import type { FoundNotice } from "../../db/search.ts";
import { stockholmDate, stockholmMinute, type IsoDate } from "../../domain/calendar.ts";
import type { Found } from "../../domain/search.ts";
import { linkTo, type Page } from "../frame/page.ts";
import type { NationAnswer } from "./search-answer.ts";
import { describeNotices, NoticeTable } from "./notice-table.tsx";
import { Swedish } from "../frame/swedish.tsx";
import { searchWords } from "./words.ts";

/** The time of the nation's file in words; null when there is none. */
export function describeFileTime({ language, words, source }: Page, today: IsoDate): string | null {
  if (typeof source === "string") return null;
  const { fileTime } = source;
  return searchWords[language].fileTime(
    words.date(stockholmDate(fileTime), today),
    stockholmMinute(fileTime).slice(-5),
  );
}

/** What else the question was understood as. */
export function AlsoSearched({ page, found }: { readonly page: Page; readonly found: Found }) {
  const { words } = page;
  if (found.also.length === 0) return null;
  return (
    <p class="quiet">
      {searchWords[page.language].also}{" "}
      {found.also.map((name, place) => (
        <>
          {place === 0 ? "" : ` ${words.and} `}
          <Swedish page={page} text={name} />
        </>
      ))}
      .
    </p>
  );
}

interface NothingKnownProps {
  readonly page: Page;
  readonly path: string;
  readonly found: Found;
  readonly today: IsoDate;
}

/** When nobody knows what was asked for: that we cannot tell, and what may have been meant. */
export function NothingKnown({ page, path, found, today }: NothingKnownProps) {
  const { language } = page;
  return (
    <>
      {found.suggestions.length === 0 ? null : (
        <div class="meant">
          <h3 id="meant">{searchWords[page.language].meant}</h3>
          <ul class="links" aria-labelledby="meant">
            {found.suggestions.map((name) => (
              <li>
                <a href={linkTo(language, path, new URLSearchParams({ q: name }))} lang="sv">
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </div>
      )}
      <p>{describeUnknown(page, found, today)}</p>
    </>
  );
}

function describeUnknown(page: Page, { text, asked }: Found, today: IsoDate): string {
  const t = searchWords[page.language];
  if (asked.kind === "none") return t.none;
  if (asked.kind === "short") return t.short;
  if (asked.kind === "parts") return t.parts(text);
  if (asked.kind === "number") return t.unknownNumber(asked.digits);
  if (asked.kind === "code") return t.unknownCode(asked.code);
  const file = describeFileTime(page, today);
  return `${file === null ? t.unknownBeforeFile(text) : t.unknown(text, file)} ${t.unknownHelp}`;
}

interface NationResultsProps {
  readonly page: Page;
  readonly text: string;
  readonly nation: NationAnswer;
  /** Whether lines of a list stand above, which tell the rest. */
  readonly beside: boolean;
  readonly today: IsoDate;
}

/** What the nation's file says of what was asked for. */
export function NationResults({ page, text, nation, beside, today }: NationResultsProps) {
  const t = searchWords[page.language];
  const { own, related, ended } = nation;
  const file = describeFileTime(page, today);
  const heading = beside ? t.nationBesideHeading : t.nationHeading;
  return (
    <>
      {own.total > 0 ? <Notices page={page} id="own" heading={heading(own.total)} part={own} today={today} /> : null}
      {own.total === 0 && !beside ? <p>{file === null ? t.noFileNation : t.noOwn(text, file)}</p> : null}
      {related.total > 0 ? (
        <Notices page={page} id="related" heading={t.relatedHeading(related.total)} part={related} today={today} />
      ) : null}
      {ended.length > 0 && !beside ? <Ended page={page} notices={ended} today={today} /> : null}
    </>
  );
}

interface NoticesProps {
  readonly page: Page;
  readonly id: string;
  readonly heading: string;
  readonly part: NationAnswer["own"];
  readonly today: IsoDate;
}

function Notices({ page, id, heading, part: { notices, total }, today }: NoticesProps) {
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{heading}</h3>
      <NoticeTable page={page} labelledBy={id} notices={notices} today={today} />
      {total > notices.length ? <p>{searchWords[page.language].hidden(total - notices.length)}</p> : null}
    </section>
  );
}

function Ended({
  page,
  notices,
  today,
}: {
  readonly page: Page;
  readonly notices: readonly FoundNotice[];
  readonly today: IsoDate;
}) {
  return (
    <>
      <p>{searchWords[page.language].endedLead}</p>
      <ul>
        {notices.map((notice) => (
          <li>
            <span lang="sv">{notice.productName}</span>: {describeNotices(page, [notice], today)}
          </li>
        ))}
      </ul>
    </>
  );
}
