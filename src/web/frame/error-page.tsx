import type { Page } from "./page.ts";
import { Layout } from "./layout.tsx";

/** There is no such page; `what` says what was looked for. */
export function NotFoundPage({ page, what }: { readonly page: Page; readonly what: string }) {
  const { t } = page;
  return (
    <Layout page={page} title={t.notFound.title} trail={[]}>
      <h1>{t.notFound.title}</h1>
      <p class="lead">{what}</p>
    </Layout>
  );
}

/** Something broke; `reference` finds it in the log. */
export function FailedPage({ page, reference }: { readonly page: Page; readonly reference: string }) {
  const { t } = page;
  return (
    <Layout page={page} title={t.failed.title} trail={[]}>
      <h1>{t.failed.title}</h1>
      <p class="lead">{t.failed.text}</p>
      <p>{t.failed.reference(reference)}</p>
    </Layout>
  );
}
