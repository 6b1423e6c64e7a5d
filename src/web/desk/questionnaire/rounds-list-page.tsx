import { questionnairePath } from "../../../addresses.ts";
import { linkTo, type RegionProps } from "../../frame/page.ts";
import { DeskLayout } from "../desk-layout.tsx";
import type { RegionRound } from "./read-region-round.ts";
import { stateOf } from "./section-page.tsx";
import { questionnaireWords } from "./words.ts";

/** Every round that the region is or was asked in, the newest first, and whether it has signed. */
export function RoundsListPage({ page, region, rounds }: RegionProps & { readonly rounds: readonly RegionRound[] }) {
  const { language } = page;
  const t = questionnaireWords[language];
  return (
    <DeskLayout page={page} title={t.title} regionCode={region.code} area="questionnaire">
      {rounds.length === 0 ? <p class="lead">{t.none}</p> : null}
      <ul class="entries">
        {rounds.map((one) => (
          <li>
            <a href={linkTo(language, `${questionnairePath(region.code)}/${one.round.id}`)}>
              {t.heading(t.names[one.round.questionnaire], one.round.period)}
            </a>
            <p>
              <strong>{t.progress[one.progress]}</strong>. {stateOf(page, one)}
            </p>
          </li>
        ))}
      </ul>
      <p>{t.lead}</p>
      <p>
        <a href={linkTo(language, `/readiness/${region.code}`)}>{t.readiness}</a>
      </p>
    </DeskLayout>
  );
}
