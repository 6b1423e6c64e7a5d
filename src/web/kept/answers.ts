import { LRUCache } from "lru-cache";
import type { KeptAnswer } from "./kept-answer.ts";
import type { PublicState } from "./public-state.ts";

/** How many bytes of answers are kept, packed and unpacked. */
const MAX_BYTES = { plain: 64_000_000, special: 16_000_000 };
/** A larger one is made anew each time. */
const MAX_ANSWER_BYTES = 4_000_000;
/** For each byte of an answer: as it is, and packed. */
const BYTES_PER_BYTE = 1.5;
const BYTES_BESIDE = 4_000;

/** An answer, and for whom it may be: who asks in that state of the database, and in that time. */
interface Copy {
  readonly answer: KeptAnswer;
  readonly version: number;
  /** Milliseconds; `until` is not among them. */
  readonly from: number;
  readonly until: number;
}

/** One that takes longer hangs, as on a connection that has gone silent: whoever comes later has another made. */
const PATIENCE_MS = 15_000;

/** A copy on its way. */
interface Making {
  readonly version: number;
  /** On the process's own clock. */
  readonly startedAt: number;
  readonly copy: Promise<Copy>;
}

/** What is asked for. */
export interface Question {
  readonly key: string;
  /** Whether there are only so many such questions; others never push those out. */
  readonly plain: boolean;
}

export interface Made {
  readonly answer: KeptAnswer;
  /** From when on it is no longer true, whatever the database says. */
  readonly until: Date;
  /** False for what only one reader asks for. */
  readonly keep: boolean;
}

export interface Answers {
  /** One that holds, when there is one and the database need not be asked. */
  find(question: Question, now: Date): KeptAnswer | null;
  /** One that holds: kept, on its way for others, or made for this question. Rejects when the database cannot be asked. */
  get(question: Question, make: () => Promise<Made>): Promise<{ answer: KeptAnswer; isMade: boolean }>;
}

/** Keeps answers for as long as they are true, and makes each once however many ask for it. */
export function createAnswers({ state, now }: { state: PublicState; now: () => Date }): Answers {
  const createCache = (maxSize: number) =>
    new LRUCache<string, Copy>({
      maxSize,
      maxEntrySize: MAX_ANSWER_BYTES * BYTES_PER_BYTE,
      sizeCalculation: ({ answer }, key) => Math.ceil(answer.bytes * BYTES_PER_BYTE) + 2 * key.length + BYTES_BESIDE,
    });
  const caches = { plain: createCache(MAX_BYTES.plain), special: createCache(MAX_BYTES.special) };
  const cacheOf = ({ plain }: Question) => (plain ? caches.plain : caches.special);
  const making = new Map<string, Making>();

  const findCopy = (question: Question, version: number, at: number): KeptAnswer | null => {
    const copy = cacheOf(question).get(question.key);
    return copy?.version === version && copy.from <= at && at < copy.until ? copy.answer : null;
  };

  const makeCopy = async (question: Question, version: number, make: () => Promise<Made>): Promise<Copy> => {
    const from = now().getTime();
    const { answer, until, keep } = await make();
    const copy = { answer, version, from, until: until.getTime() };
    // What came while it was made may be in it or not; and what it shows must be known here before others see it.
    const isOfOneState = (await state.readAgain()) === version;
    if (isOfOneState && keep) cacheOf(question).set(question.key, copy);
    return copy;
  };

  const startMaking = (question: Question, version: number, make: () => Promise<Made>): Promise<Copy> => {
    const one = { version, startedAt: performance.now(), copy: makeCopy(question, version, make) };
    making.set(question.key, one);
    const forget = (): void => {
      if (making.get(question.key) === one) making.delete(question.key);
    };
    one.copy.then(forget, forget);
    return one.copy;
  };

  return {
    find(question, at) {
      const version = state.known();
      return version === null ? null : findCopy(question, version, at.getTime());
    },
    async get(question, make) {
      const needed = await state.read();
      for (;;) {
        const version = await state.read();
        const kept = findCopy(question, version, now().getTime());
        if (kept !== null) return { answer: kept, isMade: false };
        const under = making.get(question.key);
        if (under === undefined || performance.now() - under.startedAt > PATIENCE_MS)
          return { answer: (await startMaking(question, version, make)).answer, isMade: true };
        // One that was begun before what this reader must see is waited for all the same: one is made at a time.
        const copy = await under.copy;
        if (copy.version >= needed && now().getTime() < copy.until) return { answer: copy.answer, isMade: false };
      }
    },
  };
}
