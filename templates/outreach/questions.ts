/** What SKR's compilation asks, in its order, and which figures answer it. */
const QUESTION_KEYS = [
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
  need: (id) => /^(cases-|case-days|national-notices|list-hit)/u.test(id),
  told: (id) => /^(share-(told|no-action|unhandled)|messages|messages-reviewed|messages-by-rule)$/u.test(id),
  speed: (id) => /^(seen-|told-|decided-(?!cases))/u.test(id),
  warning: (id) => /^(warning-|company-lead)/u.test(id),
  channels: (id) => /^(deliver|taken-hours|replays)/u.test(id),
  reach: (id) => /^(subscriptions$|prescribers-reached|unsubscribed)/u.test(id),
  tailored: (id) => /^(subscriptions-tailored|messages-targeted|messages-per-week)/u.test(id),
  advice: (id) => /^(messages-telling|messages-with-advice|needs-prescriber)/u.test(id),
  holds: (id) => /^(corrections-|messages-(corrections|retractions)|date-changes|advice-stale)/u.test(id),
  cost: (id) => /^(minutes|decisions|decided-cases|messages-reused)/u.test(id),
  useful: (id) => /^(question|useful|receipt)/u.test(id),
  readiness: (id) => /^(cover|stock|target|readiness|deficit|lines-short|length-unknown)/u.test(id),
};

type Question = (typeof QUESTION_KEYS)[number] | "other";

/** The figures of each question in its order; those that no question asks for stand last. */
export function listQuestions(
  ids: readonly string[],
): { readonly question: Question; readonly own: readonly string[] }[] {
  const groups = QUESTION_KEYS.map((question) => ({ question, own: ids.filter((id) => QUESTIONS[question](id)) }));
  const asked = new Set(groups.flatMap(({ own }) => own));
  const other = { question: "other" as const, own: ids.filter((id) => !asked.has(id)) };
  return [...groups, other].filter(({ own }) => own.length > 0);
}
