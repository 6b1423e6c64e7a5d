import type { ReviewNotice } from "../../../db/match-review.ts";
import type { ListEntry } from "../../../domain/list.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { linkTo, type RegionProps } from "../../frame/page.ts";
import { Status } from "../../parts/status.tsx";
import { DeskLayout } from "../desk-layout.tsx";
import { DeskForm, ProblemSummary, SelectField, SubmitButton } from "../../parts/form-fields.tsx";
import { nameLine, nameProduct, Reason } from "./match-items.tsx";
import { writeMatchQuery } from "./matches-page.tsx";
import { SourceWordsBlock } from "../../desk-parts/source-words-block.tsx";
import { matchesWords } from "./words.ts";

/** What was chosen and written when the form was refused, and why. */
export interface TieForm {
  readonly problems: readonly FieldProblem[];
  readonly chosen: string;
  readonly reason: string;
}

interface TiePageProps extends RegionProps {
  readonly item: ReviewNotice;
  /** Of what is shown: a decision carries it. */
  readonly mark: string;
  readonly entries: readonly ListEntry[];
  readonly form: TieForm;
}

const swedish = new Intl.Collator("sv", { numeric: true });

/** One notice that the codes tell nothing of, and the lines of the list that it may be tied to. */
export function TiePage({ page, region, item, mark, entries, form }: TiePageProps) {
  const { language } = page;
  const { problems, chosen, reason } = form;
  const m = matchesWords[language];
  const lines = entries
    .map((entry): [string, string] => [entry.key, nameLine(page, entry)])
    .toSorted((a, b) => swedish.compare(a[1], b[1]));
  return (
    <DeskLayout page={page} title={m.tiePage.title} regionCode={region.code} area="matches">
      <ProblemSummary page={page} problems={problems} />
      <p class="lead">
        <strong>{nameProduct(page, item)}</strong> <Status words={page.words} status={item.status} />
      </p>
      <SourceWordsBlock page={page} notice={item.notice} />
      <p>{lines.length === 0 ? m.tiePage.noList : m.tiePage.lead}</p>
      {lines.length === 0 ? null : (
        <DeskForm page={page} action={`/matches/${region.code}/decide`}>
          <input type="hidden" name="notice" value={item.noticeId} />
          <input type="hidden" name="verdict" value="confirmed" />
          <input type="hidden" name="from" value="tie" />
          <input type="hidden" name="mark" value={mark} />
          <SelectField
            name="entry"
            label={m.tiePage.entry}
            value={chosen}
            problems={problems}
            options={[["", m.tiePage.choose], ...lines]}
          />
          <Reason
            page={page}
            id="reason"
            value={reason}
            confirm={problems.find(({ field }) => field === "reason")?.confirm}
          />
          <SubmitButton text={m.tiePage.submit} />
        </DeskForm>
      )}
      <p>
        <a href={linkTo(language, `/matches/${region.code}`, writeMatchQuery("unmatched", null))}>{m.tiePage.back}</a>
      </p>
    </DeskLayout>
  );
}
