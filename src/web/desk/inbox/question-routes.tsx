import { parseRowId } from "../../../domain/row-id.ts";
import { closeQuestion } from "../../../services/questions.ts";
import type { Region } from "../../../domain/region.ts";
import { onRegion, actAsVisitor, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
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
  return [onRegion.post("/questions/:region/:question/close", "curate", (c, region) => close(deps, c, region))];
}

async function close(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  const { page } = c.var;
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
  const result = await closeQuestion(actAsVisitor(deps, c), { regionCode: region.code, id, note: note.text });
  if (result.kind === "forbidden") return result;
  if (result.kind === "gone") return refuse({ problem: words.gone }, 409);
  const query = new URLSearchParams({ view: "questions", done: "question" });
  return c.redirect(linkTo(page.language, `/inbox/${region.code}`, query), 303);
}
