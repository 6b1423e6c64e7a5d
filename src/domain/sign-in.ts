/** A sign-in at a provider that takes longer is begun anew. */
export const SIGN_IN_REQUEST_MS = 10 * 60_000;

/** How long a one-time link can be used. */
export const LINK_MS = 24 * 60 * 60_000;

/** After so many failures within the window an account's password is not even looked at. */
export const MAX_FAILURES = 10;
export const FAILURE_WINDOW_MS = 15 * 60_000;
