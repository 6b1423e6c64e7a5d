import { splitEntryName, nameEntry } from "../../../../templates/entry-name.ts";
import { describeStockBriefly } from "../../../../templates/stock-content.ts";
import { stockholmDate, stockholmMinute } from "../../../domain/calendar.ts";
import type { InboxLine } from "../../../db/inbox.ts";
import { isSevere } from "../../../domain/extent-fact.ts";
import { isOpen } from "../../../domain/notice.ts";
import { isDue } from "../../../domain/urgency.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import type { InboxStrings } from "../../desk-parts/inbox-words-sv.ts";
import { GradeBadge } from "../../case-parts/grade-badge.tsx";
import { Mark } from "../../parts/status.tsx";
import { describeTimeSince } from "../../parts/age.ts";
import { DeskForm } from "../../parts/form-fields.tsx";
import { InboxChanges } from "./inbox-changes.tsx";
import { inboxWords } from "../../desk-parts/inbox-words.ts";
import { DISMISS_FORM } from "../../desk-parts/dismiss-form.tsx";
import { Cell, StackedTable } from "../../parts/stacked-table.tsx";

interface InboxTableProps {
  readonly page: Page;
  readonly regionCode: string;
  readonly lines: readonly InboxLine[];
  readonly now: Date;
  readonly canCurate: boolean;
  /** Cases whose boxes are ticked. */
  readonly chosen: ReadonlySet<number>;
  readonly caption: string;
  /** Whether something has happened in them, which they tell. */
  readonly hasNews: boolean;
  /** Where an action in a row comes back to. */
  readonly returnTo: string;
}

/** The cases that wait. On a narrow screen the rows become cards by style alone: hence the roles. */
export function InboxTable(props: InboxTableProps) {
  const { language } = props.page;
  const { select, medicine, situation, why, last, time, who } = inboxWords[language].columns;
  const news = props.hasNews ? [why] : [];
  const shown = [...(props.canCurate ? [select] : []), medicine, situation, ...news, last, time, who];
  return (
    <StackedTable
      class={["inbox", props.canCurate ? "selectable" : "", props.hasNews ? "" : "still"].filter(Boolean).join(" ")}
      id="cases"
      label={props.caption}
      columns={shown}
    >
      <tbody role="rowgroup">
        {props.lines.map((line) => (
          <Row {...props} line={line} />
        ))}
      </tbody>
    </StackedTable>
  );
}

interface RowProps extends InboxTableProps {
  readonly line: InboxLine;
}

function Row(props: RowProps) {
  const { page, line, now, canCurate, hasNews } = props;
  const { columns } = inboxWords[page.language];
  return (
    <tr role="row">
      {canCurate ? <SelectCell {...props} /> : null}
      <Medicine {...props} />
      <Cell label={columns.situation}>
        <Situation page={page} line={line} now={now} />
      </Cell>
      {hasNews ? (
        <Cell label={columns.why}>
          <InboxChanges page={page} line={line} today={stockholmDate(now)} />
        </Cell>
      ) : null}
      <Cell label={columns.last}>
        <LastMessage page={page} line={line} now={now} />
      </Cell>
      <Cell label={columns.time}>
        <Waiting page={page} line={line} now={now} />
      </Cell>
      <Cell label={columns.who}>
        <Who {...props} />
      </Cell>
    </tr>
  );
}

/** The box, and what is newest of what was shown: what comes later stays when the case is dismissed. */
function SelectCell({ page, line, chosen }: RowProps) {
  return (
    <Cell label={inboxWords[page.language].columns.select} class="select">
      <input
        class="ds-input"
        type="checkbox"
        name="case"
        value={line.caseId}
        form={DISMISS_FORM}
        checked={chosen.has(line.caseId)}
        aria-labelledby={`case-${line.caseId}`}
      />
      <input type="hidden" name={`upTo-${line.caseId}`} value={line.newestUpdateId} form={DISMISS_FORM} />
    </Cell>
  );
}

type CellProps = Pick<RowProps, "page" | "line" | "now">;

function Medicine({ page: { words, language }, line, returnTo }: RowProps) {
  const inbox = inboxWords[language];
  const { medicine, form } = splitEntryName(line.entry, words);
  return (
    <th role="rowheader" scope="row">
      <a
        id={`case-${line.caseId}`}
        href={linkTo(language, `/cases/${line.caseId}`, new URLSearchParams({ return: returnTo }))}
      >
        <strong>{medicine}</strong>
        {form === null ? "" : `, ${form}`}
      </a>{" "}
      <span class="quiet">
        {[line.entry.atc, line.priority === null ? null : inbox.priority(line.priority)].filter(Boolean).join(" · ")}
      </span>
    </th>
  );
}

/** How much is hit, and where it stands, what cannot wait first. */
function Situation({ page, line, now }: CellProps) {
  const { language, words } = page;
  const inbox = inboxWords[language];
  const stock = describeStockBriefly(line.stock, stockholmDate(now), words);
  const leavesOthers = line.grade === "part" || line.grade === "ceasing";
  return (
    <>
      {line.extent === null ? null : (
        <>
          <GradeBadge page={page} extent={line.extent} today={stockholmDate(now)} />{" "}
        </>
      )}
      <span class={`status ${markOf(line)}`}>{describeStatus(line, inbox)}</span>
      {stock === null ? null : (
        <>
          {", "}
          {/* Red when it ends before the shortage does and nothing else is known to be left: that is what cannot wait. */}
          <span class={line.stockEndsOn === null || leavesOthers ? "quiet" : "grave"}>{stock}</span>
        </>
      )}
    </>
  );
}

/** The end of a sale is no shortage: it does not begin and is not under way. */
function describeStatus({ status, ceasing, start }: InboxLine, inbox: InboxStrings): string {
  if (status !== "upcoming") return ceasing && status === "ongoing" ? inbox.ceased : inbox.statuses[status ?? "none"];
  if (ceasing) return [inbox.ceases, start].filter(Boolean).join(" ");
  return start === null ? inbox.statuses.upcoming : `${inbox.statuses.upcoming}, ${inbox.startsOn(start)}`;
}

/** What leaves other products goes on in no alarming colour. */
function markOf({ status, ceasing, grade }: InboxLine): string {
  if (status === null) return "none";
  if (ceasing && isOpen(status)) return "ceasing";
  return status === "ongoing" && !isSevere(grade) ? "calm" : status;
}

function LastMessage({ page, line, now }: CellProps) {
  const inbox = inboxWords[page.language];
  const { lastMessage: last } = line;
  if (last === null) return <>{line.stoodInOverview ? inbox.overviewOnly : inbox.neverTold}</>;
  return <>{inbox.lastMessage(inbox.messageKinds[last.kind], last.version, describeTimeSince(page, last.at, now))}</>;
}

function Waiting({ page, line, now }: CellProps) {
  const inbox = inboxWords[page.language];
  return (
    <>
      {describeTimeSince(page, line.waitingSince, now)}
      {line.dueAt === null ? null : (
        <span class="line">
          {inbox.due(stockholmMinute(line.dueAt))}
          {isDue(line, now) ? <Mark color="warning" text={inbox.overdue} /> : null}
        </span>
      )}
    </>
  );
}

/** Whose the case is, what is written in it and what is asked; a button takes it or leaves it. */
function Who(props: RowProps) {
  const { page, regionCode, line, canCurate } = props;
  const inbox = inboxWords[page.language];
  const { assignee, questions } = line;
  const query = new URLSearchParams({ view: "questions" });
  return (
    <>
      {canCurate ? <TakeOrLeave {...props} /> : null}
      <span class="rest">
        {assignee === null ? <span class="quiet nobody">{inbox.nobody}</span> : inbox.assignee(assignee.name)}
        <DraftLines {...props} />
        {questions === 0 ? null : (
          <a class="line" href={linkTo(page.language, `/inbox/${regionCode}`, query)}>
            {inbox.questions(questions)}
          </a>
        )}
      </span>
    </>
  );
}

function TakeOrLeave({ page, line, returnTo }: RowProps) {
  const inbox = inboxWords[page.language];
  const { assignee } = line;
  const own = assignee !== null && assignee.id === page.visitor?.account.id;
  const name = nameEntry(line.entry, page.words);
  return (
    <DeskForm page={page} action={`/cases/${line.caseId}/assign`} class="row-action">
      <input type="hidden" name="return" value={returnTo} />
      <input type="hidden" name="seen" value={assignee?.id ?? ""} />
      <input type="hidden" name="assignee" value={own ? "" : (page.visitor?.account.id ?? "")} />
      <button
        class="ds-button"
        type="submit"
        data-variant="tertiary"
        aria-label={own ? inbox.leaveCase(name) : inbox.takeCase(name)}
      >
        {own ? inbox.leave : inbox.take}
      </button>
    </DeskForm>
  );
}

function DraftLines({ page, line: { draft } }: RowProps) {
  const inbox = inboxWords[page.language];
  if (draft === null) return null;
  return (
    <>
      <span class="line">
        {inbox.drafts[draft.state](draft.by)}
        {draft.publishAt === null ? "" : `, ${inbox.goesOut(stockholmMinute(draft.publishAt))}`}
      </span>
      {draft.reason === null ? null : (
        <span class="line grave" lang="sv">
          {inbox.cameBack(draft.reason)}
        </span>
      )}
    </>
  );
}
