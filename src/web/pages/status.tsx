import type { Strings } from "../../../templates/strings/sv.ts";
import type { IsoDate } from "../../domain/calendar.ts";
import type { NoticeStatus } from "../../domain/notice.ts";

/** A status in words; its colour and shape only help. */
export function Status({ words, status }: { readonly words: Strings; readonly status: NoticeStatus }) {
  return <span class={`status ${status}`}>{words.statuses[status]}</span>;
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
