import type { Context, Hono } from "hono";
import { readSituations } from "../../../db/situation.ts";
import { readWishOptions } from "../../../db/wish-options.ts";
import { readWishes, type NewWish, type Wish } from "../../../db/wishes.ts";
import { addDays, parseIsoDate, stockholmDate } from "../../../domain/calendar.ts";
import { MAX_SNOOZE_DAYS, snoozeUntil } from "../../../domain/rhythm.ts";
import { parseRowId } from "../../../domain/row-id.ts";
import { addWish, changeDelivery, changeWish, snooze, type Changed } from "../../../services/subscriptions.ts";
import { holderOf } from "../../../services/own-data.ts";
import { acceptForm } from "../../desk/refused-form.tsx";
import { OPEN_FORM } from "../../frame/form-body.ts";
import { readForm, textOf, type FieldProblem } from "../../frame/form.ts";
import { renderDocument, type WebEnv } from "../../frame/page.ts";
import { fillDelivery, readDelivery } from "../../wish-parts/delivery-form.tsx";
import { deliveringOf } from "../../wish-parts/subscription-words.ts";
import { fillWish, noWishValues, readWish, type WishValues } from "../../wish-parts/wish-form.tsx";
import type { WebDeps } from "../../web-deps.ts";
import { DeliveryPage, FollowPage, PausePage, WishPage } from "./change-pages.tsx";
import { goBack, OWN, withOwn, type OpenedOne } from "./link.tsx";
import { subscriptionsWords } from "./words.ts";

type Problems = readonly FieldProblem[];

/** The pages that change one subscription, each with one form that is sent to its own address. */
export function addChangeRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  const accept = acceptForm(OPEN_FORM);
  for (const path of [`${OWN}/bevakning`, `${OWN}/bevakning/:wish`]) {
    app.get(
      path,
      withOwn(deps, (c, opened) => showWish(deps, c, opened)),
    );
    app.post(
      path,
      accept,
      withOwn(deps, (c, opened) => saveWish(deps, c, opened)),
    );
  }
  app.get(`${OWN}/nar`, withOwn(deps, showDelivery));
  app.post(
    `${OWN}/nar`,
    accept,
    withOwn(deps, (c, opened) => saveDelivery(deps, c, opened)),
  );
  app.get(
    `${OWN}/paus`,
    withOwn(deps, (c, opened) => showPause(deps, c, { opened, until: "", problems: [] })),
  );
  app.post(
    `${OWN}/paus`,
    accept,
    withOwn(deps, (c, opened) => savePause(deps, c, opened)),
  );
  app.get(
    `${OWN}/folj`,
    withOwn(deps, (c, opened) => showFollow(deps, c, { opened, problems: [] })),
  );
  app.post(
    `${OWN}/folj`,
    accept,
    withOwn(deps, (c, opened) => saveFollow(deps, c, opened)),
  );
}

/** What a verb is called with. */
function changing({ db, now }: WebDeps, opened: OpenedOne) {
  return { ctx: { db, now: now() }, own: { holder: holderOf(opened), id: opened.own.id } };
}

/** Back to the first page, which tells what became of it. */
function finish(c: Context<WebEnv>, opened: OpenedOne, [changed, done]: readonly [Changed, string]): Response {
  return goBack(c, opened, changed.kind === "changed" ? done : changed.kind);
}

/** The wish that the address names; null for a new one, undefined where it is none of theirs, or has ended. */
async function findWish({ db }: WebDeps, c: Context<WebEnv>, { own }: OpenedOne): Promise<Wish | null | undefined> {
  const named = c.req.param("wish");
  if (named === undefined) return null;
  const id = parseRowId(named);
  return (await readWishes(db, [own.id])).find((wish) => wish.id === id && wish.endedAt === null);
}

async function showWish(deps: WebDeps, c: Context<WebEnv>, opened: OpenedOne): Promise<Response> {
  const wish = await findWish(deps, c, opened);
  if (wish === undefined) return goBack(c, opened, "unknown");
  return renderWish(deps, c, { opened, wish, values: wish === null ? noWishValues : fillWish(wish), problems: [] });
}

async function renderWish(
  { db }: WebDeps,
  c: Context<WebEnv>,
  { wish, ...props }: { opened: OpenedOne; wish: Wish | null; values: WishValues; problems: Problems },
): Promise<Response> {
  const options = await readWishOptions(db, [props.opened.own.regionCode]);
  const shown = wish === null ? null : { id: wish.id, ofCase: isOfCase(wish) };
  const html = renderDocument(<WishPage options={options} wish={shown} {...props} />);
  return c.html(html, props.problems.length === 0 ? 200 : 422);
}

function isOfCase({ filter }: Wish): boolean {
  return filter.cases !== undefined;
}

async function saveWish(deps: WebDeps, c: Context<WebEnv>, opened: OpenedOne): Promise<Response> {
  const old = await findWish(deps, c, opened);
  if (old === undefined) return goBack(c, opened, "unknown");
  const read = readWish(opened.page, await readForm(c));
  if (read.kind === "refused") return renderWish(deps, c, { opened, wish: old, ...read });
  const { ctx, own } = changing(deps, opened);
  const { filter, atOnce } = read.wish;
  const untilResolved = old?.untilResolved ?? false;
  const wish: NewWish = { filter: old !== null && isOfCase(old) ? old.filter : filter, atOnce, untilResolved };
  if (old === null) return finish(c, opened, [await addWish(ctx, { ...own, wish }), "added"]);
  return finish(c, opened, [await changeWish(ctx, { ...own, wishId: old.id, wish }), "changed"]);
}

function showDelivery(c: Context<WebEnv>, opened: OpenedOne): Response | Promise<Response> {
  const values = fillDelivery({ ...deliveringOf(opened.own), language: opened.own.language });
  return c.html(renderDocument(<DeliveryPage opened={opened} values={values} problems={[]} />));
}

async function saveDelivery(deps: WebDeps, c: Context<WebEnv>, opened: OpenedOne): Promise<Response> {
  const read = readDelivery(opened.page, await readForm(c));
  if (read.kind === "refused") return c.html(renderDocument(<DeliveryPage opened={opened} {...read} />), 422);
  const { ctx, own } = changing(deps, opened);
  return finish(c, opened, [await changeDelivery(ctx, { ...own, choices: read.choices }), "delivery"]);
}

function showPause(
  { now }: WebDeps,
  c: Context<WebEnv>,
  { opened, ...sent }: { readonly opened: OpenedOne; readonly until: string; readonly problems: Problems },
): Response | Promise<Response> {
  const today = stockholmDate(now());
  const span = { first: addDays(today, 1), last: addDays(today, MAX_SNOOZE_DAYS) };
  const html = renderDocument(<PausePage opened={opened} {...span} {...sent} />);
  return c.html(html, sent.problems.length === 0 ? 200 : 422);
}

async function savePause(deps: WebDeps, c: Context<WebEnv>, opened: OpenedOne): Promise<Response> {
  const { pauseProblems } = subscriptionsWords[opened.page.language];
  const until = textOf(await readForm(c), "until");
  const { ctx, own } = changing(deps, opened);
  const date = parseIsoDate(until);
  const today = stockholmDate(ctx.now);
  const refuse = (problem: string) => showPause(deps, c, { opened, until, problems: [{ field: "until", problem }] });
  if (date === null) return refuse(pauseProblems.none);
  const judged = snoozeUntil(date, { ...deliveringOf(opened.own), now: ctx.now });
  if (judged.kind === "until") return finish(c, opened, [await snooze(ctx, { ...own, until: judged.until }), "paused"]);
  const last = addDays(today, MAX_SNOOZE_DAYS);
  return refuse(judged.kind === "past" ? pauseProblems.past(addDays(today, 1)) : pauseProblems["too-far"](last));
}

async function showFollow(
  { db }: WebDeps,
  c: Context<WebEnv>,
  { opened, problems }: { readonly opened: OpenedOne; readonly problems: Problems },
): Promise<Response> {
  const cases = await readSituations(db, opened.own.regionCode);
  const chosen = c.req.query("case") ?? "";
  const html = renderDocument(<FollowPage opened={opened} cases={cases} chosen={chosen} problems={problems} />);
  return c.html(html, problems.length === 0 ? 200 : 422);
}

async function saveFollow(deps: WebDeps, c: Context<WebEnv>, opened: OpenedOne): Promise<Response> {
  const caseId = parseRowId(textOf(await readForm(c), "case"));
  const open = await readSituations(deps.db, opened.own.regionCode);
  if (caseId === null || !open.some((one) => one.caseId === caseId)) {
    const problem = subscriptionsWords[opened.page.language].caseBad;
    return showFollow(deps, c, { opened, problems: [{ field: "case", problem }] });
  }
  const { ctx, own } = changing(deps, opened);
  const wish: NewWish = { filter: { cases: [caseId] }, atOnce: false, untilResolved: true };
  return finish(c, opened, [await addWish(ctx, { ...own, wish }), "followed"]);
}
