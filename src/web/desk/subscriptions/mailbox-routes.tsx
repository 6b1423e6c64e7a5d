import { readWishOptions } from "../../../db/wish-options.ts";
import { stockholmDate } from "../../../domain/calendar.ts";
import type { Region } from "../../../domain/region.ts";
import { parseRowId } from "../../../domain/row-id.ts";
import { inviteMailbox, inviteMailboxAgain, withdrawInvitation } from "../../../services/shared-mailboxes.ts";
import { readClientAddress } from "../../frame/client-address.ts";
import { networksOf } from "../../frame/client-network.ts";
import { readForm, textOf } from "../../frame/form.ts";
import { redirectDone } from "../../parts/notice.ts";
import type { WebDeps } from "../../web-deps.ts";
import { actAsVisitor, onRegion, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { readMailbox, type ReadMailbox } from "./mailbox-form.ts";

type Refuse = (c: DeskContext, region: Region, read: ReadMailbox) => Promise<Response>;

/** A ward's shared mailbox is asked whether it wants the region's messages, and asked again. */
export function createMailboxRoutes(deps: WebDeps, refuse: Refuse): readonly DeskRoute[] {
  const path = "/subscriptions/:region/mailboxes";
  return [
    onRegion.post(path, "administer", (c, region) => invite(deps, c, { region, refuse })),
    onRegion.post(`${path}/again`, "administer", (c, region) => inviteAgain(deps, c, region)),
    onRegion.post(`${path}/withdraw`, "administer", (c, region) => withdraw(deps, c, region)),
  ];
}

const networkOf = (deps: WebDeps, c: DeskContext) => networksOf(readClientAddress(c, deps.trustedProxies)).wide;

async function invite(
  deps: WebDeps,
  c: DeskContext,
  { region, refuse }: { region: Region; refuse: Refuse },
): Promise<Answer> {
  const { areas } = await readWishOptions(deps.db, [region.code]);
  const read = readMailbox(c.var.page, await readForm(c), { areas, today: stockholmDate(deps.now()) });
  if (read.mailbox === null) return refuse(c, region, read);
  const input = { ...read.mailbox, regionCode: region.code, network: networkOf(deps, c) };
  const result = await inviteMailbox(actAsVisitor(deps, c), input);
  return result.kind === "forbidden" ? result : goBack(c, region, result.kind);
}

async function inviteAgain(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  const id = parseRowId(textOf(await readForm(c), "invitation")) ?? 0;
  const input = { id, regionCode: region.code, network: networkOf(deps, c) };
  const result = await inviteMailboxAgain(actAsVisitor(deps, c), input);
  if (result.kind === "forbidden") return result;
  return goBack(c, region, result.kind === "unknown" ? NO_INVITATION : result.kind);
}

async function withdraw(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  const id = parseRowId(textOf(await readForm(c), "invitation")) ?? 0;
  const result = await withdrawInvitation(actAsVisitor(deps, c), { id, regionCode: region.code });
  if (result.kind === "forbidden") return result;
  return goBack(c, region, result.kind === "unknown" ? NO_INVITATION : result.kind);
}

/** It has been answered, withdrawn, or has expired. */
const NO_INVITATION = "not-waiting";

function goBack(c: DeskContext, region: Region, done: string): Response {
  return redirectDone(c, `/subscriptions/${region.code}`, done);
}
