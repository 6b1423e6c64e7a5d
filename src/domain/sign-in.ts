/** A sign-in at a provider that takes longer is begun anew. */
export const SIGN_IN_REQUEST_MS = 10 * 60_000;

/** How long a one-time link can be used. */
export const LINK_MS = 24 * 60 * 60_000;

export const FAILURE_WINDOW_MS = 15 * 60_000;

/**
 * After so many failures within the window the password is not even looked at: from one network, and from all together.
 * The second is larger, so that nobody can keep a pharmacist out from elsewhere by failing in their name.
 */
export const MAX_FAILURES = { oneNetwork: 10, allNetworks: 100 };
