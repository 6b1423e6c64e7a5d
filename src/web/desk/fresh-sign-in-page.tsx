import type { FieldProblem } from "../frame/form.ts";
import { linkTo, type Page } from "../frame/page.ts";
import { DeskLayout } from "./desk-layout.tsx";
import { DeskForm, ProblemSummary, SubmitButton } from "../parts/form-fields.tsx";
import { CodeField, PasswordField } from "../identity/credential-fields.tsx";
import { signInWords } from "../identity/words.ts";

interface FreshSignInPageProps {
  readonly page: Page;
  /** Where the form was going. */
  readonly action: string;
  readonly kept: readonly (readonly [string, string])[];
  readonly way: "password" | "provider";
  readonly asksCode: boolean;
  /** The token of a form of the sign-in, for the provider's way. */
  readonly form: string;
  readonly problems: readonly FieldProblem[];
}

/** Asks again who it is before something dangerous, and then does it. */
export function FreshSignInPage(props: FreshSignInPageProps) {
  const { page, action, kept, way, asksCode, form, problems } = props;
  const signIn = signInWords[page.language];
  const t = signIn.confirm;
  // What follows a POST stands under its address: whoever changes the language begins at their account.
  const shown = { ...page, path: "/account", query: new URLSearchParams() };
  return (
    <DeskLayout page={shown} title={t.title} regionCode={null} area="account">
      <ProblemSummary page={page} problems={problems} />
      <p class="lead">{way === "password" ? t.lead : t.providerLead}</p>
      {way === "password" ? (
        <DeskForm page={page} action={action} class="sign-in">
          {kept.map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <PasswordField page={page} name="confirm-password" problems={problems} />
          {asksCode ? <CodeField name="confirm-code" label={signIn.code.label} problems={problems} /> : null}
          <SubmitButton text={t.button} />
        </DeskForm>
      ) : (
        <form method="post" action={linkTo(page.language, "/login/oidc")}>
          <input type="hidden" name="form" value={form} />
          <input type="hidden" name="fresh" value="yes" />
          <input type="hidden" name="return" value="/account" />
          <SubmitButton text={signIn.provider.button} />
        </form>
      )}
    </DeskLayout>
  );
}
