import { raw } from "hono/html";
import type { FieldProblem } from "../../frame/form.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { DeskForm, ProblemSummary, SubmitButton } from "../../parts/form-fields.tsx";
import { CodeField } from "../../identity/credential-fields.tsx";
import { signInWords } from "../../identity/words.ts";

interface SecondFactorPageProps {
  readonly page: Page;
  /** `otpauth://…`, for an authenticator on the same telephone. */
  readonly address: string;
  /** The same secret, to be typed. */
  readonly key: string;
  /** The address as a picture: our own, not anybody's words. */
  readonly svg: string;
  readonly problems: readonly FieldProblem[];
}

/** The secret, shown once, and the form that takes the first code of it. */
export function SecondFactorPage({ page, address, key, svg, problems }: SecondFactorPageProps) {
  const { secondFactor: t, code } = signInWords[page.language];
  // What follows a POST stands under its address: whoever changes the language begins at their account.
  const shown = { ...page, path: "/account", query: new URLSearchParams() };
  return (
    <DeskLayout page={shown} title={t.title} regionCode={null} area="account">
      <ProblemSummary page={page} problems={problems} />
      <ol>
        <li>
          <p>{t.scan}</p>
          <div class="qr-code" role="img" aria-label={t.picture}>
            {raw(svg)}
          </div>
          <p>
            <a href={address}>{t.open}</a>
          </p>
          <p>{t.type}</p>
          <p>
            <code class="one-time-link">{key}</code>
          </p>
        </li>
        <li>
          <DeskForm page={page} action="/account/second-factor/confirm" class="sign-in">
            <CodeField label={t.firstCode} hint={code.hint} problems={problems} />
            <SubmitButton text={t.turnOn} />
          </DeskForm>
        </li>
      </ol>
    </DeskLayout>
  );
}

/** Recovery codes, shown once. */
export function RecoveryCodesPage({ page, codes }: { readonly page: Page; readonly codes: readonly string[] }) {
  const t = signInWords[page.language].secondFactor.recovery;
  const shown = { ...page, path: "/account", query: new URLSearchParams() };
  return (
    <DeskLayout page={shown} title={t.title} regionCode={null} area="account" done={t.done}>
      <p class="lead">{t.lead}</p>
      <p>
        <strong>{t.once}</strong>
      </p>
      <pre class="written one-time-link" tabindex={0} role="region" aria-label={t.title}>
        {codes.join("\n")}
      </pre>
      <p>
        <a class="ds-button" href={linkTo(page.language, "/account")}>
          {t.back}
        </a>
      </p>
    </DeskLayout>
  );
}
