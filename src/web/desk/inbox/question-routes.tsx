import { parseRowId } from "../../../domain/row-id.ts";
import { closeQuestion } from "../../../db/questions.ts";
import type { Region } from "../../../domain/region.ts";
import type { DeskContext, DeskRoute } from "../desk-route.ts";
import { readForm, type FieldProblem } from "../../frame/form.ts";
import { readFreeText, wordFreeText } from "../../parts/free-text.ts";
import { answerInbox } from "./inbox-answer.tsx";
import { parseInboxFilter } from "../../desk-parts/inbox-filter.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { linkTo } from "../../frame/page.ts";
import { MAX_NOTE_CHARS } from "./inbox-questions.tsx";
import type { WebDeps } from "../../web-deps.ts";
import { inboxWords } from "../../desk-parts/inbox-words.ts";

export function createQuestionRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [
    {
      method: "post",
      path: "/questions/:region/:question/close",
      about: "region",
      needs: "curate",
      handle: (c, region) => close(deps, c, region),
    },
  ];
}

async function close(deps: WebDeps, c: DeskContext, region: Region): Promise<Response> {
  const { page, actor } = c.var;
  const words = inboxWords[page.language].questionsPage;
  const id = parseRowId(c.req.param("question"));
  if (id === null) return answerNotFound(c, page.t.notFound.text);
  const note = readFreeText(await readForm(c), { name: "note", maxChars: MAX_NOTE_CHARS });
  const refuse = (problem: Omit<FieldProblem, "field">, status: 409 | 422): Promise<Response> =>
    answerInbox(deps, c, {
      region,
      filter: parseInboxFilter(new URLSearchParams({ view: "questions" })),
      status,
      form: { problems: [{ ...problem, field: `note-${id}` }], notes: new Map([[id, note.text]]) },
    });
  if (note.kind === "refused")
    return refuse(
      wordFreeText(page, note, { field: "note", personnummer: words.personnummer, other: words.noNote }),
      422,
    );
  const question = { regionCode: region.code, id, note: note.text, actor, now: deps.now() };
  if (!(await closeQuestion(deps.db, question))) return refuse({ problem: words.gone }, 409);
  const query = new URLSearchParams({ view: "questions", done: "question" });
  return c.redirect(linkTo(page.language, `/inbox/${region.code}`, query), 303);
}
