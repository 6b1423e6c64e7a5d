import { MINE_PATH, SUBSCRIBE_PATH } from "../../../addresses.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { Layout } from "../../frame/layout.tsx";
import { linkTo, type Page } from "../../frame/page.ts";
import { SubmitButton, TextField } from "../../parts/form-fields.tsx";
import { subscriptionsWords } from "./words.ts";

interface AskPageProps {
  readonly page: Page;
  readonly address: string;
  readonly problems: readonly FieldProblem[];
  /** What stands above the form. */
  readonly warning?: string;
}

/** Where anybody asks for the link to what is theirs. */
export function AskPage({ page, address, problems, warning }: AskPageProps) {
  const { ask } = subscriptionsWords[page.language];
  return (
    <Layout page={page} title={ask.title} trail={[]}>
      <h1>{ask.title}</h1>
      {warning === undefined ? null : (
        <p class="ds-alert" data-color="warning" role="alert">
          {warning}
        </p>
      )}
      <p class="lead">{ask.lead}</p>
      <form class="subscribe" method="post" action={linkTo(page.language, MINE_PATH)}>
        <TextField
          name="address"
          type="email"
          autocomplete="email"
          label={ask.address}
          hint={ask.hint}
          value={address}
          problems={problems}
          required
        />
        <SubmitButton text={ask.send} />
      </form>
    </Layout>
  );
}

/** The same for every address, known or not. */
export function AskedPage({ page }: { readonly page: Page }) {
  const { ask } = subscriptionsWords[page.language];
  return (
    <Layout page={page} title={ask.sentTitle} trail={[]}>
      <h1>{ask.sentTitle}</h1>
      <p class="lead" role="status">
        {ask.sent}
      </p>
      <p>{ask.notThere}</p>
      <p>
        <a href={linkTo(page.language, MINE_PATH)}>{ask.again}</a>
      </p>
      <p>
        <a href={linkTo(page.language, SUBSCRIBE_PATH)}>{ask.subscribe}</a>
      </p>
    </Layout>
  );
}
