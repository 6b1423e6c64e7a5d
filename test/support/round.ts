import { insertAccount } from "../../src/db/accounts.ts";
import type { Db } from "../../src/db/schema.ts";
import type { Role } from "../../src/domain/account.ts";
import type { Answers, Chosen } from "../../src/domain/questionnaire/answer.ts";
import { actAtCommandLine, type ServiceContext } from "../../src/services/context.ts";
import { openRound, type NewRound } from "../../src/services/questionnaire-rounds.ts";

/** Answers that the first questions take. */
export const SOME_ANSWERS: Answers = {
  "Q01.answer": { kind: "one", value: choose("weekly") },
  "Q02.answer": { kind: "unknown" },
  "Q03.people": { kind: "number", value: 3 },
  "Q04.fte": { kind: "not-applicable" },
};

export function choose(...chosen: string[]): Chosen {
  return { chosen, own: {} };
}

/** Opens a round about 2026 from that day on, or the test fails. */
export async function startRound(db: Db, now: Date, over: Partial<NewRound> = {}): Promise<number> {
  const round: NewRound = {
    questionnaire: "outreach",
    period: "2026",
    opensOn: "2026-08-20",
    lastDay: "2026-09-20",
    remindDays: [14, 7, 1],
    ...over,
  };
  const opened = await openRound(actAtCommandLine({ db, now: () => now }), round);
  if (opened.kind !== "opened") throw new Error(`test: the round is not opened: ${opened.kind}`);
  return opened.id;
}

/** Somebody new with a role, as the one who does what a service does. */
export async function actAs(
  db: Db,
  { name, role, regionCode, now }: { name: string; role: Role; regionCode: string; now: () => Date },
): Promise<() => ServiceContext> {
  const grants = [{ regionCode, role }];
  const email = `${name.toLowerCase().replaceAll(/[^a-z]/g, "-")}-${regionCode}-${role}@region.example`;
  const id = await insertAccount(db, { email, name, subject: null, grants, now: now() });
  return () => ({ db, now: now(), actor: { kind: "person", id, name, address: "192.0.2.1" }, grants });
}
