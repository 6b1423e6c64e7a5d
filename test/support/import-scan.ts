/** One import, re-export, dynamic import or require of a literal name. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  readonly typeOnly: boolean;
}

/** Blanks comments and keeps everything else in its place, so that line numbers stay true. */
export function blankComments(text: string): string {
  const stringsAndComments = /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
  return text.replace(stringsAndComments, (match: string, quoted?: string) => quoted ?? match.replace(/[^\n]/g, " "));
}

/** The line, from 1, of a place in the text. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

/** Everything that TypeScript source takes from elsewhere; names in comments do not count. */
export function parseImports(text: string): Import[] {
  const code = blankComments(text);
  // A statement begins a line or follows another; the words also stand inside texts.
  const statements =
    /(?<=^|[;}])[ \t]*(?:import|export)\b\s*(type\b(?!\s*from\b))?\s*(?:[\w$*\s{},]*?\bfrom\s*)?["']([^"'\n]+)["']/gm;
  const calls = /(?<![\w.])()(?:import|require)\(\s*["'`]([^"'`\n]+)["'`]/g;
  return [statements, calls].flatMap((pattern) =>
    [...code.matchAll(pattern)].map((match) => ({
      specifier: match[2] ?? "",
      line: lineAt(code, match.index),
      typeOnly: match[1] !== undefined && match[1] !== "",
    })),
  );
}
