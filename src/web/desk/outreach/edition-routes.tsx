import { setImmediate } from "node:timers/promises";
import { readDataSpan } from "../../../db/outreach-data.ts";
import { stockholmDate } from "../../../domain/calendar.ts";
import { isClosed } from "../../../domain/outreach/period.ts";
import { parseRowId } from "../../../domain/row-id.ts";
import { freezeEdition, listEditions, readEdition, setEditionPublic } from "../../../services/outreach-editions.ts";
import { readForm, textOf, type FieldProblem } from "../../frame/form.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { renderDocument } from "../../frame/page.ts";
import { readDone, redirectDone } from "../../parts/notice.ts";
import { aroundEdition } from "../../report-parts/edition-around.ts";
import { createEditionBook } from "../../report-parts/edition-book.ts";
import { answerReportFile } from "../../report-parts/report-file.ts";
import type { WebDeps } from "../../web-deps.ts";
import { actAsVisitor, onNation, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { listPeriods } from "./choice.ts";
import { DifferencesPage } from "./differences-page.tsx";
import { EditionsPage } from "./editions-page.tsx";
import { editionWords } from "./edition-words.ts";
import { outreachWords } from "./words.ts";

const EDITIONS = "/outreach/editions";

/** Others are answered while a report is counted. */
const yieldToOthers = (): Promise<void> => setImmediate();

interface EditionDesk {
  readonly deps: WebDeps;
  readonly readDocumentOf: ReturnType<typeof createEditionBook>;
}

/** What SKR's analysts freeze, compare and let anybody read. */
export function createEditionRoutes(deps: WebDeps): readonly DeskRoute[] {
  const desk = { deps, readDocumentOf: createEditionBook() };
  return [
    onNation.get(EDITIONS, "analyse", (c) => list(deps, c)),
    onNation.post(EDITIONS, "analyse", (c) => freeze(deps, c)),
    onNation.get(`${EDITIONS}/differences`, "analyse", (c) => compare(desk, c)),
    onNation.post(`${EDITIONS}/:edition/public`, "analyse", (c) => setPublic(deps, c)),
    onNation.get(`${EDITIONS}/:edition/files/:format`, "analyse", (c) => download(desk, c)),
  ];
}

interface Refused {
  readonly period: string;
  readonly problems: readonly FieldProblem[];
}

async function list(deps: WebDeps, c: DeskContext, refused?: Refused): Promise<Response> {
  const page = { ...c.var.page, path: EDITIONS };
  const periods = await listOver(deps);
  const props = {
    page,
    editions: await listEditions(actAsVisitor(deps, c)),
    periods,
    period: refused?.period ?? periods[0]?.id ?? "",
    problems: refused?.problems ?? [],
    done: readDone(page, editionWords[page.language].done),
  };
  return c.html(renderDocument(<EditionsPage {...props} />), refused === undefined ? 200 : 422);
}

async function listOver({ db, now }: WebDeps) {
  const today = stockholmDate(now());
  return listPeriods((await readDataSpan(db))?.from ?? null, today).filter((period) => isClosed(period, today));
}

async function freeze(deps: WebDeps, c: DeskContext): Promise<Answer> {
  const t = editionWords[c.var.page.language].freeze;
  const form = await readForm(c);
  const word = textOf(form, "period");
  const period = (await listOver(deps)).find(({ id }) => id === word);
  const problems = [
    ...(period === undefined ? [{ field: "period", problem: t.noPeriod }] : []),
    ...(textOf(form, "sure") === "yes" ? [] : [{ field: "sure", problem: t.notSure }]),
  ];
  if (period === undefined || problems.length > 0) return list(deps, c, { period: word, problems });
  const frozen = await freezeEdition(actAsVisitor(deps, c), {
    period,
    program: deps.program ?? null,
    between: yieldToOthers,
  });
  switch (frozen.kind) {
    case "forbidden":
      return frozen;
    case "frozen":
    case "unchanged":
      return redirectDone(c, EDITIONS, frozen.kind);
    // No such period is offered, so the list of those that are over is shown again.
    case "free":
      return list(deps, c, { period: word, problems: [{ field: "period", problem: t.noPeriod }] });
    case "open":
      return list(deps, c, { period: word, problems: [{ field: "period", problem: t.open }] });
    case "no-data":
      return list(deps, c, { period: word, problems: [{ field: "period", problem: t.noData }] });
  }
}

async function findEdition(deps: WebDeps, c: DeskContext, text: string | undefined | null) {
  const id = parseRowId(text ?? undefined);
  return id === null ? null : readEdition(actAsVisitor(deps, c), id);
}

function missing(c: DeskContext): Response | Promise<Response> {
  return answerNotFound(c, outreachWords[c.var.page.language].notFound);
}

async function setPublic(deps: WebDeps, c: DeskContext): Promise<Answer> {
  const id = parseRowId(c.req.param("edition"));
  const word = textOf(await readForm(c), "public");
  if (id === null || (word !== "yes" && word !== "no")) return missing(c);
  const result = await setEditionPublic(actAsVisitor(deps, c), { id, isPublic: word === "yes" });
  if (result.kind === "forbidden") return { kind: "forbidden" };
  if (result.kind === "gone") return missing(c);
  return redirectDone(c, EDITIONS, result.kind === "unchanged" ? "as-it-was" : word === "yes" ? "public" : "private");
}

async function compare({ deps, readDocumentOf }: EditionDesk, c: DeskContext): Promise<Answer> {
  const { page } = c.var;
  const before = await findEdition(deps, c, page.query.get("before"));
  const after = await findEdition(deps, c, page.query.get("after"));
  if (before === null || after === null) return missing(c);
  const told = (edition: typeof before) => ({ edition, document: readDocumentOf(edition) });
  return c.html(renderDocument(<DifferencesPage page={page} before={told(before)} after={told(after)} />));
}

async function download({ deps, readDocumentOf }: EditionDesk, c: DeskContext): Promise<Answer> {
  const edition = await findEdition(deps, c, c.req.param("edition"));
  if (edition === null) return missing(c);
  const document = readDocumentOf(edition);
  const report = { document, around: aroundEdition(edition, document), language: c.var.page.language };
  const name = `restsignal-${edition.periodId}-${edition.number}`;
  return (await answerReportFile(c, { format: c.req.param("format") ?? "", report, name })) ?? missing(c);
}
