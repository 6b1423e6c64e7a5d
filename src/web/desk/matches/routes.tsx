import { parseRowId } from "../../../domain/row-id.ts";
import { readActiveEntries } from "../../../db/lists.ts";
import {
  countReviews,
  findReviewNotice,
  readDecidedMatches,
  readPossibleMatches,
  readReviewMarks,
  readUnmatchedNotices,
  type ReviewCounts,
} from "../../../db/match-review.ts";
import { isAllowed } from "../../../domain/account.ts";
import type { Region } from "../../../domain/region.ts";
import { parseReturnPath } from "../../../domain/return-path.ts";
import { decideMatch, undoMatchDecision, type MatchDecided } from "../../../services/matches.ts";
import { onRegion, actAsVisitor, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { readForm, textOf, type FieldProblem, type FormValues } from "../../frame/form.ts";
import { readFreeText, wordFreeText, type FreeText } from "../../parts/free-text.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { linkBack } from "../../parts/link-back.ts";
import { renderDocument, type Page } from "../../frame/page.ts";
import { findSlice, parsePage } from "../../parts/slice.ts";
import { type KeptReason } from "./match-items.tsx";
import { MAX_REASON_CHARS } from "../../../domain/reason.ts";
import { MATCH_VIEWS, MatchesPage, type MatchContent, type MatchView } from "./matches-page.tsx";
import { TiePage, type TieForm } from "./tie-page.tsx";
import type { WebDeps } from "../../web-deps.ts";
import { matchesWords } from "./words.ts";

const ITEMS_PER_PAGE = 50;
const MAX_TEXT_CHARS = 100;

export function createMatchRoutes(deps: WebDeps): readonly DeskRoute[] {
  const path = "/matches/:region";
  return [
    onRegion.get(path, "read", (c, region) => answerMatches(deps, c, { region, query: c.var.page.query })),
    onRegion.get(`${path}/tie`, "curate", (c, region) =>
      answerTie(deps, c, { region, noticeId: parseRowId(c.req.query("notice") ?? "") }),
    ),
    onRegion.post(`${path}/decide`, "curate", (c, region) => decide(deps, c, region)),
    onRegion.post(`${path}/undo`, "curate", (c, region) => undo(deps, c, region)),
  ];
}

interface MatchesRequest {
  readonly region: Region;
  readonly query: URLSearchParams;
  readonly problems?: readonly FieldProblem[];
  readonly kept?: KeptReason;
}

async function answerMatches(deps: WebDeps, c: DeskContext, request: MatchesRequest): Promise<Response> {
  const { region, query, problems = [], kept = null } = request;
  const { page, visitor } = c.var;
  const view = MATCH_VIEWS.find((name) => name === query.get("view")) ?? "possible";
  const written = (query.get("q") ?? "").trim().slice(0, MAX_TEXT_CHARS);
  const text = written === "" ? null : written;
  const counts = await countReviews(deps.db, { regionCode: region.code, text });
  const number = parsePage(query);
  const content = await readContent(deps, { region, view, text, counts, number });
  const noticeIds = content.slice.shown.map(({ noticeId }) => noticeId);
  const props = {
    page,
    region,
    text,
    counts,
    content,
    marks: await readReviewMarks(deps.db, { regionCode: region.code, noticeIds }),
    canCurate: isAllowed(visitor.account, "curate", region.code),
    problems,
    kept,
    done: describeDone(c),
  };
  return c.html(renderDocument(<MatchesPage {...props} />), problems.length === 0 ? 200 : 422);
}

async function readContent(
  { db }: WebDeps,
  input: { region: Region; view: MatchView; text: string | null; counts: ReviewCounts; number: number },
): Promise<MatchContent> {
  const { region, view, text, counts, number } = input;
  const { offset, ...place } = findSlice({ total: counts[view], page: number, size: ITEMS_PER_PAGE });
  const query = { regionCode: region.code, text, limit: ITEMS_PER_PAGE, offset };
  switch (view) {
    case "possible":
      return { view, slice: { ...place, shown: await readPossibleMatches(db, query) } };
    case "unmatched":
      return { view, slice: { ...place, shown: await readUnmatchedNotices(db, query) } };
    case "decided":
      return { view, slice: { ...place, shown: await readDecidedMatches(db, query) } };
  }
}

function describeDone(c: DeskContext): string | undefined {
  const { language, query } = c.var.page;
  const words = matchesWords[language].done;
  const what = (["confirmed", "refused", "undone", "gone"] as const).find((name) => name === query.get("done"));
  if (what === undefined) return undefined;
  return [
    words[what],
    query.get("opened") === "1" ? words.opened : null,
    query.get("closed") === "1" ? words.closed : null,
  ]
    .filter((part) => part !== null)
    .join(" ");
}

async function answerTie(
  deps: WebDeps,
  c: DeskContext,
  request: {
    region: Region;
    noticeId: number | null;
    form?: TieForm;
  },
): Promise<Response> {
  const { region, noticeId, form = { problems: [], chosen: "", reason: "" } } = request;
  const { page } = c.var;
  const about = noticeId === null ? null : { regionCode: region.code, noticeId };
  const item = about === null ? null : await findReviewNotice(deps.db, about);
  if (item === null) return answerNotFound(c, matchesWords[page.language].problems.notice);
  const noticeIds = [item.noticeId];
  const mark = (await readReviewMarks(deps.db, { regionCode: region.code, noticeIds })).get(item.noticeId) ?? "";
  const props = { page, region, item, mark, entries: await readActiveEntries(deps.db, region.code), form };
  return c.html(renderDocument(<TiePage {...props} />), form.problems.length === 0 ? 200 : 422);
}

async function decide(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  const { page } = c.var;
  const words = matchesWords[page.language].problems;
  const values = await readForm(c);
  const fromTie = textOf(values, "from") === "tie";
  const noticeId = parseRowId(textOf(values, "notice"));
  const entryKey = textOf(values, "entry");
  const verdict = (["confirmed", "refused"] as const).find((name) => name === textOf(values, "verdict"));
  const reason = readFreeText(values, { name: "reason", maxChars: MAX_REASON_CHARS });
  const refuse = (problems: readonly FieldProblem[]): Promise<Response> =>
    fromTie
      ? answerTie(deps, c, { region, noticeId, form: { problems, chosen: entryKey, reason: reason.text } })
      : answerMatches(deps, c, {
          region,
          query: readQuery(values),
          problems,
          kept: {
            noticeId: noticeId ?? 0,
            entryKey,
            reason: reason.text,
            confirm: problems.find(({ field }) => field === "reason")?.confirm,
          },
        });
  const problems = checkReason(page, reason);
  if (verdict === undefined) problems.push({ field: "matches", problem: words.verdict });
  if (noticeId === null) problems.push({ field: "matches", problem: words.notice });
  if (problems.length > 0 || verdict === undefined || noticeId === null) return refuse(problems);
  const result = await decideMatch(actAsVisitor(deps, c), {
    regionCode: region.code,
    entryKey,
    noticeId,
    verdict,
    reason: reason.text === "" ? null : reason.text,
    mark: textOf(values, "mark"),
  });
  if (result.kind === "forbidden") return result;
  if (result.kind === "refused") {
    const field = result.because === "changed" ? "matches" : "entry";
    return refuse([{ field, problem: words[result.because] }]);
  }
  return c.redirect(tellDone(c, { region, values, decided: result, done: verdict }), 303);
}

/** A reason may be left out, but not be anything. */
function checkReason(page: Page, reason: FreeText): FieldProblem[] {
  const words = matchesWords[page.language].problems;
  if (reason.kind === "text" || reason.because === "empty") return [];
  return [wordFreeText(page, reason, { field: "reason", personnummer: words.personnummer, other: words.reason })];
}

async function undo(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  const values = await readForm(c);
  const result = await undoMatchDecision(actAsVisitor(deps, c), {
    regionCode: region.code,
    entryKey: textOf(values, "entry"),
    noticeId: parseRowId(textOf(values, "notice")) ?? 0,
    mark: textOf(values, "mark"),
  });
  if (result.kind === "forbidden") return result;
  if (result.kind === "refused") {
    const problem = matchesWords[c.var.page.language].problems[result.because];
    return answerMatches(deps, c, { region, query: readQuery(values), problems: [{ field: "matches", problem }] });
  }
  const decided = result.kind === "decided" ? result : null;
  return c.redirect(tellDone(c, { region, values, decided, done: decided === null ? "gone" : "undone" }), 303);
}

/** Back to where the decision was taken, with what came of it. */
function tellDone(
  c: DeskContext,
  input: { region: Region; values: FormValues; decided: MatchDecided | null; done: string },
): string {
  const { region, values, decided, done } = input;
  const path = `/matches/${region.code}`;
  return linkBack({
    language: c.var.page.language,
    returnTo: textOf(values, "return"),
    fallback: textOf(values, "from") === "tie" ? `${path}?view=unmatched` : path,
    done: {
      done,
      ...(decided !== null && decided.opened.length > 0 ? { opened: "1" } : {}),
      ...(decided?.closed === true ? { closed: "1" } : {}),
    },
  });
}

/** The query of the page that the form stood on. */
function readQuery(values: FormValues): URLSearchParams {
  const path = parseReturnPath(textOf(values, "return")) ?? "";
  return new URLSearchParams(path.split("?", 2)[1] ?? "");
}
