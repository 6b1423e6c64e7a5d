import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { COMPILE_CACHE } from "./command-line.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));

const START = ["workers/all.ts"];

/** The service as a process of its own. */
export interface ServiceProcess {
  /** What it has written to its terminal so far. */
  readonly written: () => string;
  /** What it has written to standard error so far. */
  readonly complained: () => string;
  /** Waits until it has said something that fits. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  interrupt(): void;
  signal(signal: NodeJS.Signals): void;
  /** How it ended: its code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

/** Starts what `npm start` does, or another entry with its words, such as `src/cli/main.ts serve --role web`. */
export function startServiceProcess(
  env: Readonly<Record<string, string>>,
  [entry = "", ...words]: readonly string[] = START,
): ServiceProcess {
  const child = spawn(process.execPath, ["--import", "tsx", join(repository, entry), ...words], {
    cwd: repository,
    env: { PATH: process.env["PATH"] ?? "", HOST: "127.0.0.1", ...COMPILE_CACHE, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    complaints += chunk;
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once("close", (code, signal) => resolve(code ?? signal));
  });
  return {
    written: () => text,
    complained: () => complaints,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(text);
          if (found !== null) resolve(found);
        };
        child.stdout.on("data", look);
        look();
        void ended.then(() => reject(new Error(`test: the service ended before it said ${pattern}: ${text}`)));
      }),
    interrupt: () => void child.kill("SIGINT"),
    signal: (signal) => void child.kill(signal),
    ended,
  };
}
