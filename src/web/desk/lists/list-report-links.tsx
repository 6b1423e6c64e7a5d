import { OUTCOMES, type ReportFilter } from "./list-report.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { listsWords } from "./words.ts";

interface ReportLinksProps {
  readonly page: Page;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly current: ReportFilter;
  /** How many rows each choice shows; one that is left out is not offered. */
  readonly counts: Readonly<Partial<Record<Exclude<ReportFilter, "all">, number>>>;
}

/** The choices of what to see of a report, with how much there is. */
export function ReportLinks({ page: { language }, path, query, current, counts }: ReportLinksProps) {
  const words = listsWords[language];
  const offered = OUTCOMES.flatMap((outcome) => {
    const count = counts[outcome];
    return count === undefined ? [] : [{ show: outcome, text: words.outcomes[outcome], count }];
  });
  const all = offered.reduce((sum, { count }) => sum + count, 0);
  const never =
    counts.never === undefined ? [] : [{ show: "never" as const, text: words.report.never, count: counts.never }];
  const choices = [{ show: "all" as const, text: words.report.all, count: all }, ...offered, ...never];
  return (
    <nav aria-label={words.report.filter} class="report-links">
      <ul class="links">
        {choices.map(({ show, text, count }) => {
          const whole = new URLSearchParams(query);
          whole.set("show", show);
          return (
            <li>
              <a
                href={`${linkTo(language, path, whole)}#report`}
                {...(show === current ? { "aria-current": "true" } : {})}
              >
                {text} ({count})
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
