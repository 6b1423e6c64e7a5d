import { readCaseExport } from "../../../db/case-export.ts";
import type { RegionCase } from "../../../db/cases.ts";
import { caseExportSchema } from "../../../domain/case-export.ts";
import type { Region } from "../../../domain/region.ts";
import { readCaseView } from "./case-view.ts";
import { onCase, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { parseLanguage } from "../../frame/page.ts";
import { emailPreviewResponse, findEmailHtml } from "../../desk-parts/previews.ts";
import type { WebDeps } from "../../web-deps.ts";
import { answerCase } from "./case-answer.tsx";
import { createCaseDraftRoutes } from "./case-draft.tsx";
import { createCasePublishRoutes } from "./case-publish.tsx";
import { createCaseStepRoutes } from "./case-step.tsx";

export function createCaseRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [
    onCase.get("/cases/:case", "read", (c, region, found) => answerCase(deps, c, { region, found })),
    onCase.get("/cases/:case/preview/email", "read", (c, region, found) => answerMail(deps, c, { region, found })),
    onCase.get("/cases/:case/export", "read", (c, region, found) => answerExport(deps, c, { region, found })),
    ...createCaseDraftRoutes(deps),
    ...createCasePublishRoutes(deps),
    ...createCaseStepRoutes(deps),
  ];
}

/** The draft's mail alone, for the frame that shows it. */
async function answerMail(
  deps: WebDeps,
  c: DeskContext,
  { region, found }: { region: Region; found: RegionCase },
): Promise<Response> {
  const { previews } = await readCaseView(deps, { region, found, account: c.var.visitor.account });
  const language = parseLanguage(c.req.query("text"));
  const preview = previews.find((one) => one.language === language);
  const html = preview === undefined ? null : findEmailHtml(preview, Number(c.req.query("part") ?? 1));
  return html === null ? answerNotFound(c, c.var.page.t.notFound.text) : emailPreviewResponse(html);
}

async function answerExport(
  deps: WebDeps,
  c: DeskContext,
  { region, found }: { region: Region; found: RegionCase },
): Promise<Response> {
  const content = caseExportSchema.parse(await readCaseExport(deps.db, { region, found, now: deps.now() }));
  c.header("content-disposition", `attachment; filename="restsignal-${region.code}-${found.id}.json"`);
  return c.body(`${JSON.stringify(content, null, 2)}\n`, 200, { "content-type": "application/json; charset=utf-8" });
}
