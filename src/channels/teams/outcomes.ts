import { tabulate, type Ruling } from "../ruling.ts";

/**
 * The `error.code` of Power Automate's answers. Whoever owns the workflow mends what is `misconfigured`: an address that
 * was pasted with `&amp;` or without its end, a trigger that is not open to anyone, a flow that is switched off.
 * Seen in https://github.com/ericferon/glpi-webhook/issues/51, https://github.com/caronc/apprise/issues/1161 and 1316.
 */
export const workflowCodes = tabulate(
  [{ kind: "gone" }, ["WorkflowNotFound", "FlowNotFound"]],
  [
    { kind: "misconfigured", scope: "target" },
    [
      "DirectApiAuthorizationRequired",
      "DirectApiInvalidAuthorizationScheme",
      "DirectApiRequestHasMoreThanOneAuthorization",
      "AuthorizationFailed",
      "AuthenticationFailed",
      "Unauthorized",
      "Forbidden",
      "MissingApiVersionParameter",
      "InvalidApiVersionParameter",
      "WorkflowTriggerIsNotEnabled",
      "WorkflowTriggerNotFound",
      "WorkflowIsNotEnabled",
      "FlowDisabled",
      "FlowSuspended",
    ],
  ],
  [
    { kind: "rejected" },
    [
      "InvalidRequestContent",
      "TriggerInputSchemaMismatch",
      "RequestEntityTooLarge",
      "MessageSizeExceeded",
      "BadRequest",
    ],
  ],
  [{ kind: "retry", scope: "installation" }, ["TooManyRequests", "ServerBusy", "ServiceUnavailable"]],
  [{ kind: "unknown" }, ["NoResponse", "BadGateway", "GatewayTimeout", "InternalServerError", "OperationTimedOut"]],
);

/** An answer that holds no code. A refused signature is the target's: it is part of the address, and no key of ours. */
const statuses = tabulate(
  [{ kind: "gone" }, ["404", "410"]],
  [{ kind: "misconfigured", scope: "target" }, ["401", "403", "405"]],
  [{ kind: "retry", scope: "target" }, ["408", "409", "412", "425"]],
  [{ kind: "retry", scope: "installation" }, ["429"]],
);

/** What stands between may answer instead: nobody's subscription ends because of its page. */
const PAGE: Ruling = { kind: "retry", scope: "installation" };

/** What is known of an answer that is no plain yes. */
export interface WorkflowAnswer {
  readonly status: number;
  readonly code: string | null;
  /** A page for people, which no workflow gives. */
  readonly isPage: boolean;
  readonly asksForWait: boolean;
}

/**
 * What Power Automate's answer means. A server that fails may have started the workflow, unless it asks to come again; a
 * yes that tells of an error nobody knows, or that is a page, may be anything.
 */
export function ruleWorkflowAnswer({ status, code, isPage, asksForWait }: WorkflowAnswer): Ruling {
  const told = code === null ? undefined : workflowCodes.get(code);
  if (told?.kind === "retry" || (status === 503 && asksForWait)) return { kind: "retry", scope: "installation" };
  if (status >= 500) return { kind: "unknown" };
  if (told !== undefined && status !== 429) return told;
  if (status < 300) return { kind: "unknown" };
  if (isPage || status < 400) return PAGE;
  return statuses.get(String(status)) ?? { kind: "rejected" };
}
