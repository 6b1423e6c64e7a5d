import { isAllowed } from "../../../domain/account.ts";
import { readReaderHolds } from "../../../db/reader-holds.ts";
import { countLostSignUps, readWaitingSignUps } from "../../../db/sign-ups.ts";
import { readWishOptions } from "../../../db/wish-options.ts";
import { SHARED_MAILBOX_AGREEMENT } from "../../../domain/reconfirmation.ts";
import { describeReceiver } from "../../desk-parts/shown-stops.ts";
import { mailboxForm, type ReadMailbox } from "./mailbox-form.ts";
import type { MailboxPartProps } from "./mailbox-part.tsx";
import { createMailboxRoutes } from "./mailbox-routes.tsx";
import { createSuppressedRoutes } from "./suppressed-routes.tsx";
import { countReaders, findReader, readConsents, readReaders } from "../../../db/readers.ts";
import { readSharedStandings } from "../../../db/reconfirmations.ts";
import { MAX_SAID_CHARS } from "../../../domain/reconfirmation.ts";
import { confirmByHand } from "../../../services/reconfirmations.ts";
import type { ShownShared } from "./shared-part.tsx";
import { MAX_STOP_REASON_CHARS } from "../../../domain/delivery-stop.ts";
import type { Region } from "../../../domain/region.ts";
import { parseRowId } from "../../../domain/row-id.ts";
import { resumeDeliveries, resumeSubscription, stopDeliveries } from "../../../services/delivery-stops.ts";
import { endReader, restoreReader } from "../../../services/readers.ts";
import { readForm, type FieldProblem } from "../../frame/form.ts";
import { answerNotFound } from "../../frame/not-found.tsx";
import { renderDocument } from "../../frame/page.ts";
import { readFreeText, wordFreeText } from "../../parts/free-text.ts";
import { readDone, redirectDone } from "../../parts/notice.ts";
import { findSlice, parsePage } from "../../parts/slice.ts";
import type { WebDeps } from "../../web-deps.ts";
import { actAsVisitor, onRegion, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { parseReaderQuery } from "./reader-query.ts";
import { showReaders } from "./shown-reader.ts";
import { SubscriberPage } from "./subscriber-page.tsx";
import { SubscribersPage } from "./subscribers-page.tsx";
import { sharedWords, subscribersWords } from "./words.ts";

const READERS_A_PAGE = 50;
const INVITATIONS = 100;

/** A region's readers, to see for all of its desk and to change for its administrators. */
export function createSubscriptionRoutes(deps: WebDeps): readonly DeskRoute[] {
  const path = "/subscriptions/:region";
  return [
    onRegion.get(path, "read", (c, region) => answerReaders(deps, c, { region })),
    ...createMailboxRoutes(deps, (c, region, read) => answerReaders(deps, c, { region, refused: read })),
    ...createSuppressedRoutes(deps),
    onRegion.get(`${path}/:subscription`, "read", (c, region) => answerReader(deps, c, { region })),
    onRegion.post(`${path}/:subscription/pause`, "administer", (c, region) => pause(deps, c, region)),
    onRegion.post(`${path}/:subscription/resume`, "administer", (c, region) => resume(deps, c, region)),
    onRegion.post(`${path}/:subscription/end`, "administer", (c, region) => end(deps, c, region)),
    onRegion.post(`${path}/:subscription/restore`, "administer", (c, region) => restore(deps, c, region)),
    onRegion.post(`${path}/:subscription/confirm`, "administer", (c, region) => confirm(deps, c, region)),
  ];
}

async function answerReaders(
  deps: WebDeps,
  c: DeskContext,
  { region, refused }: { region: Region; refused?: ReadMailbox },
): Promise<Response> {
  const { code } = region;
  const { db, channels } = deps;
  // An answer to a form has no address to come back to, which its link to the other language needs.
  const page = { ...c.var.page, path: `/subscriptions/${code}` };
  const now = deps.now();
  const query = parseReaderQuery(page.query);
  const filter = {
    regionCode: code,
    channel: query.channel || null,
    state: query.state || null,
    area: query.area || null,
    role: query.role || null,
    now,
    limit: READERS_A_PAGE,
  };
  const number = parsePage(page.query);
  const first = await readReaders(db, { ...filter, offset: (number - 1) * READERS_A_PAGE });
  const { offset, ...place } = findSlice({ total: first.total, page: number, size: READERS_A_PAGE });
  // A page past the last is the last.
  const { readers } = place.page === number ? first : await readReaders(db, { ...filter, offset });
  const gathering = [...channels.values()].flatMap(({ name, batches }) => (batches ? [name] : []));
  const props = {
    page,
    region,
    query,
    counts: await countReaders(db, { regionCode: code, now, gathering }),
    slice: { ...place, shown: await showReaders(deps, { regionCode: code, readers }) },
    now,
    done: readDone(page, subscribersWords[page.language].done),
    shared: await showShared(deps, { regionCode: code, id: null, now }),
    lost: await countLostSignUps(db, { regionCode: code, besides: SHARED_MAILBOX_AGREEMENT }),
    mailboxes: await readMailboxes(deps, c, { regionCode: code, refused }),
  };
  return c.html(renderDocument(<SubscribersPage {...props} />), refused === undefined ? 200 : 422);
}

/** What the part about shared mailboxes shows; null for who may not add one. */
async function readMailboxes(
  { db, channels, now }: WebDeps,
  c: DeskContext,
  { regionCode, refused }: { regionCode: string; refused: ReadMailbox | undefined },
): Promise<Omit<MailboxPartProps, "page" | "region"> | null> {
  if (!isAllowed(c.var.visitor.account, "administer", regionCode)) return null;
  const waiting = { regionCode, agreedVersion: SHARED_MAILBOX_AGREEMENT, now: now(), limit: INVITATIONS + 1 };
  const found = await readWaitingSignUps(db, waiting);
  return {
    areas: (await readWishOptions(db, [regionCode])).areas,
    values: refused?.values ?? mailboxForm.empty,
    problems: refused?.problems ?? [],
    more: found.length > INVITATIONS,
    invitations: found.slice(0, INVITATIONS).map(({ address, ...one }) => ({
      ...one,
      name: describeReceiver(channels, { channel: "email", target: { address } }),
    })),
  };
}

function readReaderId(c: DeskContext): number {
  return parseRowId(c.req.param("subscription")) ?? 0;
}

async function answerReader(
  deps: WebDeps,
  c: DeskContext,
  input: { region: Region; problems?: readonly FieldProblem[]; reason?: string; said?: string },
): Promise<Response> {
  const { region, problems = [], reason = "", said = "" } = input;
  const now = deps.now();
  const found = await findReader(deps.db, { id: readReaderId(c), regionCode: region.code, now });
  const [reader] = found === null ? [] : await showReaders(deps, { regionCode: region.code, readers: [found] });
  const words = subscribersWords[c.var.page.language];
  if (reader === undefined) return answerNotFound(c, words.done.unknown);
  // An answer to a form has no address to come back to, which its link to the other language needs.
  const page = { ...c.var.page, path: pathOf(region, reader.id) };
  const consents = await readConsents(deps.db, reader.id);
  const isSuppressed = (await readReaderHolds(deps.db, [reader.id])).get(reader.id) === "suppressed";
  const [shared = null] = await showShared(deps, { regionCode: region.code, id: reader.id, now });
  const done = readDone(page, words.done);
  const props = { page, region, reader, consents, isSuppressed, now, problems, reason, shared, said, done };
  return c.html(renderDocument(<SubscriberPage {...props} />), problems.length === 0 ? 200 : 422);
}

async function showShared(
  { db, channels }: WebDeps,
  asked: { regionCode: string; id: number | null; now: Date },
): Promise<ShownShared[]> {
  return (await readSharedStandings(db, asked)).map(({ target, ...one }) => ({
    ...one,
    name: describeReceiver(channels, { channel: one.channel, target }),
  }));
}

function pathOf({ code }: Region, id: number): string {
  return `/subscriptions/${code}/${id}`;
}

/** What somebody may do elsewhere, too, is done here to the region's own readers alone. */
async function isHere({ db, now }: WebDeps, c: DeskContext, { code }: Region): Promise<boolean> {
  return (await findReader(db, { id: readReaderId(c), regionCode: code, now: now() })) !== null;
}

async function pause(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  const words = subscribersWords[c.var.page.language];
  const said = readFreeText(await readForm(c), { name: "reason", maxChars: MAX_STOP_REASON_CHARS });
  if (said.kind === "refused") {
    const { personnummer, reason: other } = words.problems;
    const problem = wordFreeText(c.var.page, said, { field: "reason", personnummer, other });
    return answerReader(deps, c, { region, problems: [problem], reason: said.text });
  }
  if (!(await isHere(deps, c, region))) return answerNotFound(c, words.done.unknown);
  const scope = { kind: "subscription", id: readReaderId(c) } as const;
  const result = await stopDeliveries(actAsVisitor(deps, c), { scope, reason: said.text });
  if (result.kind === "forbidden") return result;
  if (result.kind === "refused") {
    const problem = result.because === "personnummer" ? words.problems.personnummer : words.problems.reason;
    return answerReader(deps, c, { region, problems: [{ field: "reason", problem }], reason: said.text });
  }
  return goBack(c, region, result.kind === "done" ? "stopped" : result.kind);
}

/** Lets go on what somebody stopped, and what was paused since nothing arrived. */
async function resume(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  if (!(await isHere(deps, c, region))) return answerNotFound(c, subscribersWords[c.var.page.language].done.unknown);
  const ctx = actAsVisitor(deps, c);
  const id = readReaderId(c);
  const released = await resumeDeliveries(ctx, { scope: { kind: "subscription", id } });
  const mended = await resumeSubscription(ctx, { id });
  if (released.kind === "forbidden" || mended.kind === "forbidden") return { kind: "forbidden" };
  return goBack(c, region, released.kind === "done" || mended.kind === "done" ? "resumed" : mended.kind);
}

async function end(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  const result = await endReader(actAsVisitor(deps, c), { regionCode: region.code, id: readReaderId(c) });
  if (result.kind === "forbidden") return result;
  return goBack(c, region, result.kind === "done" ? "ended" : result.kind);
}

async function restore(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  const result = await restoreReader(actAsVisitor(deps, c), { regionCode: region.code, id: readReaderId(c) });
  if (result.kind === "forbidden") return result;
  return goBack(c, region, result.kind === "done" ? "restored" : result.kind);
}

async function confirm(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  const { confirm: words } = sharedWords[c.var.page.language];
  const { personnummer } = subscribersWords[c.var.page.language].problems;
  const said = readFreeText(await readForm(c), { name: "said", maxChars: MAX_SAID_CHARS });
  if (said.kind === "refused") {
    const problem = wordFreeText(c.var.page, said, { field: "said", personnummer, other: words.problem });
    return answerReader(deps, c, { region, problems: [problem], said: said.text });
  }
  const input = { regionCode: region.code, id: readReaderId(c), said: said.text, write: words.kept };
  const result = await confirmByHand(actAsVisitor(deps, c), input);
  if (result.kind === "forbidden") return result;
  if (result.kind !== "refused") return goBack(c, region, result.kind === "done" ? "confirmed" : result.kind);
  const problem = result.because === "personnummer" ? personnummer : words.problem;
  return answerReader(deps, c, { region, problems: [{ field: "said", problem }], said: said.text });
}

function goBack(c: DeskContext, region: Region, done: string): Response {
  return redirectDone(c, pathOf(region, readReaderId(c)), done);
}
