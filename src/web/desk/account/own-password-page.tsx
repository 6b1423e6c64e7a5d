import type { Visitor } from "../../../db/sessions.ts";
import type { FieldProblem } from "../../frame/form.ts";
import type { Page } from "../../frame/page.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { DeskForm, ProblemSummary, SubmitButton } from "../../parts/form-fields.tsx";
import { NewPasswordFields, PasswordField, UsernameField } from "../../identity/credential-fields.tsx";
import { signInWords } from "../../identity/words.ts";

interface OwnPasswordPageProps {
  readonly page: Page;
  readonly visitor: Visitor;
  readonly problems: readonly FieldProblem[];
}

/** Changes one's own password: the old one is asked for. */
export function OwnPasswordPage({ page, visitor, problems }: OwnPasswordPageProps) {
  const { ownPassword: t } = signInWords[page.language];
  return (
    <DeskLayout page={page} title={t.title} regionCode={null} area="account">
      <ProblemSummary page={page} problems={problems} />
      <p class="lead">{t.lead}</p>
      <DeskForm page={page} action="/account/password" class="sign-in">
        <UsernameField page={page} email={visitor.account.email} />
        <PasswordField page={page} name="current" label={t.current} problems={problems} />
        <NewPasswordFields page={page} problems={problems} />
        <SubmitButton text={t.button} />
      </DeskForm>
    </DeskLayout>
  );
}
