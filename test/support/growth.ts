import { expect } from "vitest";

const TIMES = 8;
/** Work that grows with the square of its input takes 64 times as long on eight times as much. */
const MOST_TIMES = 32;
/** Below this a measurement says nothing. */
const FLOOR_MICROS = 2_000;

/**
 * Expects that the work grows with its input and not with its square: it is done on a part and on all of it, and the two
 * are compared, since how long each takes is the machine's business.
 */
export function expectLinear({
  name,
  repeats,
  work,
}: {
  name: string;
  repeats: number;
  work: (repeats: number) => void;
}) {
  const part = Math.ceil(repeats / TIMES);
  // The first time the code is compiled, too.
  work(part);
  const compare = () =>
    measure(() => work(repeats)) /
    Math.max(
      measure(() => work(part)),
      FLOOR_MICROS,
    );
  let ratio = compare();
  for (let again = 0; again < 2 && ratio >= MOST_TIMES; again += 1) ratio = compare();
  expect(ratio, `${name}: times as long on ${TIMES} times as much`).toBeLessThan(MOST_TIMES);
}

/** Microseconds of the processor, which other programs do not add to. */
function measure(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
}
