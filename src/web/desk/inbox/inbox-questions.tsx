import { nameEntry } from "../../../../templates/entry-name.ts";
import type { OpenQuestion } from "../../../db/questions.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { linkTo, type RegionProps } from "../../frame/page.ts";
import { DeskForm, SubmitButton, TextField } from "../../parts/form-fields.tsx";
import { inboxWords } from "../../desk-parts/inbox-words.ts";

export const MAX_NOTE_CHARS = 1_000;

interface InboxQuestionsProps extends RegionProps {
  readonly questions: readonly OpenQuestion[];
  readonly canCurate: boolean;
  readonly problems: readonly FieldProblem[];
  /** What was written in a closing note that was refused, by question. */
  readonly notes: ReadonlyMap<number, string>;
}

/** Questions from prescribers that wait for an answer. */
export function InboxQuestions(props: InboxQuestionsProps) {
  const { questionsPage } = inboxWords[props.page.language];
  if (props.questions.length === 0) return <p class="lead">{questionsPage.empty}</p>;
  return (
    <>
      <p>{questionsPage.lead}</p>
      <ul class="entries">
        {props.questions.map((question) => (
          <Question {...props} question={question} />
        ))}
      </ul>
    </>
  );
}

function Question(props: InboxQuestionsProps & { readonly question: OpenQuestion }) {
  const { page, question, canCurate } = props;
  const { words, language } = page;
  const { questionsPage } = inboxWords[language];
  const name = question.entry === null ? questionsPage.noCase : nameEntry(question.entry, words);
  return (
    <li>
      {question.caseId === null ? (
        <strong>{name}</strong>
      ) : (
        <a href={linkTo(language, `/cases/${question.caseId}`)}>
          <strong>{name}</strong>
        </a>
      )}
      <span class="quiet">{questionsPage.asked(stockholmMinute(question.askedAt))}</span>
      <p class="asked" id={`question-${question.id}`}>
        {question.text}
      </p>
      {!canCurate ? null : question.replyTo === null ? (
        <span class="quiet">{questionsPage.noReply}</span>
      ) : (
        <a href={mailTo(question.replyTo, questionsPage.subject(name))}>{questionsPage.reply(question.replyTo)}</a>
      )}
      {canCurate ? <CloseForm {...props} /> : null}
    </li>
  );
}

function CloseForm({
  page,
  region,
  question,
  problems,
  notes,
}: InboxQuestionsProps & { readonly question: OpenQuestion }) {
  const { questionsPage } = inboxWords[page.language];
  return (
    <DeskForm page={page} action={`/questions/${region.code}/${question.id}/close`}>
      <TextField
        name="note"
        id={`note-${question.id}`}
        label={questionsPage.note}
        value={notes.get(question.id) ?? ""}
        maxChars={MAX_NOTE_CHARS}
        autocomplete="off"
        required
        problems={problems}
      />
      <SubmitButton text={questionsPage.close} variant="secondary" describedBy={`question-${question.id}`} />
    </DeskForm>
  );
}

function mailTo(address: string, subject: string): string {
  // https://www.rfc-editor.org/rfc/rfc6068#section-2: the sign between the parts stands as it is.
  return `mailto:${encodeURIComponent(address).replace("%40", "@")}?subject=${encodeURIComponent(subject)}`;
}
