const SIGNALS = ["SIGINT", "SIGTERM"] as const;
/** A terminal's Ctrl-C comes twice, to us and again from npm, which hands it on: that is one wish. */
const ECHO_MS = 500;

/** Waits for Ctrl-C or SIGTERM. A later one finds nobody listening, and ends the process at once. */
export function waitForStop(): Promise<void> {
  return new Promise((resolve) => {
    let wished = false;
    const listen = () => {
      if (wished) return;
      wished = true;
      setTimeout(() => SIGNALS.forEach((signal) => process.off(signal, listen)), ECHO_MS).unref();
      resolve();
    };
    for (const signal of SIGNALS) process.on(signal, listen);
  });
}
