import { stockholmMinute } from "../../../domain/calendar.ts";
import type { ListedImport } from "../../../db/list-imports.ts";
import type { EntryFilter, ListVersion } from "../../../db/lists.ts";
import type { ListEntry } from "../../../domain/list.ts";
import { LIST_COLUMNS, PRIORITIES } from "../../../domain/list-columns.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { linkTo, type RegionProps } from "../../frame/page.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { DeskForm, FileField, ProblemSummary, SelectField, SubmitButton, TextField } from "../../parts/form-fields.tsx";
import { codeOf, entryPath, nameListEntry } from "../../desk-parts/list-entry-name.ts";
import { listShown } from "./list-field.ts";
import { Pager } from "../../parts/pager.tsx";
import { ListVersions } from "./list-versions.tsx";
import { listsWords } from "./words.ts";
import { FilterForm } from "../../parts/filter-form.tsx";
import { Cell, StackedTable } from "../../parts/stacked-table.tsx";

export interface ListPageProps extends RegionProps {
  /** Whoever looks may change the list. */
  readonly mayCurate: boolean;
  /** The open case of a line, by its key. */
  readonly openCases: ReadonlyMap<string, number>;
  /** The latest first. */
  readonly versions: readonly ListVersion[];
  readonly imports: readonly ListedImport[];
  /** A change that is being taken into use, so that the page is soon another. */
  readonly busy: boolean;
  readonly filter: EntryFilter;
  readonly entries: readonly ListEntry[];
  /** How many fit the filter. */
  readonly total: number;
  readonly at: number;
  readonly pages: number;
  readonly done?: string | undefined;
  readonly problems?: readonly FieldProblem[];
}

/** The list in use, the files on their way, and the versions before. */
export function ListPage(props: ListPageProps) {
  const { page, region, mayCurate, versions, busy, done, problems = [] } = props;
  const { language } = page;
  const words = listsWords[language];
  const active = versions.find((version) => version.active);
  return (
    <DeskLayout page={page} title={words.heading(region.name)} regionCode={region.code} area="lists" done={done}>
      <ProblemSummary page={page} problems={problems} />
      {busy ? (
        <p class="ds-alert" data-color="info" role="status">
          {words.busy} <a href={linkTo(language, `/lists/${region.code}`)}>{words.refresh}</a>
        </p>
      ) : null}
      <UnderWay {...props} />
      {active === undefined ? <p>{words.none}</p> : <InUse {...props} active={active} />}
      {mayCurate ? <UploadForm page={page} region={region} problems={problems} /> : null}
      <ListVersions page={page} region={region} versions={versions} />
      {mayCurate ? <LatestFiles {...props} /> : null}
    </DeskLayout>
  );
}

/** Files that wait for somebody, first of all on the page. */
function UnderWay({ page: { language }, region, imports, mayCurate }: ListPageProps) {
  const t = listsWords[language];
  const waiting = imports.filter(
    ({ state, byHand }) => !byHand && ["uploaded", "reading", "read", "taking"].includes(state),
  );
  if (!mayCurate || waiting.length === 0) return null;
  return (
    <section aria-labelledby="under-way">
      <h2 id="under-way">{t.underWay}</h2>
      <ul>
        {waiting.map(({ id, fileName, state, rowsDone, rowsTotal }) => (
          <li>
            <a href={linkTo(language, `/lists/${region.code}/imports/${id}`)}>{fileName}</a>: {t.states[state]}
            {state === "reading" ? `, ${t.import.progress(rowsDone, rowsTotal)}` : ""}
          </li>
        ))}
      </ul>
    </section>
  );
}

function InUse(props: ListPageProps & { readonly active: ListVersion }) {
  const { page, region, mayCurate, active, entries, total, at, pages, filter } = props;
  const { language } = page;
  const words = listsWords[language];
  const path = `/lists/${region.code}`;
  return (
    <>
      <p class="facts-line">
        <strong>{words.version(active.number)}</strong>
        <span>{words.rows(active.entries)}</span>
        <span>
          {words.takenAt(stockholmMinute(active.takenAt))}
          {active.importedBy === null ? "" : ` ${words.by(active.importedBy)}`}
        </span>
        <a href={`${path}/versions/${active.number}.csv`}>{words.download}</a>
        {mayCurate ? <a href={linkTo(language, `${path}/new-entry`)}>{words.entry.add}</a> : null}
        {mayCurate ? <a href="#upload">{words.upload.heading}</a> : null}
      </p>
      <EntryFilterForm page={page} path={path} filter={filter} />
      <p class="quiet">{words.filter.found(total, active.entries)}</p>
      {entries.length === 0 ? <p>{words.filter.nothing}</p> : <EntryTable {...props} />}
      <Pager page={page} path={path} query={writeEntryFilter(filter)} number={at} pages={pages} />
    </>
  );
}

function writeEntryFilter({ text, code, priority }: EntryFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (text !== null) query.set("q", text);
  if (code !== null) query.set("atc", code);
  if (priority !== null) query.set("priority", String(priority));
  return query;
}

function EntryFilterForm({ page, path, filter }: Pick<ListPageProps, "page" | "filter"> & { readonly path: string }) {
  const words = listsWords[page.language].filter;
  const priorities = PRIORITIES.map((priority) => [priority, priority] as const);
  const priority = filter.priority === null ? "" : String(filter.priority);
  const active = writeEntryFilter(filter).size > 0;
  return (
    <FilterForm page={page} path={path} class="list-filter" words={words} search active={active}>
      <TextField name="q" type="search" label={words.text} value={filter.text ?? ""} maxChars={100} />
      <TextField name="atc" label={words.code} value={filter.code ?? ""} maxChars={20} />
      <SelectField name="priority" label={words.priority} value={priority} options={[["", words.any], ...priorities]} />
    </FilterForm>
  );
}

function EntryTable({ page, region, mayCurate, entries, openCases }: ListPageProps) {
  const { language } = page;
  const t = listsWords[language];
  const { columns, heading, empty } = t;
  return (
    <StackedTable class="list-rows" label={heading(region.name)} columns={Object.values(columns)}>
      <tbody role="rowgroup">
        {entries.map((entry) => {
          const cells = (["priority", "stock", "where", "own", "advice"] as const).map((listed) => ({
            label: columns[listed],
            text: listShown(page, entry, listed).join(", ") || empty,
          }));
          const caseId = openCases.get(entry.key);
          const name = <strong>{nameListEntry(page, entry)}</strong>;
          return (
            <tr role="row">
              <th role="rowheader" scope="row">
                {mayCurate ? <a href={linkTo(language, entryPath(region.code, entry.key))}>{name}</a> : name}
                <span class="quiet">{[codeOf(entry), ...listShown(page, entry, "name")].join(" · ")}</span>
                {caseId === undefined ? null : (
                  <a class="desk-link" href={linkTo(language, `/cases/${caseId}`)}>
                    {t.openCase}
                  </a>
                )}
              </th>
              {cells.map(({ label, text }) => (
                <Cell label={label}>{text}</Cell>
              ))}
            </tr>
          );
        })}
      </tbody>
    </StackedTable>
  );
}

function UploadForm({ page, region, problems }: Pick<ListPageProps, "page" | "region" | "problems">) {
  const words = listsWords[page.language].upload;
  return (
    <section aria-labelledby="upload">
      <h2 id="upload">{words.heading}</h2>
      <p>{words.lead}</p>
      <DeskForm page={page} action={`/lists/${region.code}/imports`} multipart label={words.heading}>
        <FileField name="file" label={words.file} hint={words.hint} accept=".csv,.txt,.xlsx" problems={problems} />
        <SubmitButton text={words.submit} />
      </DeskForm>
      <details>
        <summary>{words.columns}</summary>
        <p>{LIST_COLUMNS.join(", ")}</p>
        <p>{words.columnsText}</p>
      </details>
    </section>
  );
}

function LatestFiles({ page: { language }, region, imports }: ListPageProps) {
  const words = listsWords[language];
  const files = imports.filter(({ byHand }) => !byHand);
  if (files.length === 0) return null;
  return (
    <section aria-labelledby="files">
      <h2 id="files">{words.files.heading}</h2>
      <ul>
        {files.map(({ id, fileName, state, createdAt, createdBy }) => (
          <li>
            <a href={linkTo(language, `/lists/${region.code}/imports/${id}`)}>{fileName}</a>{" "}
            <span class="quiet">
              {words.files.at(stockholmMinute(createdAt), createdBy)}: {words.states[state]}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
