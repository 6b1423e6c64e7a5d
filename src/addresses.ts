import type { Language, Message, MessageView } from "./domain/message.ts";
import type { LinkedLetterKind } from "./domain/reader-letter.ts";
import { nameRegion, OPERATIONS } from "./domain/region.ts";

/** The pages that messages, mails and other rooms than the web lead to, as paths from the root of the site. */

/** Where the state of the sources is shown. */
export const SOURCES_PATH = "/kallor";

/** Where the editions of the outreach report stand that anybody may read. */
export const REPORT_PATH = "/rapport";

/** Where it says what is kept about whom. */
export const PRIVACY_PATH = "/integritet";

export function regionPath(regionCode: string): string {
  return `/r/${regionCode}`;
}

/** Where readers find a case. */
export function casePath({ regionCode, caseId }: { regionCode: string; caseId: number }): string {
  return `${regionPath(regionCode)}/${caseId}`;
}

/** A region's feed, or the nation's (null), in a format; in none (null) the page that shows and explains it. */
export function feedPath({ regionCode, format }: { regionCode: string | null; format: string | null }): string {
  return `${regionCode === null ? "" : regionPath(regionCode)}/feed${format === null ? "" : `.${format}`}`;
}

/** Where a case is worked on. */
export function deskCasePath(caseId: number): string {
  return `/cases/${caseId}`;
}

/** Where the desk sees what waits for a second person. */
export function approvalsPath(regionCode: string): string {
  return `/approvals/${regionCode}`;
}

/** Where the desk sees what has become of sendings: a region's, or all. */
export function deliveriesPath(regionCode: string | null): string {
  return regionCode === null ? "/operations/deliveries" : `/deliveries/${regionCode}`;
}

/** Where the desk sees which receivers of a region are paused, and what to do; of the operations' own, with all others. */
export function pausedPath(regionCode: string): string {
  return `${deliveriesPath(regionCode === OPERATIONS.code ? null : regionCode)}/stops#paused`;
}

/** Where a region answers what SKR asks. */
export function questionnairePath(regionCode: string): string {
  return `/questionnaire/${regionCode}`;
}

/** Where a subscriber ends a subscription. */
export function preferencesPath(token: string): string {
  return `/preferences/${token}`;
}

/** Where anybody asks for the link to all that goes to their address, and under which that link opens it. */
export const MINE_PATH = "/prenumerera/mina";

/** Where a shared mailbox says that it still wants what it gets. */
export const STILL_WANTED_PATH = "/prenumerera/behalla";

const READER_LINK_PATHS: Readonly<Record<LinkedLetterKind, string>> = {
  "confirm-subscription": "/prenumerera/bekrafta",
  "manage-subscriptions": MINE_PATH,
  "still-wanted": STILL_WANTED_PATH,
};

/** Where the link in a letter to a reader leads, in the letter's language. */
export function readerLinkPath({
  kind,
  token,
  language,
}: {
  kind: LinkedLetterKind;
  token: string;
  language: Language;
}): string {
  return `${READER_LINK_PATHS[kind]}/${token}${language === "sv" ? "" : `?lang=${language}`}`;
}

/** Where somebody subscribes; the steps after the region lie below it. */
export const SUBSCRIBE_PATH = "/prenumerera";
/** Where one chooses what of a region one wants; the region and what is chosen already stand in the query. */
export const SUBSCRIBE_WISH_PATH = `${SUBSCRIBE_PATH}/vad`;

/** Where a one-time link to an account leads. */
export function accountLinkPath(token: string): string {
  return `/login/link/${token}`;
}

/**
 * The page of a message: its case, the region's page for an overview, the sources for an alert, and for those at the
 * desk the case, or the inbox when it is about several.
 */
export function messagePath({ regionCode, caseId, purpose, facts }: Message): string {
  if (regionCode === OPERATIONS.code) return SOURCES_PATH;
  if (purpose === "desk") {
    const [line, ...others] = facts.kind === "reminder" ? facts.reminder.lines : [];
    const about = caseId ?? (others.length === 0 ? (line?.caseId ?? null) : null);
    return about === null ? `/inbox/${regionCode}` : deskCasePath(about);
  }
  return caseId === null ? regionPath(regionCode) : casePath({ regionCode, caseId });
}

/** A message with its names and addresses; `link` makes a reader's address of a path. */
export function viewMessage(message: Message, link: (path: string) => string): MessageView {
  return {
    message,
    regionName: nameRegion(message.regionCode),
    url: link(messagePath(message)),
    caseUrl: (caseId) => link(deskCasePath(caseId)),
  };
}
