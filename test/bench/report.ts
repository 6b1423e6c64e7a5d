import type { NationalFiles } from "./input.ts";
import type { Measurement } from "./messages.ts";
import type { Round } from "./rounds.ts";

/** All rounds with one file size. */
export interface SizeResult {
  /** How many times the full-size file. */
  readonly times: number;
  readonly files: NationalFiles;
  readonly rounds: readonly Round[];
}

export interface Target {
  readonly name: string;
  readonly holds: boolean;
  readonly figure: string;
}

export const MEGABYTE = 1_000_000;
const MIN_PARSE_SHARE = 0.45;
const MAX_INGEST_MULTIPLE = 4;
const MAX_GROWTH_BYTES = 80 * MEGABYTE;
/** The garbage collector's moods: between two runs with one file the peak differs by as much. */
const GROWTH_NOISE_BYTES = 16 * MEGABYTE;

/** The growth curve: a line for each size and peer, medians of the rounds. */
export function renderTable(sizes: readonly SizeResult[]): string {
  const header = ["size", "what", "bytes", "seconds", "MB/s", "ratio", "peak memory growth"];
  const rows = sizes.flatMap(renderSize);
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [header, ...rows]
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
    .map((line) => line.trimEnd())
    .join("\n");
}

function renderSize({ times, files, rounds }: SizeResult): string[][] {
  const line = (row: {
    what: string;
    bytes: number;
    seconds: number;
    ratio?: string;
    grownBytes?: number;
  }): string[] => [
    `${times}×`,
    row.what,
    String(row.bytes),
    row.seconds.toFixed(3),
    (row.bytes / MEGABYTE / row.seconds).toFixed(1),
    row.ratio ?? "",
    row.grownBytes === undefined ? "" : `${megabytes(row.grownBytes)} MB`,
  ];
  const describe = (what: string, of: (round: Round) => Measurement) => ({
    what,
    seconds: median(rounds.map((round) => of(round).seconds)),
    grownBytes: median(rounds.map((round) => of(round).grownBytes)),
  });
  const [first, next] = [files.first.bytes, files.next.bytes];
  return [
    line({ what: "xmllint --noout", bytes: first, seconds: median(rounds.map((round) => round.xmllintSeconds)) }),
    line({
      ...describe("parse, first time", PEERS.parse),
      bytes: first,
      ratio: `${parseShare(rounds, (parse) => parse.seconds).toFixed(2)} of xmllint's MB/s`,
    }),
    line({
      what: "parse, warmed up",
      bytes: first,
      seconds: median(rounds.map((round) => warmSeconds(round.parse))),
      ratio: `${parseShare(rounds, warmSeconds).toFixed(2)} of xmllint's MB/s`,
    }),
    line({
      ...describe("ingest, first file", PEERS.first),
      bytes: first,
      ratio: `${ingestMultiple(rounds, PEERS.first).toFixed(2)} × first parse`,
    }),
    line({
      ...describe("ingest, next day", PEERS.next),
      bytes: next,
      ratio: `${ingestMultiple(rounds, PEERS.next).toFixed(2)} × first parse`,
    }),
  ];
}

const PEERS = {
  parse: (round: Round) => round.parse,
  first: (round: Round) => round.ingestFirst,
  next: (round: Round) => round.ingestNext,
} as const;

/** Each target with the worst figure of all sizes. */
export function judgeTargets(sizes: readonly SizeResult[]): Target[] {
  const share = Math.min(...sizes.map(({ rounds }) => parseShare(rounds, warmSeconds)));
  const multipleOf = (peer: (round: Round) => Measurement): number =>
    Math.max(...sizes.map(({ rounds }) => ingestMultiple(rounds, peer)));
  const [first, next] = [multipleOf(PEERS.first), multipleOf(PEERS.next)];
  const growths = sizes.map(({ rounds }) =>
    Math.max(...Object.values(PEERS).map((peer) => median(rounds.map((round) => peer(round).grownBytes)))),
  );
  const targets = [
    {
      name: `parse, warmed up: at least ${MIN_PARSE_SHARE} of xmllint's throughput`,
      holds: share >= MIN_PARSE_SHARE,
      figure: share.toFixed(2),
    },
    {
      name: `ingest of the first file: at most ${MAX_INGEST_MULTIPLE} × the bare parse`,
      holds: first <= MAX_INGEST_MULTIPLE,
      figure: first.toFixed(2),
    },
    {
      name: `ingest of the next day's file: at most ${MAX_INGEST_MULTIPLE} × the bare parse`,
      holds: next <= MAX_INGEST_MULTIPLE,
      figure: next.toFixed(2),
    },
    {
      name: `memory: the peak grows by less than ${megabytes(MAX_GROWTH_BYTES)} MB`,
      holds: Math.max(...growths) < MAX_GROWTH_BYTES,
      figure: `${megabytes(Math.max(...growths))} MB`,
    },
  ];
  if (sizes.length === 1) return targets;
  return [
    ...targets,
    {
      name: "memory: the growth does not grow with the file",
      holds: (growths.at(-1) ?? 0) <= (growths[0] ?? 0) + GROWTH_NOISE_BYTES,
      figure: sizes.map(({ times }, place) => `${times}× ${megabytes(growths[place] ?? 0)} MB`).join(", "),
    },
  ];
}

/** Ratios are taken within a round, so that they compare moments close to each other. */
function parseShare(rounds: readonly Round[], secondsOf: (parse: Measurement) => number): number {
  return median(rounds.map((round) => round.xmllintSeconds / secondsOf(round.parse)));
}

/** xmllint comes compiled: throughput is compared when V8 has compiled too, as in a process that reads every night. */
function warmSeconds(parse: Measurement): number {
  return parse.warmSeconds ?? parse.seconds;
}

/** Both of them the first work of their process. */
function ingestMultiple(rounds: readonly Round[], peer: (round: Round) => Measurement): number {
  return median(rounds.map((round) => peer(round).seconds / round.parse.seconds));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

function megabytes(bytes: number): string {
  return String(Math.round(bytes / MEGABYTE));
}
