import { writeMethod, writeSummary } from "../../../templates/outreach/write-outline.ts";
import type { Writing } from "../../../templates/outreach/writing.ts";
import type { Child } from "hono/jsx";
import type { Page } from "../frame/page.ts";
import { Blocks } from "./blocks.tsx";
import { QuestionTables, type RowsAddress } from "./question-tables.tsx";
import { RegionComparison } from "./region-comparison.tsx";
import { ShortageMatrix } from "./shortage-matrix.tsx";
import { reportWords } from "./words.ts";

interface ReportViewProps {
  readonly page: Page;
  readonly writing: Writing;
  /** Lines that tell which report it is. */
  readonly about: readonly string[];
  /** What of the address chooses the report. */
  readonly query: URLSearchParams;
  readonly rowsOf: RowsAddress | null;
  /** Where each form of it is fetched, by the form's name. */
  readonly files: readonly { readonly format: string; readonly href: string }[];
  /** What else is to be chosen, after the answer. */
  readonly children?: Child;
}

/** A report as a page: the answer first, then what it is made of. */
export function ReportView({ page, writing, about, query, rowsOf, files, children }: ReportViewProps) {
  const t = reportWords[page.language];
  const hasHidden = writing.document.figures.some((figure) => "hidden" in figure);
  return (
    <>
      <Blocks blocks={writeSummary(writing)} />
      {children}
      <p>
        {t.downloads}:{" "}
        {files.map(({ format, href }, index) => (
          <>
            {index === 0 ? "" : " · "}
            <a href={href}>{t.formats[format] ?? format.toUpperCase()}</a>
          </>
        ))}
      </p>
      {hasHidden ? <p>{t.hidden}</p> : null}
      <QuestionTables writing={writing} rowsOf={rowsOf} />
      <RegionComparison page={page} writing={writing} query={query} />
      <ShortageMatrix page={page} writing={writing} query={query} />
      <h2>{t.method}</h2>
      <Blocks blocks={writeMethod(writing)} />
      <h2>{t.about}</h2>
      {about.map((line) => (
        <p class="about-report">{line}</p>
      ))}
    </>
  );
}
