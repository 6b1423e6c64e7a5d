import { linkTo, type Page } from "../../page.ts";
import { Layout } from "../layout.tsx";

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

/** For a form that came after its session had ended: nothing that was written is lost. */
export function SignedOutPage({ page, written }: { readonly page: Page; readonly written: readonly string[] }) {
  const { t, language } = page;
  return (
    <Layout page={page} title={t.desk.signedOut.title}>
      <h1>{t.desk.signedOut.title}</h1>
      <p>{t.desk.signedOut.text}</p>
      {written.length === 0 ? null : <h2>{t.desk.signedOut.written}</h2>}
      {written.map((text) => (
        <pre class="written">{text}</pre>
      ))}
      <p>
        <a class="ds-button" href={linkTo(language, "/login")}>
          {t.desk.signedOut.signIn}
        </a>
      </p>
    </Layout>
  );
}
