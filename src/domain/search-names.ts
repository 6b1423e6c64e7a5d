import { wordsOf, type Wording } from "./search-question.ts";
import { addCandidates, type Candidate } from "./search-suggestions.ts";
import { soundOf } from "./search-text.ts";

/** Words with their sounds, each alone and all together: what names and questions are compared by. */
interface Sounded {
  readonly words: readonly string[];
  readonly sounds: readonly string[];
  readonly joined: string;
  readonly joinedSound: string;
}

function soundOut(words: readonly string[]): Sounded {
  const sounds = words.map(soundOf);
  return { words, sounds, joined: words.join(""), joinedSound: sounds.join("") };
}

/** A name that something goes by, folded once. */
export interface KnownName extends Sounded {
  /** As it was first written. */
  readonly text: string;
  readonly kind: NameKind;
  /** Full codes of what goes by it. */
  readonly codes: ReadonlySet<string>;
  /** Ids of notices that name it. */
  readonly notices: ReadonlySet<number>;
}

export type NameKind = "entry" | "substance" | "product";

/** How well a name fits a question, the best first. */
export const RANKS = ["whole", "words", "sound", "begins", "sound-begins"] as const;
export type Rank = (typeof RANKS)[number];

/** Whether every word of the question is a word of the name, not only the beginning of one. */
export function isWhole(rank: Rank): boolean {
  return rank === "whole" || rank === "words" || rank === "sound";
}

export function compareRanks(a: Rank, b: Rank): number {
  return RANKS.indexOf(a) - RANKS.indexOf(b);
}

/** How a name was hit: by which wording of the question. */
export interface Fit {
  readonly rank: Rank;
  readonly wording: Wording;
}

export interface Hit extends Fit {
  readonly name: KnownName;
}

/** Names by what goes by them. It grows; nothing is ever taken out. */
export class NameIndex {
  readonly #names = new Map<string, KnownName & { codes: Set<string>; notices: Set<number> }>();
  readonly #numbers = new Map<string, Set<KnownName>>();
  readonly #noticesByNumber = new Map<string, Set<number>>();
  readonly #noticesByCode = new Map<string, Set<number>>();
  readonly #codeBeginnings = new Set<string>();
  readonly #wholes = new Map<string, string>();
  readonly #candidates = new Map<string, Candidate>();

  /** The same text twice is one name of all that go by it. */
  add(text: string, about: { kind: NameKind; codes?: readonly string[]; notice?: number }): KnownName {
    const key = `${about.kind} ${text}`;
    let name = this.#names.get(key);
    if (name === undefined) {
      name = readName(text, about.kind);
      this.#names.set(key, name);
      if (!this.#wholes.has(name.joinedSound)) this.#wholes.set(name.joinedSound, text);
      addCandidates(this.#candidates, name);
    }
    for (const code of about.codes ?? []) {
      name.codes.add(code);
      this.#addCode(code, about.notice);
    }
    if (about.notice !== undefined) name.notices.add(about.notice);
    return name;
  }

  #addCode(code: string, notice: number | undefined): void {
    if (!this.#noticesByCode.has(code)) {
      this.#noticesByCode.set(code, new Set());
      for (let length = 1; length <= code.length; length += 1) this.#codeBeginnings.add(code.slice(0, length));
    }
    if (notice !== undefined) this.#noticesByCode.get(code)?.add(notice);
  }

  /** A number that a name's product, package or article has. */
  addNumber(digits: string, name: KnownName, notice?: number): void {
    const names = this.#numbers.get(digits) ?? new Set();
    this.#numbers.set(digits, names.add(name));
    if (notice === undefined) return;
    const notices = this.#noticesByNumber.get(digits) ?? new Set();
    this.#noticesByNumber.set(digits, notices.add(notice));
  }

  findNumber(digits: string): { names: readonly KnownName[]; notices: readonly number[] } {
    return { names: [...(this.#numbers.get(digits) ?? [])], notices: [...(this.#noticesByNumber.get(digits) ?? [])] };
  }

  /** The name that is exactly these folded words, as it was first written; null when none is. */
  findWhole(words: readonly string[]): string | null {
    return this.#wholes.get(words.map(soundOf).join("")) ?? null;
  }

  /** Whether there is anything with a code that begins so. */
  hasCode(beginning: string): boolean {
    return this.#codeBeginnings.has(beginning);
  }

  /** Notices whose code begins with one of these. */
  findCodes(beginnings: ReadonlySet<string>): number[] {
    const found = [...this.#noticesByCode].filter(([code]) => prefixesOf(code).some((part) => beginnings.has(part)));
    return [...new Set(found.flatMap(([, notices]) => [...notices]))];
  }

  /** The names that fit the question in one of its wordings, the best first. */
  find(wordings: readonly PreparedWording[]): Hit[] {
    const hits: Hit[] = [];
    for (const name of this.#names.values()) {
      const fit = fitName(name, wordings);
      if (fit !== null) hits.push({ ...fit, name });
    }
    return hits.toSorted((a, b) => compareRanks(a.rank, b.rank));
  }

  /** What a misspelt question may have meant. */
  candidates(): Iterable<Candidate> {
    return this.#candidates.values();
  }
}

/** A code and all it lies under: `J`, `J0`, `J01` … */
export function prefixesOf(code: string): string[] {
  return Array.from({ length: code.length }, (_, index) => code.slice(0, index + 1));
}

function readName(text: string, kind: NameKind): KnownName & { codes: Set<string>; notices: Set<number> } {
  return { text, kind, ...soundOut(wordsOf(text)), codes: new Set(), notices: new Set() };
}

/** A wording, ready to be compared with many names. */
export interface PreparedWording extends Sounded {
  readonly wording: Wording;
  /** Whether names that only begin with its words fit it. */
  readonly mayBegin: boolean;
  readonly maySoundLikeBeginning: boolean;
}

/**
 * Letters that a beginning must have. Another name than the reader's own must not lead far: "kol" is no beginning of
 * kolistin.
 */
const SHORTEST_BEGINNING = { own: 2, other: 4, sound: 5 };

export function prepareWording(wording: Wording): PreparedWording {
  const { words, name } = wording;
  const sounded = soundOut(words);
  const shortest = Math.min(...words.map((word) => word.length));
  return {
    wording,
    ...sounded,
    mayBegin: shortest >= (name === null ? SHORTEST_BEGINNING.own : SHORTEST_BEGINNING.other),
    maySoundLikeBeginning: Math.min(...sounded.sounds.map((sound) => sound.length)) >= SHORTEST_BEGINNING.sound,
  };
}

/** The same wording, which fits whole words only. */
export function requireWhole(prepared: PreparedWording): PreparedWording {
  return { ...prepared, mayBegin: false, maySoundLikeBeginning: false };
}

/** How a name fits the question in the wording that fits it best; null when it does not. */
export function fitName(name: KnownName, wordings: readonly PreparedWording[]): Fit | null {
  let best: Fit | null = null;
  for (const prepared of wordings) {
    const rank = rankName(name, prepared);
    if (rank !== null && (best === null || compareRanks(rank, best.rank) < 0))
      best = { rank, wording: prepared.wording };
  }
  return best;
}

function rankName(name: KnownName, asked: PreparedWording): Rank | null {
  if (asked.words.length === 0 || name.words.length === 0) return null;
  if (name.joined === asked.joined) return "whole";
  if (asked.words.every((word) => name.words.includes(word))) return "words";
  if (name.joinedSound === asked.joinedSound || asked.sounds.every((sound) => name.sounds.includes(sound)))
    return "sound";
  if (asked.mayBegin && (name.joined.startsWith(asked.joined) || beginsEach(name.words, asked.words))) return "begins";
  if (
    asked.maySoundLikeBeginning &&
    (name.joinedSound.startsWith(asked.joinedSound) || beginsEach(name.sounds, asked.sounds))
  )
    return "sound-begins";
  return null;
}

function beginsEach(words: readonly string[], beginnings: readonly string[]): boolean {
  return beginnings.every((beginning) => words.some((word) => word.startsWith(beginning)));
}
