/** What a part of a path may be that is neither a region nor a case: the first that its own pattern takes. */
const VALUES = ["1", "1.csv", "first", "2026-08-21"];

/** A real address of a route; `known` gives the values of some of its parts, the others are 1. */
export function addressOf(path: string, known: Readonly<Record<string, string>>): string {
  const parts = path.split("/").map((part) => {
    const [, name, pattern = ".+"] = /^:(\w+)(?:\{(.+)\})?\??$/.exec(part) ?? [];
    if (name === undefined) return part;
    const own = known[name];
    const value = (own === undefined ? VALUES : [own]).find((text) => new RegExp(`^(?:${pattern})$`).test(text));
    if (value === undefined) throw new Error(`test: nothing to put for ${part} in ${path}; add a value that it takes`);
    return value;
  });
  return parts.join("/");
}
