import { openRegionList } from "../../src/sources/region-list.ts";
import { parseTable } from "../../src/sources/table-file.ts";
import { MEGABYTE, type Target } from "./report.ts";

const ROWS = 15_000;
const ROUNDS = 5;
/** Of the time for which reading it on the spot holds them. */
const MAX_HELD_SHARE = 0.2;
/** Of what reading it on the spot gives: the rest is the thread's start and what is handed over. */
const MIN_SHARE = 0.4;

interface Reading {
  readonly seconds: number;
  /** The longest that everything else in the process had to wait. */
  readonly heldMs: number;
}

/** One list file, read in its thread and on the spot, one after the other. */
export interface ListRound {
  readonly inThread: Reading;
  readonly onTheSpot: Reading;
}

export interface ListResult {
  readonly bytes: number;
  readonly rounds: readonly ListRound[];
}

/** Reads a large list's table as the desk does, and the same without its thread as the peer; the first round warms up. */
export async function runListReading(): Promise<ListResult> {
  const bytes = writeList();
  const rounds: ListRound[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const inThread = await timeReading(() => openRegionList(bytes));
    const onTheSpot = await timeReading(() => parseTable(bytes));
    if (round > 0) rounds.push({ inThread, onTheSpot });
  }
  return { bytes: bytes.length, rounds };
}

/** Saved as spreadsheets do in Sweden: in Windows-1252, which has to be told apart from others first. */
function writeList(): Uint8Array {
  const row = (at: number): string =>
    `J01DH02;Substans nummer ${at};infusion;${at + 1} mg/ml;${(at % 9) + 1};${"Område å, område ä och område ö|".repeat(6)}`;
  const rows = Array.from({ length: ROWS }, (_, at) => row(at));
  return Buffer.from(["ATC;Substans;Beredningsform;Styrka;Prioritet;Områden", ...rows].join("\n"), "latin1");
}

/** A clock of one millisecond runs beside it and sees for how long it was kept from ticking. */
async function timeReading(
  read: () => ReturnType<typeof openRegionList> | ReturnType<typeof parseTable>,
): Promise<Reading> {
  let heldMs = 0;
  let last = performance.now();
  const tick = (): void => {
    const now = performance.now();
    heldMs = Math.max(heldMs, now - last);
    last = now;
  };
  const clock = setInterval(tick, 1);
  const begin = performance.now();
  const list = await read();
  const seconds = (performance.now() - begin) / 1_000;
  tick();
  clearInterval(clock);
  if (list.kind === "refused" || list.kind === "rejected")
    throw new Error(`bench: unable to read the list: ${list.reason}`);
  return { seconds, heldMs };
}

export function renderListReading({ bytes, rounds }: ListResult): string {
  const line = (what: string, of: (round: ListRound) => Reading): string => {
    const rate = bytes / MEGABYTE / median(rounds.map((round) => of(round).seconds));
    const held = Math.max(...rounds.map((round) => of(round).heldMs));
    return `${what}  ${rate.toFixed(1).padStart(5)} MB/s  others held ${held.toFixed(0).padStart(4)} ms`;
  };
  return [
    `a list of ${ROWS} rows (${(bytes / MEGABYTE).toFixed(1)} MB)`,
    line("read in its thread", ({ inThread }) => inThread),
    line("read on the spot  ", ({ onTheSpot }) => onTheSpot),
  ].join("\n");
}

export function judgeListReading({ rounds }: ListResult): Target[] {
  const held = median(rounds.map(({ inThread, onTheSpot }) => inThread.heldMs / onTheSpot.heldMs));
  const share = median(rounds.map(({ inThread, onTheSpot }) => onTheSpot.seconds / inThread.seconds));
  return [
    {
      name: `a list file: its thread holds others for at most ${MAX_HELD_SHARE} of what reading it on the spot does`,
      holds: held <= MAX_HELD_SHARE,
      figure: held.toFixed(2),
    },
    {
      name: `a list file: its thread gives at least ${MIN_SHARE} of the throughput on the spot`,
      holds: share >= MIN_SHARE,
      figure: share.toFixed(2),
    },
  ];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
