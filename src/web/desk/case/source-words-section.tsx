import type { CaseNotice } from "../../../domain/case.ts";
import type { Page } from "../../frame/page.ts";
import { listSourceWords, type SourceWords } from "../../case-parts/read-source-words.ts";
import { editorWords } from "../../desk-parts/editor-words.ts";

interface SourceWordsProps {
  readonly page: Page;
  readonly notices: readonly CaseNotice[];
}

/** What the sources wrote in their own words, escaped like any other text and never interpreted. */
export function SourceWordsSection({ page, notices }: SourceWordsProps) {
  const t = editorWords[page.language].sourceWords;
  const words = listSourceWords(notices.map(({ notice }) => notice));
  return (
    <section aria-labelledby="source-words">
      <h2 id="source-words">{t.heading}</h2>
      <p class="quiet">{words.length === 0 ? t.none : t.lead}</p>
      {words.map((one) => (
        <Words page={page} words={one} />
      ))}
    </section>
  );
}

function Words({ page, words }: { readonly page: Page; readonly words: SourceWords }) {
  const t = editorWords[page.language].sourceWords;
  const { productName, link, text, blocks } = words;
  return (
    <article class="source-words">
      <h3>{productName || page.words.unknownMedicine}</h3>
      {text === null ? null : <p class="as-written">{text}</p>}
      {link === null ? null : (
        <p>
          <a href={link} rel="noreferrer">
            {t.open}
          </a>
        </p>
      )}
      {blocks.map(({ packages, lines, raw }) => (
        <>
          <p class="quiet">{packages.join(" · ")}</p>
          <ul>
            {lines.map((line) => (
              <li>{line}</li>
            ))}
          </ul>
          <details>
            <summary>{t.raw}</summary>
            <pre class="written">{raw}</pre>
          </details>
        </>
      ))}
    </article>
  );
}
