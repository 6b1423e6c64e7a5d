import { CHANGE_KINDS } from "../../../domain/change.ts";
import { DRAFT_WISHES, WHOSE, writeInboxFilter, type InboxFilter } from "../../desk-parts/inbox-filter.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { SelectField } from "../../parts/form-fields.tsx";
import { inboxWords } from "../../desk-parts/inbox-words.ts";

interface InboxFilterFormProps {
  readonly page: Page;
  readonly path: string;
  readonly filter: InboxFilter;
  /** The priorities there are to choose from. */
  readonly priorities: readonly (number | null)[];
}

/** What to see of the cases, sent as a plain GET. */
export function InboxFilterForm({ page, path, filter, priorities }: InboxFilterFormProps) {
  const { language } = page;
  const t = inboxWords[language];
  const words = t.filter;
  const kinds = [...CHANGE_KINDS, "list"] as const;
  const asked = writeInboxFilter({ ...filter, view: "waiting" }).size > 0;
  return (
    <details class="inbox-search" {...(asked ? { open: true } : {})}>
      <summary {...(asked ? {} : { accesskey: "s" })}>{words.heading}</summary>
      <form class="filter inbox-filter" method="get" action={path} role="search" aria-label={words.heading}>
        {language === "sv" ? null : <input type="hidden" name="lang" value={language} />}
        <input type="hidden" name="view" value={filter.view} />
        <div class="ds-field wide">
          <label class="ds-label" for="q">
            {words.text}
          </label>
          <input
            class="ds-input"
            type="search"
            id="q"
            name="q"
            maxlength={100}
            {...(asked ? { accesskey: "s" } : {})}
            value={filter.text ?? ""}
          />
        </div>
        <SelectField
          name="priority"
          label={words.priority}
          value={filter.priority === null ? "" : String(filter.priority)}
          options={[["", words.any], ...priorities.map((one) => nameChoice(one, words.noPriority))]}
        />
        <SelectField
          name="change"
          label={words.change}
          value={filter.change ?? ""}
          options={[["", words.any], ...kinds.map((kind) => [kind, t.changeKinds[kind]] as const)]}
        />
        <SelectField
          name="who"
          label={words.who}
          value={filter.who}
          options={WHOSE.map((who) => [who, words.whose[who]])}
        />
        <SelectField
          name="draft"
          label={words.draft}
          value={filter.draft}
          options={DRAFT_WISHES.map((draft) => [draft, words.drafts[draft]])}
        />
        <label class="choice">
          <input class="ds-input" type="checkbox" name="overdue" value="1" checked={filter.overdue} /> {words.overdue}
        </label>
        <div class="actions">
          <button class="ds-button" type="submit">
            {words.submit}
          </button>
          {asked ? (
            <a href={linkTo(language, path, new URLSearchParams({ view: filter.view }))}>{words.clear}</a>
          ) : null}
        </div>
      </form>
    </details>
  );
}

function nameChoice(priority: number | null, none: string): readonly [string, string] {
  return priority === null ? ["none", none] : [String(priority), String(priority)];
}
