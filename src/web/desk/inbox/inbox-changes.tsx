import { describeChange } from "../../../../templates/changes.ts";
import { cleanLine, clipText } from "../../../domain/clean-text.ts";
import { stockholmDate, type IsoDate } from "../../../domain/calendar.ts";
import type { InboxLine, WaitingChange } from "../../../db/inbox.ts";
import { describeFall } from "../../case-parts/advice-falls.tsx";
import { describeMove } from "../../case-parts/grade-badge.tsx";
import type { Page } from "../../frame/page.ts";
import { DateText } from "../../parts/status.tsx";
import { inboxWords } from "../../desk-parts/inbox-words.ts";

/** So many sorts of news are told of one case; how many more there are is said. */
const MAX_SORTS = 6;
const MAX_PRODUCTS = 2;
const MAX_PRODUCT_CHARS = 80;

/** Why a case waits: what changed since the last message, in words and with dates, and in which products. */
export function InboxChanges({
  page: { language, words },
  line,
  today,
}: {
  readonly page: Page;
  readonly line: InboxLine;
  readonly today: IsoDate;
}) {
  const inbox = inboxWords[language];
  const several = line.products.length > 1;
  const sorts = Map.groupBy(line.changes, (change) =>
    JSON.stringify([describeChange(change, today, words), change.onDate]),
  );
  const told = [...sorts.values()].slice(-MAX_SORTS);
  const list = line.lists.find(({ kind }) => kind !== "expired");
  const expired = line.lists.find(({ kind }) => kind === "expired");
  return (
    <ul class="news">
      {line.falls.length === 0 ? null : <Falls page={{ language, words }} falls={line.falls} today={today} />}
      {line.moved === null ? null : <li>{describeMove({ language, words }, line.moved)}</li>}
      {list === undefined ? null : <li>{inbox.listChange(stockholmDate(list.at))}</li>}
      {expired === undefined ? null : <li>{inbox.expired(stockholmDate(expired.at))}</li>}
      {told.map((changes) => (
        <Sort page={{ language, words }} changes={changes} named={several} today={today} />
      ))}
      {sorts.size > told.length ? <li>{inbox.moreChanges(sorts.size - told.length)}</li> : null}
      {line.leftToPerson.map((reason) => (
        <li class="quiet" lang="sv">
          {reason}
        </li>
      ))}
    </ul>
  );
}

/** First of all: what readers follow holds no more, or did not for a while. */
function Falls({
  page,
  falls,
  today,
}: {
  readonly page: Pick<Page, "language" | "words">;
  readonly falls: InboxLine["falls"];
  readonly today: IsoDate;
}) {
  const isBack = falls.every(({ mended }) => mended !== null);
  const inbox = inboxWords[page.language];
  return (
    <>
      <li>
        <span class={isBack ? "mark" : "mark warning"}>{isBack ? inbox.wasFallen : inbox.fallen}</span>
      </li>
      {falls.map((fall) => (
        <li>{describeFall(page, fall, today)}</li>
      ))}
    </>
  );
}

interface SortProps {
  readonly page: Pick<Page, "language" | "words">;
  readonly changes: readonly WaitingChange[];
  readonly named: boolean;
  readonly today: IsoDate;
}

function Sort({ page: { language, words }, changes, named, today }: SortProps) {
  const [first] = changes;
  if (first === undefined) return null;
  const products = [...new Set(changes.map(({ productName }) => cleanLine(productName)))].filter(Boolean);
  const more = products.length - MAX_PRODUCTS;
  return (
    <li>
      {first.onDate === null ? null : (
        <>
          <DateText date={first.onDate} />:{" "}
        </>
      )}
      {describeChange(first, today, words)}
      {named && products.length > 0 ? (
        <span class="quiet">
          {products
            .slice(0, MAX_PRODUCTS)
            .map((name) => clipText(name, MAX_PRODUCT_CHARS))
            .join("; ")}
          {more > 0 ? ` ${inboxWords[language].moreProducts(more)}` : ""}
        </span>
      ) : null}
    </li>
  );
}
