import type { FieldProblem } from "../frame/form.ts";
import { linkTo, type Page } from "../frame/page.ts";
import { ProblemSummary, SubmitButton, TextField } from "../parts/form-fields.tsx";
import { Layout } from "../frame/layout.tsx";
import { CodeField, NewPasswordFields, PasswordField, UsernameField } from "../identity/credential-fields.tsx";
import { signInWords } from "../identity/words.ts";

/** What the forms of the sign-in carry. */
export interface SignInForm {
  /** Ties the form to the browser's cookie. */
  readonly token: string;
  /** A path to go to afterwards; empty for the usual one. */
  readonly returnTo: string;
  readonly email: string;
}

interface SignInPageProps {
  readonly page: Page;
  readonly form: SignInForm;
  /** Whether people may sign in by a provider. */
  readonly provider: boolean;
  readonly done?: string | undefined;
  /** What went wrong, where no field is to blame. */
  readonly trouble?: string | undefined;
  /** What went wrong with address and password. */
  readonly problem?: string | undefined;
}

/** The ways to sign in: the organisation's first, where there is one. */
export function SignInPage({ page, form, provider, done, trouble, problem }: SignInPageProps) {
  const strings = signInWords[page.language];
  return (
    <Layout page={page} title={strings.title} desk>
      <h1>{strings.title}</h1>
      {done === undefined ? null : (
        <p class="ds-alert" data-color="success" role="status">
          {done}
        </p>
      )}
      {trouble === undefined ? null : (
        <p class="ds-alert" data-color="danger" role="alert">
          {trouble}
        </p>
      )}
      <ProblemSummary page={page} problems={problem === undefined ? [] : [{ field: "email", problem }]} />
      <p class="lead">{strings.lead}</p>
      {provider ? (
        <section aria-labelledby="by-provider">
          <h2 id="by-provider">{strings.provider.heading}</h2>
          <form method="post" action={linkTo(page.language, "/login/oidc")}>
            <HiddenFields form={form} />
            <SubmitButton text={strings.provider.button} />
          </form>
        </section>
      ) : null}
      <section aria-labelledby={provider ? "by-password" : undefined}>
        {provider ? <h2 id="by-password">{strings.local.heading}</h2> : null}
        <LocalForm page={page} form={form} wrong={problem !== undefined} variant={provider ? "secondary" : "primary"} />
      </section>
    </Layout>
  );
}

interface LocalFormProps {
  readonly page: Page;
  readonly form: SignInForm;
  readonly wrong: boolean;
  readonly variant: "primary" | "secondary";
}

function LocalForm({ page, form, wrong, variant }: LocalFormProps) {
  const { local } = signInWords[page.language];
  // Which of the two is wrong is not told.
  const problems = wrong ? [{ field: "email", problem: local.wrong }] : [];
  return (
    <form class="sign-in" method="post" action={linkTo(page.language, "/login/local")}>
      <HiddenFields form={form} />
      <TextField
        name="email"
        label={local.email}
        type="email"
        value={form.email}
        maxChars={254}
        autocomplete="username"
        problems={problems}
        required
      />
      <PasswordField page={page} name="password" />
      <SubmitButton text={local.button} variant={variant} />
      <p class="hint">{local.forgotten}</p>
    </form>
  );
}

function HiddenFields({ form }: { readonly form: SignInForm }) {
  return (
    <>
      <input type="hidden" name="form" value={form.token} />
      {form.returnTo === "" ? null : <input type="hidden" name="return" value={form.returnTo} />}
    </>
  );
}

interface NoticeProps {
  readonly page: Page;
  readonly title: string;
  readonly text: string;
}

/** A sign-in that came to nothing, and why. */
export function SignInNotice({ page, title, text }: NoticeProps) {
  return (
    <Layout page={page} title={title} desk>
      <h1>{title}</h1>
      <p>{text}</p>
      <p>
        <a href={linkTo(page.language, "/login")}>{signInWords[page.language].back}</a>
      </p>
    </Layout>
  );
}

/** Shown for a blink, while the browser goes on to the provider. */
export function OnwardPage({ page, url }: { readonly page: Page; readonly url: string }) {
  const { onward } = signInWords[page.language].provider;
  return (
    <Layout page={page} title={onward.title} desk>
      <h1>{onward.title}</h1>
      <p>{onward.text}</p>
      <p>
        <a class="ds-button" href={url}>
          {onward.link}
        </a>
      </p>
    </Layout>
  );
}

interface PasswordPageProps {
  readonly page: Page;
  readonly form: string;
  readonly account: { readonly email: string; readonly name: string };
  readonly problems: readonly FieldProblem[];
}

/** Where a one-time link leads: the form that chooses a password. */
export function PasswordPage({ page, form, account, problems }: PasswordPageProps) {
  const { link } = signInWords[page.language];
  return (
    <Layout page={page} title={link.title} desk>
      <h1>{link.title}</h1>
      <ProblemSummary page={page} problems={problems} />
      <p class="lead">{link.lead(account.name)}</p>
      <form class="sign-in" method="post" action={linkTo(page.language, page.path)}>
        <input type="hidden" name="form" value={form} />
        <UsernameField page={page} email={account.email} />
        <NewPasswordFields page={page} problems={problems} />
        <SubmitButton text={link.button} />
      </form>
    </Layout>
  );
}

interface CodePageProps {
  readonly page: Page;
  readonly form: string;
  /** What names the sign-in that waits. */
  readonly wait: string;
  readonly problem?: string | undefined;
}

/** The second step: a code from the authenticator, or a recovery code. */
export function CodePage({ page, form, wait, problem }: CodePageProps) {
  const t = signInWords[page.language];
  const { code } = t;
  const problems = problem === undefined ? [] : [{ field: "code", problem }];
  return (
    <Layout page={page} title={code.title} desk>
      <h1>{code.title}</h1>
      <ProblemSummary page={page} problems={problems} />
      <p class="lead">{code.lead}</p>
      <form class="sign-in" method="post" action={linkTo(page.language, "/login/code")}>
        <input type="hidden" name="form" value={form} />
        <input type="hidden" name="wait" value={wait} />
        <CodeField label={code.label} hint={code.hint} problems={problems} />
        <SubmitButton text={code.button} />
        <p class="hint">{code.lost}</p>
      </form>
      <p>
        <a href={linkTo(page.language, "/login")}>{t.back}</a>
      </p>
    </Layout>
  );
}
