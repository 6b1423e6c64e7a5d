import type { RegionCase } from "../../../db/cases.ts";
import type { Draft } from "../../../db/open-drafts.ts";
import { readSeenContent } from "../../../db/open-drafts.ts";
import type { SeenDraft } from "../../../domain/draft.ts";
import type { Region } from "../../../domain/region.ts";
import { readCaseView } from "./case-view.ts";
import type { DeskContext } from "../desk-route.ts";
import { readAlternatives, toEditorValues, type EditorValues } from "../../desk-parts/draft-form.ts";
import { searchAlternatives } from "../../../services/alternative-search.ts";
import { readAlternativeFacts } from "../../../services/alternatives.ts";
import type { Db } from "../../../db/schema.ts";
import type { Alternative } from "../../../domain/alternative.ts";
import type { AlternativeChoices } from "./alternatives-field.tsx";
import { allowOwnFrames } from "../../frame/security-headers.ts";
import { describeOther } from "../done-elsewhere.tsx";
import { renderDocument, type Page } from "../../frame/page.ts";
import { CaseDeskPage, type CaseDeskProps } from "./case-desk-page.tsx";
import type { WebDeps } from "../../web-deps.ts";
import { editorWords } from "../../desk-parts/editor-words.ts";

/** Which case, and what a form that was not taken left. */
export interface CaseAnswer extends Omit<CaseDeskProps, "page" | "view" | "choices"> {
  readonly region: Region;
  readonly found: RegionCase;
  readonly status?: 200 | 409 | 422;
  /** An alternative to look for. */
  readonly find?: string;
}

/** The page of a case, as it stands after whatever was done. */
export async function answerCase(deps: WebDeps, c: DeskContext, answer: CaseAnswer): Promise<Response> {
  const { region, found, status = 200, find = null, ...left } = answer;
  const { page } = c.var;
  const view = await readCaseView(deps, { region, found, account: c.var.visitor.account });
  const done = (await describeOther(deps, c, region)) ?? describeDone(page);
  const shown = left.values ?? toEditorValues(view.draft?.content ?? view.beginning);
  const choices = await readChoices(deps.db, {
    regionCode: region.code,
    chosen: readAlternatives(shown.alternatives),
    find,
  });
  if (view.previews.length > 0) allowOwnFrames(c);
  return c.html(
    renderDocument(<CaseDeskPage page={page} view={view} done={done} choices={choices} {...left} />),
    status,
  );
}

/** The alternatives that are chosen, and those that were asked for, each with what is known of it now. */
async function readChoices(
  db: Db,
  { regionCode, chosen, find }: { regionCode: string; chosen: readonly Alternative[]; find: string | null },
): Promise<AlternativeChoices> {
  const { found, total } =
    find === null ? { found: [], total: 0 } : await searchAlternatives(db, { text: find, chosen });
  const facts = await readAlternativeFacts(
    db,
    [...chosen, ...found].map((alternative) => ({ regionCode, alternative })),
  );
  return { chosen: facts.slice(0, chosen.length), found: facts.slice(chosen.length), total, asked: find };
}

/** The case as it stands now, and what of it differs from what was seen: nothing was decided. */
export async function answerConflict(
  deps: WebDeps,
  c: DeskContext,
  input: {
    region: Region;
    found: RegionCase;
    seen: SeenDraft | null;
    theirs: Draft | null;
    /** What was written, of the editor. */
    values?: EditorValues;
    left?: Readonly<Record<string, string>>;
  },
): Promise<Response> {
  const { region, found, seen, theirs, values, left = {} } = input;
  const before = seen === null ? null : await readSeenContent(deps.db, { caseId: found.id, seen });
  const conflict = { theirs, yours: values ?? null, seen: before };
  const kept = values === undefined ? {} : { values };
  return answerCase(deps, c, { region, found, status: 409, conflict, left, ...kept });
}

/** What was just done, from `?done=`; what it does not know it does not tell. */
function describeDone({ language, query }: Page): string | undefined {
  const words = editorWords[language].done;
  const key = query.get("done") ?? "";
  if (key === "dismissed" && query.has("newer")) return words.newer;
  if (key === "dismissed" && query.has("already")) return words.already;
  return Object.entries(words).find(([name]) => name === key)?.[1];
}
