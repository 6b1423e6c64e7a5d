import { MAX_EMAIL_CHARS } from "../../../domain/email-address.ts";
import { cleanLine } from "../../../domain/clean-text.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { linkTo, type RegionProps } from "../../frame/page.ts";
import { Field } from "../../parts/form-fields.tsx";
import { questionWords } from "./question-words.ts";

export const MAX_QUESTION_CHARS = 2_000;
/** A field that people do not see and machines fill in. */
export const TRAP = "website";

interface QuestionFormProps extends RegionProps {
  /** How the region is reached when it is urgent; null when it has not said. */
  readonly contact: string | null;
  /** The public page of the case. */
  readonly casePath: string;
  readonly text?: string;
  readonly replyTo?: string;
  readonly problems?: readonly FieldProblem[];
}

/** Whom to ask when it is urgent, and the form, folded, on the page of a case. */
export function AskPharmacist(props: QuestionFormProps) {
  const t = questionWords[props.page.language];
  return (
    <section class="ask" aria-label={t.heading}>
      <WhenUrgent {...props} />
      <details>
        <summary>{t.heading}</summary>
        <QuestionForm {...props} />
      </details>
    </section>
  );
}

/** A form is no way to get an answer in time: says what is. */
export function WhenUrgent({
  page: { language },
  region,
  contact,
}: Pick<QuestionFormProps, "page" | "region" | "contact">) {
  const t = questionWords[language];
  const line = cleanLine(contact ?? "");
  return (
    <p class="when-urgent">
      <strong>{line === "" ? t.noContact(region.name) : t.contact(line)}</strong>
    </p>
  );
}

/** A question from a prescriber: anonymous, so it carries no session and no token. */
export function QuestionForm({ page, casePath, text = "", replyTo = "", problems = [] }: QuestionFormProps) {
  const question = questionWords[page.language];
  const wrong = problems.find(({ field }) => field === "question");
  return (
    <form class="ask-form" method="post" action={linkTo(page.language, `${casePath}/questions`)}>
      <p id="question-hint">{question.lead}</p>
      <Field name="question" label={question.text} problems={problems}>
        <textarea
          class="ds-input"
          id="question"
          name="question"
          rows={5}
          maxlength={MAX_QUESTION_CHARS}
          required
          {...describeField("question", wrong)}
        >
          {text}
        </textarea>
      </Field>
      <ReplyTo page={page} replyTo={replyTo} problems={problems} />
      <div class="trap" aria-hidden="true">
        <label for={TRAP}>{question.trap}</label>
        <input type="text" id={TRAP} name={TRAP} tabindex={-1} autocomplete="off" />
      </div>
      <button class="ds-button" type="submit">
        {question.submit}
      </button>
    </form>
  );
}

/** The attributes that tie a field to its hint and to what is wrong. */
function describeField(field: string, wrong: FieldProblem | undefined): Record<string, string> {
  if (wrong === undefined) return { "aria-describedby": `${field}-hint` };
  return { "aria-describedby": `${field}-hint ${field}-wrong`, "aria-invalid": "true" };
}

/** Where an answer goes, for whoever wants one. */
function ReplyTo({ page, replyTo, problems }: Required<Pick<QuestionFormProps, "page" | "replyTo" | "problems">>) {
  const question = questionWords[page.language];
  const wrong = problems.find(({ field }) => field === "replyTo");
  return (
    <Field name="replyTo" label={question.replyTo} hint={question.replyToHint} hintClass="quiet" problems={problems}>
      <input
        class="ds-input"
        // A browser's own check of addresses takes ASCII letters only.
        type="text"
        inputmode="email"
        autocapitalize="none"
        id="replyTo"
        name="replyTo"
        maxlength={MAX_EMAIL_CHARS}
        autocomplete="email"
        value={replyTo}
        {...describeField("replyTo", wrong)}
      />
    </Field>
  );
}
