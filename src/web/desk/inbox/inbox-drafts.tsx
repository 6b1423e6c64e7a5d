import { nameEntry } from "../../../../templates/entry-name.ts";
import type { WaitingDraft } from "../../../db/open-drafts.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { describeTimeSince } from "../../parts/age.ts";
import { inboxWords } from "../../desk-parts/inbox-words.ts";

interface InboxDraftsProps {
  readonly page: Page;
  readonly view: "approval" | "scheduled";
  readonly drafts: readonly WaitingDraft[];
  readonly now: Date;
}

/** Drafts that wait for a second person, or for their time. */
export function InboxDrafts({ page, view, drafts, now }: InboxDraftsProps) {
  const { words, language } = page;
  const { draftsPage, priority } = inboxWords[language];
  if (drafts.length === 0)
    return <p class="lead">{view === "approval" ? draftsPage.approvalEmpty : draftsPage.scheduledEmpty}</p>;
  return (
    <ul class="entries">
      {drafts.map((draft) => (
        <li>
          <a href={linkTo(language, `/cases/${draft.caseId}`)}>
            <strong>{nameEntry(draft.entry, words)}</strong>
          </a>
          <span class="quiet">
            {[draft.entry.atc, draft.entry.priority === null ? null : priority(draft.entry.priority)]
              .filter(Boolean)
              .join(" · ")}
          </span>
          <span>
            {draft.publishAt === null
              ? draftsPage.waited(draft.by, describeTimeSince(page, draft.updatedAt, now))
              : draftsPage.goesOut(draft.by, stockholmMinute(draft.publishAt))}
          </span>
        </li>
      ))}
    </ul>
  );
}
