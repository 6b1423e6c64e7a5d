import { parseAtcWish } from "../../domain/atc.ts";
import { EXTENT_GRADES, type ExtentGrade } from "../../domain/extent-fact.ts";
import { parsePriority } from "../../domain/list.ts";
import { parsePage } from "../parts/slice.ts";
import type { CaseLine } from "./case-line.ts";

/** What a reader asked of a region's list; null means no wish. */
export interface CaseFilter {
  readonly atc: string | null;
  /** What the reader wrote as ATC when it is no ATC code: shown again, and nothing is filtered by it. */
  readonly badAtc: string | null;
  readonly priority: number | null;
  readonly status: CaseLine["status"] | null;
  readonly grade: ExtentGrade | null;
  /** Counts from 1. */
  readonly page: number;
}

const MAX_CODE_CHARS = 100;

/** Reads `?atc=&priority=&status=&grade=&page=`; what cannot be read counts as not asked. */
export function parseCaseFilter(query: URLSearchParams): CaseFilter {
  const atcText = (query.get("atc") ?? "").trim().slice(0, MAX_CODE_CHARS);
  const atc = parseAtcWish(atcText);
  return {
    atc,
    badAtc: atc === null && atcText !== "" ? atcText : null,
    priority: parsePriority(query.get("priority")),
    status: (["ongoing", "upcoming"] as const).find((status) => status === query.get("status")) ?? null,
    grade: EXTENT_GRADES.find((grade) => grade === query.get("grade")) ?? null,
    page: parsePage(query),
  };
}

/** The query of a filter, without its page. */
export function writeCaseFilter({ atc, priority, status, grade }: CaseFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (atc !== null) query.set("atc", atc);
  if (priority !== null) query.set("priority", String(priority));
  if (status !== null) query.set("status", status);
  if (grade !== null) query.set("grade", grade);
  return query;
}

/** Whether a line is what the reader asked for. */
export function fitsFilter(line: CaseLine, { atc, priority, status, grade }: CaseFilter): boolean {
  const { entry } = line;
  return (
    // A medical device has no ATC code.
    (atc === null || (entry.atc !== "" && (entry.atc.startsWith(atc) || atc.startsWith(entry.atc)))) &&
    (priority === null || entry.priority === priority) &&
    (status === null || line.status === status) &&
    (grade === null || line.grade === grade)
  );
}
