import { COUNTED_UP_TO, type SendingCount } from "../../../db/sending-archive.ts";
import { nameRegion } from "../../../domain/region.ts";
import { SENDING_VIEWS, type SendingView } from "../../../domain/sending-view.ts";
import { nameChannel } from "../../frame/channel-name.ts";
import { linkTo } from "../../frame/page.ts";
import { Cell, StackedTable } from "../../parts/stacked-table.tsx";
import { writeDeliveryQuery, type DeliveryQuery } from "./delivery-query.ts";
import type { OverviewProps } from "./overview-page.tsx";
import { deliveriesWords } from "./words.ts";

/** A number, and whether there may be more. */
interface Sum {
  readonly sendings: number;
  readonly more: boolean;
}

/** How many sendings there are of each kind on the days that are counted. Each number leads to its sendings. */
export function CountTables(props: OverviewProps) {
  const { page, counts, span, place, query } = props;
  const { counts: t, lanes } = deliveriesWords[page.language];
  const isNation = place.region === null && query.region === "";
  return (
    <>
      <h2>{span.from === "" || span.to === "" ? t.since(span.from || "…") : t.heading(span.from, span.to)}</h2>
      {counts.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <>
          <CountTable
            {...props}
            by="channel"
            keyOf={({ channel }) => channel}
            nameOf={(key) => nameChannel(page, key)}
          />
          <CountTable {...props} by="lane" keyOf={({ lane }) => lane} nameOf={(key) => ({ ...lanes })[key] ?? key} />
          {isNation ? (
            <CountTable {...props} by="region" keyOf={({ regionCode }) => regionCode} nameOf={nameRegion} />
          ) : null}
        </>
      )}
    </>
  );
}

interface CountTableProps extends OverviewProps {
  readonly by: "channel" | "lane" | "region";
  readonly keyOf: (count: SendingCount) => string;
  readonly nameOf: (key: string) => string;
}

function CountTable({ page, place, query, span, counts, by, keyOf, nameOf }: CountTableProps) {
  const { counts: t, views } = deliveriesWords[page.language];
  const shown = SENDING_VIEWS.filter((view) => counts.some((count) => count.view === view));
  const groups = [...Map.groupBy(counts, keyOf)].toSorted(([a], [b]) => nameOf(a).localeCompare(nameOf(b), "sv"));
  const asked = { region: query.region, ...span };
  const linkOf = (key: string, view: SendingView): string =>
    linkToList(page.language, place.path, { ...asked, [by]: key, view });
  const write = ({ sendings, more }: Sum) => (more ? t.atLeast(String(sendings)) : String(sendings));
  return (
    <StackedTable
      class="delivery-counts"
      label={t.by[by]}
      columns={[t.by[by], ...shown.map((view) => views[view]), t.total]}
    >
      <tbody role="rowgroup">
        {groups.map(([key, own]) => (
          <tr role="row">
            <th role="rowheader" scope="row">
              {nameOf(key)}
            </th>
            {shown.map((view) => {
              const sum = sumOf(own.filter((count) => count.view === view));
              return (
                <Cell label={views[view]}>
                  {sum.sendings === 0 ? "0" : <a href={linkOf(key, view)}>{write(sum)}</a>}
                </Cell>
              );
            })}
            <Cell label={t.total}>{write(sumOf(own))}</Cell>
          </tr>
        ))}
        {groups.length < 2 ? null : (
          <tr role="row">
            <th role="rowheader" scope="row">
              {t.total}
            </th>
            {shown.map((view) => (
              <Cell label={views[view]}>{write(sumOf(counts.filter((count) => count.view === view)))}</Cell>
            ))}
            <Cell label={t.total}>{write(sumOf(counts))}</Cell>
          </tr>
        )}
      </tbody>
    </StackedTable>
  );
}

function linkToList(language: OverviewProps["page"]["language"], path: string, query: Partial<DeliveryQuery>): string {
  return `${linkTo(language, path, writeDeliveryQuery(query))}#sendings`;
}

function sumOf(counts: readonly SendingCount[]): Sum {
  return {
    sendings: counts.reduce((total, { sendings }) => total + sendings, 0),
    more: counts.some(({ sendings }) => sendings >= COUNTED_UP_TO),
  };
}
