import type { RegionCase } from "../../../db/cases.ts";
import type { Region } from "../../../domain/region.ts";
import { readCaseView } from "../../case-view.ts";
import type { DeskContext } from "../../desk-route.ts";
import { renderDocument } from "../../page.ts";
import { CaseDeskPage, type CaseDeskProps } from "../../pages/desk/case-desk-page.tsx";
import type { WebDeps } from "../../web-deps.ts";

/** Which case, and what a form that was not taken left. */
export interface CaseAnswer extends Omit<CaseDeskProps, "page" | "view"> {
  readonly region: Region;
  readonly found: RegionCase;
  readonly status?: 200 | 409 | 422;
}

/** The page of a case, as it stands after whatever was done. */
export async function answerCase(deps: WebDeps, c: DeskContext, answer: CaseAnswer): Promise<Response> {
  const { region, found, status = 200, ...left } = answer;
  const { page } = c.var;
  const view = await readCaseView(deps, { region, found, account: c.var.visitor.account });
  const key = page.query.get("done") ?? "";
  const done = Object.entries(page.t.desk.editor.done).find(([name]) => name === key)?.[1];
  return c.html(renderDocument(<CaseDeskPage page={page} view={view} done={done} {...left} />), status);
}
