import type { ChannelOutlook } from "./outlook.ts";
import type { Page } from "../frame/page.ts";
import { nameChannel } from "../frame/channel-name.ts";
import { outlookWords } from "./outlook-words.ts";

/** Who gets the message, a line each channel; that nobody does is said as plainly. */
export function OutlookList({ page, outlook }: { readonly page: Page; readonly outlook: readonly ChannelOutlook[] }) {
  const words = outlookWords[page.language];
  return (
    <ul class="outlook">
      {page.mode === "live" ? null : <li>{words.captured}</li>}
      {outlook.map(({ channel, receivers, isStopped, digestOn }) => {
        const name = nameChannel(page, channel);
        return (
          <li>
            {receivers === 0
              ? words.nobody(name)
              : digestOn === null
                ? words.receivers(name, receivers)
                : words.digest(name, receivers, digestOn)}
            {receivers > 0 && isStopped ? ` ${words.stopped}` : ""}
          </li>
        );
      })}
      <li>{words.open}</li>
    </ul>
  );
}
