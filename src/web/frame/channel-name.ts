import type { Page } from "./page.ts";

/** A channel as readers know it. */
export function nameChannel({ t }: Page, channel: string): string {
  const name = t.channels[channel] ?? channel;
  return `${name.charAt(0).toLocaleUpperCase("sv")}${name.slice(1)}`;
}
