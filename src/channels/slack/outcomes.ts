import { tabulate, type Ruling } from "../ruling.ts";

const QUARTER_OF_AN_HOUR_MS = 15 * 60_000;
const HALF_A_MINUTE_MS = 30_000;

/** Nothing more can be said than that it was refused: it is tried again, and holds up nobody else. */
const UNHEARD_OF: Ruling = { kind: "retry", scope: "target" };

/**
 * The errors of https://docs.slack.dev/reference/methods/chat.postMessage and of every method, by what they mean for us.
 * Who is stopped is the question: a channel, the workspace's installation, or the app with every workspace that has it.
 */
export const slackCodes = tabulate(
  [
    { kind: "gone" },
    [
      "channel_not_found",
      "is_archived",
      "is_inactive",
      "not_in_channel",
      "user_not_found",
      "user_not_visible",
      "user_disabled",
      "cannot_dm_bot",
      "restricted_action",
      "restricted_action_read_only_channel",
      "restricted_action_thread_only_channel",
      "restricted_action_non_threadable_channel",
      "restricted_action_thread_locked",
      "app_access_restricted",
      "channel_type_not_supported",
      "no_permission",
    ],
  ],
  [
    { kind: "misconfigured", scope: "installation" },
    [
      "token_revoked",
      "account_inactive",
      "invalid_auth",
      "not_authed",
      // Slack's rotation hands out a new one before this comes: a token that nobody renewed is to be set again.
      "token_expired",
      "missing_scope",
      "team_access_not_granted",
      "team_not_found",
      "two_factor_setup_required",
      "access_denied",
      "ekm_access_denied",
      "enterprise_is_restricted",
      "accesslimited",
      "not_allowed_token_type",
    ],
  ],
  [
    { kind: "misconfigured", scope: "app" },
    [
      "bad_client_secret",
      "invalid_client_id",
      // A setting of the app: without its Messages tab no workspace's people can be written to.
      "messages_tab_disabled",
      "unknown_method",
      "method_deprecated",
      "deprecated_endpoint",
      "as_user_not_supported",
    ],
  ],
  [
    // The workspace moves house, or all in it have written too much.
    { kind: "retry", scope: "installation", afterMs: QUARTER_OF_AN_HOUR_MS },
    ["org_login_required", "team_added_to_org", "message_limit_exceeded"],
  ],
  [{ kind: "retry", scope: "installation" }, ["ratelimited", "rate_limited"]],
  [{ kind: "retry", scope: "app", afterMs: HALF_A_MINUTE_MS }, ["service_unavailable"]],
  // "It's possible some aspect of the operation succeeded before the error was raised."
  [{ kind: "unknown" }, ["fatal_error", "internal_error", "request_timeout"]],
  [
    { kind: "rejected" },
    [
      "invalid_blocks",
      "invalid_blocks_format",
      "invalid_arguments",
      "invalid_arg_name",
      "invalid_array_arg",
      "invalid_charset",
      "invalid_form_data",
      "invalid_post_type",
      "missing_post_type",
      "invalid_metadata_format",
      "invalid_metadata_schema",
      "metadata_too_large",
      "metadata_must_be_sent_from_app",
      "msg_too_long",
      "msg_blocks_too_long",
      "no_text",
      "markdown_text_conflict",
      "too_many_attachments",
      "attachment_payload_limit_exceeded",
      "unsupported_subtype",
      "cannot_reply_to_message",
    ],
  ],
);

/** Families whose members Slack adds to. */
const families: readonly (readonly [string, Ruling])[] = [
  ["restricted_action", { kind: "gone" }],
  ["invalid_blocks", { kind: "rejected" }],
  ["invalid_arg", { kind: "rejected" }],
  ["slack_connect_", { kind: "rejected" }],
];

/**
 * What an error of Slack's means. One that nobody has heard of says that the message was not posted and no more: it is
 * tried again as often as any, and ends as a dead letter that names it.
 */
export function ruleSlackCode(code: string): Ruling {
  return slackCodes.get(code) ?? families.find(([family]) => code.startsWith(family))?.[1] ?? UNHEARD_OF;
}

/** The few that a status alone can say, when no answer of Slack's own comes with it. */
const statuses = tabulate(
  [{ kind: "rejected" }, ["413"]],
  [{ kind: "unknown" }, ["408"]],
  [{ kind: "retry", scope: "installation" }, ["429"]],
);

/**
 * What an answer means that is not in Slack's words: a page of a proxy, half a line, nothing. What was posted and what was
 * not cannot be told from it, but by other refusals than Slack's: they come from what stands between, and pass.
 */
export function ruleSlackStatus(status: number): Ruling {
  const told = statuses.get(String(status));
  if (told !== undefined) return told;
  return status >= 300 && status < 500 ? { kind: "retry", scope: "app" } : { kind: "unknown" };
}
