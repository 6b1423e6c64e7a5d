import type { ChannelOutlook, LaterReceivers } from "./outlook.ts";
import type { Page } from "../frame/page.ts";
import { nameChannel } from "../frame/channel-name.ts";
import { outlookWords } from "./outlook-words.ts";
import { spanOf } from "./times.ts";

/** Who gets the message and when, a line each channel; that nobody does is said as plainly. */
export function OutlookList({ page, outlook }: { readonly page: Page; readonly outlook: readonly ChannelOutlook[] }) {
  const words = outlookWords[page.language];
  return (
    <ul class="outlook">
      {page.mode === "live" ? null : <li>{words.captured}</li>}
      {outlook.map((one) => (
        <li>{describeOutlook(page, one)}</li>
      ))}
      <li>{words.open}</li>
    </ul>
  );
}

function describeOutlook(page: Page, one: ChannelOutlook): string {
  const words = outlookWords[page.language];
  const { atOnce, inDigests, resting, paused, isStopped } = one;
  const name = nameChannel(page, one.channel);
  const told = [
    ...(atOnce === 0 ? [] : [words.atOnce(atOnce)]),
    ...(inDigests === null ? [] : [words.inDigests(inDigests.receivers, spanOf(page, timesOf(inDigests)))]),
    ...(resting === null ? [] : [words.resting(resting.receivers, spanOf(page, timesOf(resting)))]),
  ];
  const nobody = paused === 0 ? words.nobody : words.nobodyAwake;
  return [
    told.length === 0 ? nobody(name) : `${name}: ${told.join(" ")}`,
    ...(paused === 0 ? [] : [words.paused(paused)]),
    ...(told.length > 0 && isStopped ? [words.stopped] : []),
  ].join(" ");
}

function timesOf({ first, last }: LaterReceivers): Date[] {
  return [first, last];
}
