import { cleanLine } from "../../../templates/text.ts";
import type { Signal } from "../../db/signals.ts";
import type { Page } from "../page.ts";

/** What a Nordic neighbour reports of the same article number: beside the case, and said as no Swedish shortage. */
export function NordicSignals({
  page: { t, words },
  signals,
}: {
  readonly page: Page;
  readonly signals: readonly Signal[];
}) {
  return (
    <section aria-labelledby="signals">
      <h2 id="signals">{t.thread.signalsHeading}</h2>
      <p class="quiet">{t.thread.signalsLead}</p>
      <ul>
        {signals.map(({ source, articleNumber, notice }) => {
          const [pack] = notice.packages;
          const dates = t.thread.signalDates(pack?.start.value ?? null, pack?.forecastEnd.value ?? null);
          const name = cleanLine(notice.productName);
          // Without a name of its own a notice is called by its number.
          const what = name.includes(articleNumber) ? name : `${name} (${articleNumber})`;
          return (
            <li>
              {words.sources[source] ?? source}: {what}, {dates}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
