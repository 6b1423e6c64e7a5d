import type { Visitor } from "../../../db/sessions.ts";
import type { FieldProblem } from "../../frame/form.ts";
import type { Page } from "../../frame/page.ts";
import { showEmail } from "../../frame/show-email.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { DeskForm, ProblemSummary, SubmitButton, TextField } from "../../parts/form-fields.tsx";
import { signInWords } from "../../identity/words.ts";

interface OwnPasswordPageProps {
  readonly page: Page;
  readonly visitor: Visitor;
  readonly problems: readonly FieldProblem[];
}

/** Changes one's own password: the old one is asked for. */
export function OwnPasswordPage({ page, visitor, problems }: OwnPasswordPageProps) {
  const { link, local, ownPassword: t } = signInWords[page.language];
  return (
    <DeskLayout page={page} title={t.title} regionCode={null} area="account">
      <ProblemSummary page={page} problems={problems} />
      <p class="lead">{t.lead}</p>
      <DeskForm page={page} action="/account/password" class="sign-in">
        {/* Tells password managers whose password it is. */}
        <TextField
          name="email"
          label={local.email}
          value={showEmail(visitor.account.email)}
          autocomplete="username"
          readonly
        />
        <TextField
          name="current"
          label={t.current}
          type="password"
          value=""
          autocomplete="current-password"
          problems={problems}
          required
        />
        <TextField
          name="password"
          label={link.password}
          hint={link.hint}
          type="password"
          value=""
          autocomplete="new-password"
          problems={problems}
          required
        />
        <TextField
          name="again"
          label={link.again}
          type="password"
          value=""
          autocomplete="new-password"
          problems={problems}
          required
        />
        <SubmitButton text={t.button} />
      </DeskForm>
    </DeskLayout>
  );
}
