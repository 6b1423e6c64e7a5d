import { writeFile } from "node:fs/promises";
import { readRounds } from "../db/questionnaire-rounds.ts";
import { readProgress } from "../db/questionnaire-signatures.ts";
import { addDays, parseIsoDate, stockholmDate, type IsoDate } from "../domain/calendar.ts";
import { CURRENT_QUESTIONS } from "../domain/questionnaire/current-questions.ts";
import { QUESTIONNAIRES, questionnaireSchema, type Questionnaire } from "../domain/questionnaire/question.ts";
import {
  DEFAULT_REMIND_DAYS,
  judgeRound,
  parsePeriod,
  parseRemindDays,
  type RegionProgress,
} from "../domain/questionnaire/round.ts";
import { MAX_REASON_CHARS } from "../domain/reason.ts";
import { findTextFault } from "../domain/free-text.ts";
import { nameRegion } from "../domain/region.ts";
import { actAtCommandLine, type ServiceContext } from "../services/context.ts";
import { readRoundAnswers } from "../services/questionnaire-results.ts";
import { closeRound, moveLastDay, openRound, remindRegions, reopenAnswers } from "../services/questionnaire-rounds.ts";
import { writeAnswersCsv, writeAnswersJson } from "../web/desk-parts/answers-file.ts";
import {
  parseCall,
  parseId,
  parseRegion,
  readAs,
  runAction,
  UsageError,
  withDeps,
  type Command,
  type CommandContext,
} from "./command.ts";
import { renderTable } from "./table.ts";

const FORMATS = ["json", "csv"] as const;
const OPTIONS = { by: { type: "string" }, json: { type: "boolean" } } as const;
const DEFAULT_DAYS_OPEN = 30;

export const questionnaireCommand: Command = {
  usage: [
    "questionnaire questions [NAME] [--json]",
    "questionnaire open PERIOD [--of NAME] [--opens DATE] [--last-day DATE] [--remind 14,7,1] [--questions FILE.json|-] [--by NAME] [--json]",
    "questionnaire list [--json]",
    "questionnaire follow ROUND [--json]",
    "questionnaire remind ROUND [--by NAME] [--json]",
    "questionnaire move ROUND DATE [--by NAME] [--json]",
    "questionnaire reopen ROUND REGION --because TEXT [--by NAME] [--json]",
    "questionnaire close ROUND [--by NAME] [--json]",
    "questionnaire export ROUND [--format json|csv] [--lang sv|en] [--out FILE]",
  ],
  summary:
    `What SKR asks the regions: NAME is ${QUESTIONNAIRES.join(" or ")}, PERIOD 2026, 2026-H1 or 2026-Q4. A round asks ` +
    "what it asked when it was put out, and is answered and signed at the desk; after its last day nothing can be changed. " +
    "export has what was signed, never a draft.",
  run: (context) => runAction(context, "questionnaire", ACTIONS),
};

const ACTIONS: Readonly<Record<string, (context: CommandContext) => Promise<number>>> = {
  questions: runQuestions,
  open: runOpen,
  list: runList,
  follow: runFollow,
  remind: runRemind,
  move: runMove,
  reopen: runReopen,
  close: runClose,
  export: runExport,
};

function parseName(text: string | undefined) {
  const name = QUESTIONNAIRES.find((one) => one === (text ?? "outreach"));
  if (name === undefined) throw new UsageError(`"${text}" is no questionnaire; use ${QUESTIONNAIRES.join(" or ")}`);
  return name;
}

function parseDay(text: string | undefined, option: string): IsoDate | null {
  const day = text === undefined ? null : parseIsoDate(text);
  if (text !== undefined && day === null) throw new UsageError(`${option} should be a day such as 2026-12-31`);
  return day;
}

async function runQuestions(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, {
    options: { json: { type: "boolean" } },
    words: [],
    more: true,
  });
  const questions = CURRENT_QUESTIONS[parseName(positionals[0])];
  if (values.json === true) context.out(JSON.stringify(questions, null, 2));
  else
    for (const { title, questions: asked } of questions.sections)
      context.out([title.sv, ...asked.map(({ code, text }) => `  ${code} ${text.sv}`)].join("\n"));
  return 0;
}

async function runOpen(context: CommandContext): Promise<number> {
  const options = {
    ...OPTIONS,
    of: { type: "string" },
    opens: { type: "string" },
    "last-day": { type: "string" },
    remind: { type: "string" },
    questions: { type: "string" },
  } as const;
  const { values, positionals } = parseCall(context.args, { options, words: ["PERIOD"] });
  const period = parsePeriod(positionals[0] ?? "");
  if (period === null) throw new UsageError(`"${positionals[0]}" is no period; use 2026, 2026-H1 or 2026-Q4`);
  const remindDays = values.remind === undefined ? DEFAULT_REMIND_DAYS : parseRemindDays(values.remind);
  if (remindDays === null) throw new UsageError("--remind should be up to six days from 1 to 90, such as 14,7,1");
  const opensOn = parseDay(values.opens, "--opens") ?? stockholmDate(new Date());
  const lastDay = parseDay(values["last-day"], "--last-day") ?? addDays(opensOn, DEFAULT_DAYS_OPEN);
  const own = values.questions === undefined ? null : await readQuestions(context, values.questions);
  if (values.questions !== undefined && own === null) return 1;
  const questionnaire = own?.name ?? parseName(values.of);
  const round = { questionnaire, period, opensOn, lastDay, remindDays, ...(own === null ? {} : { questions: own }) };
  return withRounds(context, values, async (ctx) => {
    const result = await openRound(ctx, round);
    switch (result.kind) {
      case "opened":
        return tell(context, values, {
          text: `Round ${result.id} is put out: ${questionnaire}, ${period}, ${opensOn} to ${lastDay}.`,
          told: { round: result.id, questionnaire, period, opensOn, lastDay },
        });
      case "days":
        return refuse(context, result.because === "past" ? PAST : REVERSED);
      case "exists":
        return refuse(context, `${questionnaire} has been asked of ${period}; use another period`);
      case "other-version":
        return refuse(context, "Other questions were asked under this version; give the file a new version");
      case "forbidden":
        return refuse(context, FORBIDDEN_TEXT);
    }
  });
}

const PAST = "The last day has already been; give a later one";
const REVERSED = "The last day comes before the day on which it opens; change one of them";
const FORBIDDEN_TEXT = "That is not allowed";

async function readQuestions(context: CommandContext, file: string): Promise<Questionnaire | null> {
  return (await readAs(context, { file, schema: questionnaireSchema }))?.value ?? null;
}

interface Said {
  readonly json?: boolean | undefined;
  readonly by?: string | undefined;
}

function withRounds(
  context: CommandContext,
  { by }: Said,
  work: (ctx: ServiceContext) => Promise<number>,
): Promise<number> {
  return withDeps(context, ({ publishing }) => work(actAtCommandLine(publishing, by ?? null)));
}

function tell({ out }: CommandContext, { json }: Said, { text, told }: { text: string; told: unknown }): number {
  out(json === true ? JSON.stringify(told) : text);
  return 0;
}

function refuse({ problem }: CommandContext, text: string): number {
  problem(`${text}.`);
  return 1;
}

const WHY_NOT: Readonly<Record<string, string>> = {
  gone: "There is no such round; see questionnaire list",
  planned: "The round has not opened",
  closed: "The round is closed: nothing of it can be changed",
  "not-signed": "The region has not signed",
  forbidden: FORBIDDEN_TEXT,
};

async function runList(context: CommandContext): Promise<number> {
  const { values } = parseCall(context.args, { options: OPTIONS, words: [] });
  return withRounds(context, values, async ({ db, now }) => {
    const rounds = (await readRounds(db)).map(({ id, questionnaire, version, period, opensOn, lastDay, ...round }) => {
      const state = judgeRound({ opensOn, lastDay, closedAt: round.closedAt }, stockholmDate(now));
      return { round: id, questionnaire, version, period, opensOn, lastDay, state };
    });
    const rows = rounds.map((one) => [one.round, one.questionnaire, one.period, one.opensOn, one.lastDay, one.state]);
    const text = renderTable([["round", "questions", "period", "opens", "last day", "state"], ...rows]);
    return tell(context, values, { text, told: { rounds } });
  });
}

async function runFollow(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, { options: OPTIONS, words: ["ROUND"] });
  const id = parseId(positionals[0], "ROUND");
  return withRounds(context, values, async ({ db }) => {
    const round = (await readRounds(db)).find((one) => one.id === id);
    if (round === undefined) return refuse(context, WHY_NOT.gone ?? "");
    const regions = (await readProgress(db, id)).map(({ regionCode, progress, signed }) => ({
      region: regionCode,
      name: nameRegion(regionCode),
      progress,
      signedAt: signed?.at.toISOString() ?? null,
    }));
    const count = (...kinds: readonly RegionProgress[]) =>
      regions.filter(({ progress }) => kinds.includes(progress)).length;
    const sum = { signed: count("signed", "correcting"), draft: count("draft"), notBegun: count("not-begun") };
    const rows = regions.map((one) => [one.region, one.name, one.progress, one.signedAt ?? ""]);
    const line = `${sum.signed} of ${regions.length} have signed, ${sum.draft} have begun, ${sum.notBegun} have not.`;
    const text = `${line}\n${renderTable([["region", "", "state", "signed"], ...rows])}`;
    return tell(context, values, { text, told: { round: id, ...sum, regions } });
  });
}

async function runRemind(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, { options: OPTIONS, words: ["ROUND"] });
  const id = parseId(positionals[0], "ROUND");
  return withRounds(context, values, async (ctx) => {
    const result = await remindRegions(ctx, { id });
    if (result.kind !== "reminded") return refuse(context, WHY_NOT[result.kind] ?? result.kind);
    const regions = result.regionCodes;
    const text =
      regions.length === 0
        ? "Nobody to remind: they have signed, had a mail today, or have no account."
        : `Mails are on their way to ${regions.map(nameRegion).join(", ")}.`;
    return tell(context, values, { text, told: { round: id, reminded: regions } });
  });
}

async function runMove(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, { options: OPTIONS, words: ["ROUND", "DATE"] });
  const id = parseId(positionals[0], "ROUND");
  const lastDay = parseDay(positionals[1], "DATE") ?? "";
  return withRounds(context, values, async (ctx) => {
    const result = await moveLastDay(ctx, { id, lastDay });
    if (result.kind === "days") return refuse(context, result.because === "past" ? PAST : REVERSED);
    if (result.kind !== "done") return refuse(context, WHY_NOT[result.kind] ?? result.kind);
    return tell(context, values, { text: `The last day of round ${id} is ${lastDay}.`, told: { round: id, lastDay } });
  });
}

async function runReopen(context: CommandContext): Promise<number> {
  const options = { ...OPTIONS, because: { type: "string" } } as const;
  const { values, positionals } = parseCall(context.args, { options, words: ["ROUND", "REGION"] });
  const roundId = parseId(positionals[0], "ROUND");
  const { code: regionCode, name } = parseRegion(positionals[1]);
  const reason = (values.because ?? "").trim();
  const fault = findTextFault(reason, MAX_REASON_CHARS);
  if (fault !== null)
    return refuse(
      context,
      fault === "personnummer" ? "The reason holds a personnummer" : "--because says why, at most 500 characters",
    );
  return withRounds(context, values, async (ctx) => {
    const result = await reopenAnswers(ctx, { roundId, regionCode, reason });
    if (result.kind !== "done") return refuse(context, WHY_NOT[result.kind] ?? result.kind);
    const text = `${name} has a mail on its way, and counts once it signs anew.`;
    return tell(context, values, { text, told: { round: roundId, region: regionCode, reopened: true } });
  });
}

async function runClose(context: CommandContext): Promise<number> {
  const { values, positionals } = parseCall(context.args, { options: OPTIONS, words: ["ROUND"] });
  const id = parseId(positionals[0], "ROUND");
  return withRounds(context, values, async (ctx) => {
    const result = await closeRound(ctx, { id });
    if (result.kind !== "done") return refuse(context, WHY_NOT[result.kind] ?? result.kind);
    return tell(context, values, { text: `Round ${id} is closed.`, told: { round: id, closed: true } });
  });
}

async function runExport(context: CommandContext): Promise<number> {
  const options = {
    json: { type: "boolean" },
    format: { type: "string" },
    lang: { type: "string" },
    out: { type: "string" },
  } as const;
  const { values, positionals } = parseCall(context.args, { options, words: ["ROUND"] });
  const id = parseId(positionals[0], "ROUND");
  const format = FORMATS.find((one) => one === (values.format ?? "json"));
  if (format === undefined) throw new UsageError(`--format should be ${FORMATS.join(" or ")}, not "${values.format}"`);
  const language = values.lang === "en" ? "en" : "sv";
  if (values.lang !== undefined && values.lang !== language) throw new UsageError("--lang should be sv or en");
  return withDeps(context, async ({ database: { db } }) => {
    const results = await readRoundAnswers(db, id);
    if (results === null) return refuse(context, WHY_NOT.gone ?? "");
    const text = format === "json" ? writeAnswersJson(results) : writeAnswersCsv(results, language);
    if (values.out === undefined) context.out(text.trimEnd());
    else await writeFile(values.out, text);
    return 0;
  });
}
