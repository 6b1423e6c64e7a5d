import type { Suppression } from "../../../db/suppressions.ts";
import { isAllowed } from "../../../domain/account.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import { MAX_EMAIL_CHARS } from "../../../domain/email-address.ts";
import type { Region } from "../../../domain/region.ts";
import { MAX_SUPPRESSION_NOTE_CHARS } from "../../../domain/suppression.ts";
import { nameChannel } from "../../frame/channel-name.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { DeskForm, ProblemSummary, SubmitButton, TextField } from "../../parts/form-fields.tsx";
import { Cell, StackedTable } from "../../parts/stacked-table.tsx";
import { DeskLayout } from "../desk-layout.tsx";
import { writeReaderQuery } from "./reader-query.ts";
import { suppressedWords } from "./words.ts";

/** A suppression with its address masked; null of one whose address is erased or was never here. */
export type ShownSuppression = Suppression & { readonly name: string | null };

/** What was found of an address that somebody looked up. */
export interface LookedUp {
  readonly name: string;
  /** `elsewhere`: it is none of the region's. */
  readonly found: Suppression | "elsewhere" | null;
}

export interface SuppressedPageProps {
  readonly page: Page;
  readonly region: Region;
  readonly suppressions: readonly ShownSuppression[];
  /** Whether there are more than are shown. */
  readonly more: boolean;
  readonly lookedUp: LookedUp | null;
  readonly address: string;
  /** What was written as a reason, and for which. */
  readonly refused: { readonly id: number; readonly reason: string } | null;
  readonly problems: readonly FieldProblem[];
  readonly done: string | undefined;
}

/** Where nothing is sent: whether that concerns anybody first, then each, then how one address stands. */
export function SuppressedPage(props: SuppressedPageProps) {
  const { page, region, suppressions, more, done } = props;
  const t = suppressedWords[page.language];
  const paused = writeReaderQuery({ state: "paused" });
  return (
    <DeskLayout page={page} title={t.title} regionCode={region.code} area="deliveries" done={done}>
      <ProblemSummary page={page} problems={props.problems} />
      <Answer {...props} />
      <p class="lead">
        {suppressions.length === 0 ? t.none : t.lead(suppressions.length)} {more ? t.more(suppressions.length) : ""}
      </p>
      <p class="quiet">
        {t.gone} <a href={linkTo(page.language, `/subscriptions/${region.code}`, paused)}>{t.goneLink}</a>
      </p>
      {suppressions.length === 0 ? null : <List {...props} />}
      {mayChange(props) ? <LookUp {...props} /> : <p>{t.only}</p>}
      <p>
        <a href={linkTo(page.language, `/subscriptions/${region.code}`)}>{t.back}</a>
      </p>
    </DeskLayout>
  );
}

function mayChange({ page, region }: SuppressedPageProps): boolean {
  return page.visitor !== null && isAllowed(page.visitor.account, "administer", region.code);
}

/** What somebody asked for comes first. */
function Answer({ page, lookedUp }: SuppressedPageProps) {
  const t = suppressedWords[page.language];
  if (lookedUp === null) return null;
  const { name, found } = lookedUp;
  const says =
    found === null
      ? t.lookUp.not(name)
      : found === "elsewhere"
        ? t.lookUp.elsewhere(name)
        : t.lookUp.is(name, stockholmMinute(found.since));
  return (
    <div class="ds-alert" data-color={found === null ? "success" : "warning"} role="status">
      <p>
        <strong>{says}</strong> {found === null || found === "elsewhere" ? "" : describeWhy(page, found)}
      </p>
    </div>
  );
}

function describeWhy(page: Page, { reason, source, note }: Suppression): string {
  const t = suppressedWords[page.language];
  return [t.reasons[reason], t.sources[source], ...(note === null ? [] : [note])].join(" ");
}

function List(props: SuppressedPageProps) {
  const { page, region, suppressions } = props;
  const t = suppressedWords[page.language];
  const { columns } = t;
  return (
    <StackedTable class="readers" label={t.title} columns={Object.values(columns)}>
      <tbody role="rowgroup">
        {suppressions.map((suppression) => (
          <tr role="row">
            <th role="rowheader" scope="row">
              {suppression.name ?? t.unknown}
              <div class="quiet">{nameChannel(page, suppression.channel)}</div>
            </th>
            <Cell label={columns.why}>{describeWhy(page, suppression)}</Cell>
            <Cell label={columns.since}>
              <span class="whole">{stockholmMinute(suppression.since)}</span>
            </Cell>
            <Cell label={columns.lift}>
              {suppression.regionCode === region.code ? (
                <Lift {...props} suppression={suppression} />
              ) : (
                <span class="quiet">{t.elsewhere}</span>
              )}
            </Cell>
          </tr>
        ))}
      </tbody>
    </StackedTable>
  );
}

function Lift(props: SuppressedPageProps & { readonly suppression: ShownSuppression }) {
  const { page, region, suppression, refused, problems } = props;
  const t = suppressedWords[page.language];
  const isRefused = refused?.id === suppression.id;
  if (!mayChange(props)) return <>–</>;
  return (
    <details open={isRefused}>
      <summary>{t.lift.open}</summary>
      <DeskForm
        page={page}
        action={`/subscriptions/${region.code}/suppressed/lift`}
        label={t.lift.named(suppression.name ?? t.unknown)}
      >
        <input type="hidden" name="suppression" value={suppression.id} />
        <TextField
          name="reason"
          id={isRefused ? "reason" : `reason-${suppression.id}`}
          label={t.lift.reason}
          hint={t.lift.hint}
          value={isRefused ? refused.reason : ""}
          maxChars={MAX_SUPPRESSION_NOTE_CHARS}
          autocomplete="off"
          required
          problems={isRefused ? problems : []}
        />
        <SubmitButton text={t.lift.submit} variant="secondary" />
      </DeskForm>
    </details>
  );
}

function LookUp({ page, region, address, problems }: SuppressedPageProps) {
  const { lookUp: t } = suppressedWords[page.language];
  return (
    <section aria-labelledby="look-up">
      <h2 id="look-up">{t.heading}</h2>
      <DeskForm page={page} action={`/subscriptions/${region.code}/suppressed/look-up`} label={t.heading}>
        <TextField
          name="address"
          type="email"
          label={t.address}
          value={address}
          maxChars={MAX_EMAIL_CHARS}
          autocomplete="off"
          required
          problems={problems}
        />
        <SubmitButton text={t.submit} />
      </DeskForm>
    </section>
  );
}
