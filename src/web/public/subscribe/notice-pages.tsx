import { SUBSCRIBE_PATH } from "../../../addresses.ts";
import type { DeliveryValues } from "../../wish-parts/delivery-form.tsx";
import { Layout } from "../../frame/layout.tsx";
import { linkTo, type Page } from "../../frame/page.ts";
import { SubmitButton } from "../../parts/form-fields.tsx";
import { DELIVERY_PATH } from "./addresses.ts";
import { writeChoice, type Choice } from "./choice.ts";
import { CarriedChoice } from "./step.tsx";
import { subscribeWords } from "./words.ts";

interface SentPageProps {
  readonly page: Page;
  readonly choice: Choice;
  readonly delivery: DeliveryValues;
  /** As whoever asked wrote it. */
  readonly email: string;
  /** As it was read. */
  readonly address: string;
  readonly capture: boolean;
}

/** The same for whoever asks, whether the address is known, unknown or held back. */
export function SentPage({ page, choice, delivery, email, address, capture }: SentPageProps) {
  const t = subscribeWords[page.language].sent;
  const back = writeChoice(choice);
  return (
    <Layout page={page} title={t.title}>
      <h1>{t.title}</h1>
      {capture ? (
        <div class="ds-alert" data-color="warning">
          <p>{t.capture}</p>
        </div>
      ) : (
        <p class="lead">{t.lead(address)}</p>
      )}
      <p>{t.nothing}</p>
      <section aria-labelledby="missing">
        <h2 id="missing">{t.missing}</h2>
        <p>{t.spam}</p>
        <p>{t.held}</p>
        <form method="post" action={linkTo(page.language, SUBSCRIBE_PATH)}>
          <CarriedChoice choice={choice} />
          {Object.entries({ ...delivery, email }).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <SubmitButton text={t.again} variant="secondary" />
        </form>
        <p>
          <a href={linkTo(page.language, DELIVERY_PATH, back)}>{t.other}</a>
        </p>
      </section>
    </Layout>
  );
}

interface NoticePageProps {
  readonly page: Page;
  readonly title: string;
  readonly text: string;
}

/** What cannot go on from here, and where to begin again. */
export function NoticePage({ page, title, text }: NoticePageProps) {
  return (
    <Layout page={page} title={title}>
      <h1>{title}</h1>
      <p class="lead">{text}</p>
      <p>
        <a href={linkTo(page.language, SUBSCRIBE_PATH)}>{subscribeWords[page.language].confirm.again}</a>
      </p>
    </Layout>
  );
}
