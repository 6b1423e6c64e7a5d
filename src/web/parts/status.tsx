import { readDates } from "../../../templates/dates-content.ts";
import type { Strings } from "../../../templates/strings/sv.ts";
import type { IsoDate } from "../../domain/calendar.ts";
import { caseKind, summarizeDates, type CaseKind } from "../../domain/case-dates.ts";
import type { CaseFacts } from "../../domain/message.ts";
import { isOpen, type NoticeStatus } from "../../domain/notice.ts";

/** A status in words; its colour and shape only help. */
export function Status({ words, status }: { readonly words: Strings; readonly status: NoticeStatus }) {
  return <span class={`status ${status}`}>{words.statuses[status]}</span>;
}

/** The sign of what a case is: filled, hollow or square. */
export const KIND_MARKS: Record<CaseKind, string> = { short: "ongoing", coming: "upcoming", ceasing: "ceasing" };

/** What a case is now, in words. */
export function CaseStatus({ words, facts, today }: CaseStatusProps) {
  if (facts.status === null) return null;
  if (!isOpen(facts.status)) return <Status words={words} status={facts.status} />;
  const kind = caseKind(summarizeDates(facts.notices.map(readDates), today));
  return <span class={`status ${KIND_MARKS[kind]}`}>{words.kinds[kind]}</span>;
}

interface CaseStatusProps {
  readonly words: Strings;
  readonly facts: CaseFacts;
  readonly today: IsoDate;
}

/** A date that is never broken over two lines. */
export function DateText({ date }: { readonly date: IsoDate }) {
  return (
    <time class="date" datetime={date}>
      {date}
    </time>
  );
}

/** A short word about what stands before it. */
export function Mark({ text, color = "neutral" }: { readonly text: string; readonly color?: "neutral" | "warning" }) {
  return (
    <>
      {" "}
      <span class={`mark ${color}`}>{text}</span>
    </>
  );
}
