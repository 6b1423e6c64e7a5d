import { listExtentSentences, sayExtentBriefly } from "../../../templates/extent-sentence.ts";
import { joinSentences } from "../../../templates/plain-answer.ts";
import type { IsoDate } from "../../domain/calendar.ts";
import { capitalize } from "../../domain/words.ts";
import { newsOfMove, type ExtentMove } from "../../domain/extent-fact.ts";
import type { Page } from "../frame/page.ts";
import { gradeWords } from "./grade-words.ts";

type Said = Parameters<typeof sayExtentBriefly>[0];

/** How much is reported in a few words, with its numbers; colour and shape only help. */
export function GradeBadge({
  page: { words },
  extent,
  today,
}: {
  readonly page: Pick<Page, "words">;
  readonly extent: Said;
  readonly today: IsoDate;
}) {
  return (
    <span class="grade" data-grade={extent.grade}>
      {capitalize(sayExtentBriefly(extent, today, words))}
    </span>
  );
}

/** How much is reported, in whole sentences without the medicine's name. */
export function describeExtent({ words }: Pick<Page, "words">, extent: Said, today: IsoDate): string {
  const [lead = "", ...rest] = listExtentSentences(extent, today, words);
  return `${joinSentences([capitalize(lead), ...rest])}.`;
}

/** That an extent came to be another grade, as news. */
export function describeMove({ language, words }: Pick<Page, "language" | "words">, move: ExtentMove): string {
  const t = gradeWords[language];
  const news = newsOfMove(move);
  const now = t.names[move.to];
  return news === null ? t.movedBack(now) : t.moved(words.changeNames[news], t.names[move.from], now);
}
