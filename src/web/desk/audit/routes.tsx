import { isAllowed } from "../../../domain/account.ts";
import { OPERATIONS, type Region } from "../../../domain/region.ts";
import {
  findCasesNamed,
  readAuditChoices,
  readAuditLog,
  readCaseEntries,
  type LoggedEntry,
  type ObjectChoice,
} from "../../../db/audit-log.ts";
import { writeAuditCsv } from "./audit-csv.ts";
import { parseAuditQuery, toAuditFilter, type AuditQuery } from "./audit-query.ts";
import { nameObject, parseObject, readCaseId } from "./audit-words.ts";
import { onNation, onRegion, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { renderDocument, type Page } from "../../frame/page.ts";
import { AuditPage } from "./audit-page.tsx";
import type { WebDeps } from "../../web-deps.ts";
import { auditWords } from "./words.ts";

const ENTRIES_A_PAGE = 50;
const ENTRIES_A_CHUNK = 1_000;
const OPERATIONS_PATH = "/operations/audit";

/** The log of a region, and for operators the one of what concerns no region. */
export function createAuditRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [
    onRegion.get("/audit/:region", "read", (c, region) => answerLog(deps, c, region)),
    onRegion.get("/audit/:region/log.csv", "read", (c, region) => answerCsv(deps, c, region)),
    onNation.get(OPERATIONS_PATH, "operate", (c) => answerLog(deps, c, null)),
    onNation.get(`${OPERATIONS_PATH}/log.csv`, "operate", (c) => answerCsv(deps, c, null)),
  ];
}

async function answerLog({ db }: WebDeps, c: DeskContext, region: Region | null): Promise<Response> {
  const { page } = c.var;
  const query = parseAuditQuery(page.query);
  const regionCode = region?.code ?? null;
  const filter = toAuditFilter(query, { regionCode, objects: await findObjects({ db }, { page, region, query }) });
  const found = await readAuditLog(db, { ...filter, before: query.before, limit: ENTRIES_A_PAGE + 1 });
  const caseIds = found.flatMap(({ object }) => readCaseId(object) ?? []);
  const props = {
    page,
    region,
    query,
    cases: regionCode === null ? new Map() : await readCaseEntries(db, { regionCode, caseIds }),
    path: region === null ? OPERATIONS_PATH : `/audit/${region.code}`,
    entries: found.slice(0, ENTRIES_A_PAGE),
    more: found.length > ENTRIES_A_PAGE,
    choices: await readAuditChoices(db, { regionCode }),
    describeOrigin: createOriginWords(c, region),
  };
  return c.html(renderDocument(<AuditPage {...props} />));
}

/** What the query is about: objects as the page names them or by their id, or the cases of a medicine; null for everything. */
async function findObjects(
  { db }: Pick<WebDeps, "db">,
  { page, region, query }: { page: Page; region: Region | null; query: AuditQuery },
): Promise<ObjectChoice[] | null> {
  const { object } = query;
  if (object === "") return null;
  const named = parseObject(object, auditWords[page.language]);
  if (named !== null) return [named];
  const cases = region === null ? [] : await findCasesNamed(db, { regionCode: region.code, text: object });
  return [{ kind: null, id: object }, ...cases.map((id) => ({ kind: "case" as const, id: String(id) }))];
}

async function answerCsv({ db }: WebDeps, c: DeskContext, region: Region | null): Promise<Response> {
  const { page } = c.var;
  const query = parseAuditQuery(page.query);
  const objects = await findObjects({ db }, { page, region, query });
  const filter = toAuditFilter(query, { regionCode: region?.code ?? null, objects });
  const lines = writeAuditCsv({
    t: auditWords[page.language],
    readPage: async (before) => {
      const entries = await readAuditLog(db, { ...filter, before, limit: ENTRIES_A_CHUNK });
      const caseIds = entries.flatMap(({ object }) => readCaseId(object) ?? []);
      const cases = region === null ? new Map() : await readCaseEntries(db, { regionCode: region.code, caseIds });
      return entries.map((entry) => ({ ...entry, objectName: nameObject(entry.object, { page, cases }) }));
    },
    describeOrigin: createOriginWords(c, region),
  });
  c.header("content-type", "text/csv; charset=utf-8");
  c.header("content-disposition", `attachment; filename="restsignal-log-${region?.code ?? OPERATIONS.code}.csv"`);
  return c.body(ReadableStream.from(lines).pipeThrough(new TextEncoderStream()));
}

/** Where somebody sat is for those who answer for the accounts; others see that it came by the web. */
function createOriginWords(c: DeskContext, region: Region | null): (entry: LoggedEntry) => string {
  const t = auditWords[c.var.page.language];
  const { account } = c.var.visitor;
  const mayKnow = region === null || isAllowed(account, "administer", region.code);
  return ({ actor, address }) => {
    if (actor.kind === "command-line") return t.fromCommandLine;
    return address === null ? "" : mayKnow ? address : t.web;
  };
}
