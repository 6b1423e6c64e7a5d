import { linkBack } from "../../parts/link-back.ts";
import { linkTo, type RegionProps } from "../../frame/page.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { adviseWords } from "./advise-words.ts";
import { editorWords } from "../../desk-parts/editor-words.ts";

/** What became of one of many; `refusal` says why it got no message. */
export interface AdviceOutcome {
  readonly caseId: number;
  readonly name: string;
  readonly refusal: string | null;
}

interface AdvisedPageProps extends RegionProps {
  readonly outcomes: readonly AdviceOutcome[];
  /** Whether they wait for a second person. */
  readonly isReviewed: boolean;
  readonly returnTo: string;
}

/** Every case by name with what became of it, those that got nothing first. */
export function AdvisedPage({ page, region, outcomes, isReviewed, returnTo }: AdvisedPageProps) {
  const t = adviseWords[page.language];
  const refused = outcomes.filter(({ refusal }) => refusal !== null);
  const done = outcomes.filter(({ refusal }) => refusal === null);
  const name = ({ caseId, name: text }: AdviceOutcome) => (
    <a href={linkTo(page.language, `/cases/${caseId}`)}>{text}</a>
  );
  return (
    <DeskLayout page={page} title={t.outcomeTitle} regionCode={region.code} area="inbox">
      {refused.length === 0 ? null : (
        <div class="ds-alert" data-color="danger" role="alert">
          <h2>{t.refused(refused.length)}</h2>
          <ul>
            {refused.map((one) => (
              <li>
                {name(one)}: {one.refusal}
              </li>
            ))}
          </ul>
        </div>
      )}
      {done.length === 0 ? null : (
        <>
          <h2>{isReviewed ? t.submitted(done.length) : t.scheduled(done.length)}</h2>
          <ul>
            {done.map((one) => (
              <li>{name(one)}</li>
            ))}
          </ul>
        </>
      )}
      <p>
        <a href={linkBack({ language: page.language, returnTo, fallback: `/inbox/${region.code}`, done: {} })}>
          {editorWords[page.language].toInbox}
        </a>
      </p>
    </DeskLayout>
  );
}
