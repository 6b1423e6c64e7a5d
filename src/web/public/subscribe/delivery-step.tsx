import { Told, type ToldWish } from "./confirm-page.tsx";
import { PRIVACY_PATH, SUBSCRIBE_PATH, SUBSCRIBE_WISH_PATH } from "../../../addresses.ts";
import type { Child } from "hono/jsx";
import { MAX_EMAIL_CHARS } from "../../../domain/email-address.ts";
import { cleanLine } from "../../../domain/clean-text.ts";
import { feedAddress } from "../../frame/feed-query.ts";
import { FeedLinks } from "../../frame/feed-links.tsx";
import type { FieldProblem } from "../../frame/form.ts";
import { Layout } from "../../frame/layout.tsx";
import { linkTo, type Page } from "../../frame/page.ts";
import { ProblemLinks, SubmitButton, TextField } from "../../parts/form-fields.tsx";
import { DeliveryFields, type DeliveryValues } from "../../wish-parts/delivery-form.tsx";
import { writeChoice, type Choice } from "./choice.ts";
import { CarriedChoice, StepHeading } from "./step.tsx";
import { subscribeWords } from "./words.ts";

interface DeliveryStepProps {
  readonly page: Page;
  readonly choice: Choice;
  /** What was chosen, in words, a line for each region. */
  readonly told: readonly ToldWish[];
  readonly delivery: DeliveryValues;
  readonly email: string;
  readonly preview: Child;
  readonly problems?: readonly FieldProblem[];
  /** How each of the regions is reached, where it has said. */
  readonly contacts: ReadonlyMap<string, string>;
}

/** The third step: when it comes and where to. */
export function DeliveryStep(props: DeliveryStepProps) {
  const { page, choice, told, delivery, email, preview, problems = [] } = props;
  const t = subscribeWords[page.language].delivery;
  const back = writeChoice(choice);
  return (
    <Layout page={page} title={subscribeWords[page.language].title}>
      <StepHeading page={page} step={3} title={t.title} />
      {problems.length === 0 ? null : (
        <div class="ds-alert problems" data-color="danger" role="alert" aria-labelledby="problems">
          <h2 id="problems">{t.problems(problems.length)}</h2>
          <ProblemLinks problems={problems} />
        </div>
      )}
      <h2>{t.what}</h2>
      <Told page={page} told={told} />
      <p>
        <a href={linkTo(page.language, SUBSCRIBE_WISH_PATH, back)}>{t.change}</a>
      </p>
      {preview}
      <form class="subscribe" method="post" action={linkTo(page.language, SUBSCRIBE_PATH)}>
        <CarriedChoice choice={choice} />
        <TextField
          name="email"
          type="email"
          label={t.email}
          hint={t.emailHint}
          value={email}
          // Spaces around what is pasted are taken away.
          maxChars={MAX_EMAIL_CHARS + 80}
          autocomplete="email"
          problems={problems}
        />
        <h2>{t.when}</h2>
        <DeliveryFields page={page} values={delivery} problems={problems} />
        <p class="quiet">
          {t.privacy} <a href={linkTo(page.language, PRIVACY_PATH)}>{t.privacyLink}</a>
        </p>
        <SubmitButton text={t.submit} />
      </form>
      <Elsewhere {...props} />
    </Layout>
  );
}

/** The same choice where no address is needed, or where a whole ward reads it. */
function Elsewhere({ page, choice, contacts }: DeliveryStepProps) {
  const t = subscribeWords[page.language].elsewhere;
  const { language } = page;
  return (
    <section aria-labelledby="elsewhere">
      <h2 id="elsewhere">{t.title}</h2>
      <details>
        <summary>{t.feed}</summary>
        <p>{t.feedLead}</p>
        {choice.regions.map(({ code, name }) => {
          const { filter } = choice.wish;
          if (feedAddress(filter, { regionCode: code, format: "rss", language }) === null)
            return <p>{t.feedTooMuch}</p>;
          return (
            <>
              <h3>{t.feedOf(name)}</h3>
              <FeedLinks as="list" page={page} feed={{ regionCode: code, filter, title: name }} />
            </>
          );
        })}
      </details>
      <details>
        <summary>{t.slack}</summary>
        <p>{t.slackAsk}</p>
        <Contacts page={page} choice={choice} contacts={contacts} />
      </details>
      <details>
        <summary>{t.teams}</summary>
        <p>{t.teamsAsk}</p>
        <Contacts page={page} choice={choice} contacts={contacts} />
      </details>
    </section>
  );
}

function Contacts({ page, choice, contacts }: Pick<DeliveryStepProps, "page" | "choice" | "contacts">) {
  const t = subscribeWords[page.language].elsewhere;
  const known = choice.regions.flatMap(({ code, name }) => {
    const contact = cleanLine(contacts.get(code) ?? "");
    return contact === "" ? [] : [t.contact(name, contact)];
  });
  if (known.length === 0) return <p>{t.noContact}</p>;
  return (
    <ul>
      {known.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  );
}
