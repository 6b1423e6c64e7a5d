export const MAX_ROW_ID = 999_999_999_999_999;

/** The id of a stored row as an address, a form or a command has it, few enough digits to be exact; null when it is none. */
export function parseRowId(text: string | null | undefined): number | null {
  return typeof text === "string" && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}
