/** Of why somebody, or a rule, decided as they did. */
export const MAX_REASON_CHARS = 500;
