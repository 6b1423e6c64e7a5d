import type { Child } from "hono/jsx";
import { nameEntry } from "../../../../templates/entry-name.ts";
import { findCase } from "../../../db/cases.ts";
import type { NamedCase } from "../../../db/decisions.ts";
import { countInboxes, type InboxCounts, type InboxLine } from "../../../db/inbox.ts";
import { readWaitingDrafts } from "../../../db/open-drafts.ts";
import { readProposals } from "../../../db/policy-proposals.ts";
import { readOpenQuestions } from "../../../db/questions.ts";
import type { Db } from "../../../db/schema.ts";
import { readUnlookedItems } from "../../../db/second-look.ts";
import { isAllowed } from "../../../domain/account.ts";
import type { Region } from "../../../domain/region.ts";
import { sortByUrgency } from "../../../domain/urgency.ts";
import { describeOther } from "../done-elsewhere.tsx";
import type { DeskContext } from "../desk-route.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { fitsInboxFilter, type InboxFilter } from "../../desk-parts/inbox-filter.ts";
import { readCaseLines } from "../../desk-parts/inbox-lines.ts";
import { linkTo, renderDocument, type Page } from "../../frame/page.ts";
import { findSlice, sliceLines } from "../../parts/slice.ts";
import { InboxPage, type InboxContent } from "./inbox-page.tsx";
import type { WebDeps } from "../../web-deps.ts";
import { inboxWords } from "../../desk-parts/inbox-words.ts";

const LINES_PER_PAGE = 50;

const NOTHING: InboxCounts = { waiting: 0, untold: 0, overdue: 0, approval: 0, scheduled: 0, questions: 0 };

/** What is kept of a form that was refused. */
export interface InboxForm {
  readonly problems: readonly FieldProblem[];
  readonly chosen?: ReadonlySet<number>;
  readonly reason?: string;
  /** Closing notes by question. */
  readonly notes?: ReadonlyMap<number, string>;
}

const NO_FORM: InboxForm = { problems: [] };

interface InboxRequest {
  readonly region: Region;
  readonly filter: InboxFilter;
  readonly form?: InboxForm;
  readonly status?: 200 | 409 | 422;
}

/** Answers with a region's inbox, whole or after a form of it was refused. */
export async function answerInbox(deps: WebDeps, c: DeskContext, request: InboxRequest): Promise<Response> {
  const { region, filter, form = NO_FORM, status = 200 } = request;
  const { page, visitor } = c.var;
  const now = deps.now();
  const found = (await countInboxes(deps.db, { regionCodes: [region.code], now })).get(region.code) ?? NOTHING;
  // What waits for a second person beside drafts has a page of its own.
  const looks = await countLooks(deps.db, region.code);
  const counts = { ...found, approval: found.approval + looks };
  const lines = await readCaseLines(deps, { regionCode: region.code, filter });
  const props = {
    page,
    region,
    filter,
    counts,
    content: await readContent(deps, { ...request, form, lines, counts, looks, accountId: visitor.account.id }),
    canCurate: isAllowed(visitor.account, "curate", region.code),
    now,
    problems: form.problems,
    done: (await describeOther(deps, c, region)) ?? (await describeDone(deps, c, { region, lines })),
  };
  return c.html(renderDocument(<InboxPage {...props} />), status);
}

async function readContent(
  deps: WebDeps,
  input: InboxRequest & {
    form: InboxForm;
    lines: readonly InboxLine[];
    counts: InboxCounts;
    looks: number;
    accountId: number;
  },
): Promise<InboxContent> {
  const { region, filter, form, lines, counts, looks, accountId } = input;
  const { view, page } = filter;
  const size = LINES_PER_PAGE;
  switch (view) {
    case "waiting":
    case "untold": {
      const now = deps.now();
      const fitting = lines.filter((line) => fitsInboxFilter(line, filter, { accountId, now }));
      return {
        view,
        slice: sliceLines(sortByUrgency(fitting, now), { page, size }),
        all: lines.length,
        priorities: listPriorities(lines),
        chosen: form.chosen ?? new Set(),
        reason: form.reason ?? "",
      };
    }
    case "approval":
    case "scheduled": {
      const state = view === "approval" ? "submitted" : "scheduled";
      const drafts = await readWaitingDrafts(deps.db, { regionCode: region.code, state });
      return { view, slice: sliceLines(drafts, { page, size }), looks };
    }
    case "questions": {
      const { offset, ...place } = findSlice({ total: counts.questions, page, size });
      const shown = await readOpenQuestions(deps.db, { regionCode: region.code, limit: size, offset });
      return { view, slice: { ...place, shown }, notes: form.notes ?? new Map() };
    }
  }
}

/** Every priority there is, 1 first and those without last. */
function listPriorities(lines: readonly InboxLine[]): (number | null)[] {
  return [...new Set(lines.map(({ priority }) => priority))].toSorted(
    (a, b) => (a ?? Number.MAX_SAFE_INTEGER) - (b ?? Number.MAX_SAFE_INTEGER),
  );
}

/** What was just done, from `?done=`; what it does not know it does not tell. */
async function describeDone(
  deps: WebDeps,
  c: DeskContext,
  { region, lines }: { region: Region; lines: readonly InboxLine[] },
): Promise<Child> {
  const { page } = c.var;
  const words = inboxWords[page.language].done;
  switch (page.query.get("done") ?? "") {
    case "assigned":
      return words.assigned;
    case "unassigned":
      return words.unassigned;
    case "due":
      return words.due;
    case "question":
      return words.question;
    case "dismissed": {
      const newer = readNumbers(page.query.get("newer"));
      const names = lines.filter(({ caseId }) => newer.has(caseId)).map(({ entry }) => nameEntry(entry, page.words));
      const [already = 0] = readNumbers(page.query.get("already"));
      const [count = 0] = readNumbers(page.query.get("count"));
      const ended = await readNamed(deps, { region, ids: readNumbers(page.query.get("ended")) });
      return (
        <>
          {[
            words.dismissed(count),
            names.length === 0 ? null : words.newer(names.join("; ")),
            already === 0 ? null : words.already(already),
          ]
            .filter((part) => part !== null)
            .join(" ")}
          {ended.length === 0 ? null : <Ended page={page} ended={ended} />}
        </>
      );
    }
    default:
      return undefined;
  }
}

/** Those of the cases that are the region's, by name; an address may hold any number. */
async function readNamed(
  { db }: WebDeps,
  { region, ids }: { region: Region; ids: ReadonlySet<number> },
): Promise<NamedCase[]> {
  const found = await Promise.all([...ids].slice(0, LINES_PER_PAGE).map((id) => findCase(db, id)));
  return found
    .filter((one) => one !== null)
    .filter(({ regionCode }) => regionCode === region.code)
    .map(({ id, entry }) => ({ caseId: id, entry }));
}

/** Which cases a decision for many was about, each a press away: one that was chosen by mistake is found again. */
function Ended({ page, ended }: { readonly page: Page; readonly ended: readonly NamedCase[] }) {
  const t = inboxWords[page.language];
  return (
    <details>
      <summary>{t.done.which(ended.length)}</summary>
      <p>{t.done.mistaken}</p>
      <ul>
        {ended.map(({ caseId, entry }) => (
          <li>
            <a href={linkTo(page.language, `/cases/${caseId}`)}>{nameEntry(entry, page.words)}</a>
          </li>
        ))}
      </ul>
    </details>
  );
}

function readNumbers(text: string | null): Set<number> {
  return new Set((text ?? "").split("-").flatMap((part) => (/^\d{1,15}$/.test(part) ? [Number(part)] : [])));
}

async function countLooks(db: Db, regionCode: string): Promise<number> {
  return (await readUnlookedItems(db, regionCode)).length + (await readProposals(db, regionCode)).length;
}
