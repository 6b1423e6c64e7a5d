import { linkTo, type Page } from "../frame/page.ts";
import { Layout } from "../frame/layout.tsx";

/** Says why, and what would mend it. */
export function RefusedPage({
  page,
  title,
  reason,
}: {
  readonly page: Page;
  readonly title: string;
  readonly reason: string;
}) {
  return (
    <Layout page={page} title={title}>
      <h1>{title}</h1>
      <p>{reason}</p>
    </Layout>
  );
}

interface SignedOutPageProps {
  readonly page: Page;
  readonly written: readonly string[];
  /** The page that the form stood on. */
  readonly returnTo: string | null;
}

/** For a form that came after its session had ended: nothing that was written is lost. */
export function SignedOutPage({ page, written, returnTo }: SignedOutPageProps) {
  const { t, language } = page;
  const back = returnTo === null ? undefined : new URLSearchParams({ return: returnTo });
  // In a tab of its own, since what was written stands in this one.
  const tab = written.length === 0 ? {} : { target: "_blank", rel: "noopener" };
  // An answer to a form has no address to come back to, which its link to the other language needs.
  const shown = { ...page, path: returnTo ?? "/login", query: new URLSearchParams() };
  return (
    <Layout page={shown} title={t.desk.signedOut.title} desk>
      <h1>{t.desk.signedOut.title}</h1>
      <p class="lead">{t.desk.signedOut.text}</p>
      <p>
        <a class="ds-button" href={linkTo(language, "/login", back)} {...tab}>
          {written.length === 0 ? t.desk.signedOut.signIn : t.desk.signedOut.signInApart}
        </a>
      </p>
      {written.length === 0 ? null : <h2>{t.desk.signedOut.written}</h2>}
      {written.map((text) => (
        <pre class="written">{text}</pre>
      ))}
    </Layout>
  );
}
