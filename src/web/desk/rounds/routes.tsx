import { readHoldingRegions } from "../../../db/account-mails.ts";
import { readProgress } from "../../../db/questionnaire-signatures.ts";
import { readRound, readRounds } from "../../../db/questionnaire-rounds.ts";
import { addDays, parseIsoDate, stockholmDate } from "../../../domain/calendar.ts";
import { QUESTIONNAIRES } from "../../../domain/questionnaire/question.ts";
import {
  DEFAULT_REMIND_DAYS,
  judgeRound,
  parsePeriod,
  parseRemindDays,
  type Round,
} from "../../../domain/questionnaire/round.ts";
import { MAX_REASON_CHARS } from "../../../domain/reason.ts";
import { findRegion } from "../../../domain/region.ts";
import { parseRowId } from "../../../domain/row-id.ts";
import { readRoundAnswers } from "../../../services/questionnaire-results.ts";
import {
  ANSWERING,
  closeRound,
  moveLastDay,
  openRound,
  remindRegions,
  reopenAnswers,
  type NewRound,
} from "../../../services/questionnaire-rounds.ts";
import { readForm, textOf, type FieldProblem } from "../../frame/form.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { renderDocument } from "../../frame/page.ts";
import { readFreeText, wordFreeText } from "../../parts/free-text.ts";
import { readDone, redirectDone } from "../../parts/notice.ts";
import type { WebDeps } from "../../web-deps.ts";
import { actAsVisitor, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { writeAnswersCsv, writeAnswersJson } from "../../desk-parts/answers-file.ts";
import { FollowPage } from "./follow-page.tsx";
import { openForm, type OpenValues } from "./form.ts";
import { RoundsPage } from "./rounds-page.tsx";
import { roundsWords } from "./words.ts";

const ROUND = "/rounds/:round{[0-9]+}";

/** What SKR asks the regions: put out, followed and closed by its analysts. */
export function createRoundRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [
    { about: "nation", method: "get", path: "/rounds", needs: "analyse", handle: (c) => answerRounds(deps, c) },
    { about: "nation", method: "post", path: "/rounds", needs: "analyse", handle: (c) => open(deps, c) },
    { about: "nation", method: "get", path: ROUND, needs: "analyse", handle: (c) => follow(deps, c) },
    ...(["csv", "json"] as const).map((format): DeskRoute => ({
      about: "nation",
      method: "get",
      path: `${ROUND}/answers.${format}`,
      needs: "analyse",
      handle: (c) => download(deps, c, format),
    })),
    ...Object.entries(DEEDS).map(([name, deed]): DeskRoute => ({
      about: "nation",
      method: "post",
      path: `${ROUND}/${name}`,
      needs: "analyse",
      handle: (c) => doDeed(deps, c, deed),
    })),
  ];
}

interface RefusedRound {
  readonly values: OpenValues;
  readonly problems: readonly FieldProblem[];
}

async function answerRounds(deps: WebDeps, c: DeskContext, refused?: RefusedRound): Promise<Response> {
  const { page } = c.var;
  const today = stockholmDate(deps.now());
  const values: OpenValues = {
    questionnaire: "outreach",
    period: today.slice(0, 4),
    opensOn: today,
    lastDay: addDays(today, 30),
    remindDays: DEFAULT_REMIND_DAYS.join(", "),
  };
  const props = {
    page: { ...page, path: "/rounds" },
    rounds: await readRounds(deps.db),
    today,
    values: refused?.values ?? values,
    problems: refused?.problems ?? [],
    done: readDone(page, roundsWords[page.language].done),
  };
  return c.html(renderDocument(<RoundsPage {...props} />), refused === undefined ? 200 : 422);
}

async function open(deps: WebDeps, c: DeskContext): Promise<Answer> {
  const t = roundsWords[c.var.page.language].problems;
  const values = openForm.read(await readForm(c));
  const read = readRoundForm(values, t);
  if (read.round === null) return answerRounds(deps, c, { values, problems: read.problems });
  const result = await openRound(actAsVisitor(deps, c), read.round);
  switch (result.kind) {
    case "forbidden":
      return result;
    case "opened":
      return redirectDone(c, `/rounds/${result.id}`, "opened");
    case "days":
      return answerRounds(deps, c, { values, problems: [{ field: "lastDay", problem: t[result.because] }] });
    case "exists":
    case "other-version":
      return answerRounds(deps, c, { values, problems: [{ field: "period", problem: t[result.kind] }] });
  }
}

/** What the form says; `round` is null when something is wrong with it. */
function readRoundForm(
  values: OpenValues,
  t: Readonly<Record<"questionnaire" | "period" | "opensOn" | "lastDay" | "remindDays", string>>,
): { round: NewRound | null; problems: FieldProblem[] } {
  const questionnaire = QUESTIONNAIRES.find((name) => name === values.questionnaire) ?? null;
  const period = parsePeriod(values.period);
  const [opensOn, lastDay] = [parseIsoDate(values.opensOn), parseIsoDate(values.lastDay)];
  const remindDays = parseRemindDays(values.remindDays);
  const problems = Object.entries({ questionnaire, period, opensOn, lastDay, remindDays }).flatMap(([field, value]) =>
    value === null && isField(field) ? [{ field, problem: t[field] }] : [],
  );
  if (questionnaire === null || period === null || opensOn === null || lastDay === null || remindDays === null)
    return { round: null, problems };
  return { round: { questionnaire, period, opensOn, lastDay, remindDays }, problems };
}

function isField(name: string): name is keyof OpenValues {
  return Object.hasOwn(openForm.specs, name);
}

async function findRound({ db }: WebDeps, c: DeskContext): Promise<Round | null> {
  const id = parseRowId(c.req.param("round"));
  return id === null ? null : readRound(db, id);
}

interface RefusedDeed {
  readonly problems: readonly FieldProblem[];
  readonly reason: string;
}

async function follow(deps: WebDeps, c: DeskContext, refused?: RefusedDeed): Promise<Response> {
  const { page } = c.var;
  const t = roundsWords[page.language];
  const round = await findRound(deps, c);
  if (round === null) return answerNotFound(c, t.notFound);
  const props = {
    page: { ...page, path: `/rounds/${round.id}` },
    round,
    state: judgeRound(round, stockholmDate(deps.now())),
    regions: await readProgress(deps.db, round.id),
    answering: new Set(await readHoldingRegions(deps.db, ANSWERING)),
    reason: refused?.reason ?? "",
    problems: refused?.problems ?? [],
    done: readDone(page, t.done),
  };
  return c.html(renderDocument(<FollowPage {...props} />), refused === undefined ? 200 : 422);
}

/** What becomes of a deed: a word to tell, or what is wrong. */
type Deed = (deps: WebDeps, c: DeskContext, round: Round) => Promise<{ kind: string } | RefusedDeed>;

const DEEDS: Readonly<Record<string, Deed>> = {
  remind: async (deps, c, { id }) => {
    const result = await remindRegions(actAsVisitor(deps, c), { id });
    return result.kind === "reminded" && result.regionCodes.length === 0 ? { kind: "nobody-reminded" } : result;
  },
  "last-day": async (deps, c, { id }) => {
    const { problems } = roundsWords[c.var.page.language];
    const lastDay = parseIsoDate(textOf(await readForm(c), "lastDay"));
    if (lastDay === null) return refuse("lastDay", problems.lastDay);
    const result = await moveLastDay(actAsVisitor(deps, c), { id, lastDay });
    if (result.kind === "days") return refuse("lastDay", problems[result.because]);
    return result.kind === "done" ? { kind: "moved" } : result;
  },
  close: async (deps, c, { id }) => {
    const { problems } = roundsWords[c.var.page.language];
    if (textOf(await readForm(c), "sure") !== "yes") return refuse("sure", problems.sure);
    const result = await closeRound(actAsVisitor(deps, c), { id });
    return result.kind === "closed" ? { kind: "over" } : result.kind === "done" ? { kind: "closed" } : result;
  },
  reopen: async (deps, c, { id }) => {
    const { page } = c.var;
    const { problems } = roundsWords[page.language];
    const form = await readForm(c);
    const region = findRegion(textOf(form, "region"));
    const reason = readFreeText(form, { name: "reason", maxChars: MAX_REASON_CHARS, lines: true });
    const words = { field: "reason", personnummer: problems.personnummer, other: problems.reason };
    const faults = [
      ...(region === undefined ? [{ field: "region", problem: problems.region }] : []),
      ...(reason.kind === "refused" ? [wordFreeText(page, reason, words)] : []),
    ];
    if (region === undefined || faults.length > 0) return { problems: faults, reason: reason.text };
    const result = await reopenAnswers(actAsVisitor(deps, c), {
      roundId: id,
      regionCode: region.code,
      reason: reason.text,
    });
    return result.kind === "done" ? { kind: "reopened" } : result;
  },
};

function refuse(field: string, problem: string): RefusedDeed {
  return { problems: [{ field, problem }], reason: "" };
}

async function doDeed(deps: WebDeps, c: DeskContext, deed: Deed): Promise<Answer> {
  const round = await findRound(deps, c);
  if (round === null) return answerNotFound(c, roundsWords[c.var.page.language].notFound);
  const result = await deed(deps, c, round);
  if ("problems" in result) return follow(deps, c, result);
  if (result.kind === "forbidden") return { kind: "forbidden" };
  return redirectDone(c, `/rounds/${round.id}`, result.kind);
}

/** What was signed, and nothing else. */
async function download(deps: WebDeps, c: DeskContext, format: "csv" | "json"): Promise<Response> {
  const { language } = c.var.page;
  const round = await findRound(deps, c);
  const results = round === null ? null : await readRoundAnswers(deps.db, round.id);
  if (results === null) return answerNotFound(c, roundsWords[language].notFound);
  const name = `restsignal-${results.round.questionnaire}-${results.round.period}.${format}`;
  c.header("content-disposition", `attachment; filename="${name}"`);
  if (format === "json") return c.body(writeAnswersJson(results), 200, { "content-type": "application/json" });
  return c.body(writeAnswersCsv(results, language), 200, { "content-type": "text/csv; charset=utf-8" });
}
