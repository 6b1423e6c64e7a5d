import type { WaitingCount } from "../../../db/sending-archive.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import { WAITING_FOR } from "../../../domain/sending-view.ts";
import { nameChannel } from "../../frame/channel-name.ts";
import { Cell, StackedTable } from "../../parts/stacked-table.tsx";
import type { OverviewProps } from "./overview-page.tsx";
import { deliveriesWords } from "./words.ts";

/** What waits, and for what. */
export function WaitingTable({ page, waiting }: OverviewProps) {
  const { waiting: t, waitingFor, lanes } = deliveriesWords[page.language];
  const { columns } = t;
  const groups = [
    ...Map.groupBy(waiting, ({ why, channel, lane }) => `${WAITING_FOR.indexOf(why)} ${channel} ${lane}`),
  ];
  return (
    <>
      <h2 id="waiting">{t.heading}</h2>
      {groups.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <>
          <p class="quiet">{t.hint}</p>
          <StackedTable class="delivery-counts" label={t.heading} columns={Object.values(columns)}>
            <tbody role="rowgroup">
              {groups
                .toSorted(([a], [b]) => a.localeCompare(b))
                .flatMap(([, lines]) => {
                  const [first] = lines;
                  return first === undefined ? [] : [{ first, lines }];
                })
                .map(({ first, lines }) => (
                  <tr role="row">
                    <th role="rowheader" scope="row">
                      {waitingFor[first.why]}
                    </th>
                    <Cell label={columns.channel}>{nameChannel(page, first.channel)}</Cell>
                    <Cell label={columns.lane}>{lanes[first.lane]}</Cell>
                    <Cell label={columns.sendings}>{sumOf(lines, "sending")}</Cell>
                    <Cell label={columns.messages}>{sumOf(lines, "delivery")}</Cell>
                    <Cell label={columns.next}>
                      <span class="whole">{stockholmMinute(earliest(lines))}</span>
                    </Cell>
                  </tr>
                ))}
            </tbody>
          </StackedTable>
        </>
      )}
    </>
  );
}

function sumOf(lines: readonly WaitingCount[], kind: WaitingCount["kind"]): number {
  return lines.reduce((total, line) => total + (line.kind === kind ? line.count : 0), 0);
}

function earliest(lines: readonly WaitingCount[]): Date {
  return new Date(Math.min(...lines.map(({ nextAt }) => nextAt.getTime())));
}
