import { questionnairePath } from "../../../addresses.ts";
import { readRound, readRounds } from "../../../db/questionnaire-rounds.ts";
import { isAllowed } from "../../../domain/account.ts";
import { describeAnswer } from "../../../domain/questionnaire/describe.ts";
import { listQuestionParts, type Section } from "../../../domain/questionnaire/question.ts";
import type { Region } from "../../../domain/region.ts";
import { parseRowId } from "../../../domain/row-id.ts";
import { correctAnswers, signAnswers } from "../../../services/questionnaires.ts";
import { readForm, textOf, type FormValues } from "../../frame/form.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { parseLanguage, renderDocument } from "../../frame/page.ts";
import { readDone, redirectDone } from "../../parts/notice.ts";
import type { WebDeps } from "../../web-deps.ts";
import { actAsVisitor, onRegion, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { readPart } from "./answer-form.ts";
import { nameQuestion } from "./part-fields.tsx";
import { readRegionRound } from "./read-region-round.ts";
import { RoundPage } from "./round-page.tsx";
import { RoundsListPage } from "./rounds-list-page.tsx";
import { saveSection, showSection } from "./section-form.tsx";
import { questionnaireWords } from "./words.ts";

const ROUND = "/questionnaire/:region/:round{[0-9]+}";
const SECTION = `${ROUND}/sections/:section`;

/** What SKR asks the region: read and written by those who curate, signed by those who sign. */
export function createQuestionnaireRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [
    onRegion.get("/questionnaire/:region", "curate", (c, region) => answerList(deps, c, region)),
    onRegion.get(ROUND, "curate", (c, region) => answerRound(deps, c, region)),
    onRegion.get(SECTION, "curate", (c, region) => showSection(deps, c, region)),
    {
      ...onRegion.post(SECTION, "curate", (c, region) => saveSection(deps, c, region)),
      tellWritten: (c, values) => tellWritten(deps, { values, path: c.req.path, query: c.req.query("lang") }),
    },
    onRegion.post(`${ROUND}/sign`, "sign", (c, region) => sign(deps, c, region)),
    onRegion.post(`${ROUND}/correct`, "sign", (c, region) => correct(deps, c, region)),
  ];
}

async function answerList(deps: WebDeps, c: DeskContext, region: Region): Promise<Response> {
  const { page } = c.var;
  const rounds = await readRounds(deps.db);
  const own = [];
  for (const { id } of rounds) {
    const one = await readRegionRound(deps, { id: String(id), regionCode: region.code });
    if (one !== null) own.push(one);
  }
  return c.html(renderDocument(<RoundsListPage page={page} region={region} rounds={own} />));
}

async function answerRound(deps: WebDeps, c: DeskContext, { code }: Region): Promise<Response> {
  const { page, visitor } = c.var;
  const region = await readRegionRound(deps, { id: c.req.param("round"), regionCode: code });
  if (region === null) return answerNotFound(c, questionnaireWords[page.language].none);
  const maySign = isAllowed(visitor.account, "sign", code);
  const done = readDone(page, questionnaireWords[page.language].done);
  return c.html(renderDocument(<RoundPage page={page} region={region} maySign={maySign} done={done} />));
}

async function sign(deps: WebDeps, c: DeskContext, { code }: Region): Promise<Answer> {
  const roundId = parseRowId(c.req.param("round")) ?? 0;
  const seen = Number(textOf(await readForm(c), "seen"));
  const result = await signAnswers(actAsVisitor(deps, c), { roundId, regionCode: code, seen });
  return result.kind === "forbidden" ? result : answerDone(c, { code, roundId, kind: result.kind, done: "signed" });
}

async function correct(deps: WebDeps, c: DeskContext, { code }: Region): Promise<Answer> {
  const roundId = parseRowId(c.req.param("round")) ?? 0;
  const result = await correctAnswers(actAsVisitor(deps, c), { roundId, regionCode: code });
  return result.kind === "forbidden" ? result : answerDone(c, { code, roundId, kind: result.kind, done: "correcting" });
}

function answerDone(
  c: DeskContext,
  { code, roundId, kind, done }: { code: string; roundId: number; kind: string; done: string },
): Response | Promise<Response> {
  if (kind === "gone") return answerNotFound(c, questionnaireWords[c.var.page.language].none);
  const told = kind === "done" ? done : kind;
  return redirectDone(c, `${questionnairePath(code)}/${roundId}`, told);
}

/** What a form held, in words, for whoever's session has ended meanwhile: nothing that was answered is lost. */
async function tellWritten(
  { db }: WebDeps,
  { values, path, query }: { values: FormValues; path: string; query: string | undefined },
): Promise<readonly string[]> {
  const [, , , id, , code] = path.split("/");
  const roundId = parseRowId(id);
  const round = roundId === null ? null : await readRound(db, roundId);
  const section = round?.questions.sections.find((one) => one.code === code);
  return section === undefined ? [] : describeSection(section, { values, language: parseLanguage(query) });
}

function describeSection(
  section: Section,
  { values, language }: { values: FormValues; language: "sv" | "en" },
): string[] {
  return section.questions.flatMap((question) =>
    listQuestionParts(question).flatMap(({ key, part }) => {
      const read = readPart(values, { key, part, question });
      const name = [`${nameQuestion(question)}. ${question.text[language]}`, part.label?.[language] ?? ""];
      const said = name.filter((text) => text !== "").join(" – ");
      if (read.kind === "faults") return [`${said}\n${listTyped(values, key).join("\n")}`];
      return read.answer === null ? [] : [`${said}\n${describeAnswer(part, read.answer, language).join("\n")}`];
    }),
  );
}

/** What cannot be read as an answer, as it was typed. */
function listTyped(values: FormValues, key: string): string[] {
  return Object.entries(values).flatMap(([field, value]) =>
    typeof value === "string" && value !== "" && (field === key || field.startsWith(`${key}.`)) ? [value] : [],
  );
}
