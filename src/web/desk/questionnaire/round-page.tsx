import { stockholmMinute } from "../../../domain/calendar.ts";
import { listOpenQuestions } from "../../../domain/questionnaire/describe.ts";
import { listQuestions } from "../../../domain/questionnaire/question.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { DeskForm, SubmitButton } from "../../parts/form-fields.tsx";
import { DeskLayout } from "../desk-layout.tsx";
import { nameQuestion } from "./part-fields.tsx";
import { SAVES_SHOWN, type RegionRound } from "./read-region-round.ts";
import { roundPath, stateOf } from "./section-page.tsx";
import { questionnaireWords } from "./words.ts";

interface RoundPageProps {
  readonly page: Page;
  readonly region: RegionRound;
  readonly maySign: boolean;
  readonly done: string | undefined;
}

/** Where a region stands in a round: whether it counts, what is missing, its parts, and who did what. */
export function RoundPage(props: RoundPageProps) {
  const { page, region, done } = props;
  const { language } = page;
  const t = questionnaireWords[language];
  const { round } = region;
  const open = listOpenQuestions(round.questions, region.answers);
  return (
    <DeskLayout
      page={page}
      title={t.heading(t.names[round.questionnaire], round.period)}
      regionCode={region.regionCode}
      area="questionnaire"
      done={done}
    >
      <p class="lead">
        <strong>{sayStanding(page, region)}</strong> {stateOf(page, region)}
      </p>
      {region.progress === "correcting" ? <p>{t.round.correcting}</p> : null}
      <p>
        {t.round.unanswered(open.length, listQuestions(round.questions).length)}{" "}
        {region.saved === null ? null : t.round.saved(region.saved.by, stockholmMinute(region.saved.at))}
      </p>
      <h2>{t.round.sections}</h2>
      <ul class="entries">
        {round.questions.sections.map(({ code, title, questions }) => (
          <li>
            <a href={linkTo(language, `${roundPath(region)}/sections/${code}`)}>{title[language]}</a>{" "}
            <span class="quiet">
              {t.round.sectionCount(questions.filter((question) => !open.includes(question)).length, questions.length)}
            </span>
          </li>
        ))}
      </ul>
      <Signing {...props} openCodes={open.map(nameQuestion)} />
      <History page={page} region={region} />
    </DeskLayout>
  );
}

function sayStanding({ t, language }: Page, { signed, state }: RegionRound): string {
  const words = questionnaireWords[language].round;
  if (signed !== null)
    return words.signed(
      signed.signedBy,
      t.desk.roles[signed.role].toLocaleLowerCase("sv"),
      stockholmMinute(signed.signedAt),
    );
  return state === "closed" ? words.unsignedClosed : words.unsigned;
}

function Signing({ page, region, maySign, openCodes }: RoundPageProps & { readonly openCodes: readonly string[] }) {
  const t = questionnaireWords[page.language].round;
  if (region.state !== "open") return null;
  const path = roundPath(region);
  if (region.progress === "signed")
    return maySign ? (
      <section>
        <h2>{t.correct.heading}</h2>
        <p>{t.correct.text}</p>
        <DeskForm page={page} action={`${path}/correct`}>
          <SubmitButton text={t.correct.button} variant="secondary" />
        </DeskForm>
      </section>
    ) : null;
  return (
    <section>
      <h2>{t.sign.heading}</h2>
      {openCodes.length === 0 ? null : <p>{t.sign.missing(openCodes.join(", "))}</p>}
      {maySign ? (
        <DeskForm page={page} action={`${path}/sign`}>
          <input type="hidden" name="seen" value={region.revision} />
          <p>{t.sign.text}</p>
          <SubmitButton text={t.sign.button} />
        </DeskForm>
      ) : (
        <p>{t.sign.notYou}</p>
      )}
    </section>
  );
}

/** Who saved, signed and reopened, the latest first. */
function History({ page, region }: Pick<RoundPageProps, "page" | "region">) {
  const t = questionnaireWords[page.language].round;
  const lines = [
    ...region.saves.map(({ savedAt, savedBy, keys }) => ({
      at: savedAt,
      text: t.savedLine(savedBy, listNumbers(keys)),
    })),
    ...region.signatures.flatMap((signature) => [
      {
        at: signature.signedAt,
        text: t.signedLine(signature.signedBy, page.t.desk.roles[signature.role].toLocaleLowerCase("sv")),
      },
      ...(signature.reopenedAt === null
        ? []
        : [
            {
              at: signature.reopenedAt,
              text: t.reopenedLine(signature.reopenedBy ?? "", signature.reopenReason ?? ""),
            },
          ]),
    ]),
  ].toSorted((a, b) => b.at.getTime() - a.at.getTime());
  if (lines.length === 0) return null;
  return (
    <details>
      <summary>{t.history}</summary>
      <ul>
        {lines.map(({ at, text }) => (
          <li>
            {stockholmMinute(at)}: {text}
          </li>
        ))}
      </ul>
      {region.saves.length < SAVES_SHOWN ? null : <p class="quiet">{t.older}</p>}
    </details>
  );
}

/** The numbers of the questions that keys belong to: `1, 3`. */
export function listNumbers(keys: readonly string[]): string {
  return [...new Set(keys.map((key) => nameQuestion({ code: key.split(".")[0] ?? "" })))].join(", ");
}
