import { readTargets } from "../../../db/readiness-targets.ts";
import { isAllowed } from "../../../domain/account.ts";
import { parseIsoDate, stockholmDate } from "../../../domain/calendar.ts";
import { cleanLine } from "../../../domain/clean-text.ts";
import { findTextFault } from "../../../domain/free-text.ts";
import {
  GOODS,
  MAX_CATEGORY_CHARS,
  MAX_TARGET_DAYS,
  type ReadinessTarget,
} from "../../../domain/outreach/readiness-target.ts";
import { OPERATIONS } from "../../../domain/region.ts";
import { setTarget } from "../../../services/readiness-targets.ts";
import { readReadinessYears } from "../../../services/readiness-years.ts";
import { readForm, type FieldProblem } from "../../frame/form.ts";
import { renderDocument } from "../../frame/page.ts";
import { readDone, redirectDone } from "../../parts/notice.ts";
import type { WebDeps } from "../../web-deps.ts";
import { actAsVisitor, onRegion, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { targetForm, type TargetValues } from "./form.ts";
import { ReadinessPage } from "./readiness-page.tsx";
import { readinessWords } from "./words.ts";

const REGION = "/readiness/:region";
const NATION = "/readiness";

/** How ready regions are: their targets and what they answered, their own at the region's desk, all at SKR's. */
export function createReadinessRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [
    onRegion.get(REGION, "read", (c, { code }) => show(deps, c, { code })),
    onRegion.post(`${REGION}/targets`, "administer", (c, { code }) => set(deps, c, code)),
    {
      about: "nation",
      method: "get",
      path: NATION,
      needs: "analyse",
      handle: (c) => show(deps, c, { code: NATION_CODE }),
    },
    {
      about: "nation",
      method: "post",
      path: `${NATION}/targets`,
      needs: "analyse",
      handle: (c) => set(deps, c, NATION_CODE),
    },
  ];
}

const NATION_CODE = OPERATIONS.code;

function pathOf(code: string): string {
  return code === NATION_CODE ? NATION : `${NATION}/${code}`;
}

interface Shown {
  readonly code: string;
  readonly refused?: { readonly values: TargetValues; readonly problems: readonly FieldProblem[] };
}

async function show(deps: WebDeps, c: DeskContext, { code, refused }: Shown): Promise<Response> {
  const { page, visitor } = c.var;
  const isNation = code === NATION_CODE;
  const props = {
    page: { ...page, path: pathOf(code) },
    regionCode: isNation ? null : code,
    path: pathOf(code),
    targets: await readTargets(deps.db, isNation ? undefined : [code, NATION_CODE]),
    years: await readReadinessYears(deps.db),
    maySet: isAllowed(visitor.account, isNation ? "analyse" : "administer", code),
    values: refused?.values ?? { ...targetForm.empty, goods: "medicine", validFrom: stockholmDate(deps.now()) },
    problems: refused?.problems ?? [],
    done: readDone(page, readinessWords[page.language].done),
  };
  return c.html(renderDocument(<ReadinessPage {...props} />), refused === undefined ? 200 : 422);
}

async function set(deps: WebDeps, c: DeskContext, code: string): Promise<Answer> {
  const values = targetForm.read(await readForm(c));
  const read = readTarget(values, { code, t: readinessWords[c.var.page.language].problems });
  if (read.target === null) return show(deps, c, { code, refused: { values, problems: read.problems } });
  const result = await setTarget(actAsVisitor(deps, c), read.target);
  return result.kind === "forbidden" ? result : redirectDone(c, pathOf(code), result.kind);
}

/** What the form says; `target` is null when something is wrong with it. */
function readTarget(
  values: TargetValues,
  { code, t }: { code: string; t: Readonly<Record<"goods" | "category" | "validFrom" | "days", string>> },
): { target: ReadinessTarget | null; problems: FieldProblem[] } {
  const goods = GOODS.find((one) => one === values.goods);
  const category = cleanLine(values.category);
  const validFrom = parseIsoDate(values.validFrom);
  const days = values.days === "" ? null : /^\d{1,4}$/.test(values.days) ? Number(values.days) : Number.NaN;
  const problems: FieldProblem[] = [];
  if (goods === undefined) problems.push({ field: "goods", problem: t.goods });
  if (category !== "" && findTextFault(category, MAX_CATEGORY_CHARS) !== null)
    problems.push({ field: "category", problem: t.category });
  if (validFrom === null) problems.push({ field: "validFrom", problem: t.validFrom });
  if (days !== null && !(days <= MAX_TARGET_DAYS)) problems.push({ field: "days", problem: t.days });
  if (goods === undefined || validFrom === null || problems.length > 0) return { target: null, problems };
  return { target: { regionCode: code, goods, category, validFrom, days }, problems };
}
