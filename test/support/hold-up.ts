/** Lets nothing in this thread happen for so long, as when the process is stopped and goes on. */
export function holdUp(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
