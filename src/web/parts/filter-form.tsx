import type { Child } from "hono/jsx";
import { linkTo, type Page } from "../frame/page.ts";

interface FilterFormProps {
  readonly page: Page;
  /** Where it is sent, as a plain GET. */
  readonly path: string;
  /** Beside `filter`, for its style. */
  readonly class?: string;
  readonly words: { readonly heading: string; readonly submit: string; readonly clear: string };
  /** Whether it is the page's search. */
  readonly search?: boolean;
  /** What stays as it is, such as the view. */
  readonly kept?: Readonly<Record<string, string>>;
  /** Whether there is anything to clear; what is kept stays. */
  readonly active: boolean;
  readonly children?: Child;
}

/** What to see of a list: its fields, a button, and the way back to all of it. */
export function FilterForm({
  page,
  path,
  words,
  search = false,
  kept = {},
  active,
  children,
  ...rest
}: FilterFormProps) {
  const { language } = page;
  return (
    <form
      class={rest.class === undefined ? "filter" : `filter ${rest.class}`}
      method="get"
      action={path}
      {...(search ? { role: "search" } : {})}
      aria-label={words.heading}
    >
      {language === "sv" ? null : <input type="hidden" name="lang" value={language} />}
      {Object.entries(kept).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {children}
      <div class="actions">
        <button class="ds-button" type="submit">
          {words.submit}
        </button>
        {active ? <a href={linkTo(language, path, new URLSearchParams(kept))}>{words.clear}</a> : null}
      </div>
    </form>
  );
}

/** The text that is searched for; the keyboard reaches it with a key of its own. */
export function SearchText({
  label,
  value,
  wide = false,
  hasKey = true,
}: {
  readonly label: string;
  readonly value: string | null;
  readonly wide?: boolean;
  readonly hasKey?: boolean;
}) {
  return (
    <div class={wide ? "ds-field wide" : "ds-field"}>
      <label class="ds-label" for="q">
        {label}
      </label>
      <input
        class="ds-input"
        type="search"
        id="q"
        name="q"
        maxlength={100}
        {...(hasKey ? { accesskey: "s" } : {})}
        value={value ?? ""}
      />
    </div>
  );
}
