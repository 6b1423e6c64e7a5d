/** What a text holds that somebody else wrote; `undefined`, which JSON cannot say, for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
