import { questionnairePath } from "../../../addresses.ts";
import { describeAnswer } from "../../../domain/questionnaire/describe.ts";
import { listQuestionParts, type Question, type Section } from "../../../domain/questionnaire/question.ts";
import type { FieldProblem, FormValues } from "../../frame/form.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { DeskForm, ProblemSummary, SubmitButton } from "../../parts/form-fields.tsx";
import { DeskLayout } from "../desk-layout.tsx";
import { nameQuestion, QuestionFields } from "./part-fields.tsx";
import type { RegionRound } from "./read-region-round.ts";
import { questionnaireWords } from "./words.ts";

export interface SectionPageProps {
  readonly page: Page;
  readonly region: RegionRound;
  readonly section: Section;
  readonly values: FormValues;
  readonly problems: readonly FieldProblem[];
  /** What became of the form that was sent, where it was not simply saved. */
  readonly told: string | null;
  readonly done: string | undefined;
}

/** A part of the questions: its own form, with its own save. */
export function SectionPage(props: SectionPageProps) {
  const { page, region, section, problems, told, done } = props;
  const { language } = page;
  const t = questionnaireWords[language];
  const path = roundPath(region);
  const isLast = region.round.questions.sections.at(-1)?.code === section.code;
  return (
    <DeskLayout
      page={page}
      title={section.title[language]}
      regionCode={region.regionCode}
      area="questionnaire"
      done={done}
    >
      <p>
        <a href={linkTo(language, path)}>{t.section.back}</a> ·{" "}
        {t.heading(t.names[region.round.questionnaire], region.round.period)}
      </p>
      {told === null ? null : (
        <div class="ds-alert" data-color="warning" role="alert">
          {told}
        </div>
      )}
      {region.writable ? (
        <>
          <ProblemSummary page={page} problems={problems} />
          <DeskForm page={page} action={`${path}/sections/${section.code}`} class="questions">
            <input type="hidden" name="seen" value={region.revision} />
            {section.questions.map((question) => (
              <QuestionFields page={page} question={question} values={props.values} problems={problems} />
            ))}
            <div class="buttons">
              <SubmitButton text={t.section.save} />
              {isLast ? null : <SubmitButton text={t.section.saveNext} name="next" value="yes" variant="secondary" />}
            </div>
          </DeskForm>
        </>
      ) : (
        <>
          <p>
            <strong>{region.state === "open" ? t.section.locked : stateOf(page, region)}</strong>
          </p>
          {section.questions.map((question) => (
            <QuestionRead page={page} question={question} region={region} />
          ))}
        </>
      )}
    </DeskLayout>
  );
}

export function roundPath({ regionCode, round }: Pick<RegionRound, "regionCode" | "round">): string {
  return `${questionnairePath(regionCode)}/${round.id}`;
}

/** When it is answered, and whether that is over. */
export function stateOf({ language }: Page, { state, round }: Pick<RegionRound, "state" | "round">): string {
  const { states } = questionnaireWords[language];
  return state === "planned" ? states.planned(round.opensOn, round.lastDay) : states[state](round.lastDay);
}

/** A question with what was answered, to read. */
function QuestionRead({
  page: { language },
  question,
  region,
}: Pick<SectionPageProps, "page" | "region"> & { readonly question: Question }) {
  const t = questionnaireWords[language];
  return (
    <section class="question">
      <h2>
        {nameQuestion(question)}. {question.text[language]}
      </h2>
      {listQuestionParts(question).map(({ key, part }) => {
        const answer = region.answers[key];
        const lines = answer === undefined ? [t.standings.none] : describeAnswer(part, answer, language);
        return (
          <>
            {part.label === null ? null : <h3>{part.label[language]}</h3>}
            {lines.map((line) => (
              <p class="asked">{line}</p>
            ))}
          </>
        );
      })}
    </section>
  );
}
