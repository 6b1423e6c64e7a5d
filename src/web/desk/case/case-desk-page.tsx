import { nameEntry } from "../../../../templates/entry-name.ts";
import { describeStock } from "../../../../templates/stock-content.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import { casePath } from "../../../addresses.ts";
import type { Child } from "hono/jsx";
import type { CaseFormProps, CaseView } from "./case-view.ts";
import { linkBack } from "../../parts/link-back.ts";
import type { EditorValues } from "../../desk-parts/draft-form.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { CurrentNotices } from "../../case-parts/current-notices.tsx";
import { NordicSignals } from "../../case-parts/nordic-signals.tsx";
import { CaseStatus } from "../../parts/status.tsx";
import { ExtentLead, ExtentSection } from "../../case-parts/extent-section.tsx";
import type { AlternativeChoices } from "./alternatives-field.tsx";
import { CaseConflict, type Conflict } from "./case-conflict.tsx";
import { CaseEditor } from "./case-editor.tsx";
import { CaseHandlingForms } from "./case-handling.tsx";
import { CaseNext } from "./case-next.tsx";
import { CaseNotes } from "./case-notes.tsx";
import { CaseQuestions } from "./case-questions.tsx";
import { CaseThread } from "./case-thread.tsx";
import { CaseWaiting } from "./case-waiting.tsx";
import { DeskLayout } from "../desk-layout.tsx";
import { ProblemSummary } from "../../parts/form-fields.tsx";
import { HelpingTexts } from "./helping-texts.tsx";
import { PackageTimeline } from "./package-timeline.tsx";
import { PreviewsSection } from "../../desk-parts/drawings/previews-section.tsx";
import { SourceWordsSection } from "./source-words-section.tsx";
import { editorWords } from "../../desk-parts/editor-words.ts";

export interface CaseDeskProps
  extends Pick<CaseFormProps, "page" | "view">, Partial<Pick<CaseFormProps, "problems" | "left">> {
  readonly done?: Child;
  /** What somebody left in the editor, when it was not taken. */
  readonly values?: EditorValues;
  readonly choices: AlternativeChoices;
  readonly conflict?: Conflict;
}

/** One case, in the order of the work: what waits, the facts, the message, and what else there is to know. */
export function CaseDeskPage(props: CaseDeskProps) {
  const { page, view, done, problems = [], conflict, left = {} } = props;
  const { found, may, draft } = view;
  const returnTo = left["return"] ?? page.query.get("return") ?? "";
  const writes = may.curate && (draft === null || draft.state === "draft");
  const forms = { page, view, problems, left };
  return (
    <DeskLayout
      page={page}
      title={nameEntry(found.entry, page.words)}
      regionCode={view.region.code}
      area="inbox"
      done={done}
    >
      <CaseLine page={page} view={view} returnTo={returnTo} />
      <ProblemSummary page={page} problems={problems} />
      {conflict === undefined ? null : <CaseConflict page={page} conflict={conflict} caseId={found.id} />}
      <CaseNext {...forms} />
      {draft !== null && draft.state !== "draft" ? <Reading page={page} view={view} /> : null}
      <WritingAndFacts {...props} writes={writes} returnTo={returnTo} />
      <CaseQuestions page={page} view={view} />
      {may.curate ? <CaseNotes {...forms} /> : null}
      {may.curate ? <CaseHandlingForms {...forms} /> : null}
      <OtherSources page={page} view={view} />
      <CaseThread page={page} view={view} />
      <CaseExport page={page} view={view} />
    </DeskLayout>
  );
}

interface ViewProps {
  readonly page: Page;
  readonly view: CaseView;
}

/** What waits and what the sources say, with the message that is written beside it; below it what its readers get. */
function WritingAndFacts(props: CaseDeskProps & { readonly writes: boolean; readonly returnTo: string }) {
  const { page, view, problems = [], values, writes, returnTo } = props;
  const { facts, today } = view;
  const stock = describeStock(facts?.stock ?? null, today, page.words);
  return (
    <>
      <div class={writes ? "case-columns" : ""}>
        <div class="case-waiting">
          <CaseWaiting page={page} view={view} />
        </div>
        {writes ? (
          <div class="case-writing">
            <CaseEditor
              page={page}
              view={view}
              values={values}
              choices={props.choices}
              problems={problems}
              returnTo={returnTo}
            />
            <HelpingTexts page={page} view={view} />
          </div>
        ) : null}
        <div class="case-facts">
          <CurrentNotices page={page} facts={facts} ended={view.ended} stock={stock} today={today} />
          <ExtentSection page={page} entry={view.found.entry} current={view.extent} today={today} />
        </div>
      </div>
      {writes ? <Reading page={page} view={view} /> : null}
      {facts === null ? null : <PackageTimeline page={page} notices={view.notices} asOf={facts.source.asOf} />}
    </>
  );
}

/** What the sources say beside the facts. */
function OtherSources({ page, view }: ViewProps) {
  const { notices, signals, today } = view;
  return (
    <>
      <SourceWordsSection page={page} notices={notices} />
      {signals.length === 0 ? null : <NordicSignals page={page} signals={signals} today={today} />}
    </>
  );
}

/** What the case is, whose it is, and where else it is seen. */
function CaseLine({ page, view, returnTo }: ViewProps & { readonly returnTo: string }) {
  const { words, language } = page;
  const t = editorWords[language];
  const { found, handling, region, facts } = view;
  const { atc, emdn, category, priority } = found.entry;
  const about = [
    atc || emdn,
    category,
    priority === null ? null : words.priority(priority),
    handling.assignee === null ? t.unassigned : t.assignedTo(handling.assignee),
    handling.dueAt === null ? null : t.dueOn(stockholmMinute(handling.dueAt)),
  ];
  return (
    <>
      <ExtentLead page={page} current={view.extent} today={view.today} />
      <p class="facts-line">
        {facts === null || view.extent.extent !== null ? null : (
          <CaseStatus words={words} facts={facts} today={view.today} />
        )}
        <span class="quiet">{about.filter(Boolean).join(" · ")}</span>
      </p>
      {found.status === "closed" ? <p>{t.closedCase}</p> : null}
      <p class="case-links">
        <a href={linkBack({ language, returnTo, fallback: `/inbox/${region.code}`, done: {} })}>{t.toInbox}</a>
        <a href={linkTo(language, casePath({ regionCode: region.code, caseId: found.id }))}>{t.publicPage}</a>
      </p>
    </>
  );
}

/** The message as its readers get it: below the editor, and first of all for whoever is to approve or may still undo it. */
function Reading({ page, view }: ViewProps) {
  if (view.previews.length === 0) return null;
  return <PreviewsSection page={page} previews={view.previews} />;
}

function CaseExport({ page, view }: ViewProps) {
  const t = editorWords[page.language].handling;
  return (
    <p class="case-export">
      <a href={`/cases/${view.found.id}/export`}>{t.export}</a> <span class="quiet">{t.exportHint}</span>
    </p>
  );
}
