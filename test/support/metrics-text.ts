/** Samples of the Prometheus text format by name and labels; throws at a line that is none. */
export function parseMetrics(text: string): Map<string, number> {
  const samples = new Map<string, number>();
  for (const line of text.split("\n").filter((part) => part !== "" && !part.startsWith("# "))) {
    const sample =
      /^([a-z_:][\w:]*(?:\{(?:[a-z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)*\})?) (-?[\d.e+-]+|NaN|[+-]Inf)$/i.exec(line);
    if (sample === null) throw new Error(`test: no sample: ${line}`);
    samples.set(sample[1] ?? "", Number(sample[2]));
  }
  return samples;
}
