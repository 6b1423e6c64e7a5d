import type { OpenReason } from "../../../db/sending-archive.ts";
import { stockholmDate } from "../../../domain/calendar.ts";
import type { SendingDecision, SendingView } from "../../../domain/sending-view.ts";
import { describeReason } from "../../desk-parts/reasons.ts";
import { nameChannel } from "../../frame/channel-name.ts";
import { linkTo } from "../../frame/page.ts";
import { FilterForm } from "../../parts/filter-form.tsx";
import { TextField } from "../../parts/form-fields.tsx";
import { Cell, StackedTable } from "../../parts/stacked-table.tsx";
import { writeDecisionQuery, writeDeliveryQuery, type DeliveryQuery } from "./delivery-query.ts";
import type { OverviewProps } from "./overview-page.tsx";
import { mayHere, type PlaceProps } from "./place.ts";
import { ViewMark } from "./sending-table.tsx";
import { deliveriesWords } from "./words.ts";

/** What a state leaves to decide. */
export const OPEN_DECISIONS: Readonly<Record<OpenReason["state"], readonly SendingDecision[]>> = {
  dead: ["replay", "aside"],
  unknown: ["confirm", "again"],
};

/** What did not arrive, together where the reason is the same, with what one can do about all of it. */
export function OpenReasons(props: OverviewProps) {
  const { page, reasons } = props;
  const { reasons: t } = deliveriesWords[page.language];
  if (reasons.length === 0) return null;
  return (
    <>
      <h2 id="reasons">{t.heading}</h2>
      <StackedTable class="delivery-reasons" labelledBy="reasons" columns={Object.values(t.columns)}>
        <tbody role="rowgroup">
          {reasons.map((open) => (
            <Row {...props} open={open} />
          ))}
        </tbody>
      </StackedTable>
    </>
  );
}

interface RowProps extends OverviewProps {
  readonly open: OpenReason;
}

function Row(props: RowProps) {
  const { page, open } = props;
  const { reasons: t, views } = deliveriesWords[page.language];
  const { columns } = t;
  const view = viewOfOpen(open);
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <ViewMark view={view} text={views[view]} />
      </th>
      <Cell label={columns.why}>
        {describeReason(page, open.reason)}
        {open.reason === null ? null : (
          <div class="quiet delivery-raw" lang="en">
            {open.reason}
          </div>
        )}
      </Cell>
      <Cell label={columns.channel}>{nameChannel(page, open.channel)}</Cell>
      <Cell label={columns.count}>{open.sendings}</Cell>
      <Cell label={columns.when}>{t.span(stockholmDate(open.firstAt), stockholmDate(open.lastAt))}</Cell>
      <Cell label={columns.deed}>
        <Deeds {...props} />
      </Cell>
    </tr>
  );
}

function Deeds({ page, place, query: { region }, open }: RowProps) {
  const { reasons: t, decisions } = deliveriesWords[page.language];
  const { state, channel } = open;
  const reason = open.reason ?? "";
  const about = `${t.same} ${describeReason(page, open.reason)}`;
  const shown = writeDeliveryQuery({ region, view: viewOfOpen(open), channel, reason });
  const links = [
    { text: t.show, href: `${linkTo(page.language, place.path, shown)}#sendings` },
    ...(mayHere(page, place, "curate") ? OPEN_DECISIONS[state] : []).map((decision) => ({
      text: decisions[decision].link,
      href: linkTo(page.language, `${place.path}/decide`, writeDecisionQuery({ decision, region, channel, reason })),
    })),
  ];
  return (
    <span class="delivery-deeds">
      {links.map(({ text, href }) => (
        <a href={href} aria-label={`${text}: ${about}`}>
          {text}
        </a>
      ))}
    </span>
  );
}

function viewOfOpen({ state }: OpenReason): SendingView {
  return state === "dead" ? "failed" : "unknown";
}

/** All that did not arrive in a span of time. */
export function SpanForm({ page, place, query }: PlaceProps & { readonly query: DeliveryQuery }) {
  const { spans: t, filter } = deliveriesWords[page.language];
  return (
    <details class="delivery-span">
      <summary>{t.heading}</summary>
      <p>{t.lead}</p>
      <FilterForm
        page={page}
        path={`${place.path}/decide`}
        words={{ heading: t.heading, submit: t.submit, clear: filter.clear }}
        kept={{ do: "replay", ...(query.region === "" ? {} : { region: query.region }) }}
        active={false}
      >
        <TextField name="from" id="span-from" label={filter.from} type="date" value={query.from} />
        <TextField name="to" id="span-to" label={filter.to} type="date" value={query.to} />
      </FilterForm>
    </details>
  );
}
