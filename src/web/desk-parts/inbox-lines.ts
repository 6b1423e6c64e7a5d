import { readInbox, type InboxLine } from "../../db/inbox.ts";
import { stockholmDate } from "../../domain/calendar.ts";
import { sortByUrgency } from "../../domain/urgency.ts";
import { fitsInboxFilter, isCaseView, type InboxFilter } from "./inbox-filter.ts";
import type { WebDeps } from "../web-deps.ts";

/** The cases that a view of the inbox shows, the most urgent first; none in a view that shows something else. */
export async function listInboxLines(
  { db, now }: Pick<WebDeps, "db" | "now">,
  input: { regionCode: string; filter: InboxFilter; accountId: number },
): Promise<InboxLine[]> {
  const { regionCode, filter, accountId } = input;
  const moment = now();
  const lines = await readCaseLines({ db, now }, { regionCode, filter });
  const fitting = lines.filter((line) => fitsInboxFilter(line, filter, { accountId, now: moment }));
  return sortByUrgency(fitting, moment);
}

/** All cases of the view, whatever else was asked, in no order. */
export async function readCaseLines(
  { db, now }: Pick<WebDeps, "db" | "now">,
  { regionCode, filter: { view } }: { regionCode: string; filter: Pick<InboxFilter, "view"> },
): Promise<InboxLine[]> {
  return isCaseView(view) ? readInbox(db, { regionCode, view, today: stockholmDate(now()) }) : [];
}
