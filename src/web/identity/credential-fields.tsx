import type { FieldProblem } from "../frame/form.ts";
import type { Page } from "../frame/page.ts";
import { showEmail } from "../frame/show-email.ts";
import { TextField } from "../parts/form-fields.tsx";
import { signInWords } from "./words.ts";

interface CredentialFieldProps {
  readonly page: Page;
  readonly problems?: readonly FieldProblem[] | undefined;
}

/** The password that somebody has. */
export function PasswordField(props: CredentialFieldProps & { readonly name: string; readonly label?: string }) {
  const { page, name, label = signInWords[page.language].local.password, problems } = props;
  return (
    <TextField
      name={name}
      label={label}
      type="password"
      value=""
      autocomplete="current-password"
      problems={problems}
      required
    />
  );
}

/** Whose password it is, for password managers; not to be changed. */
export function UsernameField({ page, email }: { readonly page: Page; readonly email: string }) {
  return (
    <TextField
      name="email"
      label={signInWords[page.language].local.email}
      type="email"
      value={showEmail(email)}
      autocomplete="username"
      readonly
    />
  );
}

/** A password that somebody chooses, twice. */
export function NewPasswordFields({ page, problems }: CredentialFieldProps) {
  const { link } = signInWords[page.language];
  const field = { type: "password", value: "", autocomplete: "new-password", problems, required: true } as const;
  return (
    <>
      <TextField name="password" label={link.password} hint={link.hint} {...field} />
      <TextField name="again" label={link.again} {...field} />
    </>
  );
}

interface CodeFieldProps {
  readonly name?: string;
  /** Where a page has several. */
  readonly id?: string;
  readonly label: string;
  readonly hint?: string;
  readonly problems?: readonly FieldProblem[] | undefined;
}

/** A code of the authenticator, or a recovery code. */
export function CodeField({ name = "code", ...field }: CodeFieldProps) {
  return <TextField name={name} value="" autocomplete="one-time-code" required {...field} />;
}
