import { parseRowId } from "../../../domain/row-id.ts";
import { Hono, type Context } from "hono";
import { createMiddleware } from "hono/factory";
import { readContact } from "../../../db/case-desk.ts";
import { findCase } from "../../../db/cases.ts";
import { askQuestion } from "../../../services/questions.ts";
import { parseEmailAddress } from "../../../domain/email-address.ts";
import { findPersonnummer } from "../../../domain/personnummer.ts";
import { findRegion } from "../../../domain/region.ts";
import type { FormLimits } from "../../frame/form-body.ts";
import { readForm, textOf, type FieldProblem, type FormValues } from "../../frame/form.ts";
import { readFreeText, wordFreeText } from "../../parts/free-text.ts";
import { limitByNetwork } from "../../frame/network-limit.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { linkTo, renderDocument, type WebEnv } from "../../frame/page.ts";
import { MAX_QUESTION_CHARS, TRAP } from "./question-form.tsx";
import { QuestionNotice, QuestionPage } from "./question-page.tsx";
import { acceptForm } from "../../desk/refused-form.tsx";
import type { WebDeps } from "../../web-deps.ts";
import { questionWords } from "./question-words.ts";
import { isFromOtherSite } from "../../frame/own-form.ts";

/** The longest question, in the longest letters, and an address. */
const QUESTION_FORM: FormLimits = { maxBytes: 30_000, maxFields: 20, maxFieldBytes: 30_000, maxFiles: 0 };

/** Questions from prescribers to a region's pharmacists: public, so held back by address, size and origin. */
export function createQuestionRoute(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.post("/r/:region/:case/questions", refuseOtherSites(deps), limitQuestions(deps), acceptForm(QUESTION_FORM), (c) =>
    ask(deps, c),
  );
  app.get("/r/:region/:case/questions", (c) => {
    const question = questionWords[c.var.page.language];
    c.header("x-robots-tag", "noindex");
    return answerNotice(deps, c, { status: 200, title: question.thanksTitle, text: question.thanks });
  });
  return app;
}

function refuseOtherSites(deps: WebDeps) {
  return createMiddleware<WebEnv>(async (c, next) => {
    const question = questionWords[c.var.page.language];
    if (isFromOtherSite(c, deps.publicUrl))
      return answerNotice(deps, c, { status: 403, title: question.foreignTitle, text: question.foreign });
    await next();
  });
}

/** A whole hospital may come from one address. */
function limitQuestions(deps: WebDeps) {
  return limitByNetwork({
    windowMs: 10 * 60_000,
    narrow: 10,
    wide: 50,
    trustedProxies: deps.trustedProxies,
    answer: (c) => {
      const question = questionWords[c.var.page.language];
      return answerNotice(deps, c, { status: 429, title: question.tooManyTitle, text: question.tooMany });
    },
  });
}

async function ask(deps: WebDeps, c: Context<WebEnv>): Promise<Response> {
  const { page } = c.var;
  const region = findRegion(c.req.param("region") ?? "");
  if (region === undefined) return answerNotFound(c, page.t.notFound.region);
  const id = parseRowId(c.req.param("case"));
  const found = id === null ? null : await findCase(deps.db, id);
  if (found === null || found.regionCode !== region.code) return answerNotFound(c, page.t.notFound.thread);
  const values = await readForm(c);
  const thanks = linkTo(page.language, `${casePathOf(c)}/questions`);
  // A machine is told that all went well.
  if (textOf(values, TRAP) !== "") return c.redirect(thanks, 303);
  const { text, replyTo, problems } = readQuestion(page, values);
  const contact = await readContact(deps.db, region.code);
  const showAgain = (faults: readonly FieldProblem[], status: 422 | 429) => {
    const props = { page, region, contact, casePath: casePathOf(c), text, replyTo, problems: faults };
    return c.html(renderDocument(<QuestionPage {...props} />), status);
  };
  if (problems.length > 0) return showAgain(problems, 422);
  const question = { regionCode: region.code, caseId: found.id, text, replyTo: replyTo === "" ? null : replyTo };
  const result = await askQuestion({ db: deps.db, now: deps.now() }, question);
  if (result.kind === "flooded")
    return showAgain([{ field: "question", problem: questionWords[page.language].tooManyHere }], 429);
  return c.redirect(thanks, 303);
}

function readQuestion(page: WebEnv["Variables"]["page"], values: FormValues) {
  const words = questionWords[page.language];
  const read = readFreeText(values, { name: "question", maxChars: MAX_QUESTION_CHARS, lines: true });
  const replyTo = textOf(values, "replyTo");
  const problems: FieldProblem[] = [];
  if (read.kind === "refused")
    problems.push(
      wordFreeText(page, read, { field: "question", personnummer: words.personnummer, other: words.noText }),
    );
  if (replyTo !== "" && parseEmailAddress(replyTo) === null)
    problems.push({ field: "replyTo", problem: words.badReplyTo });
  else if (findPersonnummer(replyTo) !== null) problems.push({ field: "replyTo", problem: words.personnummer });
  return { text: read.text, replyTo, problems };
}

function casePathOf(c: Context<WebEnv>): string {
  return c.var.page.path.replace(/\/questions$/, "");
}

async function answerNotice(
  { db }: WebDeps,
  c: Context<WebEnv>,
  notice: { status: 200 | 403 | 429; title: string; text: string },
): Promise<Response> {
  const { status, ...told } = notice;
  const region = findRegion(c.req.param("region") ?? "");
  const contact = region === undefined ? null : await readContact(db, region.code);
  const props = { page: c.var.page, region, contact, casePath: casePathOf(c), ...told };
  return c.html(renderDocument(<QuestionNotice {...props} />), status);
}
