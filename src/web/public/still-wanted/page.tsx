import type { Child } from "hono/jsx";
import { preferencesPath, regionPath } from "../../../addresses.ts";
import type { Subscription } from "../../../db/subscriptions.ts";
import type { NamedInWishes } from "../../../db/wish-names.ts";
import type { Wish } from "../../../db/wishes.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import { nameRegion } from "../../../domain/region.ts";
import { Layout } from "../../frame/layout.tsx";
import { linkTo, type Page } from "../../frame/page.ts";
import { SubmitButton } from "../../parts/form-fields.tsx";
import { sayDelivering, sayWish } from "../../wish-parts/subscription-words.ts";
import { stillWantedWords } from "./words.ts";

interface StillWantedProps {
  readonly page: Page;
  readonly subscription: Subscription;
  /** When somebody last agreed, where that was after they were asked. */
  readonly answeredAt: Date | null;
  /** Those that have not ended. */
  readonly wishes: readonly Wish[];
  readonly names: NamedInWishes;
  /** Where it goes, masked. */
  readonly name: string;
  readonly now: Date;
}

/** What comes, and the two answers; nothing is changed by looking at it. */
export function StillWantedPage(props: StillWantedProps) {
  const { page, subscription, answeredAt } = props;
  const t = stillWantedWords[page.language];
  const own = linkTo(page.language, preferencesPath(subscription.token));
  if (subscription.state === "ended")
    return (
      <NoticePage page={page} title={t.endedTitle} text={t.ended}>
        <p>
          <a href={own}>{t.endedLink}</a>
        </p>
      </NoticePage>
    );
  if (answeredAt !== null)
    return (
      <NoticePage page={page} title={t.keptTitle} text={t.kept(stockholmMinute(answeredAt))}>
        <What {...props} />
        <ul class="links">
          <li>
            <a href={own}>{t.change}</a>
          </li>
          <li>
            <a href={linkTo(page.language, regionPath(subscription.regionCode))}>
              {nameRegion(subscription.regionCode)}
            </a>
          </li>
        </ul>
      </NoticePage>
    );
  return (
    <Layout page={page} title={t.title}>
      <h1>{t.title}</h1>
      <What {...props} />
      <form class="subscribe" method="post" action={linkTo(page.language, page.path)}>
        <p>{t.agreement}</p>
        <SubmitButton text={t.keep} />
      </form>
      <p>
        <a href={own}>{t.end}</a>
      </p>
      <p class="quiet">{t.endHint}</p>
      <p class="quiet">{t.silence}</p>
    </Layout>
  );
}

function What({ page, subscription, wishes, names, name, now }: StillWantedProps) {
  const { regionCode } = subscription;
  return (
    <>
      <p class="lead">{stillWantedWords[page.language].lead(nameRegion(regionCode), name)}</p>
      <ul>
        {wishes.map((wish) => (
          <li>{sayWish(page, wish, { regionCode, names })}.</li>
        ))}
      </ul>
      <p>{sayDelivering(page, subscription, now)}</p>
    </>
  );
}

/** How it stands, in a sentence. */
export function NoticePage({
  page,
  title,
  text,
  children,
}: {
  readonly page: Page;
  readonly title: string;
  readonly text: string;
  readonly children?: Child;
}) {
  return (
    <Layout page={page} title={title}>
      <h1>{title}</h1>
      <p class="lead">{text}</p>
      {children}
    </Layout>
  );
}
