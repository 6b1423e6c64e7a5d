/** Longer than that no decision takes: it is a slip of the hand. */
const MAX_MINUTES = 600;

/** How many minutes somebody says that a decision took: null where they have not said, `wrong` where it is no such number. */
export function parseMinutes(text: string): number | null | "wrong" {
  const written = text.trim();
  if (written === "") return null;
  const minutes = /^\d{1,3}$/.test(written) ? Number(written) : 0;
  return minutes >= 1 && minutes <= MAX_MINUTES ? minutes : "wrong";
}
