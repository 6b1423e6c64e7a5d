import { cleanLine, clipText } from "../../domain/clean-text.ts";
import type { Notice } from "../../domain/notice.ts";
import type { Page } from "../frame/page.ts";
import { listSourceWords } from "../case-parts/read-source-words.ts";
import { sourceWords } from "./source-words.ts";
import { threadWords } from "../case-parts/thread-words.ts";

const MAX_PACKAGES = 4;
/** The blocks of some notices are whole lists; this is a screen or two of text. */
const MAX_TEXT_CHARS = 3_000;

/** What the source itself says of a notice: its facts, and its own text where it has one. */
export function SourceWordsBlock({
  page: { language, words },
  notice,
}: {
  readonly page: Page;
  readonly notice: Notice;
}) {
  const m = sourceWords[language];
  const facts = [
    words.sources[notice.source] ?? notice.source,
    threadWords[language].types[notice.type],
    notice.holder === "" ? null : m.holder(cleanLine(notice.holder)),
    notice.atc.value === null ? null : `ATC ${notice.atc.value}`,
  ];
  const shown = notice.packages.slice(0, MAX_PACKAGES);
  const more = notice.packages.length - shown.length;
  const [own] = listSourceWords([notice]);
  const text = own?.text ?? null;
  const lines = own?.blocks.flatMap((block) => block.lines) ?? [];
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
      {text === null ? null : <Words heading={m.feedText} text={text} />}
      {lines.length === 0 ? null : <Words heading={m.information} text={lines.join("\n")} />}
      {text === null && lines.length === 0 ? <p class="quiet">{m.noText}</p> : null}
      {own?.link ? (
        <a href={own.link} rel="noopener noreferrer">
          {m.openSource}
        </a>
      ) : null}
    </div>
  );
}

/** Text from outside: shown as text, whatever is in it. */
function Words({ heading, text }: { readonly heading: string; readonly text: string }) {
  return (
    <details>
      <summary>{heading}</summary>
      <p class="written" lang="sv">
        {clipText(text, MAX_TEXT_CHARS)}
      </p>
    </details>
  );
}
