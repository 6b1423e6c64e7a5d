import type { Child } from "hono/jsx";
import { cleanLine } from "../../../../templates/text.ts";
import type { IsoDate } from "../../../domain/calendar.ts";
import { casePath } from "../../../addresses.ts";
import { linkTo, type Page, type RegionProps } from "../../frame/page.ts";
import type { AnsweredEntry, RegionAnswer } from "../../search-parts/search-answer.ts";
import { CaseRows } from "./case-table.tsx";
import { DeskLink } from "../../frame/desk-link.tsx";
import { describeNotices, NoticeTable } from "../../search-parts/notice-table.tsx";
import { AlsoSearched, describeFileTime, NationResults, NothingKnown } from "../../search-parts/search-results.tsx";
import { EntryName, Swedish } from "../../frame/swedish.tsx";
import { searchWords } from "../../search-parts/words.ts";

interface RegionResultsProps extends RegionProps {
  readonly hasList: boolean;
  readonly answer: RegionAnswer;
  readonly today: IsoDate;
}

/** The answer to a question on a region's page: each line of its list that was found, then what the nation's file says beside. */
export function RegionResults({ page, region, hasList, answer, today }: RegionResultsProps) {
  const t = searchWords[page.language];
  const { language } = page;
  const { found, entries, hiddenEntries, nation } = answer;
  const path = `/r/${region.code}`;
  const fitting = entries.filter(({ fits }) => fits);
  const others = entries.filter(({ fits }) => !fits);
  const isAnswered = found.known || entries.length > 0;
  return (
    <section class="results" aria-labelledby="results">
      <h2 id="results">{t.results(found.text)}</h2>
      <AlsoSearched page={page} found={found} />
      {isAnswered ? null : <NothingKnown page={page} path={path} found={found} today={today} />}
      {isAnswered && entries.length === 0 ? <p>{hasList ? t.notListed(found.text) : t.noList(region.name)}</p> : null}
      <Entries page={page} region={region} id="reported" entries={fitting} today={today} />
      {others.length === 0 ? null : (
        <>
          {fitting.length === 0 ? <p>{t.noneFits(describeWish(page, answer))}</p> : null}
          <h3>{t.otherHeading(others.length)}</h3>
          <Entries page={page} region={region} id="others" entries={others} today={today} />
        </>
      )}
      {hiddenEntries > 0 ? <p>{t.hidden(hiddenEntries)}</p> : null}
      {isAnswered ? (
        <NationResults page={page} text={found.text} nation={nation} beside={entries.length > 0} today={today} />
      ) : null}
      <p class="links">
        <a href={linkTo(language, path)}>{hasList ? t.showList : t.showNation}</a>
      </p>
    </section>
  );
}

function describeWish({ words }: Page, { found: { asked } }: RegionAnswer): string {
  if (asked.kind !== "name") return "";
  return [asked.formGroup === null ? "" : words.forms[asked.formGroup], asked.strength ?? ""].filter(Boolean).join(" ");
}

interface EntriesProps extends RegionProps {
  readonly entries: readonly AnsweredEntry[];
  readonly today: IsoDate;
}

/** What is short first, then what nobody has decided on, then what nothing is reported for. */
function Entries({ page, region, id, entries, today }: EntriesProps & { readonly id: string }) {
  const lines = entries.flatMap(({ state }) => (state.kind === "reported" ? [state.line] : []));
  const quiet = entries.filter(({ state }) => state.kind === "quiet");
  const notes = new Map(
    entries.flatMap((entry) =>
      entry.state.kind === "reported" ? [[entry.state.line.caseId, <Via page={page} entry={entry} />]] : [],
    ),
  );
  // What was asked for is told before what only has something to do with it.
  const isQuietFirst = hasOwn(quiet) && !hasOwn(entries.filter(({ state }) => state.kind === "reported"));
  const quietPart = quiet.length === 0 ? null : <Quiet page={page} region={region} entries={quiet} today={today} />;
  return (
    <>
      {isQuietFirst ? quietPart : null}
      {lines.length === 0 ? null : (
        <section aria-labelledby={id}>
          <h3 id={id}>{searchWords[page.language].reportedHeading(lines.length)}</h3>
          <CaseRows page={page} region={region} labelledBy={id} lines={lines} notes={notes} />
        </section>
      )}
      {entries.map((entry) => (
        <Undecided page={page} region={region} entry={entry} today={today} />
      ))}
      {isQuietFirst ? null : quietPart}
    </>
  );
}

/** Whether any goes by the name or code that was asked for. */
function hasOwn(entries: readonly AnsweredEntry[]): boolean {
  return entries.some(({ via }) => via === null);
}

interface EntryProps extends Pick<EntriesProps, "page" | "region" | "today"> {
  readonly entry: AnsweredEntry;
}

/** A line whose news another line's case tells, or that a notice may be about. */
function Undecided({ page, region, entry: { entry, state }, today }: EntryProps) {
  const t = searchWords[page.language];
  if (state.kind === "elsewhere")
    return (
      <>
        <p>
          <EntryName page={page} entry={entry} /> {t.elsewhere}
        </p>
        <ul>
          {state.lines.map((line) => (
            <li>
              <CaseLink page={page} region={region} caseId={line.caseId}>
                <EntryName page={page} entry={line.entry} />
              </CaseLink>{" "}
              <DeskLink page={page} regionCode={region.code} caseId={line.caseId} />
            </li>
          ))}
        </ul>
      </>
    );
  if (state.kind !== "unsure") return null;
  const id = `unsure-${String(entry.row)}`;
  return (
    <>
      <p id={id}>
        <EntryName page={page} entry={entry} /> {t.unsure(state.notices.length)}
      </p>
      <NoticeTable page={page} labelledBy={id} notices={state.notices} today={today} />
    </>
  );
}

/** What nothing open is about. Of a device that says nothing, since the nation's file is of medicines. */
function Quiet({ page, region, entries, today }: EntriesProps) {
  const medicines = entries.filter(({ entry }) => entry.emdn === null);
  const devices = entries.filter(({ entry }) => entry.emdn !== null);
  return (
    <>
      {medicines.length === 0 ? null : <QuietMedicines page={page} region={region} entries={medicines} today={today} />}
      {devices.map((device) => (
        <>
          <p class="lead">
            <EntryName page={page} entry={device.entry} /> <Via page={page} entry={device} />{" "}
            {searchWords[page.language].quietDevice}
          </p>
          <Past page={page} region={region} entry={device} today={today} />
        </>
      ))}
    </>
  );
}

function QuietMedicines({ page, region, entries, today }: EntriesProps) {
  const t = searchWords[page.language];
  const file = describeFileTime(page, today);
  const [first] = entries;
  if (entries.length === 1 && first !== undefined) {
    return (
      <>
        <p class="lead">
          <EntryName page={page} entry={first.entry} /> <Via page={page} entry={first} />{" "}
          {file === null ? t.noFile : t.quiet(file)}
        </p>
        <Past page={page} region={region} entry={first} today={today} />
      </>
    );
  }
  return (
    <>
      <h3>{t.listedHeading(entries.length)}</h3>
      <p>{file === null ? t.noFileMany : t.quietMany(file)}</p>
      <ul>
        {entries.map((entry) => (
          <li>
            <strong>
              <EntryName page={page} entry={entry.entry} />
            </strong>{" "}
            <Via page={page} entry={entry} /> <span class="quiet">{entry.entry.atc}</span>
            <Past page={page} region={region} entry={entry} today={today} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** By which name a line was found that goes by another. */
function Via({ page, entry: { via } }: { readonly page: Page; readonly entry: AnsweredEntry }) {
  if (via === null) return null;
  return (
    <span class="quiet">
      ({searchWords[page.language].via} <Swedish page={page} text={cleanLine(via)} />)
    </span>
  );
}

/** What was reported for it and is over, the last of it. */
function Past({ page, region, entry: { past, closedCaseId }, today }: EntryProps) {
  const t = searchWords[page.language];
  const [first] = past;
  if (first === undefined) return null;
  return (
    <p class="quiet">
      {t.past(describeNotices(page, [first, ...past.slice(1)], today))}{" "}
      {closedCaseId === null ? null : (
        <>
          <CaseLink page={page} region={region} caseId={closedCaseId}>
            {t.seeCase}
          </CaseLink>{" "}
          <DeskLink page={page} regionCode={region.code} caseId={closedCaseId} />
        </>
      )}
    </p>
  );
}

interface CaseLinkProps extends RegionProps {
  readonly caseId: number;
  readonly children?: Child;
}

function CaseLink({ page: { language }, region, caseId, children }: CaseLinkProps) {
  return <a href={linkTo(language, casePath({ regionCode: region.code, caseId }))}>{children}</a>;
}
