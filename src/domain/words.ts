/** `a`, `a och b`, `a, b och c`; `and` is what stands before the last. */
export function joinWords(words: readonly string[], and: string): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} ${and} ${last}`;
}

/** The text begun with a small letter. */
export function uncapitalize(text: string): string {
  return `${text.charAt(0).toLocaleLowerCase("sv")}${text.slice(1)}`;
}

/** The text begun with a capital. */
export function capitalize(text: string): string {
  return `${text.charAt(0).toLocaleUpperCase("sv")}${text.slice(1)}`;
}
