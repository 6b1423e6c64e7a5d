import type { Region } from "../../../domain/region.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { linkTo, type RegionProps } from "../../frame/page.ts";
import { ProblemLinks } from "../../parts/form-fields.tsx";
import { Layout } from "../../frame/layout.tsx";
import { QuestionForm, WhenUrgent } from "./question-form.tsx";
import { questionWords } from "./question-words.ts";

interface QuestionPageProps extends RegionProps {
  readonly contact: string | null;
  readonly casePath: string;
  readonly text: string;
  readonly replyTo: string;
  readonly problems: readonly FieldProblem[];
}

/** The form again, with what was written and what must be mended. */
export function QuestionPage(props: QuestionPageProps) {
  const { page, problems } = props;
  const question = questionWords[page.language];
  return (
    <Layout page={page} title={question.title}>
      <h1>{question.title}</h1>
      <div class="ds-alert" data-color="danger" role="alert" aria-labelledby="problems">
        <h2 id="problems">{question.problems(problems.length)}</h2>
        <ProblemLinks problems={problems} />
      </div>
      <WhenUrgent {...props} />
      <QuestionForm {...props} />
      <Back {...props} />
    </Layout>
  );
}

interface QuestionNoticeProps extends Pick<QuestionPageProps, "page" | "contact" | "casePath"> {
  /** Undefined when the address names none. */
  readonly region: Region | undefined;
  readonly title: string;
  readonly text: string;
}

/** What became of a question, whom to ask when it is urgent, and the way back. */
export function QuestionNotice(props: QuestionNoticeProps) {
  const { page, region, contact, title, text } = props;
  return (
    <Layout page={page} title={title}>
      <h1>{title}</h1>
      <p class="lead">{text}</p>
      {region === undefined ? null : <WhenUrgent page={page} region={region} contact={contact} />}
      <Back {...props} />
    </Layout>
  );
}

function Back({ page: { language }, casePath }: Pick<QuestionPageProps, "page" | "casePath">) {
  return (
    <p>
      <a href={linkTo(language, casePath)}>{questionWords[language].back}</a>
    </p>
  );
}
