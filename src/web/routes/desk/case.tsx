import { readCaseExport } from "../../../db/case-export.ts";
import type { RegionCase } from "../../../db/cases.ts";
import { caseExportSchema } from "../../../domain/case-export.ts";
import type { Region } from "../../../domain/region.ts";
import type { DeskContext, DeskRoute } from "../../desk-route.ts";
import type { WebDeps } from "../../web-deps.ts";
import { answerCase } from "./case-answer.tsx";
import { createCaseDraftRoutes } from "./case-draft.tsx";
import { createCaseStepRoutes } from "./case-step.tsx";

export function createCaseRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [
    {
      method: "get",
      path: "/cases/:case",
      about: "case",
      needs: "read",
      handle: (c, region, found) => answerCase(deps, c, { region, found }),
    },
    {
      method: "get",
      path: "/cases/:case/export",
      about: "case",
      needs: "read",
      handle: (c, region, found) => answerExport(deps, c, { region, found }),
    },
    ...createCaseDraftRoutes(deps),
    ...createCaseStepRoutes(deps),
  ];
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
