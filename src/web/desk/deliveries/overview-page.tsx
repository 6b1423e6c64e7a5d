import type { MessageReceivers } from "../../../db/message-receivers.ts";
import type { OpenReason, SendingCount, WaitingCount } from "../../../db/sending-archive.ts";
import { nameRegion, OPERATIONS, REGIONS } from "../../../domain/region.ts";
import { LANES } from "../../../domain/delivery.ts";
import { SENDING_VIEWS, type SendingView } from "../../../domain/sending-view.ts";
import { ReceiversLine } from "../../desk-parts/receivers-line.tsx";
import { describeReason } from "../../desk-parts/reasons.ts";
import { nameChannel } from "../../frame/channel-name.ts";
import { linkTo } from "../../frame/page.ts";
import { FilterForm } from "../../parts/filter-form.tsx";
import { SelectField, TextField } from "../../parts/form-fields.tsx";
import { DeskLayout } from "../desk-layout.tsx";
import { isFiltered, writeDeliveryQuery, type DeliveryQuery } from "./delivery-query.ts";
import { CountTables } from "./count-tables.tsx";
import { readToldDecision } from "./decision-told.ts";
import { OpenReasons, SpanForm } from "./open-reasons.tsx";
import { mayHere, type PlaceProps } from "./place.ts";
import type { ShownSending } from "./routes.tsx";
import { SendingTable } from "./sending-table.tsx";
import { WaitingTable } from "./waiting-table.tsx";
import { deliveriesWords } from "./words.ts";

export interface OverviewProps extends PlaceProps {
  readonly query: DeliveryQuery;
  /** The days that are counted. */
  readonly span: Pick<DeliveryQuery, "from" | "to">;
  readonly channels: readonly string[];
  readonly sendings: readonly ShownSending[];
  /** Whether older ones are left. */
  readonly more: boolean;
  readonly counts: readonly SendingCount[];
  readonly reasons: readonly OpenReason[];
  readonly waiting: readonly WaitingCount[];
  readonly paused: number;
  /** Whom the message that is asked about reached; null where none is. */
  readonly receivers: MessageReceivers | null;
}

/** What has gone, what waits and what failed: whether somebody is needed first, then numbers, then each. */
export function OverviewPage(props: OverviewProps) {
  const { page, place, query } = props;
  const t = deliveriesWords[page.language];
  const filtered = isFiltered(query) || query.before !== null;
  const numbers = (
    <>
      <OpenReasons {...props} />
      <CountTables {...props} />
      <WaitingTable {...props} />
    </>
  );
  return (
    <DeskLayout
      page={page}
      title={place.region === null ? t.nationTitle : t.title}
      regionCode={place.regionCode}
      area={place.region === null ? "operations" : "deliveries"}
      done={readToldDecision(page)}
    >
      <Answer {...props} />
      {filtered ? null : numbers}
      <SendingList {...props} />
      {filtered ? numbers : null}
      {mayHere(page, place, "curate") ? <SpanForm page={page} place={place} query={query} /> : null}
    </DeskLayout>
  );
}

/** The sentence that somebody came for. */
function Answer({ page, place, query, span, reasons, waiting, paused, counts, sendings }: OverviewProps) {
  const { answer, stops } = deliveriesWords[page.language];
  const sum = (lines: readonly number[]) => lines.reduce((total, number) => total + number, 0);
  const failed = sum(reasons.filter(({ state }) => state === "dead").map((one) => one.sendings));
  const unknown = sum(reasons.filter(({ state }) => state === "unknown").map((one) => one.sendings));
  const held = sum(waiting.filter(({ why }) => why === "stopped").map((one) => one.count));
  const inLine = sum(waiting.filter(({ why }) => why === "now" || why === "later").map((one) => one.count));
  const linkToStops = (text: string, at = "") => (
    <a href={`${linkTo(page.language, `${place.path}/stops`)}${at}`}>{text}</a>
  );
  const linkToView = (view: SendingView, text: string) => (
    <a href={linkTo(page.language, place.path, writeDeliveryQuery({ region: query.region, view }))}>{text}</a>
  );
  const needs = [
    ...(failed === 0 ? [] : [linkToView("failed", answer.failed(failed))]),
    ...(unknown === 0 ? [] : [linkToView("unknown", answer.unknown(unknown))]),
    ...(held === 0 ? [] : [linkToStops(answer.held(held))]),
    ...(paused === 0 ? [] : [linkToStops(answer.paused(paused), "#paused")]),
  ];
  // What fits a question may be nothing though much was sent.
  const isEmpty =
    !isFiltered(query) && query.before === null && counts.length === 0 && sendings.length === 0 && waiting.length === 0;
  return (
    <div class="ds-alert delivery-answer" data-color={needs.length === 0 ? "success" : "warning"}>
      {needs.length === 0 ? (
        <p>
          {isEmpty ? answer.nothing : ""} <strong>{answer.none}</strong>
        </p>
      ) : (
        <>
          <p>
            <strong>{answer.needs}</strong>
          </p>
          <ul>
            {needs.map((need) => (
              <li>{need}</li>
            ))}
          </ul>
        </>
      )}
      <p>
        {answer.waiting(inLine, inLine < sum(waiting.map((one) => one.count)))} {linkToStops(stops.link)}
      </p>
      <CameBack page={page} place={place} query={query} span={span} counts={counts} />
      {place.region === null ? null : (
        <p>
          <a href={linkTo(page.language, `/subscriptions/${place.region.code}`)}>{answer.subscribers}</a>
        </p>
      )}
    </div>
  );
}

/** What came back of what is counted, which asks for nobody: whose mailbox is gone is paused. */
function CameBack({
  page,
  place,
  query,
  span,
  counts,
}: Pick<OverviewProps, "page" | "place" | "query" | "span" | "counts">) {
  const { answer } = deliveriesWords[page.language];
  const returned = counts.reduce((sum, { view, sendings }) => sum + (view === "returned" ? sendings : 0), 0);
  if (returned === 0) return null;
  const asked = writeDeliveryQuery({ region: query.region, view: "returned", ...span });
  return (
    <p>
      <a href={linkTo(page.language, place.path, asked)}>{answer.returned(returned)}</a>
    </p>
  );
}

function SendingList(props: OverviewProps) {
  const { page, place, query, sendings, more } = props;
  const { list } = deliveriesWords[page.language];
  const last = sendings.at(-1);
  const asked = { ...query, before: null };
  const linkToPage = (before: number | null) =>
    `${linkTo(page.language, place.path, writeDeliveryQuery({ ...asked, before }))}#sendings`;
  return (
    <>
      <h2 id="sendings">{isFiltered(query) ? list.found : list.heading}</h2>
      <Filter {...props} />
      {props.receivers === null ? null : <ReceiversLine page={page} receivers={props.receivers} />}
      {sendings.length === 0 ? <p>{list.none}</p> : <SendingTable page={page} place={place} sendings={sendings} />}
      <p class="paging">
        {query.before === null ? null : <a href={linkToPage(null)}>{list.newest}</a>}
        {more && last !== undefined ? (
          <a rel="next" href={linkToPage(last.id)}>
            {list.older}
          </a>
        ) : null}
      </p>
    </>
  );
}

function Filter({ page, place, query, channels }: OverviewProps) {
  const { filter, views, lanes } = deliveriesWords[page.language];
  const any = ["", filter.any] as const;
  const regions = [...REGIONS.map(({ code }) => code), OPERATIONS.code];
  const known = query.channel === "" || channels.includes(query.channel) ? channels : [...channels, query.channel];
  return (
    <FilterForm
      page={page}
      path={place.path}
      class="delivery-filter"
      words={filter}
      search
      kept={{}}
      active={isFiltered(query)}
    >
      {query.reason === "" ? null : <input type="hidden" name="reason" value={query.reason} />}
      {place.region !== null ? null : (
        <SelectField
          name="region"
          label={filter.region}
          value={query.region}
          options={[any, ...regions.map((code) => [code, nameRegion(code)] as const)]}
        />
      )}
      <SelectField
        name="view"
        label={filter.view}
        value={query.view ?? ""}
        options={[any, ...SENDING_VIEWS.map((view) => [view, views[view]] as const)]}
      />
      <SelectField
        name="channel"
        label={filter.channel}
        value={query.channel}
        options={[any, ...known.map((channel) => [channel, nameChannel(page, channel)] as const)]}
      />
      <SelectField
        name="lane"
        label={filter.lane}
        value={query.lane ?? ""}
        options={[any, ...LANES.map((lane) => [lane, lanes[lane]] as const)]}
      />
      <TextField name="message" label={filter.message} type="number" value={String(query.message ?? "")} />
      <TextField name="from" label={filter.from} type="date" value={query.from} />
      <TextField name="to" label={filter.to} type="date" value={query.to} />
      {query.reason === "" ? null : <p class="wide">{filter.reason(describeReason(page, query.reason))}</p>}
    </FilterForm>
  );
}
