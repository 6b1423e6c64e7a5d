/** For what comes when it comes: a limit against hanging only, below vitest's own so that the failure says what for. */
export const PATIENT = { timeout: 240_000, interval: 20 };
