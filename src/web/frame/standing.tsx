import type { Child } from "hono/jsx";
import { describeAge } from "../../../templates/age.ts";
import { stockholmMinute } from "../../domain/calendar.ts";
import type { Page } from "./page.ts";

interface StandingProps {
  readonly page: Page;
  /** What holds of this page's region beside what holds everywhere. */
  readonly children?: Child;
}

/** What holds until somebody mends it, in one block: a short line each, whose whole words are unfolded. */
export function Standing({ page, children }: StandingProps) {
  const { t, words, source, mode } = page;
  const isStale = typeof source !== "string" && source.stale;
  if (mode === "live" && !isStale && (children ?? null) === null) return null;
  return (
    <div class="standing">
      {/* Those who publish must know when it reaches nobody. */}
      {mode === "live" ? null : <StandingLine short={t.desk.capture.short} text={t.desk.capture.text} />}
      {isStale ? (
        <StandingLine
          short={t.desk.stale(stockholmMinute(source.fileTime))}
          text={t.stale(stockholmMinute(source.fileTime), describeAge(source.ageHours, words))}
        />
      ) : null}
      {children}
    </div>
  );
}

/** One thing that holds, and what mends it. */
export function StandingLine({ short, text, children }: { short: string; text: string; readonly children?: Child }) {
  return (
    <div class="standing-line">
      <details>
        <summary>{short}</summary>
        <p>{text}</p>
      </details>
      {children}
    </div>
  );
}
