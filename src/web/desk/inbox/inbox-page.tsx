import { approvalsPath } from "../../../addresses.ts";
import type { Child } from "hono/jsx";
import type { InboxCounts, InboxLine } from "../../../db/inbox.ts";
import type { WaitingDraft } from "../../../db/open-drafts.ts";
import type { OpenQuestion } from "../../../db/questions.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { INBOX_VIEWS, inboxPath, writeInboxFilter, type InboxFilter } from "../../desk-parts/inbox-filter.ts";
import { linkTo, type RegionProps } from "../../frame/page.ts";
import type { Slice } from "../../parts/slice.ts";
import { ViewLinks } from "../../parts/view-links.tsx";
import { DeskLayout } from "../desk-layout.tsx";
import { DismissForm } from "../../desk-parts/dismiss-form.tsx";
import { ProblemSummary } from "../../parts/form-fields.tsx";
import { InboxDrafts } from "./inbox-drafts.tsx";
import { InboxFilterForm } from "./inbox-filter-form.tsx";
import { Pager } from "../../parts/pager.tsx";
import { InboxQuestions } from "./inbox-questions.tsx";
import { InboxTable } from "./inbox-table.tsx";
import { inboxWords } from "../../desk-parts/inbox-words.ts";

/** What a view shows; of the cases also how many wait in all, and which priorities they have. */
export type InboxContent =
  | {
      readonly view: "waiting" | "untold";
      readonly slice: Slice<InboxLine>;
      readonly all: number;
      readonly priorities: readonly (number | null)[];
      readonly chosen: ReadonlySet<number>;
      readonly reason: string;
    }
  | {
      readonly view: "approval" | "scheduled";
      readonly slice: Slice<WaitingDraft>;
      /** What waits for a second person beside drafts. */
      readonly looks: number;
    }
  | { readonly view: "questions"; readonly slice: Slice<OpenQuestion>; readonly notes: ReadonlyMap<number, string> };

export interface InboxPageProps extends RegionProps {
  readonly filter: InboxFilter;
  readonly counts: InboxCounts;
  readonly content: InboxContent;
  readonly canCurate: boolean;
  readonly now: Date;
  readonly problems: readonly FieldProblem[];
  readonly done: Child;
}

/** What waits for a region's pharmacists: cases, drafts and questions. */
export function InboxPage(props: InboxPageProps) {
  const { page, region, problems, done } = props;
  return (
    <DeskLayout
      page={page}
      title={inboxWords[page.language].regionTitle(region.name)}
      regionCode={region.code}
      area="inbox"
      done={done}
    >
      <ProblemSummary page={page} problems={problems} />
      <Views {...props} />
      <Content {...props} />
    </DeskLayout>
  );
}

function Views({ page, region, filter, counts }: InboxPageProps) {
  return (
    <ViewLinks
      page={page}
      path={`/inbox/${region.code}`}
      views={INBOX_VIEWS}
      current={filter.view}
      words={inboxWords[page.language].views}
      counts={counts}
      queryOf={(view) => new URLSearchParams({ view })}
    />
  );
}

function Content(props: InboxPageProps) {
  const { page, region, content, now, filter } = props;
  const returnTo = inboxPath(region.code, filter);
  switch (content.view) {
    case "waiting":
    case "untold":
      return <Cases {...props} content={content} returnTo={returnTo} />;
    case "approval":
    case "scheduled":
      return (
        <Paged {...props} at={content.slice}>
          {content.view === "approval" && content.looks > 0 ? (
            <p class="ds-alert" data-color="info">
              <a href={linkTo(page.language, approvalsPath(region.code))}>
                {inboxWords[page.language].approvals(content.looks)}
              </a>
            </p>
          ) : null}
          <InboxDrafts page={page} view={content.view} drafts={content.slice.shown} now={now} />
        </Paged>
      );
    case "questions":
      return (
        <Paged {...props} at={content.slice}>
          <InboxQuestions {...props} questions={content.slice.shown} notes={content.notes} />
        </Paged>
      );
  }
}

function Paged({
  page,
  region,
  filter,
  at,
  children,
}: Pick<InboxPageProps, "page" | "region" | "filter"> & {
  readonly at: Pick<Slice<unknown>, "page" | "pages">;
  readonly children?: Child;
}) {
  return (
    <>
      {children}
      <Pager
        page={page}
        path={`/inbox/${region.code}`}
        query={writeInboxFilter(filter)}
        number={at.page}
        pages={at.pages}
        keys
      />
    </>
  );
}

interface CasesProps extends InboxPageProps {
  readonly content: Extract<InboxContent, { view: "waiting" | "untold" }>;
  readonly returnTo: string;
}

function Cases(props: CasesProps) {
  const { page, region, filter, content, canCurate, now, returnTo, problems } = props;
  const inbox = inboxWords[page.language];
  const { slice, all, priorities, chosen, reason } = content;
  const path = `/inbox/${region.code}`;
  if (all === 0) return <Nothing {...props} />;
  return (
    <>
      <a class="ds-skip-link" href="#cases" accesskey="l">
        {inbox.skipFilter}
      </a>
      <InboxFilterForm page={page} path={path} filter={filter} priorities={priorities} />
      <p class="quiet inbox-count" role="status">
        {inbox.filter.showing[content.view](slice.total, all)}
        {slice.pages > 1 ? `. ${inbox.filter.range(slice.from, slice.to)}.` : ""}
      </p>
      {slice.shown.length === 0 ? (
        <p id="cases" tabindex={-1}>
          {inbox.noneFits}
        </p>
      ) : (
        <>
          {canCurate ? (
            <DismissForm
              page={page}
              action={`${path}/dismiss`}
              advisePath={`${path}/advise`}
              returnTo={returnTo}
              reason={reason}
              problems={problems}
            />
          ) : null}
          <InboxTable
            page={page}
            regionCode={region.code}
            lines={slice.shown}
            now={now}
            canCurate={canCurate}
            chosen={chosen}
            returnTo={returnTo}
            caption={inbox.captions[content.view]}
            hasNews={content.view === "waiting"}
          />
        </>
      )}
      <Pager page={page} path={path} query={writeInboxFilter(filter)} number={slice.page} pages={slice.pages} keys />
      <Keys page={page} />
    </>
  );
}

/** Nothing to decide is not nothing to do: what is open without advice is told, and where it is. */
function Nothing({ page, region, filter, counts }: CasesProps) {
  const inbox = inboxWords[page.language];
  if (filter.view === "untold") return <p class="lead">{inbox.noneUntold}</p>;
  if (counts.untold === 0) return <p class="lead">{inbox.empty}</p>;
  const path = linkTo(page.language, `/inbox/${region.code}`, new URLSearchParams({ view: "untold" }));
  return (
    <p class="lead">
      {inbox.empty} <a href={path}>{inbox.butUntold(counts.untold)}</a>
    </p>
  );
}

function Keys({ page: { language } }: Pick<InboxPageProps, "page">) {
  const { keys } = inboxWords[language];
  return (
    <details>
      <summary>{keys.heading}</summary>
      <p>{keys.lead}</p>
      <ul>
        {Object.entries(keys.list).map(([key, does]) => (
          <li>
            <kbd>{key.toUpperCase()}</kbd> {does}
          </li>
        ))}
      </ul>
    </details>
  );
}
