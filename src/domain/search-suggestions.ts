import { capitalize } from "./words.ts";
import type { KnownName } from "./search-names.ts";
import { listOtherNames, wordsOf } from "./search-question.ts";
import { countSlips, soundOf } from "./search-text.ts";

const MOST = 5;
/** Each word costs a walk through all names. */
const MAX_WORDS = 3;
const SHORTEST = 4;
/** What holds the question somewhere inside is a worse guess than one slip, a better one than two. */
const PART_SLIPS = 1.5;

/** The lower, the better a guess; one word of a name is a worse one than the whole. */
const WEIGHTS = { entry: 0, substance: 1, other: 2, product: 3, oneWord: 0.5 };
/** What is like one word of the question only is a worse guess than what is like all of it. */
const ONE_WORD_PENALTY = 2;

/** What somebody may have meant: a name, or one word of it. */
export interface Candidate {
  /** As it was written. */
  readonly text: string;
  readonly folded: string;
  readonly sound: string;
  /** The lower, the better a guess. */
  readonly weight: number;
}

/** Adds what a name can be guessed by. */
export function addCandidates(
  candidates: Map<string, Candidate>,
  { text, kind }: Pick<KnownName, "text" | "kind">,
): void {
  addCandidate(candidates, text, WEIGHTS[kind]);
  const words = text.split(/[\s,/()]+/);
  if (words.length > 1) for (const word of words) addCandidate(candidates, word, WEIGHTS[kind] + WEIGHTS.oneWord);
}

function addCandidate(candidates: Map<string, Candidate>, text: string, weight: number): void {
  const folded = wordsOf(text).join("");
  if (folded.length < SHORTEST || (candidates.get(folded)?.weight ?? Infinity) <= weight) return;
  candidates.set(folded, { text, folded, sound: soundOf(folded), weight });
}

const OTHER_NAMES = new Map<string, Candidate>();
for (const name of listOtherNames()) if (!name.includes(" ")) addCandidate(OTHER_NAMES, name, WEIGHTS.other);

interface Guess {
  readonly candidate: Candidate;
  readonly slips: number;
}

/** The names that may have been meant, the likeliest first. They are there to be asked about, never to be answered for. */
export function suggestNames(books: readonly Iterable<Candidate>[], words: readonly string[]): string[] {
  const asked = [...new Set([words.join(""), ...words.slice(0, MAX_WORDS)])]
    .filter((word) => word.length >= SHORTEST)
    .map((word, place) => ({ word, sound: soundOf(word), penalty: place === 0 ? 0 : ONE_WORD_PENALTY }));
  const guesses: Guess[] = [];
  for (const book of [...books, OTHER_NAMES.values()])
    for (const candidate of book) {
      const slips = countLeast(asked, candidate);
      if (slips !== null) guesses.push({ candidate, slips });
    }
  const fewest = Math.min(...guesses.map(({ slips }) => slips));
  const first = asked[0]?.word[0];
  // People seldom miss the first letter: a guess that is worse than the best one at least begins right.
  const likely = guesses.filter(
    ({ slips, candidate }) =>
      slips === fewest || slips === PART_SLIPS || (slips <= fewest + 1 && candidate.folded[0] === first),
  );
  return pickDifferent(likely.toSorted(compareGuesses));
}

function compareGuesses(a: Guess, b: Guess): number {
  return (
    a.slips - b.slips ||
    a.candidate.weight - b.candidate.weight ||
    a.candidate.folded.length - b.candidate.folded.length ||
    (a.candidate.folded < b.candidate.folded ? -1 : 1)
  );
}

/** The first of those that sound the same. */
export function keepDifferent(names: readonly string[]): string[] {
  const different = new Map<string, string>();
  for (const name of names) {
    const sound = wordsOf(name).map(soundOf).join("");
    if (!different.has(sound)) different.set(sound, name);
  }
  return [...different.values()].slice(0, MOST);
}

/** Leaves out what only adds a salt or a company to a better guess. */
function pickDifferent(guesses: readonly Guess[]): string[] {
  const picked: Candidate[] = [];
  for (const { candidate } of guesses)
    if (
      picked.length < MOST &&
      !picked.some(({ folded, sound }) => candidate.folded.startsWith(folded) || candidate.sound === sound)
    )
      picked.push(candidate);
  return picked.map(({ text }) => capitalize(text));
}

interface AskedWord {
  readonly word: string;
  readonly sound: string;
  readonly penalty: number;
}

function countLeast(asked: readonly AskedWord[], candidate: Candidate): number | null {
  let least: number | null = null;
  for (const { word, sound, penalty } of asked) {
    const slips =
      countSlips(word, candidate.folded) ??
      countSlips(sound, candidate.sound) ??
      (candidate.folded.includes(word) ? PART_SLIPS : null);
    if (slips !== null && (least === null || slips + penalty < least)) least = slips + penalty;
  }
  return least;
}
