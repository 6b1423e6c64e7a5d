/** What SKR's compilation asks, in its order, and which figures answer it. */
export const QUESTION_KEYS = [
  "need",
  "told",
  "speed",
  "warning",
  "channels",
  "reach",
  "tailored",
  "advice",
  "holds",
  "cost",
  "useful",
  "readiness",
] as const;

export const QUESTIONS: Readonly<Record<(typeof QUESTION_KEYS)[number], (id: string) => boolean>> = {
  need: (id) => /^(cases-|case-days|national-notices|list-hit|hit-)/u.test(id),
  told: (id) => /^share-(told|no-action|unhandled)$/u.test(id),
  speed: (id) => /^(seen-|told-|decided-)/u.test(id),
  warning: (id) => /^(warning-|company-lead)/u.test(id),
  channels: (id) => /^(deliver|channel|replay|publication-to)/u.test(id),
  reach: (id) => /^(subscri|reach|unsubscri)/u.test(id),
  tailored: (id) => /^(tailored|targeted)/u.test(id),
  advice: (id) => /^(advice-(?!fall|stale)|needs-)/u.test(id),
  holds: (id) => /^(correction|retraction|date-change|advice-(fall|stale))/u.test(id),
  cost: (id) => /^(minutes|reuse)/u.test(id),
  useful: (id) => /^(question|useful|receipt)/u.test(id),
  readiness: (id) => /^(cover|stock|readiness|deficit)/u.test(id),
};
