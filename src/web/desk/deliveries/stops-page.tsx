import type { PausesTold } from "../../../db/paused-receivers.ts";
import type { PausedSubscription } from "../../../db/subscriptions.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import { nameRegion } from "../../../domain/region.ts";
import { describeReason } from "../../desk-parts/reasons.ts";
import type { ShownStop } from "../../desk-parts/shown-stops.ts";
import { SHOWN_STOPS, StopList } from "../../desk-parts/stops-banner.tsx";
import { nameChannel } from "../../frame/channel-name.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { DeskForm, ProblemSummary, SubmitButton } from "../../parts/form-fields.tsx";
import { Cell, StackedTable } from "../../parts/stacked-table.tsx";
import { DeskLayout } from "../desk-layout.tsx";
import { readToldDecision } from "./decision-told.ts";
import { mayHere, type PlaceProps } from "./place.ts";
import { stopForm, type StopValues } from "./stop-form.ts";
import { deliveriesWords } from "./words.ts";

interface StopsProps extends PlaceProps {
  readonly stops: readonly ShownStop[];
  /** The one whose sendings may be stopped alone. */
  readonly receiver: { readonly id: number; readonly name: string; readonly regionCode: string } | null;
  readonly waiting: number;
  readonly channels: readonly string[];
  readonly values: StopValues;
  readonly problems: readonly FieldProblem[];
  readonly pausedCount: number;
  readonly paused: readonly ShownPaused[];
  /** Who has been told of it in the region; undefined where all regions are shown. */
  readonly pausesTold: PausesTold | null | undefined;
  readonly more: boolean;
}

interface ShownPaused extends Omit<PausedSubscription, "target" | "stateReason"> {
  readonly receiver: string;
  readonly reason: string | null;
}

const { Field } = stopForm;

/** What is stopped and who is paused; the stops themselves stand at the top of this page as of every other. */
export function StopsPage(props: StopsProps) {
  const { page, place, stops, problems } = props;
  const t = deliveriesWords[page.language].stops;
  return (
    <DeskLayout
      page={page}
      title={t.title}
      regionCode={place.regionCode}
      area={place.region === null ? "operations" : "deliveries"}
      done={readToldDecision(page)}
    >
      <ProblemSummary page={page} problems={problems} />
      <p class="lead">{t.lead}</p>
      {stops.length === 0 ? <p>{t.none}</p> : null}
      {stops.length > SHOWN_STOPS ? (
        <>
          <h2>{t.now}</h2>
          <StopList page={page} stops={stops.slice(SHOWN_STOPS)} />
        </>
      ) : null}
      <Paused {...props} />
      <StopForm {...props} />
    </DeskLayout>
  );
}

function StopForm({ page, place, channels, receiver, waiting, values, problems }: StopsProps) {
  const t = deliveriesWords[page.language].stops;
  if (!mayHere(page, place, "administer")) return null;
  const options: [string, string][] = [
    ...(receiver === null
      ? []
      : [["subscription", t.receiver(receiver.name, nameRegion(receiver.regionCode))] as [string, string]]),
    ...(place.region === null
      ? [
          ["all", t.all] as [string, string],
          ...channels.map((name): [string, string] => [`channel ${name}`, t.channel(nameChannel(page, name))]),
          ...channels.map((name): [string, string] => [`remote ${name}`, t.remote(nameChannel(page, name))]),
        ]
      : []),
  ];
  if (options.length === 0) return null;
  const words = {
    fields: { what: t.what, remote: t.remoteName, reason: t.reason, subscription: "" },
    hints: { remote: t.remoteHint, reason: t.reasonHint },
  };
  const shown = { words, values, problems };
  return (
    <>
      <h2 id="stop">{t.heading}</h2>
      <p>{t.waiting(waiting)}</p>
      <DeskForm page={page} action={`${place.path}/stops`} label={t.heading}>
        <input type="hidden" name="subscription" value={values.subscription} />
        <Field {...shown} name="what" options={options} />
        {place.region === null ? <Field {...shown} name="remote" /> : null}
        <Field {...shown} name="reason" />
        <SubmitButton text={t.submit} />
      </DeskForm>
    </>
  );
}

function Paused({ page, place, paused, pausedCount, pausesTold, more }: StopsProps) {
  const t = deliveriesWords[page.language].stops;
  const { pausedColumns: columns } = t;
  const mayMend = mayHere(page, place, "administer");
  const last = paused.at(-1);
  return (
    <>
      <h2 id="paused">{t.paused}</h2>
      <p>
        {t.pausedLead(pausedCount)}
        {pausedCount === 0 || pausesTold === undefined ? null : ` ${tellPausesTold(page, pausesTold)}`}
      </p>
      {paused.length === 0 ? null : (
        <StackedTable class="delivery-paused" labelledBy="paused" columns={Object.values(columns)}>
          <tbody role="rowgroup">
            {paused.map((one) => (
              <tr role="row">
                <th role="rowheader" scope="row">
                  <span class="address">{one.receiver}</span>
                  {place.region === null ? <div class="quiet">{nameRegion(one.regionCode)}</div> : null}
                </th>
                <Cell label={columns.why}>{describeReason(page, one.reason)}</Cell>
                <Cell label={columns.since}>
                  <span class="whole">{one.pausedAt === null ? "–" : stockholmMinute(one.pausedAt)}</span>
                </Cell>
                <Cell label={columns.waiting}>{one.waiting}</Cell>
                <Cell label={columns.deed}>
                  <p>{howToMend(page, one.channel)}</p>
                  {mayMend ? (
                    <DeskForm page={page} action={`${place.path}/stops/mend`} label={t.mendNamed(one.receiver)}>
                      <input type="hidden" name="subscription" value={one.id} />
                      <SubmitButton text={t.mend} variant="secondary" />
                    </DeskForm>
                  ) : null}
                </Cell>
              </tr>
            ))}
          </tbody>
        </StackedTable>
      )}
      {more && last !== undefined ? (
        <p class="paging">
          <a
            href={`${linkTo(page.language, `${place.path}/stops`, new URLSearchParams({ after: String(last.id) }))}#paused`}
          >
            {t.next}
          </a>
        </p>
      ) : null}
    </>
  );
}

function tellPausesTold({ language }: Page, told: PausesTold | null): string {
  const { pausedTold } = deliveriesWords[language].stops;
  return pausedTold(told === null ? null : { ...told, at: stockholmMinute(told.at) });
}

function howToMend({ language }: Page, channel: string): string {
  const { how } = deliveriesWords[language].stops;
  return (Object.hasOwn(how, channel) ? how[channel] : undefined) ?? how["other"] ?? "";
}
