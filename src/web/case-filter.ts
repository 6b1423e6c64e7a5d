import type { CaseLine } from "./case-line.ts";
import { parseAtc } from "./feed-query.ts";

/** What a reader asked of a region's list; null means no wish. */
export interface CaseFilter {
  readonly text: string | null;
  readonly atc: string | null;
  /** What the reader wrote as ATC when it is no ATC code: shown again, and nothing is filtered by it. */
  readonly badAtc: string | null;
  readonly priority: number | null;
  readonly status: CaseLine["status"] | null;
  /** Counts from 1. */
  readonly page: number;
}

const MAX_TEXT_CHARS = 100;

/** Reads `?q=&atc=&priority=&status=&page=`; what cannot be read counts as not asked. */
export function parseCaseFilter(query: URLSearchParams): CaseFilter {
  const text = (query.get("q") ?? "").trim().slice(0, MAX_TEXT_CHARS);
  const atcText = (query.get("atc") ?? "").trim().slice(0, MAX_TEXT_CHARS);
  const atc = parseAtc(atcText);
  return {
    text: text === "" ? null : text,
    atc,
    badAtc: atc === null && atcText !== "" ? atcText : null,
    priority: parseCount(query.get("priority")),
    status: (["ongoing", "upcoming"] as const).find((status) => status === query.get("status")) ?? null,
    page: parseCount(query.get("page")) ?? 1,
  };
}

function parseCount(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,4}$/.test(text) ? Number(text) : null;
}

/** The query of a filter, without its page. */
export function writeCaseFilter({ text, atc, priority, status }: CaseFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (text !== null) query.set("q", text);
  if (atc !== null) query.set("atc", atc);
  if (priority !== null) query.set("priority", String(priority));
  if (status !== null) query.set("status", status);
  return query;
}

/** Whether a line is what the reader asked for. */
export function fitsFilter(line: CaseLine, { text, atc, priority, status }: CaseFilter): boolean {
  const { entry, products } = line;
  return (
    (text === null || [entry.substance, ...products].some((name) => holdsText(name, text))) &&
    // A medical device has no ATC code.
    (atc === null || (entry.atc !== "" && (entry.atc.startsWith(atc) || atc.startsWith(entry.atc)))) &&
    (priority === null || entry.priority === priority) &&
    (status === null || line.status === status)
  );
}

function holdsText(name: string, text: string): boolean {
  return name.toLocaleLowerCase("sv").includes(text.toLocaleLowerCase("sv"));
}
