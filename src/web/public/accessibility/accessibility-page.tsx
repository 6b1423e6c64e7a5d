import type { Page } from "../../frame/page.ts";
import { Layout } from "../../frame/layout.tsx";
import { accessibilityWords } from "./words.ts";

/** The statement that the Swedish act on accessibility to digital public services asks for. */
export function AccessibilityPage({ page, contact }: { readonly page: Page; readonly contact: string | null }) {
  const t = accessibilityWords[page.language];
  return (
    <Layout page={page} title={t.title} trail={[]}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <h2>{t.howHeading}</h2>
      <p>{t.how}</p>
      <h2>{t.gapsHeading}</h2>
      <ul>
        {t.gaps.map((gap) => (
          <li>{gap}</li>
        ))}
      </ul>
      <h2>{t.testedHeading}</h2>
      <p>{t.tested}</p>
      <h2>{t.reportHeading}</h2>
      <p>{t.report}</p>
      <p>
        {contact === null ? (
          t.noContact
        ) : (
          <>
            {t.write} <a href={`mailto:${contact}`}>{contact}</a>
          </>
        )}
      </p>
      <h2>{t.supervisorHeading}</h2>
      <p>{t.supervisor}</p>
      <h2>{t.cookiesHeading}</h2>
      <p>{t.cookies}</p>
    </Layout>
  );
}
