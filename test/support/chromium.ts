import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "@playwright/test";
import { PATIENT } from "./patience.ts";
import { makeOnce, shareFile } from "./run-folder.ts";

const SCRIPT = fileURLToPath(new URL("chromium-process.ts", import.meta.url));

/** A connection of the caller's own to the one Chromium of this run; what is opened through it goes when it is closed. */
export async function connectChromium(): Promise<Browser> {
  const address = await readFile(await makeOnce("chromium-address", startChromium), "utf8");
  const browser = await chromium.connect(address).catch(async (cause: unknown) => {
    const said = await readFile(shareFile("chromium-log"), "utf8");
    throw new Error(`test browser: unable to reach the Chromium that all page tests share: it has ended\n${said}`, {
      cause,
    });
  });
  browser.on("context", (context) => context.setDefaultTimeout(PATIENT.timeout));
  return browser;
}

/** Starts it as a process that outlives the test file and ends with the run, whose process group it is in. */
async function startChromium(addressFile: string): Promise<void> {
  // A file, since vitest waits for whoever holds a worker's streams.
  const log = openSync(shareFile("chromium-log"), "w");
  const child = spawn(process.execPath, ["--import=tsx", SCRIPT], {
    env: { ...process.env, TMPDIR: shareFile("") },
    stdio: ["ignore", log, log, "ipc"],
  });
  closeSync(log);
  const [address] = await Promise.race([once(child, "message"), once(child, "exit").then(() => [])]);
  if (typeof address !== "string")
    throw new Error(`test browser: unable to start Chromium: ${await readFile(shareFile("chromium-log"), "utf8")}`);
  await writeFile(addressFile, address);
  child.disconnect();
  child.unref();
}
