import { parsePriority } from "../../domain/list.ts";
import { parsePage } from "../parts/slice.ts";
import type { InboxLine } from "../../db/inbox.ts";
import { EXTENT_GRADES, newsOfMove, type ExtentGrade } from "../../domain/extent-fact.ts";
import { NEWS_KINDS, type NewsKind } from "../../domain/news.ts";
import { isDue } from "../../domain/urgency.ts";

export const INBOX_VIEWS = ["waiting", "untold", "approval", "scheduled", "questions"] as const;
export type InboxView = (typeof INBOX_VIEWS)[number];

/** Whether the view is of cases, to choose among and to go through one by one. */
export function isCaseView(view: InboxView): view is "waiting" | "untold" {
  return view === "waiting" || view === "untold";
}

export const WHOSE = ["all", "mine", "unassigned"] as const;
export const DRAFT_WISHES = ["any", "none", "draft", "submitted", "scheduled"] as const;

/** What a pharmacist asked of the inbox; null means no wish. */
export interface InboxFilter {
  readonly view: InboxView;
  readonly text: string | null;
  /** `none` asks for those without priority. */
  readonly priority: number | "none" | null;
  /** `list` asks for what the list itself brought in. */
  readonly change: NewsKind | "list" | null;
  readonly grade: ExtentGrade | null;
  readonly who: (typeof WHOSE)[number];
  readonly draft: (typeof DRAFT_WISHES)[number];
  readonly overdue: boolean;
  /** Counts from 1. */
  readonly page: number;
}

const MAX_TEXT_CHARS = 100;

/** Reads `?view=&q=&priority=&change=&grade=&who=&draft=&overdue=&page=`; what cannot be read counts as not asked. */
export function parseInboxFilter(query: URLSearchParams): InboxFilter {
  const text = (query.get("q") ?? "").trim().slice(0, MAX_TEXT_CHARS);
  const priority = query.get("priority");
  return {
    view: INBOX_VIEWS.find((view) => view === query.get("view")) ?? "waiting",
    text: text === "" ? null : text,
    priority: priority === "none" ? "none" : parsePriority(priority),
    change: (["list", ...NEWS_KINDS] as const).find((kind) => kind === query.get("change")) ?? null,
    grade: EXTENT_GRADES.find((grade) => grade === query.get("grade")) ?? null,
    who: WHOSE.find((who) => who === query.get("who")) ?? "all",
    draft: DRAFT_WISHES.find((draft) => draft === query.get("draft")) ?? "any",
    overdue: query.get("overdue") === "1",
    page: parsePage(query),
  };
}

/** The query of a filter, without its page. */
export function writeInboxFilter(filter: InboxFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (filter.view !== "waiting") query.set("view", filter.view);
  if (filter.text !== null) query.set("q", filter.text);
  if (filter.priority !== null) query.set("priority", String(filter.priority));
  if (filter.change !== null) query.set("change", filter.change);
  if (filter.grade !== null) query.set("grade", filter.grade);
  if (filter.who !== "all") query.set("who", filter.who);
  if (filter.draft !== "any") query.set("draft", filter.draft);
  if (filter.overdue) query.set("overdue", "1");
  return query;
}

/** The same page of the same view, as a path: where an action comes back to. */
export function inboxPath(regionCode: string, filter: InboxFilter): string {
  const query = writeInboxFilter(filter);
  if (filter.page > 1) query.set("page", String(filter.page));
  return query.size === 0 ? `/inbox/${regionCode}` : `/inbox/${regionCode}?${query.toString()}`;
}

/** Whether a line is what was asked for. */
export function fitsInboxFilter(
  line: InboxLine,
  filter: InboxFilter,
  about: { readonly accountId: number; readonly now: Date },
): boolean {
  return (
    fitsText(line, filter.text) &&
    fitsPriority(line, filter.priority) &&
    fitsChange(line, filter.change) &&
    (filter.grade === null || line.grade === filter.grade) &&
    fitsWho(line, filter.who, about.accountId) &&
    (filter.draft === "any" || (line.draft?.state ?? "none") === filter.draft) &&
    (!filter.overdue || isDue(line, about.now))
  );
}

function fitsText({ entry, products }: InboxLine, text: InboxFilter["text"]): boolean {
  return text === null || [entry.substance, entry.atc, ...products].some((name) => holdsText(name, text));
}

function fitsPriority(line: InboxLine, priority: InboxFilter["priority"]): boolean {
  return priority === null || line.priority === (priority === "none" ? null : priority);
}

function fitsWho({ assignee }: InboxLine, who: InboxFilter["who"], accountId: number): boolean {
  return who === "all" || (assignee?.id ?? null) === (who === "mine" ? accountId : null);
}

function fitsChange({ lists, changes, moved, falls }: InboxLine, change: InboxFilter["change"]): boolean {
  if (change === null) return true;
  if (change === "list") return lists.length > 0;
  if (change === "advice-fallen") return falls.length > 0;
  return changes.some(({ kind }) => kind === change) || (moved !== null && newsOfMove(moved) === change);
}

function holdsText(name: string, text: string): boolean {
  return name.toLocaleLowerCase("sv").includes(text.toLocaleLowerCase("sv"));
}
