import { stockholmMinute } from "../../../domain/calendar.ts";
import { nameRegion } from "../../../domain/region.ts";
import { viewOf, type SendingView } from "../../../domain/sending-view.ts";
import { describeReason } from "../../desk-parts/reasons.ts";
import { nameChannel } from "../../frame/channel-name.ts";
import { linkTo } from "../../frame/page.ts";
import { Cell, StackedTable } from "../../parts/stacked-table.tsx";
import type { PlaceProps } from "./place.ts";
import type { ShownSending } from "./routes.tsx";
import { deliveriesWords } from "./words.ts";

/** Sendings, a line each. */
export function SendingTable({ page, place, sendings }: PlaceProps & { readonly sendings: readonly ShownSending[] }) {
  const { list, lanes, views } = deliveriesWords[page.language];
  const { columns } = list;
  const isNation = place.region === null;
  const titles = [columns.id, columns.made, columns.to, columns.channel, columns.state, columns.messages];
  return (
    <StackedTable class="deliveries" label={list.heading} columns={isNation ? [...titles, list.region] : titles}>
      <tbody role="rowgroup">
        {sendings.map((sending) => {
          const view = viewOf(sending);
          return (
            <tr role="row">
              <th role="rowheader" scope="row">
                <a href={linkTo(page.language, `${place.path}/sendings/${sending.id}`)}>{sending.id}</a>
              </th>
              <Cell label={columns.made}>
                <span class="whole">{stockholmMinute(sending.createdAt)}</span>
              </Cell>
              <Cell label={columns.to}>
                <span class="address">{sending.receiver}</span>
              </Cell>
              <Cell label={columns.channel}>
                {nameChannel(page, sending.channel)}, {lanes[sending.lane].toLocaleLowerCase(page.language)}
              </Cell>
              <Cell label={columns.state}>
                <ViewMark view={view} text={views[view]} />{" "}
                {sending.attempts > 1 ? <span class="quiet">{list.attempts(sending.attempts)}</span> : null}
                {sending.reason === null ? null : (
                  <div class="quiet delivery-reason">{describeReason(page, sending.reason)}</div>
                )}
              </Cell>
              <Cell label={columns.messages}>{sending.messages}</Cell>
              {isNation ? <Cell label={list.region}>{nameRegion(sending.regionCode)}</Cell> : null}
            </tr>
          );
        })}
      </tbody>
    </StackedTable>
  );
}

/** How a sending stands; its colour only helps. */
export function ViewMark({ view, text }: { readonly view: SendingView; readonly text: string }) {
  return <span class={`mark ${view === "failed" || view === "unknown" ? "warning" : "neutral"}`}>{text}</span>;
}
