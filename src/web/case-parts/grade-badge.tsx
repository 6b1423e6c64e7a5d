import { newsOfMove, type ExtentFact, type ExtentMove } from "../../domain/extent-fact.ts";
import type { Page } from "../frame/page.ts";
import { gradeWords } from "./grade-words.ts";

/** The grade of an extent in a few words, with what is counted; colour and shape only help. */
export function GradeBadge({
  page: { language },
  extent: { grade, registered, short, coming, ceasing },
}: {
  readonly page: Pick<Page, "language">;
  readonly extent: Pick<ExtentFact, "grade" | "registered" | "short" | "coming" | "ceasing">;
}) {
  const t = gradeWords[language];
  return (
    <span class={`grade ${grade}`}>
      {t.names[grade]} <span class="count">{t.counted(short + coming + ceasing, registered)}</span>
    </span>
  );
}

/** That an extent came to be another grade, as news. */
export function describeMove({ language, words }: Pick<Page, "language" | "words">, move: ExtentMove): string {
  const t = gradeWords[language];
  const news = newsOfMove(move);
  const now = t.names[move.to];
  return news === null ? t.movedBack(now) : t.moved(words.changeNames[news], t.names[move.from], now);
}
