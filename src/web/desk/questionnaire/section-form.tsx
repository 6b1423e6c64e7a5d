import type { Answer as PartAnswer } from "../../../domain/questionnaire/answer.ts";
import { listQuestionParts, type KeyedPart, type Section } from "../../../domain/questionnaire/question.ts";
import type { Region } from "../../../domain/region.ts";
import { saveAnswers } from "../../../services/questionnaires.ts";
import { readForm, textOf, type FieldProblem, type FormValues } from "../../frame/form.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { renderDocument, type Page } from "../../frame/page.ts";
import { findUnsureNumber, wordUnsureNumber } from "../../parts/free-text.ts";
import { readDone, redirectDone } from "../../parts/notice.ts";
import type { WebDeps } from "../../web-deps.ts";
import { actAsVisitor, type Answer, type DeskContext } from "../desk-route.ts";
import { fillPart, readPart, sentOf, type FormFault } from "./answer-form.ts";
import { readRegionRound, type RegionRound } from "./read-region-round.ts";
import { listNumbers } from "./round-page.tsx";
import { roundPath, SectionPage } from "./section-page.tsx";
import { questionnaireWords } from "./words.ts";

interface Place {
  readonly region: RegionRound;
  readonly section: Section;
}

/** The round and the part of it that the address names; null when there is none such, or it is not shown yet. */
async function findPlace(deps: WebDeps, c: DeskContext, regionCode: string): Promise<Place | null> {
  const region = await readRegionRound(deps, { id: c.req.param("round"), regionCode });
  const section = region?.round.questions.sections.find(({ code }) => code === c.req.param("section"));
  return region === null || section === undefined ? null : { region, section };
}

export async function showSection(deps: WebDeps, c: DeskContext, { code }: Region): Promise<Response> {
  const { page } = c.var;
  const t = questionnaireWords[page.language];
  const place = await findPlace(deps, c, code);
  if (place === null) return answerNotFound(c, t.none);
  const shown = { values: fillSection(place), problems: [], told: null, done: readDone(page, t.done) };
  return c.html(renderDocument(<SectionPage page={page} {...place} {...shown} />));
}

function fillSection({ region, section }: Place): FormValues {
  return Object.assign({}, ...listSectionParts(section).map(({ key }) => fillPart(key, region.answers[key])));
}

function listSectionParts({ questions }: Section): KeyedPart[] {
  return questions.flatMap(listQuestionParts);
}

/** Saves what can be taken; what cannot stands in the form as it was typed, each with what is wrong beside it. */
export async function saveSection(deps: WebDeps, c: DeskContext, { code }: Region): Promise<Answer> {
  const { page } = c.var;
  const place = await findPlace(deps, c, code);
  if (place === null) return answerNotFound(c, questionnaireWords[page.language].none);
  const values = await readForm(c);
  const { answers, faults } = readSection(values, place.section);
  const seen = Number(textOf(values, "seen"));
  const input = {
    roundId: place.region.round.id,
    regionCode: code,
    answers,
    seen: Number.isSafeInteger(seen) ? seen : 0,
  };
  const result = await saveAnswers(actAsVisitor(deps, c), input);
  const path = roundPath(place.region);
  switch (result.kind) {
    case "forbidden":
      return result;
    case "gone":
      return answerNotFound(c, questionnaireWords[page.language].none);
    case "signed":
      return redirectDone(c, path, "locked");
    case "planned":
    case "closed":
      return redirectDone(c, path, result.kind);
    case "conflict":
      return showAgain(deps, c, {
        place,
        values,
        faults,
        typed: [...result.keys, ...keysOf(faults)],
        told: tellConflict(page, result.saves),
      });
    case "refused":
      return showAgain(deps, c, { place, values, faults, typed: Object.keys(result.faults), told: null });
    case "saved":
    case "unchanged":
      break;
  }
  if (faults.size > 0)
    return showAgain(deps, c, {
      place,
      values,
      faults,
      typed: keysOf(faults),
      told: questionnaireWords[page.language].section.rest,
    });
  return redirectDone(c, textOf(values, "next") === "" ? pathOf(place) : nextPath(place), result.kind);
}

function pathOf({ region, section }: Place): string {
  return `${roundPath(region)}/sections/${section.code}`;
}

/** The part after this one; after the last, all of them. */
function nextPath({ region, section }: Place): string {
  const { sections } = region.round.questions;
  const next = sections[sections.findIndex(({ code }) => code === section.code) + 1];
  return next === undefined ? roundPath(region) : pathOf({ region, section: next });
}

type Faults = ReadonlyMap<string, readonly FormFault[]>;

/** What the form says of each part that it can be read of, and what is wrong with the others. */
function readSection(values: FormValues, section: Section) {
  const answers: Record<string, PartAnswer | null> = {};
  const faults = new Map<string, readonly FormFault[]>();
  for (const keyed of listSectionParts(section)) {
    const read = readPart(values, keyed);
    if (read.kind === "faults") faults.set(keyed.key, read.faults);
    else answers[keyed.key] = read.answer;
  }
  return { answers, faults };
}

function keysOf(faults: Faults): string[] {
  return [...faults.keys()];
}

function tellConflict({ language }: Page, saves: readonly { savedBy: string; keys: readonly string[] }[]): string {
  const by = [...new Set(saves.map(({ savedBy }) => savedBy))].join(", ");
  const keys = saves.flatMap((save) => save.keys).toSorted();
  return questionnaireWords[language].section.conflict(by, listNumbers(keys));
}

interface Again {
  readonly place: Place;
  readonly values: FormValues;
  readonly faults: Faults;
  /** The parts that stand as they were typed; all others as they are kept now. */
  readonly typed: readonly string[];
  readonly told: string | null;
}

async function showAgain(deps: WebDeps, c: DeskContext, again: Again): Promise<Response> {
  const { page } = c.var;
  const { values, faults, typed, told } = again;
  const region = await readRegionRound(deps, { id: c.req.param("round"), regionCode: again.place.region.regionCode });
  const place = { ...again.place, region: region ?? again.place.region };
  const shown: FormValues = Object.assign(
    {},
    ...listSectionParts(place.section).map(({ key }) =>
      typed.includes(key) ? sentOf(values, key) : fillPart(key, place.region.answers[key]),
    ),
  );
  const problems = [...faults.values()].flat().map((fault) => wordFault(page, values, fault));
  const own = { ...page, path: pathOf(place), query: new URLSearchParams() };
  return c.html(
    renderDocument(
      <SectionPage page={own} {...place} values={shown} problems={problems} told={told} done={undefined} />,
    ),
    422,
  );
}

function wordFault(page: Page, values: FormValues, { field, because }: FormFault): FieldProblem {
  const { problems } = questionnaireWords[page.language];
  if (because !== "unsure") return { field, problem: problems[because] };
  const unsure = findUnsureNumber(values, { name: field, text: textOf(values, field) });
  return unsure === null ? { field, problem: problems.personnummer } : wordUnsureNumber(page, field, unsure);
}
