import { cleanLine, cleanText, clipText } from "../../../domain/clean-text.ts";
import type { Notice } from "../../../domain/notice.ts";
import type { Page } from "../../page.ts";

const MAX_PACKAGES = 4;
/** The blocks of some notices are whole lists; this is a screen or two of text. */
const MAX_TEXT_CHARS = 3_000;

/** What the source itself says of a notice: its facts, and its own text where it has one. */
export function SourceWords({ page: { t, words }, notice }: { readonly page: Page; readonly notice: Notice }) {
  const m = t.desk.matches;
  const facts = [
    words.sources[notice.source] ?? notice.source,
    t.thread.types[notice.type],
    notice.holder === "" ? null : m.holder(cleanLine(notice.holder)),
    notice.atc.value === null ? null : `ATC ${notice.atc.value}`,
  ];
  const shown = notice.packages.slice(0, MAX_PACKAGES);
  const more = notice.packages.length - shown.length;
  const blocks = [...new Set(notice.packages.map(({ information }) => information ?? ""))].filter(Boolean);
  return (
    <div class="source-words">
      <p class="quiet">{facts.filter((fact) => fact !== null).join(" · ")}</p>
      <ul>
        {shown.map((pack) => (
          <li>
            {[cleanLine(pack.description), m.dates(pack.start.value, pack.forecastEnd.value)]
              .filter(Boolean)
              .join(": ")}
          </li>
        ))}
        {more > 0 ? <li>{m.morePackages(more)}</li> : null}
      </ul>
      {notice.text === undefined ? null : <Words heading={m.feedText} text={notice.text} />}
      {blocks.length === 0 ? null : <Words heading={m.information} text={blocks.join("\n\n")} />}
      {notice.text === undefined && blocks.length === 0 ? <p class="quiet">{m.noText}</p> : null}
      {notice.link === undefined ? null : (
        <a href={notice.link} rel="noopener noreferrer">
          {m.openSource}
        </a>
      )}
    </div>
  );
}

/** Text from outside: shown as text, whatever is in it. */
function Words({ heading, text }: { readonly heading: string; readonly text: string }) {
  return (
    <details>
      <summary>{heading}</summary>
      <p class="written" lang="sv">
        {clipText(cleanText(text), MAX_TEXT_CHARS)}
      </p>
    </details>
  );
}
