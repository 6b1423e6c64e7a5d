import { QUESTIONNAIRES } from "../../../domain/questionnaire/question.ts";
import { judgeRound, type Round } from "../../../domain/questionnaire/round.ts";
import type { IsoDate } from "../../../domain/calendar.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { DeskForm, ProblemSummary, SubmitButton } from "../../parts/form-fields.tsx";
import { DeskLayout } from "../desk-layout.tsx";
import { openForm, type OpenValues } from "./form.ts";
import { roundsWords } from "./words.ts";

const { Field } = openForm;

interface RoundsPageProps {
  readonly page: Page;
  readonly rounds: readonly Round[];
  readonly today: IsoDate;
  readonly values: OpenValues;
  readonly problems: readonly FieldProblem[];
  readonly done: string | undefined;
}

/** All that the regions were asked, and the form that asks. */
export function RoundsPage({ page, rounds, today, values, problems, done }: RoundsPageProps) {
  const { language } = page;
  const t = roundsWords[language];
  const form = { words: t.open, values, problems };
  return (
    <DeskLayout page={page} title={t.title} regionCode={null} area="rounds" done={done}>
      <ProblemSummary page={page} problems={problems} />
      {rounds.length === 0 ? <p class="lead">{t.none}</p> : null}
      <ul class="entries">
        {rounds.map((round) => (
          <li>
            <a href={linkTo(language, `/rounds/${round.id}`)}>
              {t.heading(t.names[round.questionnaire], round.period)}
            </a>
            <p>
              <strong>{t.states[judgeRound(round, today)]}</strong>, {t.days(round.opensOn, round.lastDay)}
            </p>
          </li>
        ))}
      </ul>
      <p>
        <a href={linkTo(language, "/readiness")}>{t.readiness}</a>
      </p>
      <h2>{t.open.heading}</h2>
      <DeskForm page={page} action="/rounds" label={t.open.heading}>
        <Field {...form} name="questionnaire" options={QUESTIONNAIRES.map((name) => [name, t.names[name]])} />
        <Field {...form} name="period" />
        <Field {...form} name="opensOn" />
        <Field {...form} name="lastDay" />
        <Field {...form} name="remindDays" />
        <p>{t.open.frozen}</p>
        <SubmitButton text={t.open.button} />
      </DeskForm>
    </DeskLayout>
  );
}
