import { casePath, viewMessage } from "../../../addresses.ts";
import { describeMessage } from "../../../../templates/message-content.ts";
import { stockholmDate, type IsoDate } from "../../../domain/calendar.ts";
import type { Message } from "../../../domain/message.ts";
import { nameRegion, type Region } from "../../../domain/region.ts";
import type { WishPreview } from "../../../services/wish-preview.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { wishWords } from "../../wish-parts/words.ts";
import { sayRegions } from "./step.tsx";
import { subscribeWords } from "./words.ts";

interface PreviewProps {
  readonly page: Page;
  readonly preview: WishPreview;
  readonly regions: readonly Region[];
  readonly today: IsoDate;
  /** Whether one case is followed. */
  readonly following: boolean;
}

/** What the choice would have given, so that nobody waits for what never comes, or drowns. */
export function Preview({ page, preview, regions, following, today }: PreviewProps) {
  const t = subscribeWords[page.language].preview;
  const { examples } = preview;
  return (
    <div class="preview ds-alert" data-color="info" role="status">
      <p class="lead">{sayCount({ page, preview, regions, following })}</p>
      <Losses page={page} preview={preview} following={following} />
      {listReservations(page, { preview, today }).map((line) => (
        <p>{line}</p>
      ))}
      {examples.length === 0 ? null : (
        <>
          <h2>{preview.messages === 1 ? t.exampleOne : t.examples}</h2>
          <ul>
            {examples.map((message) => (
              <Example page={page} message={message} several={regions.length > 1} today={today} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function sayCount({ page: { language }, preview, regions, following }: Omit<PreviewProps, "today">): string {
  const t = subscribeWords[language].preview;
  const { messages, urgent, lost } = preview;
  if (messages > 0) return t.some(messages, urgent);
  if (following) return t.notFollowed;
  const all = lost?.all ?? 0;
  return all > 0 ? t.filtered(all) : t.nothing(sayRegions({ language }, regions));
}

/** Which choice took everything away. */
function Losses({ page: { language }, preview, following }: Omit<PreviewProps, "regions" | "today">) {
  const t = subscribeWords[language].preview;
  const { lost } = preview;
  if (lost === null || lost.all === 0 || following) return null;
  const fields: Readonly<Record<string, string>> = wishWords[language].wish.fields;
  if (lost.without.length === 0) return <p>{t.together}</p>;
  return (
    <ul>
      {lost.without.map(({ facet, messages }) => (
        <li>{t.without(fields[facet] ?? facet, messages)}</li>
      ))}
    </ul>
  );
}

/** What one must know of the count: from whom nothing can come, and who has not been there for all of the time. */
function listReservations({ language, words }: Page, about: { preview: WishPreview; today: IsoDate }): string[] {
  const { regions, since } = about.preview;
  const t = subscribeWords[language].preview;
  return regions.flatMap(({ regionCode, hasList, begunAt, publishedAt }) => {
    const name = nameRegion(regionCode);
    if (!hasList) return [t.noList(name)];
    if (publishedAt === null) return [t.neverPublished(name)];
    return begunAt !== null && begunAt > since ? [t.since(name, words.date(stockholmDate(begunAt), about.today))] : [];
  });
}

interface ExampleProps extends Pick<PreviewProps, "page" | "today"> {
  readonly message: Message;
  readonly several: boolean;
}

function Example({ page, message, several, today }: ExampleProps) {
  const { language, words } = page;
  const { kicker, title } = describeMessage(
    viewMessage(message, (path) => path),
    language,
  );
  const { caseId, regionCode, publishedAt } = message;
  const told = several ? [kicker, nameRegion(regionCode)] : [kicker];
  const when = words.date(stockholmDate(publishedAt), today);
  return (
    <li>
      {caseId === null ? title : <a href={linkTo(language, casePath({ regionCode, caseId }))}>{title}</a>}{" "}
      <span class="quiet">{[...told, when].join(" · ")}</span>
    </li>
  );
}
