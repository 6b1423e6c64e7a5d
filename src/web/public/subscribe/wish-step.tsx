import { SUBSCRIBE_PATH, SUBSCRIBE_WISH_PATH } from "../../../addresses.ts";
import type { WishOptions } from "../../../db/wish-options.ts";
import { nameEntry, splitEntryName } from "../../../../templates/entry-name.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { Layout } from "../../frame/layout.tsx";
import { linkTo, type Page } from "../../frame/page.ts";
import { WithSwedish } from "../../frame/swedish.tsx";
import { ChoicesField, ProblemSummary, SubmitButton } from "../../parts/form-fields.tsx";
import { WishFields, type WishValues } from "../../wish-parts/wish-form.tsx";
import { DELIVERY_PATH } from "./addresses.ts";
import type { Choice } from "./choice.ts";
import { PROFILES, type ChosenProfile } from "./profiles.ts";
import { CarriedChoice, CarriedLanguage, sayRegions, StepHeading } from "./step.tsx";
import { subscribeWords } from "./words.ts";
import type { Child } from "hono/jsx";

interface WishStepProps {
  readonly page: Page;
  readonly regions: Choice["regions"];
  readonly options: WishOptions;
  readonly values: WishValues;
  readonly profile: ChosenProfile | null;
  /** A sentence that stands first, such as that a case is none. */
  readonly notice?: string | undefined;
  readonly problems?: readonly FieldProblem[];
  /** What it would have given; left out while it cannot be counted. */
  readonly preview?: Child;
}

/** The second step: what of it, begun with a suggestion. */
export function WishStep({ page, regions, options, values, profile, notice, problems = [], preview }: WishStepProps) {
  const t = subscribeWords[page.language];
  const named = sayRegions(page, regions);
  const chosen = Object.values(values).some((value) => value.length > 0);
  return (
    <Layout page={page} title={t.title}>
      <StepHeading page={page} step={2} title={t.wish.title(named)} />
      <ProblemSummary page={page} problems={problems} />
      {notice === undefined ? null : (
        <div class="ds-alert" data-color="warning">
          <p>{notice}</p>
        </div>
      )}
      {profile === null ? null : <p>{t.wish.basis[profile.basis](t.wish.profile[profile.profile])}</p>}
      {preview}
      <form class="subscribe" method="get" action={DELIVERY_PATH}>
        <CarriedLanguage page={page} />
        {regions.map(({ code }) => (
          <input type="hidden" name="region" value={code} />
        ))}
        <SubmitButton text={t.wish.next} />
        <Profiles page={page} regions={regions} current={profile?.profile ?? null} everything={!chosen} />
        <details class="filter-box" open={chosen || problems.length > 0}>
          <summary>{t.wish.change}</summary>
          <WishFields page={page} options={options} values={values} problems={problems} />
          <div class="buttons">
            <SubmitButton text={t.wish.next} />
            <button class="ds-button" type="submit" data-variant="secondary" formaction={SUBSCRIBE_WISH_PATH}>
              {t.wish.recount}
            </button>
          </div>
        </details>
      </form>
      <p>
        <a href={linkTo(page.language, SUBSCRIBE_PATH, queryOf(regions))}>{t.wish.otherRegion}</a>
      </p>
    </Layout>
  );
}

function queryOf(regions: Choice["regions"], profile: string | null = null): URLSearchParams {
  const query = new URLSearchParams();
  for (const { code } of regions) query.append("region", code);
  if (profile !== null) query.set("profile", profile);
  return query;
}

interface ProfilesProps extends Pick<WishStepProps, "page" | "regions"> {
  readonly current: string | null;
  readonly everything: boolean;
}

/** Links: a suggestion replaces what was chosen, and its address can be passed on. */
function Profiles({ page: { language }, regions, current, everything }: ProfilesProps) {
  const t = subscribeWords[language].wish;
  const marked = (isCurrent: boolean) => (isCurrent ? { "aria-current": "true" as const } : {});
  return (
    <section aria-labelledby="profiles">
      <h2 id="profiles">{t.profiles}</h2>
      <ul class="grades profiles">
        <li>
          <a class="grade" href={linkTo(language, SUBSCRIBE_WISH_PATH, queryOf(regions))} {...marked(everything)}>
            {t.all}
          </a>
        </li>
        {PROFILES.map((profile) => (
          <li>
            <a
              class="grade"
              href={linkTo(language, SUBSCRIBE_WISH_PATH, queryOf(regions, profile))}
              {...marked(profile === current)}
            >
              {t.profile[profile]}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface FollowStepProps extends Pick<WishStepProps, "page" | "preview"> {
  readonly choice: Choice;
  readonly followed: NonNullable<Choice["followed"]>;
}

/** The second step of whoever comes from one case: that one is followed, and nothing else. */
export function FollowStep({ page, choice, followed, preview }: FollowStepProps) {
  const t = subscribeWords[page.language];
  const { atc } = followed.entry;
  const options = [
    ["resolved", t.follow.untilResolved],
    ["ever", t.follow.ever],
  ] as const;
  const query = queryOf(choice.regions);
  query.set("atc", atc);
  return (
    <Layout page={page} title={t.title}>
      <StepHeading
        page={page}
        step={2}
        title={
          <WithSwedish
            page={page}
            text={t.follow.title(nameEntry(followed.entry, page.words))}
            words={[splitEntryName(followed.entry, page.words).medicine]}
          />
        }
      />
      {followed.status === "closed" ? <p class="lead">{t.follow.closed}</p> : null}
      {preview}
      <form class="subscribe" method="get" action={DELIVERY_PATH}>
        <CarriedLanguage page={page} />
        <CarriedChoice choice={choice} but={["until"]} />
        <ChoicesField
          type="radio"
          name="until"
          label={t.follow.until}
          options={options}
          values={[choice.wish.untilResolved ? "resolved" : "ever"]}
        />
        <SubmitButton text={t.wish.next} />
      </form>
      {atc === "" ? null : (
        <p>
          <a href={linkTo(page.language, SUBSCRIBE_WISH_PATH, query)}>{t.follow.group(atc)}</a>
        </p>
      )}
      <p>
        <a href={linkTo(page.language, SUBSCRIBE_WISH_PATH, queryOf(choice.regions))}>{t.wish.change}</a>
      </p>
    </Layout>
  );
}
