import { capitalize } from "../../domain/words.ts";
import type { Page } from "./page.ts";

/** A channel as readers know it. */
export function nameChannel({ t }: Page, channel: string): string {
  return capitalize(t.channels[channel] ?? channel);
}
