import { readHoldingStops } from "../../../db/delivery-stops.ts";
import { readPausesTold } from "../../../db/paused-receivers.ts";
import { countWaiting } from "../../../db/sending-archive.ts";
import { countPausedSubscriptions, findSubscription, readPausedSubscriptions } from "../../../db/subscriptions.ts";
import { MAX_STOP_REASON_CHARS, parseStopScope, type StopScope } from "../../../domain/delivery-stop.ts";
import { hideAddresses } from "../../../domain/delivery-reason.ts";
import { parseRowId } from "../../../domain/row-id.ts";
import { resumeDeliveries, resumeSubscription, stopDeliveries } from "../../../services/delivery-stops.ts";
import { describeReceiver, listShownStops } from "../../desk-parts/shown-stops.ts";
import { readForm, textOf, type FieldProblem, type FormValues } from "../../frame/form.ts";
import { renderDocument } from "../../frame/page.ts";
import { readFreeText, wordFreeText } from "../../parts/free-text.ts";
import { linkBack } from "../../parts/link-back.ts";
import { sealTold } from "../../parts/notice.ts";
import type { WebDeps } from "../../web-deps.ts";
import { actAsVisitor, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { onBoth, type Place } from "./place.ts";
import { stopForm, type StopValues } from "./stop-form.ts";
import { StopsPage } from "./stops-page.tsx";
import { deliveriesWords } from "./words.ts";

const PAUSED_A_PAGE = 50;

/** What is stopped and who is paused, and how they go on. */
export function createStopRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [
    ...onBoth("get", "/stops", { needs: "read", handle: (c, place) => answerStops(deps, c, { place }) }),
    ...onBoth("post", "/stops", { needs: "administer", handle: (c, place) => stop(deps, c, place) }),
    ...onBoth("post", "/stops/resume", { needs: "administer", handle: (c, place) => resume(deps, c, place) }),
    ...onBoth("post", "/stops/mend", { needs: "administer", handle: (c, place) => mend(deps, c, place) }),
  ];
}

async function answerStops(
  deps: WebDeps,
  c: DeskContext,
  { place, values, problems = [] }: { place: Place; values?: StopValues; problems?: readonly FieldProblem[] },
): Promise<Response> {
  const { db, channels } = deps;
  const { page } = c.var;
  const { regionCode } = place;
  const subscription = parseRowId(values?.subscription ?? page.query.get("subscription"));
  const receiver = subscription === null ? null : await findReceiver(deps, { id: subscription, regionCode });
  const after = parseRowId(page.query.get("after") ?? "") ?? 0;
  const paused = await readPausedSubscriptions(db, { regionCode, after, limit: PAUSED_A_PAGE + 1 });
  const stops = listShownStops(actAsVisitor(deps, c), { stops: await readHoldingStops(db), channels });
  const waiting = await countWaiting(db, { regionCode, now: deps.now() });
  const props = {
    // An answer to a form has no address to come back to, which its link to the other language needs.
    page: { ...page, path: `${place.path}/stops` },
    place,
    stops,
    receiver,
    waiting: waiting.reduce((total, { count }) => total + count, 0),
    channels: [...channels.keys()],
    values: values ?? { ...stopForm.empty, subscription: receiver === null ? "" : String(receiver.id) },
    problems,
    pausedCount: await countPausedSubscriptions(db, { regionCode }),
    paused: paused.slice(0, PAUSED_A_PAGE).map(({ target, stateReason, ...one }) => ({
      ...one,
      receiver: describeReceiver(channels, { ...one, target }),
      reason: stateReason === null ? null : hideAddresses(stateReason),
    })),
    pausesTold: regionCode === null ? undefined : await readPausesTold(db, regionCode),
    more: paused.length > PAUSED_A_PAGE,
  };
  return c.html(renderDocument(<StopsPage {...props} />), problems.length === 0 ? 200 : 422);
}

async function findReceiver(
  { db, channels }: WebDeps,
  { id, regionCode }: { id: number; regionCode: string | null },
): Promise<{ id: number; name: string; regionCode: string } | null> {
  const found = await findSubscription(db, id);
  if (found === null || (regionCode !== null && found.regionCode !== regionCode)) return null;
  return { id, name: describeReceiver(channels, found), regionCode: found.regionCode };
}

async function stop(deps: WebDeps, c: DeskContext, place: Place): Promise<Answer> {
  const { page } = c.var;
  const form = await readForm(c);
  const read = readStop(page, form);
  if (read.scope === null) return answerStops(deps, c, { place, ...read });
  const { scope, reason, values } = read;
  const result = await stopDeliveries(actAsVisitor(deps, c), { scope, reason });
  switch (result.kind) {
    case "forbidden":
      return result;
    case "unknown":
      return answerStops(deps, c, { place, values, problems: [wordUnknown(page, scope)] });
    case "refused": {
      const { reason: other, personnummer } = deliveriesWords[page.language].stops.problems;
      const problem = result.because === "personnummer" ? personnummer : other;
      return answerStops(deps, c, { place, values, problems: [{ field: "reason", problem }] });
    }
    case "done":
      return goBack(c, place, { returnTo: "", done: "stopped" });
    case "already":
      return goBack(c, place, { returnTo: "", done: "already" });
  }
}

/** What was to be stopped is not there. */
function wordUnknown({ language }: DeskContext["var"]["page"], { kind }: StopScope): FieldProblem {
  const { done, stops } = deliveriesWords[language];
  if (kind === "remote") return { field: "remote", problem: stops.problems.unknownRemote };
  return { field: "what", problem: kind === "subscription" ? done.unknown : stops.problems.what };
}

/** What the form says; `scope` is null when something is wrong with it. */
function readStop(page: DeskContext["var"]["page"], form: FormValues) {
  const words = deliveriesWords[page.language].stops.problems;
  const values = stopForm.read(form);
  const said = readFreeText(form, { name: "reason", maxChars: MAX_STOP_REASON_CHARS });
  const scope = readScope(values);
  const problems: FieldProblem[] = [];
  if (scope === null)
    problems.push(
      values.what.startsWith("remote ")
        ? { field: "remote", problem: words.remote }
        : { field: "what", problem: words.what },
    );
  if (said.kind === "refused")
    problems.push(wordFreeText(page, said, { field: "reason", personnummer: words.personnummer, other: words.reason }));
  return { values, problems, scope: problems.length === 0 ? scope : null, reason: said.text };
}

const REMOTE = /^[a-z0-9.:_-]{1,253}$/i;

function readScope({ what, remote, subscription }: StopValues): StopScope | null {
  if (what === "subscription") return parseStopScope(`subscription ${subscription}`);
  if (!what.startsWith("remote ")) return parseStopScope(what);
  return REMOTE.test(remote) ? parseStopScope(`${what} ${remote.toLowerCase()}`) : null;
}

async function resume(deps: WebDeps, c: DeskContext, place: Place): Promise<Answer> {
  const form = await readForm(c);
  const scope = parseStopScope(textOf(form, "scope"));
  if (scope === null) return goBack(c, place, { returnTo: "", done: "already" });
  const result = await resumeDeliveries(actAsVisitor(deps, c), { scope });
  if (result.kind === "forbidden") return result;
  const done = result.kind === "done" ? "resumed" : result.kind;
  return goBack(c, place, { returnTo: textOf(form, "return"), done });
}

async function mend(deps: WebDeps, c: DeskContext, place: Place): Promise<Answer> {
  const id = parseRowId(textOf(await readForm(c), "subscription")) ?? 0;
  const result = await resumeSubscription(actAsVisitor(deps, c), { id });
  if (result.kind === "forbidden") return result;
  return goBack(c, place, { returnTo: "", done: result.kind === "done" ? "mended" : result.kind });
}

function goBack(c: DeskContext, place: Place, { returnTo, done }: { returnTo: string; done: string }): Response {
  const { page } = c.var;
  const told = sealTold(page, { done });
  const { language } = page;
  return c.redirect(linkBack({ language, returnTo, fallback: `${place.path}/stops`, done: told }), 303);
}
