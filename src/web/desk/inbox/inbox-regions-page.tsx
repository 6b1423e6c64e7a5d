import type { InboxCounts } from "../../../db/inbox.ts";
import { nameRegion } from "../../../domain/region.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { inboxWords } from "../../desk-parts/inbox-words.ts";

interface InboxRegionsPageProps {
  readonly page: Page;
  readonly regionCodes: readonly string[];
  readonly counts: ReadonlyMap<string, InboxCounts>;
}

/** The regions whose desk the visitor may see, and what waits in each. */
export function InboxRegionsPage({ page, regionCodes, counts }: InboxRegionsPageProps) {
  const { language } = page;
  const t = inboxWords[language];
  return (
    <DeskLayout page={page} title={t.title} regionCode={null} area="inbox">
      <p class="lead">{t.regions.lead}</p>
      <ul class="entries">
        {regionCodes.map((code) => (
          <li>
            <a href={linkTo(language, `/inbox/${code}`)}>
              <strong>{nameRegion(code)}</strong>
            </a>
            <span>{describeCounts(page, counts.get(code))}</span>
          </li>
        ))}
      </ul>
    </DeskLayout>
  );
}

function describeCounts({ language }: Page, counts: InboxCounts | undefined): string {
  const { regions } = inboxWords[language];
  if (counts === undefined) return regions.nothing;
  const parts = [
    counts.waiting === 0 ? null : regions.waiting(counts.waiting),
    counts.overdue === 0 ? null : regions.overdue(counts.overdue),
    counts.approval === 0 ? null : regions.approval(counts.approval),
    counts.questions === 0 ? null : regions.questions(counts.questions),
  ].filter((part) => part !== null);
  return parts.length === 0 ? regions.nothing : parts.join(", ");
}
