import { findOwnNotice, insertOwnNotice, readOwnNotices, readUntakenNotices } from "../../../db/own-notices.ts";
import { insertAudit } from "../../../db/audit.ts";
import { isAllowed } from "../../../domain/account.ts";
import { manualNoticeSchema, type ManualNotice } from "../../../domain/manual-notice.ts";
import type { Notice } from "../../../domain/notice.ts";
import type { Region } from "../../../domain/region.ts";
import type { DeskContext, DeskRoute } from "../../desk-route.ts";
import { listProblems, readForm, textOf, type FieldProblem } from "../../form.ts";
import { answerNotFound } from "../../not-found.tsx";
import { linkTo, renderDocument } from "../../page.ts";
import { OwnNoticeFormPage, type NoticeFields, type NoticeField } from "../../pages/desk/own-notice-form-page.tsx";
import { OwnNoticesPage } from "../../pages/desk/own-notices-page.tsx";
import type { WebDeps } from "../../web-deps.ts";

/** What could not be taken in is shown for so long. */
const REFUSED_SHOWN_MS = 7 * 86_400_000;

const FIELDS: readonly NoticeField[] = [
  "productName",
  "atc",
  "articleNumber",
  "holder",
  "emdn",
  "manufacturer",
  "type",
  "start",
  "forecastEnd",
  "actualEnd",
  "packageDescription",
  "note",
];

/** A region's notices of its own: what it has written, and a form for the next one. */
export function createOwnNoticeRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [
    {
      method: "get",
      path: "/own-notices/:region",
      about: "region",
      needs: "read",
      handle: (c, region) => answerList(deps, c, region),
    },
    {
      method: "get",
      path: "/own-notices/:region/write",
      about: "region",
      needs: "curate",
      handle: (c, region) => answerForm(deps, c, region),
    },
    {
      method: "post",
      path: "/own-notices/:region/write",
      about: "region",
      needs: "curate",
      handle: (c, region) => save(deps, c, region),
    },
  ];
}

async function answerList({ db, now }: WebDeps, c: DeskContext, region: Region): Promise<Response> {
  const { page, visitor } = c.var;
  const since = new Date(now().getTime() - REFUSED_SHOWN_MS);
  const props = {
    page,
    region,
    notices: await readOwnNotices(db, region.code),
    untaken: await readUntakenNotices(db, { regionCode: region.code, since }),
    mayWrite: isAllowed(visitor.account, "curate", region.code),
    done: c.req.query("done") === "saved" ? page.t.desk.ownNotices.saved : undefined,
  };
  return c.html(renderDocument(<OwnNoticesPage {...props} />));
}

/** Empty, or filled with the notice that `?id=` names. */
async function answerForm({ db }: WebDeps, c: DeskContext, region: Region): Promise<Response> {
  const { page } = c.var;
  const id = c.req.query("id") ?? "";
  if (id === "") {
    const kind = c.req.query("kind") === "device" ? "device" : "medicine";
    return c.html(renderDocument(<OwnNoticeFormPage page={page} region={region} fields={emptyFields(kind)} />));
  }
  const notice = await findOwnNotice(db, { regionCode: region.code, reportId: id.slice(0, 100) });
  if (notice === null) return answerNotFound(c, page.t.notFound.text);
  return c.html(renderDocument(<OwnNoticeFormPage page={page} region={region} fields={readFields(notice)} />));
}

async function save({ db, now }: WebDeps, c: DeskContext, region: Region): Promise<Response> {
  const { page, actor, visitor } = c.var;
  const values = await readForm(c);
  const kind = textOf(values, "kind") === "device" ? "device" : "medicine";
  const filled = Object.fromEntries(FIELDS.map((field) => [field, textOf(values, field)]));
  const fields: NoticeFields = { ...emptyFields(kind), ...filled, id: textOf(values, "id") };
  const before =
    fields.id === "" ? null : await findOwnNotice(db, { regionCode: region.code, reportId: fields.id.slice(0, 100) });
  if (fields.id !== "" && before === null) return answerNotFound(c, page.t.notFound.text);
  const written = checkFields(fields, { regionCode: region.code, writtenAt: now().toISOString() });
  if ("problems" in written) {
    const problems = written.problems.map((field) => wordProblem(page.t.desk.ownNotices.problems, field));
    const props = { page, region, fields, problems };
    return c.html(renderDocument(<OwnNoticeFormPage {...props} />), 422);
  }
  await db.transaction().execute(async (trx) => {
    const id = await insertOwnNotice(trx, {
      regionCode: region.code,
      notice: written.notice,
      writtenBy: visitor.account.id,
      now: now(),
    });
    await insertAudit(trx, {
      at: now(),
      actor,
      regionCode: region.code,
      what: before === null ? "own notice written" : "own notice changed",
      object: `own notice ${id}`,
      ...(before === null ? {} : { before: readFields(before) }),
      after: written.notice,
    });
  });
  return c.redirect(linkTo(page.language, `/own-notices/${region.code}`, new URLSearchParams({ done: "saved" })), 303);
}

function checkFields(
  { kind, id, ...fields }: NoticeFields,
  { regionCode, writtenAt }: { regionCode: string; writtenAt: string },
): { notice: ManualNotice } | { problems: string[] } {
  const shared = ["productName", "type", "start", "forecastEnd", "actualEnd", "packageDescription", "note"] as const;
  const own =
    kind === "device"
      ? (["emdn", "articleNumber", "manufacturer"] as const)
      : (["atc", "articleNumber", "holder"] as const);
  const given = [...shared, ...own].filter((field) => fields[field] !== "").map((field) => [field, fields[field]]);
  const parsed = manualNoticeSchema.safeParse({
    ...Object.fromEntries(given),
    kind,
    regionCode,
    writtenAt,
    ...(id === "" ? {} : { id }),
  });
  if (parsed.success) return { notice: parsed.data };
  return { problems: listProblems(parsed.error, () => "").map(({ field }) => field) };
}

function wordProblem(words: Readonly<Record<string, string>>, field: string): FieldProblem {
  return { field, problem: words[field] ?? field };
}

function emptyFields(kind: NoticeFields["kind"]): NoticeFields {
  return {
    kind,
    id: "",
    productName: "",
    atc: "",
    articleNumber: "",
    holder: "",
    emdn: "",
    manufacturer: "",
    type: "shortage",
    start: "",
    forecastEnd: "",
    actualEnd: "",
    packageDescription: "",
    note: "",
  };
}

function readFields(notice: Notice): NoticeFields {
  const [pack] = notice.packages;
  const { device } = notice;
  return {
    ...emptyFields(device === undefined ? "medicine" : "device"),
    id: notice.reportId,
    productName: notice.productName,
    atc: notice.atc.value ?? "",
    articleNumber: device?.articleNumber ?? pack?.nordicArticleNumber.value ?? "",
    holder: notice.holder,
    emdn: device?.emdn ?? "",
    manufacturer: device?.manufacturer ?? "",
    type: notice.type,
    start: pack?.start.value ?? "",
    forecastEnd: pack?.forecastEnd.value ?? "",
    actualEnd: pack?.actualEnd.value ?? "",
    packageDescription: pack?.description ?? "",
    note: notice.text ?? "",
  };
}
