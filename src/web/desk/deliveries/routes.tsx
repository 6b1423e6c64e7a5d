import { deliveriesPath } from "../../../addresses.ts";
import {
  countSendings,
  countWaiting,
  readOpenReasons,
  readSendings,
  type ListedSending,
} from "../../../db/sending-archive.ts";
import { readMessageReceivers, type MessageReceivers } from "../../../db/message-receivers.ts";
import type { Db } from "../../../db/schema.ts";
import { countPausedSubscriptions } from "../../../db/subscriptions.ts";
import { isAllowed, listRegions } from "../../../domain/account.ts";
import { addDays, stockholmDate } from "../../../domain/calendar.ts";
import { OPERATIONS } from "../../../domain/region.ts";
import { describeReceiver } from "../../desk-parts/shown-stops.ts";
import { linkTo, renderDocument } from "../../frame/page.ts";
import type { WebDeps } from "../../web-deps.ts";
import type { Answer, DeskContext, DeskRoute } from "../desk-route.ts";
import { createDecisionRoutes } from "./decision-routes.tsx";
import { parseDeliveryQuery, toSendingFilter, toSpan } from "./delivery-query.ts";
import { OverviewPage } from "./overview-page.tsx";
import { onBoth, type Place } from "./place.ts";
import { createSendingRoutes } from "./sending-routes.tsx";
import { createStopRoutes } from "./stop-routes.tsx";

const SENDINGS_A_PAGE = 50;
/** What is counted when no days are asked for. */
const COUNTED_DAYS = 7;

/** What has become of all that was to be sent, for a region's people of theirs and for those who run Restsignal of all. */
export function createDeliveryRoutes(deps: WebDeps): readonly DeskRoute[] {
  return [
    { method: "get", path: "/deliveries", about: "self", handle: goToOwn },
    ...onBoth("get", "", { needs: "read", handle: (c, place) => answerOverview(deps, c, place) }),
    ...createSendingRoutes(deps),
    ...createDecisionRoutes(deps),
    ...createStopRoutes(deps),
  ];
}

/** To all regions' for whoever may see them, else to the first of their own; who has none sees what they have. */
function goToOwn(c: DeskContext): Answer {
  const { visitor, page } = c.var;
  const isOperator = isAllowed(visitor.account, "operate", OPERATIONS.code);
  const [region] = listRegions(visitor.account, "read");
  const own = isOperator ? deliveriesPath(null) : region === undefined ? "/account" : deliveriesPath(region);
  return c.redirect(linkTo(page.language, own, page.query), 303);
}

/** A sending with its receiver as pages may name it. */
export type ShownSending = Omit<ListedSending, "target"> & { readonly receiver: string };

async function answerOverview({ db, channels, ...deps }: WebDeps, c: DeskContext, place: Place): Promise<Response> {
  const { page } = c.var;
  const now = deps.now();
  const query = parseDeliveryQuery(page.query);
  const filter = toSendingFilter(query, place.regionCode);
  const { regionCode } = filter;
  const today = stockholmDate(now);
  const isTimed = query.from !== "" || query.to !== "";
  const span = isTimed ? { from: query.from, to: query.to } : { from: addDays(today, 1 - COUNTED_DAYS), to: today };
  const found = await readSendings(db, { ...filter, before: query.before, limit: SENDINGS_A_PAGE + 1 });
  const props = {
    page,
    place,
    query,
    receivers: await readReceivers(db, { messageId: filter.messageId, regionCode, now }),
    span,
    channels: [...channels.keys()],
    sendings: found
      .slice(0, SENDINGS_A_PAGE)
      .map(({ target, ...sending }) => ({ ...sending, receiver: describeReceiver(channels, { ...sending, target }) })),
    more: found.length > SENDINGS_A_PAGE,
    counts: await countSendings(db, {
      ...filter,
      view: null,
      reason: null,
      channel: null,
      lane: null,
      ...toSpan(span),
    }),
    reasons: await readOpenReasons(db, { regionCode }),
    waiting: await countWaiting(db, { regionCode, now }),
    paused: await countPausedSubscriptions(db, { regionCode }),
  };
  return c.html(renderDocument(<OverviewPage {...props} />));
}

/** Whom the message that is asked about reached; null where none is, or it is none of the region's. */
async function readReceivers(
  db: Db,
  { messageId, ...asked }: { messageId: number | null; regionCode: string | null; now: Date },
): Promise<MessageReceivers | null> {
  if (messageId === null) return null;
  return (await readMessageReceivers(db, { ...asked, messageIds: [messageId] })).get(messageId) ?? null;
}
