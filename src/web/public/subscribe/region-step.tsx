import { MINE_PATH, PRIVACY_PATH, SUBSCRIBE_WISH_PATH } from "../../../addresses.ts";
import { REGIONS } from "../../../domain/region.ts";
import { Layout } from "../../frame/layout.tsx";
import { linkTo, type Page } from "../../frame/page.ts";
import { ChoicesField, SubmitButton } from "../../parts/form-fields.tsx";
import { CarriedLanguage, StepHeading } from "./step.tsx";
import { subscribeWords } from "./words.ts";

interface RegionStepProps {
  readonly page: Page;
  /** Codes. */
  readonly listed: readonly string[];
  readonly chosen: readonly string[];
  /** Null where nothing is wrong. */
  readonly problem: "none" | "unknown" | null;
}

/** The first step: which regions, those with a list first. */
export function RegionStep({ page, listed, chosen, problem }: RegionStepProps) {
  const t = subscribeWords[page.language];
  const words = t.regions;
  const said = problem === null ? null : problem === "none" ? words.choose : words.unknown;
  const problems = said === null ? [] : [{ field: "region", problem: said }];
  const optionsOf = (has: boolean) =>
    REGIONS.filter(({ code }) => listed.includes(code) === has).map(({ code, name }) => [code, name] as const);
  const [known, others] = [optionsOf(true), optionsOf(false)];
  const field = { name: "region", type: "checkbox", values: chosen } as const;
  const unlisted = { ...field, options: others, label: words.unlisted, hint: words.unlistedHint };
  return (
    <Layout page={page} title={t.title}>
      <StepHeading page={page} step={1} title={words.title} />
      <p class="lead">{words.lead}</p>
      <form class="subscribe" method="get" action={SUBSCRIBE_WISH_PATH}>
        <CarriedLanguage page={page} />
        {known.length === 0 ? (
          <>
            <p>{words.none}</p>
            <ChoicesField {...unlisted} problems={problems} />
          </>
        ) : (
          <ChoicesField {...field} options={known} label={words.listed} problems={problems} />
        )}
        <SubmitButton text={words.next} />
        {known.length === 0 || others.length === 0 ? null : (
          <details class="filter-box" open={others.some(([code]) => chosen.includes(code))}>
            <summary>{words.unlisted}</summary>
            <ChoicesField {...unlisted} id="other-region" />
            <SubmitButton text={words.next} variant="secondary" />
          </details>
        )}
      </form>
      <p>
        <a href={linkTo(page.language, MINE_PATH)}>{words.mine}</a>
      </p>
      <p>
        <a href={linkTo(page.language, PRIVACY_PATH)}>{words.privacy}</a>
      </p>
    </Layout>
  );
}
