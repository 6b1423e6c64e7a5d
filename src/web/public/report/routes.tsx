import { Hono, type Context } from "hono";
import { REPORT_PATH } from "../../../addresses.ts";
import type { EditionSummary } from "../../../db/outreach-editions.ts";
import { parsePeriod } from "../../../domain/outreach/period.ts";
import { parseRowId } from "../../../domain/row-id.ts";
import { SYSTEM, type ServiceContext } from "../../../services/context.ts";
import { listEditions, readEdition } from "../../../services/outreach-editions.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { renderDocument, type WebEnv } from "../../frame/page.ts";
import { createEditionBook } from "../../report-parts/edition-book.ts";
import type { WebDeps } from "../../web-deps.ts";
import { createFileShelf } from "./file-shelf.ts";
import { NoReportPage, PublicReportPage } from "./report-page.tsx";
import { publicReportWords } from "./words.ts";

/** The editions of the outreach report that SKR lets anybody read. */
export function createReportRoute(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const readDocumentOf = createEditionBook();
  const takeFile = createFileShelf();
  const missing = (c: Context<WebEnv>) => answerNotFound(c, publicReportWords[c.var.page.language].notFound);

  const answerEdition = async (c: Context<WebEnv>, id: number | null): Promise<Response> => {
    const ctx = actAsAnybody(deps);
    const edition = id === null ? null : await readEdition(ctx, id);
    if (edition === null) return missing(c);
    const props = {
      page: c.var.page,
      edition,
      document: readDocumentOf(edition),
      newest: listNewest(await listEditions(ctx)),
    };
    return c.html(renderDocument(<PublicReportPage {...props} />));
  };

  app.get(REPORT_PATH, async (c) => {
    const [first] = listNewest(await listEditions(actAsAnybody(deps)));
    return first === undefined
      ? c.html(renderDocument(<NoReportPage page={c.var.page} />))
      : answerEdition(c, first.id);
  });
  app.get(`${REPORT_PATH}/:edition`, (c) => answerEdition(c, parseRowId(c.req.param("edition"))));
  app.get(`${REPORT_PATH}/:edition/files/:format`, async (c) => {
    const id = parseRowId(c.req.param("edition"));
    const edition = id === null ? null : await readEdition(actAsAnybody(deps), id);
    if (edition === null) return missing(c);
    const { language } = c.var.page;
    const document = readDocumentOf(edition);
    const file = await takeFile({ edition, document, format: c.req.param("format"), language });
    if (file === null) return missing(c);
    const name = `restsignal-${edition.periodId}-${edition.number}.${file.extension}`;
    return c.body(file.body, 200, {
      "content-type": file.mediaType,
      "content-disposition": `attachment; filename="${name}"`,
    });
  });
  return app;
}

/** Whoever reads a public page, of whom nothing is known. */
function actAsAnybody({ db, now }: WebDeps): ServiceContext {
  return { db, now: now(), actor: SYSTEM, grants: [] };
}

/** The newest public edition of each period, the latest period first and of two that end together the longer. */
function listNewest(editions: readonly EditionSummary[]): EditionSummary[] {
  const seen = new Set<string>();
  const dates = ({ periodId }: EditionSummary): readonly [string, string] => {
    const period = parsePeriod(periodId);
    return typeof period === "string" ? ["", ""] : [period.to, period.from];
  };
  return editions
    .filter(({ publicAt, periodId }) => publicAt !== null && !seen.has(periodId) && seen.add(periodId))
    .map((edition) => ({ edition, dates: dates(edition) }))
    .toSorted((a, b) => compare(b.dates[0], a.dates[0]) || compare(a.dates[1], b.dates[1]))
    .map(({ edition }) => edition);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
