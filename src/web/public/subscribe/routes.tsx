import { SUBSCRIBE_PATH, SUBSCRIBE_WISH_PATH } from "../../../addresses.ts";
import { Hono, type Context } from "hono";
import { describeWish } from "../../../../templates/wish-words.ts";
import { listSwedish } from "../../wish-parts/subscription-words.ts";
import { readContact } from "../../../db/case-desk.ts";
import { readRegionsWithList } from "../../../db/lists.ts";
import { readReaderHolds } from "../../../db/reader-holds.ts";
import { readWishNames } from "../../../db/wish-names.ts";
import { readWishOptions } from "../../../db/wish-options.ts";
import type { NewWish } from "../../../db/wishes.ts";
import { parseEmailAddress } from "../../../domain/email-address.ts";
import { nameRegion } from "../../../domain/region.ts";
import { DAILY } from "../../../domain/rhythm.ts";
import type { Agreement } from "../../../domain/sign-up.ts";
import { capitalize } from "../../../domain/words.ts";
import { readerLetterJob } from "../../../jobs/reader-letter.ts";
import { confirmSignUp, openSignUp, requestSignUp } from "../../../services/sign-ups.ts";
import { previewWish } from "../../../services/wish-preview.ts";
import { acceptForm } from "../../desk/refused-form.tsx";
import { readClientAddress } from "../../frame/client-address.ts";
import { networksOf } from "../../frame/client-network.ts";
import type { FormLimits } from "../../frame/form-body.ts";
import { readForm, textsOf, type FieldProblem } from "../../frame/form.ts";
import { isFromOtherSite } from "../../frame/own-form.ts";
import { renderDocument, type Page, type WebEnv } from "../../frame/page.ts";
import { showEmail } from "../../frame/show-email.ts";
import type { WebDeps } from "../../web-deps.ts";
import { fillDelivery, readDelivery, type DeliveryValues } from "../../wish-parts/delivery-form.tsx";
import { CONFIRM_PATH, DELIVERY_PATH } from "./addresses.ts";
import { formOf, oneOf, readChoice, type Choice, type ReadChoice } from "./choice.ts";
import { ConfirmPage, DonePage, type ToldWish } from "./confirm-page.tsx";
import { DeliveryStep } from "./delivery-step.tsx";
import { NoticePage, SentPage } from "./notice-pages.tsx";
import { Preview } from "./preview.tsx";
import { fillProfile, parseProfile } from "./profiles.ts";
import { RegionStep } from "./region-step.tsx";
import { FollowStep, WishStep } from "./wish-step.tsx";
import { subscribeWords } from "./words.ts";

/** All regions, a hundred names and codes of each kind, and an address. */
const SIGN_UP_FORM: FormLimits = { maxBytes: 60_000, maxFields: 300, maxFieldBytes: 4_000, maxFiles: 0 };
/** A button, and nothing to fill in. */
const CONFIRM_FORM: FormLimits = { maxBytes: 1_000, maxFields: 10, maxFieldBytes: 1_000, maxFiles: 0 };
/** Another whenever what is agreed to means something else. */
const AGREEMENT_VERSION = "2026-11-27";

type Visit = Context<WebEnv>;

/**
 * Where anybody subscribes by themselves: which region, what, and when and where to. Nothing is stored before the last step,
 * nothing but a letter is sent before the link in it is used, and only a POST changes anything.
 */
export function createSubscribeRoute(deps: WebDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.use(`${SUBSCRIBE_PATH}/*`, async (c, next) => {
    await next();
    c.header("cache-control", "no-store");
    c.header("referrer-policy", "no-referrer");
    if (c.req.path !== SUBSCRIBE_PATH || c.req.method !== "GET") c.header("x-robots-tag", "noindex");
  });
  app.get(SUBSCRIBE_PATH, (c) => answerRegions(deps, c, null));
  app.get(SUBSCRIBE_WISH_PATH, (c) => answerWish(deps, c));
  app.get(DELIVERY_PATH, async (c) => {
    const sent = formOf(c.var.page.query);
    const read = await readChoice(deps.db, c.var.page, sent);
    if (read.kind !== "read") return answerUnread(deps, c, read);
    return answerDelivery(deps, c, { choice: read.choice, delivery: beginDelivery(c.var.page), email: "" });
  });
  app.post(SUBSCRIBE_PATH, acceptForm(SIGN_UP_FORM), (c) => signUp(deps, c));
  app.get(CONFIRM_PATH, (c) => answerLink(deps, c));
  app.post(CONFIRM_PATH, acceptForm(CONFIRM_FORM), async (c) => {
    await confirmSignUp({ db: deps.db, now: deps.now() }, readToken(c));
    return answerLink(deps, c);
  });
  return app;
}

/** Each morning, and what is urgent at once, whatever the hour, until they say otherwise. */
function beginDelivery({ language }: Page): DeliveryValues {
  return fillDelivery({ rhythm: DAILY, urgent: "day", quiet: null, language });
}

async function answerRegions({ db }: WebDeps, c: Visit, problem: "none" | "unknown" | null) {
  const { page } = c.var;
  const listed = await readRegionsWithList(db);
  const chosen = textsOf(formOf(page.query), "region");
  const props = { page, listed, chosen, problem };
  return c.html(renderDocument(<RegionStep {...props} />), problem === null ? 200 : 422);
}

async function answerWish(deps: WebDeps, c: Visit) {
  const { page } = c.var;
  const sent = formOf(page.query);
  const read = await readChoice(deps.db, page, sent);
  if (read.kind !== "read") return answerUnread(deps, c, read);
  const { choice } = read;
  const { regions, followed } = choice;
  if (followed !== null) {
    const preview = await showPreview(deps, c, choice);
    return c.html(renderDocument(<FollowStep page={page} choice={choice} followed={followed} preview={preview} />));
  }
  const options = await readWishOptions(deps.db, codesOf(choice));
  const asked = parseProfile(oneOf(sent, "profile"));
  const profile = asked === null ? null : fillProfile(asked, options);
  const read2 = profile === null ? read : await readChoice(deps.db, page, { ...sent, ...profile.values });
  const shown = read2.kind === "read" ? read2.choice : choice;
  const preview = await showPreview(deps, c, shown);
  const props = { page, regions, options, profile, values: shown.values, preview };
  return c.html(renderDocument(<WishStep {...props} />));
}

/** What cannot be read is asked for again where it belongs. */
async function answerUnread(deps: WebDeps, c: Visit, read: Exclude<ReadChoice, { kind: "read" }>) {
  const { page } = c.var;
  if (read.kind === "no-region") return answerRegions(deps, c, read.unknown ? "unknown" : "none");
  if (read.kind === "no-case") {
    const { title, wish } = subscribeWords[page.language];
    return c.html(renderDocument(<NoticePage page={page} title={title} text={wish.noCase} />), 404);
  }
  const { regions, values, problems } = read;
  const options = await readWishOptions(
    deps.db,
    regions.map(({ code }) => code),
  );
  const props = { page, regions, options, profile: null, values, problems };
  return c.html(renderDocument(<WishStep {...props} />), 422);
}

interface Delivering {
  readonly choice: Choice;
  readonly delivery: DeliveryValues;
  readonly email: string;
  readonly problems?: readonly FieldProblem[];
}

async function answerDelivery(deps: WebDeps, c: Visit, { choice, problems = [], ...filled }: Delivering) {
  const { page } = c.var;
  const contacts = new Map<string, string>();
  for (const code of codesOf(choice)) contacts.set(code, (await readContact(deps.db, code)) ?? "");
  const told = await tellWish(deps, page, { regionCodes: codesOf(choice), wish: choice.wish });
  const preview = await showPreview(deps, c, choice);
  const props = { page, choice, ...filled, told: [...told.values()], preview, problems, contacts };
  return c.html(renderDocument(<DeliveryStep {...props} />), problems.length === 0 ? 200 : 422);
}

async function signUp(deps: WebDeps, c: Visit) {
  const { page } = c.var;
  const t = subscribeWords[page.language];
  if (isFromOtherSite(c, deps.publicUrl)) return c.html(renderDocument(<NoticePage page={page} {...t.foreign} />), 403);
  const sent = await readForm(c);
  const read = await readChoice(deps.db, page, sent);
  if (read.kind !== "read") return answerUnread(deps, c, read);
  const { choice } = read;
  const email = oneOf(sent, "email");
  const address = parseEmailAddress(email);
  const delivery = readDelivery(page, sent);
  if (address === null || delivery.kind === "refused") {
    const wrong = address === null ? [{ field: "email", problem: t.delivery.badEmail }] : [];
    const problems = [...wrong, ...(delivery.kind === "refused" ? delivery.problems : [])];
    return answerDelivery(deps, c, { choice, delivery: delivery.values, email, problems });
  }
  await ask(deps, c, { address, choice, delivery: delivery.choices });
  const props = { page, choice, delivery: delivery.values, email, address: showEmail(address) };
  return c.html(renderDocument(<SentPage {...props} capture={page.mode === "capture"} />));
}

async function ask(
  deps: WebDeps,
  c: Visit,
  input: {
    address: string;
    choice: Choice;
    delivery: Extract<ReturnType<typeof readDelivery>, { kind: "read" }>["choices"];
  },
): Promise<void> {
  const { address, choice, delivery } = input;
  const [first, ...others] = codesOf(choice);
  if (first === undefined) return;
  const network = networksOf(readClientAddress(c, deps.trustedProxies)).wide;
  const agreement: Agreement = {
    version: AGREEMENT_VERSION,
    text: subscribeWords[delivery.language].confirm.agreement,
  };
  const choices = { regionCodes: [first, ...others] as [string, ...string[]], wish: choice.wish, delivery };
  const result = await requestSignUp({ db: deps.db, now: deps.now() }, { address, choices, agreement, network });
  if (result.kind === "held") deps.log.info({ by: result.by }, "sign-up held");
  else await deps.enqueue([readerLetterJob]);
}

async function answerLink(deps: WebDeps, c: Visit) {
  const { db } = deps;
  const now = deps.now();
  const { page } = c.var;
  const opened = await openSignUp({ db, now }, readToken(c));
  if (opened === null) {
    const { goneTitle: title, gone: text } = subscribeWords[page.language].confirm;
    return c.html(renderDocument(<NoticePage page={page} title={title} text={text} />), 404);
  }
  const { signUp: asked, own, wanted } = opened;
  const ids = own.map(({ id }) => id);
  const holds = await readReaderHolds(db, ids);
  const told = await tellWish(deps, page, asked.choices);
  const address = deps.channels.get("email")?.describeTarget({ address: asked.address }) ?? "…";
  const props = { page, own, told, address, now };
  return c.html(
    renderDocument(
      asked.confirmedAt === null ? (
        <ConfirmPage {...props} signUp={asked} />
      ) : (
        <DonePage {...props} wanted={wanted} holds={holds} />
      ),
    ),
  );
}

/** The database's text holds no NUL, and no token of ours is long. */
function readToken(c: Visit): string {
  const token = c.req.param("token") ?? "";
  return /^[\w-]{1,100}$/.test(token) ? token : "";
}

function codesOf({ regions }: Choice): string[] {
  return regions.map(({ code }) => code);
}

/** What is asked for, in a sentence for each region. */
async function tellWish(
  { db }: WebDeps,
  { language }: Page,
  { regionCodes, wish }: { readonly regionCodes: readonly string[]; readonly wish: NewWish },
): Promise<Map<string, ToldWish>> {
  const told = new Map<string, ToldWish>();
  for (const regionCode of regionCodes) {
    const names = await readWishNames(db, { regionCode, filters: [wish.filter] });
    const sentence = describeWish(wish, { ...names, regionName: nameRegion(regionCode) }, language);
    told.set(regionCode, { text: `${capitalize(sentence)}.`, swedish: listSwedish(wish.filter, names) });
  }
  return told;
}

async function showPreview(deps: WebDeps, c: Visit, choice: Choice) {
  const { regions, followed, wish } = choice;
  const regionCodes = codesOf(choice);
  const preview = await previewWish({ db: deps.db, now: deps.now() }, { regionCodes, filter: wish.filter });
  const props = { page: c.var.page, preview, regions, following: followed !== null, today: c.var.clock.today() };
  return <Preview {...props} />;
}
