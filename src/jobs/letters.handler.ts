import type { Letter } from "../channels/channel.ts";
import { claimLetters, finishLetter, postponeLetter, type LetterBox } from "../db/letters.ts";
import { isTaken, type Outcome } from "../domain/delivery.ts";
import { tellError } from "../domain/error-text.ts";
import { writeLetterTag } from "../services/letter-returns.ts";
import type { DeliverDeps } from "./deliver.handler.ts";

/** What became of an attempt at a letter. */
export interface LetterEnd {
  readonly kind: "sent" | "captured" | "dead" | "postponed";
  readonly reason: string | null;
}

interface DueLetter {
  readonly id: number;
  readonly createdAt: Date;
  /** This one counted. */
  readonly attempts: number;
}

type Words = Omit<Letter, "now">;

/** How the letters of one box are read and written. */
export interface LetterKind<Due extends DueLetter> {
  readonly box: LetterBox;
  read(ids: readonly number[]): Promise<readonly Due[]>;
  /** The reason instead, where it has lost its purpose. */
  write(due: Due): Promise<Words | { readonly lost: string }>;
  giveUp(due: Due, reason: string): Promise<void>;
}

const LETTERS_PER_ROUND = 100;
/** A claim older than this belongs to a worker that died. */
const STALE_CLAIM_MS = 10 * 60_000;
const MAX_ATTEMPTS = 10;

/** Sends the letters that are due, each in one attempt; in capture none is sent, nor written. */
export async function sendLetters<Due extends DueLetter>(
  deps: DeliverDeps,
  kind: LetterKind<Due>,
): Promise<{ readonly due: Due; readonly end: LetterEnd }[]> {
  const now = deps.now();
  const staleBefore = new Date(now.getTime() - STALE_CLAIM_MS);
  const ids = await claimLetters(deps.db, kind.box, { now, staleBefore, limit: LETTERS_PER_ROUND });
  const ended: { due: Due; end: LetterEnd }[] = [];
  for (const due of await kind.read(ids)) {
    const end = await (deps.mode === "capture" ? capture(deps, kind.box, due) : sendLetter(deps, kind, due)).catch(
      (cause: unknown) => {
        // One that cannot be written, as of a kind that a newer version knows, holds up no other.
        const outcome: Outcome = { kind: "retry", reason: `it could not be written: ${tellError(cause)}` };
        return finish(deps, kind, { due, outcome });
      },
    );
    ended.push({ due, end });
  }
  return ended;
}

async function capture(deps: DeliverDeps, box: LetterBox, { id }: DueLetter): Promise<LetterEnd> {
  await finishLetter(deps.db, box, { id, state: "captured", now: deps.now() });
  return { kind: "captured", reason: null };
}

async function sendLetter<Due extends DueLetter>(
  deps: DeliverDeps,
  kind: LetterKind<Due>,
  due: Due,
): Promise<LetterEnd> {
  const channel = deps.channels.get("email");
  if (channel?.composeLetter === undefined) return giveUp(kind, due, "there is no e-mail");
  const words = await kind.write(due);
  if ("lost" in words) return giveUp(kind, due, words.lost);
  const { address, sendingKey } = words;
  const payload = await channel.composeLetter({ ...words, now: deps.now() });
  const returnTag = await writeLetterTag(deps.db, kind.box, due);
  const outcome = await channel.send({ target: { address }, payload, sendingKey, returnTag });
  return finish(deps, kind, { due, outcome });
}

async function finish<Due extends DueLetter>(
  deps: DeliverDeps,
  kind: LetterKind<Due>,
  { due, outcome }: { due: Due; outcome: Outcome },
): Promise<LetterEnd> {
  const now = deps.now();
  if (isTaken(outcome)) {
    await finishLetter(deps.db, kind.box, { id: due.id, state: "sent", now });
    return { kind: "sent", reason: null };
  }
  // A letter that comes twice does less harm than one that never came.
  const mayPass = ["retry", "unknown", "misconfigured"].includes(outcome.kind);
  if (!mayPass || due.attempts >= MAX_ATTEMPTS) return giveUp(kind, due, outcome.reason);
  const waitMs = Math.min(30_000 * 2 ** (due.attempts - 1), 3_600_000);
  const dueAt = new Date(now.getTime() + waitMs);
  await postponeLetter(deps.db, kind.box, { id: due.id, dueAt, reason: outcome.reason });
  return { kind: "postponed", reason: outcome.reason };
}

async function giveUp<Due extends DueLetter>(kind: LetterKind<Due>, due: Due, reason: string): Promise<LetterEnd> {
  await kind.giveUp(due, reason);
  return { kind: "dead", reason };
}
