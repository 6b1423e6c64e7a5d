/** A process of its own that keeps one Chromium for all page tests, and sends the address where it is reached. */
import { chromium } from "@playwright/test";

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

const executablePath = process.env["TEST_CHROMIUM"] ?? "";
if (executablePath === "") {
  throw new Error("test browser: unable to find Chromium: TEST_CHROMIUM is not set; run through npm test");
}
// Chromium's sandbox refuses to start as root.
const sandboxFlags = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const server = await chromium.launchServer({
  executablePath,
  args: [...QUIET_FLAGS, ...sandboxFlags],
  host: "127.0.0.1",
});
server.on("close", () => {
  console.error("Chromium has ended");
  process.exit(1);
});
process.send?.(server.wsEndpoint());
