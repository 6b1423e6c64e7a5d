import { EXTENT_GRADES } from "../../../domain/extent-fact.ts";
import { NEWS_KINDS } from "../../../domain/news.ts";
import { DRAFT_WISHES, WHOSE, writeInboxFilter, type InboxFilter } from "../../desk-parts/inbox-filter.ts";
import { gradeWords } from "../../case-parts/grade-words.ts";
import type { Page } from "../../frame/page.ts";
import { SelectField } from "../../parts/form-fields.tsx";
import { inboxWords } from "../../desk-parts/inbox-words.ts";
import { FilterForm, SearchText } from "../../parts/filter-form.tsx";

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
  const { names } = gradeWords[language];
  const kinds = [...NEWS_KINDS, "list"] as const;
  const asked = writeInboxFilter({ ...filter, view: "waiting" }).size > 0;
  return (
    <details class="inbox-search" {...(asked ? { open: true } : {})}>
      <summary {...(asked ? {} : { accesskey: "s" })}>{words.heading}</summary>
      <FilterForm
        page={page}
        path={path}
        class="inbox-filter"
        words={words}
        search
        kept={{ view: filter.view }}
        active={asked}
      >
        <SearchText label={words.text} value={filter.text} wide hasKey={asked} />
        <SelectField
          name="priority"
          label={words.priority}
          value={filter.priority === null ? "" : String(filter.priority)}
          options={[["", words.any], ...priorities.map((one) => nameChoice(one, words.noPriority))]}
        />
        <SelectField
          name="grade"
          label={words.grade}
          value={filter.grade ?? ""}
          options={[["", words.any], ...EXTENT_GRADES.map((grade) => [grade, names[grade]] as const)]}
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
      </FilterForm>
    </details>
  );
}

function nameChoice(priority: number | null, none: string): readonly [string, string] {
  return priority === null ? ["none", none] : [String(priority), String(priority)];
}
