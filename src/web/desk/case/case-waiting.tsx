import { listChanges } from "../../../../templates/changes.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import { buildFacts } from "../../../domain/case.ts";
import type { WaitingUpdate } from "../../../db/case-desk.ts";
import type { CaseView } from "./case-view.ts";
import { describeFall } from "../../case-parts/advice-falls.tsx";
import { describeMove } from "../../case-parts/grade-badge.tsx";
import type { Page } from "../../frame/page.ts";
import { editorWords } from "../../desk-parts/editor-words.ts";

interface CaseWaitingProps {
  readonly page: Page;
  readonly view: CaseView;
}

/** What has changed since the last message, in words, and since when it waits. */
export function CaseWaiting({ page, view }: CaseWaitingProps) {
  const t = editorWords[page.language].waiting;
  if (view.waiting.length === 0) return null;
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{t.heading(view.waiting.length)}</h2>
      <ul class="waiting">
        {view.waiting.map((update) => (
          <li>
            <strong>{isMoveAlone(update) ? t.moved : t.kinds[update.kind]}</strong>{" "}
            <span class="quiet">{t.since(stockholmMinute(update.createdAt))}</span>
            {update.moved === null ? null : <span class="line">{describeMove(page, update.moved)}</span>}
            {update.decision === "gathered" ? <span class="line">{t.gathered}</span> : null}
            {view.falls
              .filter(({ fellAt }) => update.kind === "fallen" && fellAt.getTime() === update.createdAt.getTime())
              .map((fall) => (
                <span class="line">{describeFall(page, fall, view.today)}</span>
              ))}
            <Changes page={page} view={view} update={update} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Nothing has come to the case itself: others of the medicine's products, the catalogue or the matching moved it. */
function isMoveAlone({ changes, moved }: WaitingUpdate): boolean {
  return moved !== null && changes.length === 0;
}

function Changes({ page, view, update }: CaseWaitingProps & { readonly update: WaitingUpdate }) {
  const { found, notices } = view;
  const [first, ...others] = view.sources;
  if (first === undefined) return null;
  const { entry, extent } = found;
  const told = buildFacts({
    entry,
    notices,
    changes: update.changes,
    sources: [first, ...others],
    extent,
    moved: null,
  });
  const lines = listChanges(told.notices, view.today, page.words);
  if (lines.length === 0) return null;
  return (
    <ul>
      {lines.map(({ label, text }) => (
        <li>
          {label === null ? null : <span class="quiet">{label}: </span>}
          {text}
        </li>
      ))}
    </ul>
  );
}
