import { cleanLine } from "../../../templates/text.ts";
import { describeDates } from "../../../templates/dates-content.ts";
import type { IsoDate } from "../../domain/calendar.ts";
import { givenDates, summarizeDates } from "../../domain/case-dates.ts";
import type { Signal } from "../../db/signals.ts";
import type { Page } from "../frame/page.ts";
import { threadWords } from "./thread-words.ts";

/** What a Nordic neighbour reports of the same article number: beside the case, and said as no Swedish shortage. */
export function NordicSignals({
  page: { language, words },
  signals,
  today,
}: {
  readonly page: Page;
  readonly signals: readonly Signal[];
  readonly today: IsoDate;
}) {
  const t = threadWords[language];
  return (
    <section aria-labelledby="signals">
      <h2 id="signals">{t.signalsHeading}</h2>
      <p class="quiet">{t.signalsLead}</p>
      <ul>
        {signals.map(({ source, articleNumber, notice }) => {
          const { type, packages } = notice;
          const given = { type, product: articleNumber, vanished: false, packages: packages.map(givenDates) };
          const dates = describeDates(summarizeDates([given], today), today, words);
          const name = cleanLine(notice.productName);
          // Without a name of its own a notice is called by its number.
          const what = name.includes(articleNumber) ? name : `${name} (${articleNumber})`;
          return <li>{[`${words.sources[source] ?? source}: ${what}`, dates].filter(Boolean).join(". ")}</li>;
        })}
      </ul>
    </section>
  );
}
