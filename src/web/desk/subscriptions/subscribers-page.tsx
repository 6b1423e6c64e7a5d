import type { ReaderCount, ReaderFigure } from "../../../db/readers.ts";
import { READER_STATES } from "../../../domain/reader.ts";
import type { Region } from "../../../domain/region.ts";
import { parseRhythm } from "../../../domain/rhythm.ts";
import { capitalize } from "../../../domain/words.ts";
import { describeRhythm } from "../../../../templates/wish-words.ts";
import { nameChannel } from "../../frame/channel-name.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { FilterForm } from "../../parts/filter-form.tsx";
import { ProblemSummary, SelectField } from "../../parts/form-fields.tsx";
import { Pager } from "../../parts/pager.tsx";
import type { Slice } from "../../parts/slice.ts";
import { Cell, StackedTable } from "../../parts/stacked-table.tsx";
import { sayDelivering, sayWish } from "../../wish-parts/subscription-words.ts";
import { wishWords } from "../../wish-parts/words.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { MailboxPart, type MailboxPartProps } from "./mailbox-part.tsx";
import { writeReaderQuery, type ReaderQuery } from "./reader-query.ts";
import { SharedPart, type ShownShared } from "./shared-part.tsx";
import type { ShownReader } from "./shown-reader.ts";
import { subscribersWords, suppressedWords } from "./words.ts";

export interface SubscribersPageProps {
  readonly page: Page;
  readonly region: Region;
  readonly query: ReaderQuery;
  readonly counts: readonly ReaderCount[];
  readonly slice: Slice<ShownReader>;
  readonly now: Date;
  readonly done: string | undefined;
  /** What several read, and nobody has confirmed for a year. */
  readonly shared: readonly ShownShared[];
  /** Who signed up by themselves and has not had the letter to confirm by, while letters are kept. */
  readonly lost: number;
  /** Null for who may not add any. */
  readonly mailboxes: Omit<MailboxPartProps, "page" | "region"> | null;
}

/** Who subscribes in a region: how many and how they stand first, then by what, then each. */
export function SubscribersPage(props: SubscribersPageProps) {
  const { page, region, done, mailboxes } = props;
  const t = subscribersWords[page.language];
  return (
    <DeskLayout page={page} title={t.title} regionCode={region.code} area="deliveries" done={done}>
      <ProblemSummary page={page} problems={mailboxes?.problems ?? []} />
      <Answer {...props} />
      <SharedPart page={page} region={region} shared={props.shared} />
      <Counts {...props} />
      <ReaderList {...props} />
      {mailboxes === null ? null : <MailboxPart page={page} region={region} {...mailboxes} />}
    </DeskLayout>
  );
}

function Answer({ page, region, counts, lost }: SubscribersPageProps) {
  const t = subscribersWords[page.language];
  const states = READER_STATES.flatMap((state) => {
    const count = countOf(counts, "state", state);
    return count === 0 ? [] : [t.counted[state](count)];
  });
  const total = counts.filter(({ figure }) => figure === "state").reduce((sum, { readers }) => sum + readers, 0);
  return (
    <>
      <p class="lead">{total === 0 ? t.nobody : t.total(total, states.join(", "))}</p>
      {lost === 0 ? null : <p>{t.lost(lost)}</p>}
      <p class="quiet">{t.masked}</p>
      <p>
        <a href={linkTo(page.language, `/subscriptions/${region.code}/suppressed`)}>
          {suppressedWords[page.language].link}
        </a>
      </p>
    </>
  );
}

function countOf(counts: readonly ReaderCount[], figure: ReaderFigure, value: string): number {
  return counts.find((count) => count.figure === figure && count.value === value)?.readers ?? 0;
}

const SHOWN_FIGURES = ["channel", "rhythm", "area", "role"] as const;

/** How many there are by each figure; a number leads to those it counts where the list can show them. */
function Counts(props: SubscribersPageProps) {
  const { page, counts } = props;
  const { counts: t } = subscribersWords[page.language];
  if (counts.every(({ figure }) => figure === "state")) return null;
  return (
    <section aria-labelledby="counts">
      <h2 id="counts">{t.heading}</h2>
      <div class="reader-counts">
        {SHOWN_FIGURES.map((figure) => {
          const own = counts.filter((count) => count.figure === figure);
          return (
            <div>
              <h3>{t.figures[figure]}</h3>
              <ul>
                {own.map((count) => (
                  <li>
                    <CountLine {...props} count={count} />
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </div>
      <p class="quiet">{t.rhythms}</p>
    </section>
  );
}

function CountLine({ page, region, count }: SubscribersPageProps & { readonly count: ReaderCount }) {
  const { figure, value, readers } = count;
  const text = `${nameFigure(page, count)}: ${readers}`;
  if (figure === "rhythm" || figure === "state" || value === "") return <>{text}</>;
  const query = writeReaderQuery({ [figure]: value });
  return <a href={`${linkTo(page.language, `/subscriptions/${region.code}`, query)}#list`}>{text}</a>;
}

function nameFigure(page: Page, { figure, value }: ReaderCount): string {
  const { counts: t, states } = subscribersWords[page.language];
  switch (figure) {
    case "state":
      return { ...states }[value] ?? value;
    case "channel":
      return nameChannel(page, value);
    case "rhythm": {
      const rhythm = parseRhythm(value);
      return rhythm === null ? value : capitalize(describeRhythm(rhythm, page.language));
    }
    case "area":
      return value === "" ? t.none.area : value;
    case "role":
      return value === "" ? t.none.role : nameRole(page, value);
  }
}

function nameRole({ language }: Page, role: string): string {
  const roles: Readonly<Record<string, string>> = wishWords[language].roles;
  return Object.hasOwn(roles, role) ? (roles[role] ?? role) : role;
}

function ReaderList(props: SubscribersPageProps) {
  const { page, region, query, slice, now } = props;
  const t = subscribersWords[page.language];
  const { columns } = t.list;
  const path = `/subscriptions/${region.code}`;
  if (slice.total === 0 && props.counts.length === 0) return null;
  return (
    <>
      <h2 id="list">{t.list.heading}</h2>
      <Filter {...props} />
      <p class="quiet" role="status">
        {t.list.range(slice.from, slice.to, slice.total)}
      </p>
      {slice.shown.length === 0 ? null : (
        <StackedTable class="readers" labelledBy="list" columns={Object.values(columns)}>
          <tbody role="rowgroup">
            {slice.shown.map((reader) => (
              <tr role="row">
                <th role="rowheader" scope="row">
                  <a href={linkTo(page.language, `${path}/${reader.id}`)}>{nameReader(page, reader)}</a>
                  <div class="quiet">{nameChannel(page, reader.subscription.channel)}</div>
                </th>
                <Cell label={columns.what}>
                  <Wishes page={page} region={region} reader={reader} />
                </Cell>
                <Cell label={columns.when}>{sayDelivering(page, reader.subscription, now)}</Cell>
                <Cell label={columns.state}>
                  <span class={`mark ${reader.state === "active" ? "neutral" : "warning"}`}>
                    {t.states[reader.state]}
                  </span>
                </Cell>
              </tr>
            ))}
          </tbody>
        </StackedTable>
      )}
      <Pager page={page} path={path} query={writeReaderQuery(query)} number={slice.page} pages={slice.pages} keys />
    </>
  );
}

/** Masked; of one whose address is erased only its number. */
export function nameReader({ language }: Page, { id, name }: Pick<ShownReader, "id" | "name">): string {
  return name === "" ? `${subscribersWords[language].title} ${id}` : name;
}

/** What somebody asks for, a sentence each. */
export function Wishes({
  page,
  region,
  reader,
}: {
  readonly page: Page;
  readonly region: Region;
  readonly reader: ShownReader;
}) {
  const { wishes, names } = reader;
  if (wishes.length === 0) return <p>{subscribersWords[page.language].list.nothing}</p>;
  return (
    <ul class="plain">
      {wishes.map((wish) => (
        <li>{sayWish(page, wish, { regionCode: region.code, names })}.</li>
      ))}
    </ul>
  );
}

function Filter({ page, region, query, counts }: SubscribersPageProps) {
  const { filter, states } = subscribersWords[page.language];
  const any = ["", filter.any] as const;
  const known = (figure: "channel" | "area" | "role") => {
    const values = counts.flatMap((count) => (count.figure === figure && count.value !== "" ? [count.value] : []));
    const all = query[figure] === "" || values.includes(query[figure]) ? values : [...values, query[figure]];
    return [any, ...all.map((value) => [value, nameFigure(page, { figure, value, readers: 0 })] as const)];
  };
  return (
    <FilterForm
      page={page}
      path={`/subscriptions/${region.code}`}
      class="reader-filter"
      words={filter}
      search
      active={Object.values(query).some((value) => value !== "")}
    >
      <SelectField
        name="state"
        label={filter.state}
        value={query.state}
        options={[any, ...READER_STATES.map((state) => [state, states[state]] as const)]}
      />
      <SelectField name="channel" label={filter.channel} value={query.channel} options={known("channel")} />
      <SelectField name="area" label={filter.area} value={query.area} options={known("area")} />
      <SelectField name="role" label={filter.role} value={query.role} options={known("role")} />
    </FilterForm>
  );
}
