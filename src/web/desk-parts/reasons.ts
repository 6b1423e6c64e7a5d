import type { Page } from "../frame/page.ts";
import { stopsWords } from "./stops-words.ts";

/**
 * Reasons by what tells them, the surest first. They are what our channels write and what receivers answer: what none of
 * these knows is shown as it came.
 */
const REASONS = [
  ["restored", /^a database was restored from a backup/],
  ["heard-and-ended", /^it may have been heard, and the subscription has ended/],
  ["heard-and-newer", /^it may have been heard, and /],
  ["slack-history", /^Slack: the (channel's )?history/],
  ["ours", /^(email|slack|teams): /],
  ["ended", /^the subscription has ended/],
  ["suppressed", /^the address is suppressed/],
  ["spam", /^e-mail: marked as spam|^marked-as-spam/],
  ["unheard", /^nothing of what it takes back/],
  ["superseded", /^(superseded|a newer|message \d+ is newer)|newer version/],
  ["unwritten", /^it could not be written|can no longer be read/],
  ["unreadable", /^the stored \S+ target is invalid/],
  ["not-begun", /^the worker (stopped before|hung as) it began/],
  ["stopped", /^the worker stopped/],
  [
    "too-long",
    /longer than|msg_too_long|blocks_too_long|too_large|MessageSizeExceeded|EntityTooLarge|\b(552 5\.3\.4|HTTP 413)/,
  ],
  ["not-set-up", /^no mail server is set|^no Slack token is set/],
  ["slack-person", /^Slack: (user_not_found|user_not_visible|user_disabled|cannot_dm_bot)/],
  ["slack-place", /^Slack: (channel_not_found|is_archived|is_inactive|not_in_channel|channel_type_not_supported)/],
  ["slack-forbidden", /^Slack: (restricted_action|app_access_restricted|no_permission)/],
  [
    "slack-install",
    /^Slack: (token_|account_inactive|invalid_auth|not_authed|missing_scope|team_(access|not)|two_factor|access_denied|ekm_|enterprise_|accesslimited|not_allowed)/,
  ],
  ["slack-app", /^Slack: (bad_client|invalid_client|messages_tab|unknown_method|method_deprecated|deprecated|as_user)/],
  [
    "asked-to-wait",
    /rate.?limited|HTTP 429|TooManyRequests|message_limit_exceeded|org_login_required|team_added_to_org/,
  ],
  ["slack-failed", /^Slack: (fatal_error|internal_error|request_timeout)/],
  ["teams-off", /^Teams: .*(FlowDisabled|FlowSuspended|IsNotEnabled)/],
  ["teams-gone", /^Teams: .*(NotFound|HTTP (404|410))/],
  ["teams-forbidden", /^Teams: .*(HTTP 40[13]|Authoriz|Authentic)/],
  ["mailbox-full", /\b[45]\.2\.2\b|mailbox (is )?full|over ?quota|quota exceeded/i],
  [
    "mailbox-gone",
    /\b5\.1\.[0-3]\b|user unknown|no such (user|mailbox)|mailbox (unavailable|not found)|unknown recipient/i,
  ],
  ["mail-login", /\b(530|534|535|538)\b|at the login|5\.7\.8/],
  ["mail-policy", /\b5\.7\.\d+\b|\b55[04]\b.*(spam|block|policy|denied)|blacklist|blocklist/i],
  ["receiver-failed", /HTTP 5\d\d|service_unavailable|InternalServerError|GatewayTimeout|ServiceUnavailable/],
  ["receiver", /^Slack: invalid_|HTTP 4\d\d|no_text|metadata_/],
  ["mail-later", /(^|\s)4\d\d(\s|$)/],
  ["mail-refused", /(^|\s)5\d\d(\s|$)/],
  ["no-answer", /did not answer|no whole answer|answer that could not be read|answer came|timed? ?out/i],
  [
    "network",
    /(broke|refused|closed|did not open) the connection|hung up|cannot be reached|could not be looked up|does not exist|does not speak/,
  ],
] as const satisfies readonly (readonly [string, RegExp])[];

export type ReasonName = (typeof REASONS)[number][0] | "none";

/** What went wrong, in the reader's language; a reason that we have no words for stands as it came. */
export function describeReason(page: Page, reason: string | null): string {
  const t = stopsWords[page.language];
  if (reason === null || reason === "") return t.reasons.none;
  const [, attempts, why] = /^gave up after (\d+) attempts: (.*)$/s.exec(reason) ?? [];
  if (attempts !== undefined && why !== undefined) return t.gaveUp(attempts, describeReason(page, why));
  const name = REASONS.find(([, pattern]) => pattern.test(reason))?.[0];
  return name === undefined ? t.answered(reason) : t.reasons[name];
}
