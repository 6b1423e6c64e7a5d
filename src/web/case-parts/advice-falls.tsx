import { nameAlternative, sayAlternative } from "../../../templates/alternatives-content.ts";
import type { AdviceFall } from "../../db/advice-falls.ts";
import { stockholmDate, type IsoDate } from "../../domain/calendar.ts";
import type { AlternativeFact } from "../../domain/alternative.ts";
import type { Message } from "../../domain/message.ts";
import { tellsOfFalls } from "../../domain/publication.ts";
import type { Region } from "../../domain/region.ts";
import type { Page } from "../frame/page.ts";
import { Swedish } from "../frame/swedish.tsx";

type Worded = Pick<Page, "language" | "words">;

/** What has fallen of the advice that readers have, and what is known now of what fell. */
export interface AdviceStanding {
  /** What nothing has mended, in the order in which it fell. */
  readonly falls: readonly AdviceFall[];
  /** Of each of them, as it is now. */
  readonly now: readonly AlternativeFact[];
  /** Versions whose advice somebody let stand after something of it had fallen. */
  readonly keptVersions: readonly number[];
}

/**
 * That the advice is being reviewed, where the newest message does not say so itself; or that what it says has fallen is
 * back, or that the advice stands all the same. Nothing while the advice holds.
 */
export function AdviceNotice({
  page,
  region,
  thread: [newest],
  standing: { falls, now, keptVersions },
  today,
}: {
  readonly page: Page;
  readonly region: Pick<Region, "name">;
  /** Newest first. */
  readonly thread: readonly Message[];
  readonly standing: AdviceStanding;
  readonly today: IsoDate;
}) {
  const { review } = page.words.alternatives;
  const told = newest?.facts.kind === "case" ? newest.facts.review : undefined;
  if (falls.length === 0)
    return told === undefined ? null : (
      <div class="ds-alert" data-color="info">
        <p>{keptVersions.includes(told.version) ? review.kept(told.version) : review.returned}</p>
      </div>
    );
  if (newest === undefined || tellsOfFalls(newest, falls)) return null;
  return (
    <div class="ds-alert" data-color="warning" role="note">
      <p>
        <strong>{review.heading}.</strong>
      </p>
      {now.map((fact) => (
        <p>
          <AlternativeLine page={page} fact={fact} today={today} />
        </p>
      ))}
      <p>{review.promise(region.name)}</p>
    </div>
  );
}

/** An alternative's name and what is known of it. */
function AlternativeLine({
  page,
  fact,
  today,
}: {
  readonly page: Page;
  readonly fact: AlternativeFact;
  readonly today: IsoDate;
}) {
  const { words } = page;
  return (
    <>
      <strong>
        <Swedish page={page} text={nameAlternative(fact.alternative, words)} />
      </strong>
      : {sayAlternative(fact, { on: today, t: words })}.
    </>
  );
}

/** What has happened with an alternative since it was told, in a sentence each. */
export function describeFall({ words }: Worded, fall: AdviceFall, today: IsoDate): string {
  const { alternative, told, state, knownOn, fellAt, toldAt, mended } = fall;
  const said = { on: today, t: words };
  const isBack = mended?.kind === "returned";
  return [
    `${nameAlternative(alternative, words)}: ${sayAlternative({ alternative, state, on: knownOn ?? stockholmDate(fellAt) }, said)}.`,
    words.alternatives.toldAs(sayAlternative({ alternative, state: told, on: stockholmDate(toldAt) }, said)),
    ...(isBack ? [words.alternatives.back(words.date(stockholmDate(mended.at), today))] : []),
  ].join(" ");
}
