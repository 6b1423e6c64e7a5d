import type { NoteKind, RegionNote } from "../../../db/region-notes.ts";
import { isAllowed, listRegions } from "../../../domain/account.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import { nameRegion } from "../../../domain/region.ts";
import type { FieldProblem } from "../../frame/form.ts";
import type { Page } from "../../frame/page.ts";
import type { Slice } from "../../parts/slice.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { DeskForm, ProblemSummary, SelectField, SubmitButton } from "../../parts/form-fields.tsx";
import { Pager } from "../../parts/pager.tsx";
import { NOTE_KINDS, noteForm, type NoteValues } from "./form.ts";
import { notesWords } from "./words.ts";
import { FilterForm, SearchText } from "../../parts/filter-form.tsx";

const { Field } = noteForm;

interface NotesPageProps {
  readonly page: Page;
  readonly slice: Slice<RegionNote>;
  readonly text: string | null;
  readonly kind: NoteKind | null;
  readonly values: NoteValues;
  readonly problems: readonly FieldProblem[];
  readonly done: string | undefined;
}

/** What regions tell each other that they have or need. */
export function NotesPage(props: NotesPageProps) {
  const { page, slice, text, kind, problems, done } = props;
  const t = notesWords[page.language];
  const { visitor } = page;
  const mine = visitor === null ? [] : listRegions(visitor.account, "curate");
  return (
    <DeskLayout page={page} title={t.title} regionCode={null} area="notes" done={done}>
      <ProblemSummary page={page} problems={problems} />
      <p class="lead">{t.lead}</p>
      {mine.length === 0 ? null : <NoteForm {...props} mine={mine} />}
      <h2>{t.listHeading}</h2>
      <Search {...props} />
      {slice.total === 0 && text === null && kind === null ? (
        <p>{t.empty}</p>
      ) : (
        <p class="quiet" role="status">
          {t.filter.range(slice.from, slice.to, slice.total)}
        </p>
      )}
      <ul class="entries">
        {slice.shown.map((note) => (
          <Note page={page} note={note} />
        ))}
      </ul>
      <Pager
        page={page}
        path="/notes"
        query={writeNoteQuery(text, kind)}
        number={slice.page}
        pages={slice.pages}
        keys
      />
    </DeskLayout>
  );
}

function writeNoteQuery(text: string | null, kind: NoteKind | null): URLSearchParams {
  const query = new URLSearchParams();
  if (text !== null) query.set("q", text);
  if (kind !== null) query.set("kind", kind);
  return query;
}

function Note({ page, note }: { readonly page: Page; readonly note: RegionNote }) {
  const { visitor } = page;
  const words = notesWords[page.language];
  const own = visitor !== null && isAllowed(visitor.account, "curate", note.regionCode);
  return (
    <li>
      <p>
        <span class="mark neutral">{words.kinds[note.kind]}</span> <strong>{note.substance}</strong>{" "}
        {note.atc === null ? null : <span class="quiet">{note.atc}</span>}
      </p>
      <p class="asked">{note.text}</p>
      <span class="quiet">
        {words.written(nameRegion(note.regionCode), note.writtenBy, stockholmMinute(note.writtenAt))}
      </span>
      {own ? (
        <DeskForm page={page} action="/notes/close">
          <input type="hidden" name="note" value={note.id} />
          <button class="ds-button" type="submit" data-variant="secondary" aria-label={words.closeNote(note.substance)}>
            {words.close}
          </button>
        </DeskForm>
      ) : null}
    </li>
  );
}

function NoteForm({ page, values, problems, mine }: NotesPageProps & { readonly mine: readonly string[] }) {
  const words = notesWords[page.language];
  const { form } = words;
  const fields = { words: form, values, problems };
  return (
    <details class="write-note" open={problems.length > 0}>
      <summary>{form.heading}</summary>
      <DeskForm page={page} action="/notes" label={form.heading}>
        <Field {...fields} name="region" options={mine.map((code) => [code, nameRegion(code)])} />
        <Field {...fields} name="kind" options={NOTE_KINDS.map((kind) => [kind, words.kinds[kind]])} />
        <Field {...fields} name="substance" />
        <Field {...fields} name="atc" />
        <Field {...fields} name="text" />
        <SubmitButton text={form.submit} />
      </DeskForm>
    </details>
  );
}

function Search({ page, text, kind }: NotesPageProps) {
  const { filter, kinds } = notesWords[page.language];
  return (
    <FilterForm page={page} path="/notes" class="search" words={filter} search active={text !== null || kind !== null}>
      <SearchText label={filter.text} value={text} />
      <SelectField
        name="kind"
        id="show"
        label={filter.kind}
        value={kind ?? ""}
        options={[["", filter.any], ...NOTE_KINDS.map((one) => [one, kinds[one]] as const)]}
      />
    </FilterForm>
  );
}
