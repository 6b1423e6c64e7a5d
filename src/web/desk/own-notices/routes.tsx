import { findOwnNotice, holdOwnNotice, readOwnNotices, readUntakenNotices } from "../../../db/own-notices.ts";
import { isAllowed } from "../../../domain/account.ts";
import type { Notice } from "../../../domain/notice.ts";
import type { Region } from "../../../domain/region.ts";
import { writeOwnNotice } from "../../../services/own-notices.ts";
import { onRegion, actAsVisitor, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { readForm, textOf, type FieldProblem } from "../../frame/form.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { renderDocument } from "../../frame/page.ts";
import { emptyNotice, fillNotice, noticeForm, parseNotice, type NoticeFields } from "./form.ts";
import { readDone, redirectDone } from "../../parts/notice.ts";
import { OwnNoticeFormPage } from "./own-notice-form-page.tsx";
import { OwnNoticesPage } from "./own-notices-page.tsx";
import type { WebDeps } from "../../web-deps.ts";
import type { OwnNoticesStrings } from "./words-sv.ts";
import { ownNoticesWords } from "./words.ts";

/** What could not be taken in is shown for so long. */
const REFUSED_SHOWN_MS = 7 * 86_400_000;

/** A region's notices of its own: what it has written, and a form for the next one. */
export function createOwnNoticeRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [
    onRegion.get("/own-notices/:region", "read", (c, region) => answerList(deps, c, region)),
    onRegion.get("/own-notices/:region/write", "curate", (c, region) => answerForm(deps, c, region)),
    onRegion.post("/own-notices/:region/write", "curate", (c, region) => save(deps, c, region)),
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
    done: readDone(page, { saved: ownNoticesWords[page.language].saved }),
  };
  return c.html(renderDocument(<OwnNoticesPage {...props} />));
}

/** Empty, or filled with the notice that `?id=` names. */
async function answerForm({ db }: WebDeps, c: DeskContext, region: Region): Promise<Response> {
  const { page } = c.var;
  const id = c.req.query("id") ?? "";
  if (id === "") {
    const kind = c.req.query("kind") === "device" ? "device" : "medicine";
    return c.html(renderDocument(<OwnNoticeFormPage page={page} region={region} fields={emptyNotice(kind)} />));
  }
  const notice = await findOwnNotice(db, { regionCode: region.code, reportId: id.slice(0, 100) });
  if (notice === null) return answerNotFound(c, page.t.notFound.text);
  const mark = (await holdOwnNotice(db, { regionCode: region.code, reportId: notice.reportId }))?.mark ?? "";
  const props = { page, region, fields: fillNotice(notice), mark };
  return c.html(renderDocument(<OwnNoticeFormPage {...props} />));
}

async function save(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  const { db, now } = deps;
  const { page } = c.var;
  const values = await readForm(c);
  const kind = textOf(values, "kind") === "device" ? "device" : "medicine";
  const fields: NoticeFields = { ...noticeForm.read(values), kind, id: textOf(values, "id") };
  const before =
    fields.id === "" ? null : await findOwnNotice(db, { regionCode: region.code, reportId: fields.id.slice(0, 100) });
  if (fields.id !== "" && before === null) return answerNotFound(c, page.t.notFound.text);
  const words = ownNoticesWords[page.language];
  const written = parseNotice(fields, { regionCode: region.code, writtenAt: now().toISOString(), words });
  const mark = textOf(values, "mark");
  const refuse = (problems: readonly FieldProblem[], shown: { status: 409 | 422; mark: string }) => {
    const props = { page, region, fields, problems, mark: shown.mark };
    return c.html(renderDocument(<OwnNoticeFormPage {...props} />), shown.status);
  };
  if ("problems" in written) return refuse(written.problems, { status: 422, mark });
  const result = await writeOwnNotice(actAsVisitor(deps, c), {
    regionCode: region.code,
    notice: written.notice,
    changes: before === null ? null : { reportId: before.reportId, mark, shown: fillNotice(before) },
  });
  if (result.kind === "forbidden") return result;
  if (result.kind === "kept") return redirectDone(c, `/own-notices/${region.code}`, "saved");
  const stands = await findOwnNotice(db, { regionCode: region.code, reportId: fields.id });
  const problem = result.isWaiting ? words.changeWaiting : tellOther(words, stands, fields);
  const shown = { status: 409, mark: result.isWaiting ? "" : result.mark } as const;
  return refuse([{ field: "productName", problem }], shown);
}

/** What stands there now, where it differs from what was written. */
function tellOther(t: OwnNoticesStrings, stands: Notice | null, written: NoticeFields): string {
  const now = stands === null ? null : fillNotice(stands);
  const differing = now === null ? [] : noticeForm.names.filter((field) => now[field] !== written[field]);
  return t.changed(differing.map((field) => `${t.fields[field]}: ${now?.[field] ?? ""}`).join("; "));
}
