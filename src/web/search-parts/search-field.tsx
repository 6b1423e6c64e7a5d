import type { Child } from "hono/jsx";
import { MAX_QUERY_CHARS } from "../../domain/search-text.ts";
import type { Page } from "../frame/page.ts";
import { searchWords } from "./words.ts";

interface SearchFieldProps {
  readonly page: Page;
  readonly path: string;
  /** What was asked last; empty for nothing. */
  readonly text: string;
  /** More to choose beside the field. */
  readonly children?: Child;
}

/** The one field for a name, a substance, a code or a number; sent as a plain GET. */
export function SearchField({ page: { language }, path, text, children }: SearchFieldProps) {
  const t = searchWords[language];
  return (
    <form class="search" method="get" action={path} role="search">
      {language === "sv" ? null : <input type="hidden" name="lang" value={language} />}
      <label class="ds-label" for="q">
        {t.label}
      </label>
      <p class="quiet" id="q-hint">
        {t.hint}
      </p>
      <div class="row">
        <input
          class="ds-input"
          type="search"
          id="q"
          name="q"
          maxlength={MAX_QUERY_CHARS}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          aria-describedby="q-hint"
          value={text}
        />
        <button class="ds-button" type="submit">
          {t.submit}
        </button>
      </div>
      {children ?? null}
    </form>
  );
}
