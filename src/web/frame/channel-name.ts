import { capitalize } from "../../domain/words.ts";
import type { Page } from "./page.ts";

/** A channel as readers know it. */
export function nameChannel({ t }: Page, channel: string): string {
  return capitalize((Object.hasOwn(t.channels, channel) ? t.channels[channel] : undefined) ?? channel);
}
