import type { Scope } from "./delivery.ts";

/** What nothing is sent to until somebody lets it go on: everything, a channel, a remote of it, one subscription. */
export type StopScope =
  | { readonly kind: "all" }
  | { readonly kind: "channel"; readonly channel: string }
  | { readonly kind: "remote"; readonly channel: string; readonly remote: string }
  | { readonly kind: "subscription"; readonly id: number };

/** Why something is stopped stands on every page of the desk. */
export const MAX_STOP_REASON_CHARS = 300;

/** `all`, `channel email`, `remote email skane.se`, `subscription 17`. */
export function writeStopScope(scope: StopScope): string {
  switch (scope.kind) {
    case "all":
      return "all";
    case "channel":
      return `channel ${scope.channel}`;
    case "remote":
      return `remote ${scope.channel} ${scope.remote}`;
    case "subscription":
      return `subscription ${scope.id}`;
  }
}

/** Null for what is none. Domains and hosts have no capitals, however somebody writes them. */
export function parseStopScope(text: string): StopScope | null {
  if (text === "all") return { kind: "all" };
  const [kind, name = "", remote, ...more] = text.split(" ");
  if (more.length > 0) return null;
  if (kind === "channel" && name !== "" && remote === undefined) return { kind, channel: name };
  if (kind === "remote" && name !== "" && remote !== undefined)
    return { kind, channel: name, remote: remote.toLowerCase() };
  if (kind === "subscription" && remote === undefined && /^\d{1,15}$/.test(name)) return { kind, id: Number(name) };
  return null;
}

/** What an outcome of one sending stops. */
export function stopScopeOf(
  scope: Scope,
  { channel, remote, subscriptionId }: { channel: string; remote: string; subscriptionId: number },
): StopScope {
  switch (scope) {
    case "app":
      return { kind: "channel", channel };
    case "installation":
      return { kind: "remote", channel, remote };
    case "target":
      return { kind: "subscription", id: subscriptionId };
  }
}
