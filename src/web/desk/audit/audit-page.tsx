import { stockholmMinute } from "../../../domain/calendar.ts";
import { listDifferences, type FieldDifference } from "../../../domain/audit-difference.ts";
import { isAllowed } from "../../../domain/account.ts";
import { deskCasePath } from "../../../addresses.ts";
import type { AuditObject } from "../../../domain/audit.ts";
import type { ListEntry } from "../../../domain/list.ts";
import type { Region } from "../../../domain/region.ts";
import type { ActorChoice, LoggedEntry } from "../../../db/audit-log.ts";
import { localizeInstants, describeActor, nameDeed, nameObject } from "./audit-words.ts";
import { writeActor, writeAuditQuery, type AuditQuery } from "./audit-query.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { SelectField, TextField } from "../../parts/form-fields.tsx";
import { auditWords } from "./words.ts";
import { Cell, StackedTable } from "../../parts/stacked-table.tsx";
import { FilterForm } from "../../parts/filter-form.tsx";

export interface AuditPageProps {
  readonly page: Page;
  /** Null for the operations' own log. */
  readonly region: Region | null;
  readonly path: string;
  readonly query: AuditQuery;
  readonly entries: readonly LoggedEntry[];
  /** Whether older entries are left. */
  readonly more: boolean;
  readonly choices: { readonly actors: readonly ActorChoice[]; readonly deeds: readonly string[] };
  /** Names of the cases that the entries are about. */
  readonly cases: ReadonlyMap<number, ListEntry>;
  readonly describeOrigin: (entry: LoggedEntry) => string;
}

/** A log, the newest first, a page at a time. */
export function AuditPage(props: AuditPageProps) {
  const { page, region, path, query, entries, more } = props;
  const { language } = page;
  const t = auditWords[page.language];
  const title = region === null ? t.operationsTitle : t.title;
  const last = entries.at(-1);
  const filtered = writeAuditQuery(query, null);
  return (
    <DeskLayout page={page} title={title} regionCode={region?.code ?? null} area="audit">
      <p class="lead">{region === null ? t.operationsLead : t.lead}</p>
      <Filter {...props} />
      {entries.length === 0 ? <p>{filtered.size === 0 ? t.none : t.noneFits}</p> : <Log {...props} />}
      <p class="paging">
        {query.before === null ? null : <a href={linkTo(language, path, filtered)}>{t.newest}</a>}
        {more && last !== undefined ? (
          <a href={linkTo(language, path, writeAuditQuery(query, last.id))}>{t.older}</a>
        ) : null}
        <a href={linkTo(language, `${path}/log.csv`, filtered)}>{t.download}</a>
      </p>
    </DeskLayout>
  );
}

function Filter({ page, path, query, choices }: AuditPageProps) {
  const t = auditWords[page.language];
  return (
    <FilterForm page={page} path={path} class="audit-filter" words={t.filter} search active>
      <SelectField
        name="who"
        label={t.filter.who}
        value={query.who}
        options={[
          ["", t.filter.everybody],
          ...sortByText(choices.actors.map((actor) => [writeActor(actor), describeActor(actor, t)])),
        ]}
      />
      <SelectField
        name="what"
        label={t.filter.what}
        value={query.what}
        options={[["", t.filter.everything], ...sortByText(choices.deeds.map((deed) => [deed, nameDeed(deed, t)]))]}
      />
      <TextField name="object" label={t.filter.object} hint={t.filter.objectHint} value={query.object} />
      <TextField name="from" label={t.filter.from} type="date" value={query.from} />
      <TextField name="to" label={t.filter.to} type="date" value={query.to} />
    </FilterForm>
  );
}

function sortByText(options: readonly (readonly [string, string])[]) {
  return options.toSorted(([, a], [, b]) => a.localeCompare(b, "sv"));
}

/** Narrow, its rows become cards by style alone, which makes browsers forget that it is a table: hence the roles. */
function Log(props: AuditPageProps) {
  const t = auditWords[props.page.language];
  const { columns } = t;
  return (
    <StackedTable class="audit" label={t.title} columns={Object.values(columns)}>
      <tbody role="rowgroup">
        {props.entries.map((entry) => (
          <Row {...props} entry={entry} />
        ))}
      </tbody>
    </StackedTable>
  );
}

function Row({ page, region, entry, cases, describeOrigin }: AuditPageProps & { readonly entry: LoggedEntry }) {
  const t = auditWords[page.language];
  const origin = describeOrigin(entry);
  // The command line itself is then who did it.
  const isNameless = entry.actor.name === null;
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <span class="whole">{stockholmMinute(entry.at)}</span>
      </th>
      <Cell label={t.columns.who}>
        {describeActor(entry.actor, t)}
        {origin === "" || isNameless ? null : <span class="quiet"> {t.from(origin)}</span>}
      </Cell>
      <Cell label={t.columns.what}>{nameDeed(entry.deed, t)}</Cell>
      <Cell label={t.columns.object}>
        <ObjectName page={page} region={region} cases={cases} object={entry.object} />
      </Cell>
      <Cell label={t.columns.details}>
        {entry.reason === null ? null : (
          <p>
            {t.reason}: {entry.reason}
          </p>
        )}
        <Differences page={page} entry={entry} />
      </Cell>
    </tr>
  );
}

/** What an entry is about, linked where the reader may go. */
function ObjectName(props: Pick<AuditPageProps, "page" | "region" | "cases"> & { readonly object: AuditObject }) {
  const { page, region, object } = props;
  const text = nameObject(object, props);
  const path = region === null ? null : pathOf({ page, region, object });
  return path === null ? <>{text}</> : <a href={linkTo(page.language, path)}>{text}</a>;
}

function pathOf(input: { page: Page; region: Region; object: AuditObject }): string | null {
  const { page, region, object } = input;
  const { kind, id } = object;
  const mayAdminister = page.visitor !== null && isAllowed(page.visitor.account, "administer", region.code);
  if (kind === "case") return deskCasePath(Number(id));
  if (kind === "list" || kind === "list-import" || kind === "list-entry") return `/lists/${region.code}`;
  if (kind === "rules") return `/policies/${region.code}`;
  return kind === "account" && mayAdminister ? `/people/${region.code}` : null;
}

const SHOWN_UNFOLDED = 3;

function Differences({ page, entry }: { readonly page: Page; readonly entry: LoggedEntry }) {
  const t = auditWords[page.language];
  const differences = listDifferences(entry.before, entry.after);
  if (differences.length === 0) return null;
  const changed = entry.before !== null;
  const list = (
    <ul class="differences">
      {differences.map((difference) => (
        <li>{describeDifference(difference, { page, changed })}</li>
      ))}
    </ul>
  );
  if (differences.length <= SHOWN_UNFOLDED) return list;
  return (
    <details>
      <summary>{changed ? t.showChange(differences.length) : t.showDetails}</summary>
      {list}
    </details>
  );
}

/** A code, or several, in words; null for what is none. */
function nameCodes(value: string, words: Readonly<Record<string, string>>): string | null {
  const named = value.split(", ").map((code) => words[code]);
  return named.some((word) => word === undefined) ? null : named.join(", ");
}

function describeDifference(
  { field, before, after }: FieldDifference,
  { page, changed }: { page: Page; changed: boolean },
): string {
  const t = auditWords[page.language];
  const name = field
    .split(".")
    .map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : (t.fields[part] ?? part)))
    .join(" ");
  const nameValue = (value: string | null) =>
    value === null ? t.nothing : (nameCodes(value, t.values) ?? localizeInstants(value));
  return changed ? t.change(name, nameValue(before), nameValue(after)) : t.only(name, nameValue(after));
}
