/** A sign-in at a provider that takes longer is begun anew. */
export const SIGN_IN_REQUEST_MS = 10 * 60_000;

/** How long a one-time link can be used. */
export const LINK_MS = 24 * 60 * 60_000;

export const FAILURE_WINDOW_MS = 15 * 60_000;

/**
 * After so many failures within the window the password is not even looked at: from one network, from the wider network
 * around it, and from all together. The last is larger, so that it takes many networks to keep a pharmacist out by failing
 * in their name, and a browser that they have signed in with before is counted apart from all of these.
 */
const MAX_FAILURES = { oneNetwork: 10, widerNetwork: 30, allNetworks: 100, knownBrowser: 10 };

/** Failures of late: from the network or the known browser itself, from the wider network, and from all networks. */
export interface FailureCounts {
  readonly here: number;
  readonly near: number;
  readonly all: number;
}

/** Whether one more try is refused before the password is looked at. */
export function hasTooManyFailures({ here, near, all }: FailureCounts, from: { knownBrowser: boolean }): boolean {
  const { oneNetwork, widerNetwork, allNetworks, knownBrowser } = MAX_FAILURES;
  if (from.knownBrowser) return here >= knownBrowser;
  return here >= oneNetwork || near >= widerNetwork || all >= allNetworks;
}
