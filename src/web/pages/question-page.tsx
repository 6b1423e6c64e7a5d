import type { FieldProblem } from "../form.ts";
import { linkTo, type Page } from "../page.ts";
import { Layout } from "./layout.tsx";
import { QuestionForm } from "./question-form.tsx";

interface QuestionPageProps {
  readonly page: Page;
  readonly casePath: string;
  readonly text: string;
  readonly replyTo: string;
  readonly problems: readonly FieldProblem[];
}

/** The form again, with what was written and what must be mended. */
export function QuestionPage(props: QuestionPageProps) {
  const { page, problems } = props;
  const { question } = page.t;
  return (
    <Layout page={page} title={question.title}>
      <h1>{question.title}</h1>
      <div class="ds-alert" data-color="danger" role="alert" aria-labelledby="problems">
        <h2 id="problems">{question.problems(problems.length)}</h2>
        <ul>
          {problems.map(({ field, problem }) => (
            <li>
              <a href={`#${field}`}>{problem}</a>
            </li>
          ))}
        </ul>
      </div>
      <QuestionForm {...props} />
      <Back {...props} />
    </Layout>
  );
}

/** What became of a question, and the way back. */
export function QuestionNotice(
  props: Pick<QuestionPageProps, "page" | "casePath"> & { readonly title: string; readonly text: string },
) {
  const { page, title, text } = props;
  return (
    <Layout page={page} title={title}>
      <h1>{title}</h1>
      <p class="lead">{text}</p>
      <Back {...props} />
    </Layout>
  );
}

function Back({ page: { t, language }, casePath }: Pick<QuestionPageProps, "page" | "casePath">) {
  return (
    <p>
      <a href={linkTo(language, casePath)}>{t.question.back}</a>
    </p>
  );
}
