import { ServerResponse } from "node:http";

/** Whether whoever asked has hung up. */
export function hasHungUp(bindings: unknown): boolean {
  if (typeof bindings !== "object" || bindings === null || !("outgoing" in bindings)) return false;
  return bindings.outgoing instanceof ServerResponse && bindings.outgoing.destroyed;
}
