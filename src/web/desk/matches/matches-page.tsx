import type { DecidedMatch, PossibleMatch, ReviewCounts, ReviewNotice } from "../../../db/match-review.ts";
import type { FieldProblem } from "../../frame/form.ts";
import type { RegionProps } from "../../frame/page.ts";
import type { Slice } from "../../parts/slice.ts";
import { ViewLinks } from "../../parts/view-links.tsx";
import { DeskLayout } from "../desk-layout.tsx";
import { ProblemSummary } from "../../parts/form-fields.tsx";
import { Pager } from "../../parts/pager.tsx";
import { DecidedItem, PossibleItem, UnmatchedItem, type KeptReason } from "./match-items.tsx";
import { matchesWords } from "./words.ts";
import { FilterForm, SearchText } from "../../parts/filter-form.tsx";

export const MATCH_VIEWS = ["possible", "unmatched", "decided"] as const;
export type MatchView = (typeof MATCH_VIEWS)[number];

export type MatchContent =
  | { readonly view: "possible"; readonly slice: Slice<PossibleMatch> }
  | { readonly view: "unmatched"; readonly slice: Slice<ReviewNotice> }
  | { readonly view: "decided"; readonly slice: Slice<DecidedMatch> };

export interface MatchesPageProps extends RegionProps {
  /** What each notice's decision carries, by notice. */
  readonly marks: ReadonlyMap<number, string>;
  readonly text: string | null;
  readonly counts: ReviewCounts;
  readonly content: MatchContent;
  readonly canCurate: boolean;
  readonly problems: readonly FieldProblem[];
  readonly kept: KeptReason | null;
  readonly done: string | undefined;
}

/** The query of a view and a search. */
export function writeMatchQuery(view: MatchView, text: string | null): URLSearchParams {
  const query = new URLSearchParams();
  if (view !== "possible") query.set("view", view);
  if (text !== null) query.set("q", text);
  return query;
}

/** Matches that wait for a curator, notices without any, and what curators have said. */
export function MatchesPage(props: MatchesPageProps) {
  const { page, region, text, content, problems, done } = props;
  const m = matchesWords[page.language];
  const path = `/matches/${region.code}`;
  return (
    <DeskLayout page={page} title={m.regionTitle(region.name)} regionCode={region.code} area="matches" done={done}>
      <ProblemSummary page={page} problems={problems} />
      <Views {...props} />
      <p>{m.leads[content.view]}</p>
      <Search {...props} />
      <p class="quiet" role="status">
        {m.filter.range(content.slice.from, content.slice.to, content.slice.total)}
      </p>
      {content.slice.total === 0 && text === null ? <p class="lead">{m.empty[content.view]}</p> : null}
      <ul class="entries" id="matches">
        <Items {...props} />
      </ul>
      <Pager
        page={page}
        path={path}
        query={writeMatchQuery(content.view, text)}
        number={content.slice.page}
        pages={content.slice.pages}
        keys
      />
    </DeskLayout>
  );
}

function Items({ page, region, text, content, canCurate, kept, marks }: MatchesPageProps) {
  const query = writeMatchQuery(content.view, text);
  if (content.slice.page > 1) query.set("page", String(content.slice.page));
  const path = `/matches/${region.code}`;
  const props = { page, region, canCurate, kept, returnTo: query.size === 0 ? path : `${path}?${query.toString()}` };
  switch (content.view) {
    case "possible":
      return (
        <>
          {content.slice.shown.map((item) => (
            <PossibleItem {...props} item={item} mark={marks.get(item.noticeId) ?? ""} />
          ))}
        </>
      );
    case "unmatched":
      return (
        <>
          {content.slice.shown.map((item) => (
            <UnmatchedItem {...props} item={item} mark="" />
          ))}
        </>
      );
    case "decided":
      return (
        <>
          {content.slice.shown.map((item) => (
            <DecidedItem {...props} item={item} mark={marks.get(item.noticeId) ?? ""} />
          ))}
        </>
      );
  }
}

function Views({ page, region, text, counts, content }: MatchesPageProps) {
  const path = `/matches/${region.code}`;
  const queryOf = (view: MatchView) => writeMatchQuery(view, text);
  const shown = { views: MATCH_VIEWS, current: content.view, words: matchesWords[page.language].views };
  return <ViewLinks {...shown} page={page} path={path} counts={counts} queryOf={queryOf} />;
}

function Search({ page, region, text, content }: MatchesPageProps) {
  const { filter } = matchesWords[page.language];
  const path = `/matches/${region.code}`;
  return (
    <FilterForm
      page={page}
      path={path}
      class="search"
      words={filter}
      search
      kept={content.view === "possible" ? {} : { view: content.view }}
      active={text !== null}
    >
      <SearchText label={filter.text} value={text} />
    </FilterForm>
  );
}
