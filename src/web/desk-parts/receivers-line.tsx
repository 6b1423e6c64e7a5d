import type { MessageReceivers, ReceiverCount } from "../../db/message-receivers.ts";
import { RECEIVER_STATES } from "../../domain/receiver-state.ts";
import { nameChannel } from "../frame/channel-name.ts";
import type { Page } from "../frame/page.ts";
import { receiversWords } from "./receivers-words.ts";
import { spanOf } from "./times.ts";

/** How many a message has reached, and what has become of it with the others; a line each channel where there are several. */
export function ReceiversLine({ page, receivers }: { readonly page: Page; readonly receivers: MessageReceivers }) {
  const t = receiversWords[page.language];
  const { counts, isHandingOut } = receivers;
  if (counts.length === 0) return <p class="receivers">{isHandingOut ? t.nobodyYet : t.nobody}</p>;
  const channels = [...Map.groupBy(counts, ({ channel }) => channel)];
  const [only] = channels;
  return (
    <div class="receivers">
      <p>
        {channels.length === 1 && only !== undefined ? `${nameChannel(page, only[0])}, ` : ""}
        {t.total(sum(counts), describeCounts(page, counts))}. {isHandingOut ? t.handingOut : ""}
      </p>
      {channels.length === 1 ? null : (
        <ul>
          {channels.map(([channel, own]) => (
            <li>{t.channel(nameChannel(page, channel), describeCounts(page, own))}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** `22 framme, 1 väntar på utskicket måndag 2026-08-24 klockan 07:00` */
function describeCounts(page: Page, counts: readonly ReceiverCount[]): string {
  const { states } = receiversWords[page.language];
  return RECEIVER_STATES.flatMap((state) => {
    const own = counts.filter((one) => one.state === state);
    if (own.length === 0) return [];
    const times = own.flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt]));
    return [states[state](sum(own), times.length === 0 ? null : spanOf(page, times))];
  }).join(", ");
}

function sum(counts: readonly ReceiverCount[]): number {
  return counts.reduce((total, { receivers }) => total + receivers, 0);
}
