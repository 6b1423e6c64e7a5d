import { writeAbout } from "../../../../templates/outreach/write-outline.ts";
import { wordsOf } from "../../../../templates/outreach/words.ts";
import type { Writing } from "../../../../templates/outreach/writing.ts";
import { REPORT_PATH } from "../../../addresses.ts";
import type { EditionSummary } from "../../../db/outreach-editions.ts";
import type { OutreachDocument } from "../../../domain/outreach/document.ts";
import { FORMATS } from "../../../outreach-report/formats.ts";
import { Layout } from "../../frame/layout.tsx";
import { linkTo, type Page } from "../../frame/page.ts";
import { aroundEdition } from "../../report-parts/edition-around.ts";
import { namePeriod } from "../../report-parts/name-period.ts";
import { ReportView } from "../../report-parts/report-view.tsx";
import { reportWords } from "../../report-parts/words.ts";
import { publicReportWords } from "./words.ts";

interface PublicReportPageProps {
  readonly page: Page;
  readonly edition: EditionSummary;
  readonly document: OutreachDocument;
  /** The newest public edition of each period. */
  readonly newest: readonly EditionSummary[];
}

/** An edition that anybody may read. */
export function PublicReportPage({ page, edition, document, newest }: PublicReportPageProps) {
  const { language } = page;
  const t = publicReportWords[language];
  const writing: Writing = { document, words: wordsOf(language), language };
  const title = reportWords[language].title(reportWords[language].nation, namePeriod(edition.periodId, page));
  const address = `${REPORT_PATH}/${edition.id}`;
  const others = newest.filter(({ periodId }) => periodId !== edition.periodId);
  const newer = newest.find(({ periodId, id }) => periodId === edition.periodId && id !== edition.id);
  return (
    <Layout page={page} title={title} trail={[]}>
      <h1>{title}</h1>
      {newer === undefined ? null : (
        <p>
          <a href={linkTo(language, `${REPORT_PATH}/${newer.id}`)}>{t.older}</a>
        </p>
      )}
      <ReportView
        page={{ ...page, path: address }}
        writing={writing}
        about={[...writeAbout(writing, aroundEdition(edition, document)), t.checksum]}
        query={new URLSearchParams()}
        rowsOf={null}
        files={Object.keys(FORMATS).map((format) => ({ format, href: linkTo(language, `${address}/files/${format}`) }))}
      >
        {others.length === 0 ? null : (
          <nav aria-label={t.others}>
            {t.others}:{" "}
            {others.map(({ id, periodId, number }, index) => (
              <>
                {index === 0 ? "" : " · "}
                <a href={linkTo(language, `${REPORT_PATH}/${id}`)}>{t.edition(namePeriod(periodId, page), number)}</a>
              </>
            ))}
          </nav>
        )}
      </ReportView>
    </Layout>
  );
}

export function NoReportPage({ page }: { readonly page: Page }) {
  const t = publicReportWords[page.language];
  return (
    <Layout page={page} title={t.title} trail={[]}>
      <h1>{t.title}</h1>
      <p class="lead">{t.none}</p>
      <p>{t.noneMore}</p>
    </Layout>
  );
}
