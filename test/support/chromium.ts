import { type Browser, chromium } from "@playwright/test";

// The browser must neither phone home nor depend on what the machine's graphics can do.
const QUIET_FLAGS = [
  // Readers' own language, as the pages' first visit asks for it.
  "--accept-lang=sv-SE",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
  "--disable-gpu",
];

/** Starts the machine's own Chromium without a window; the caller closes it. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = process.env["TEST_CHROMIUM"];
  if (executablePath === undefined || executablePath === "") {
    throw new Error("test browser: unable to find Chromium: TEST_CHROMIUM is not set; run through npm test");
  }
  // Chromium's sandbox refuses to start as root.
  const sandboxFlags = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath, args: [...QUIET_FLAGS, ...sandboxFlags] });
}
