import { monitorEventLoopDelay } from "node:perf_hooks";
import { Gauge, type Registry } from "prom-client";

const RESOLUTION_MS = 10;
const NANOSECONDS = 1e9;

/**
 * Figures of this process, each time of what has been since the last time. It begins to watch when it is first asked, so
 * that where nobody asks nothing is watched.
 */
export function createProcessFigures(): (registry: Registry) => void {
  let delay: ReturnType<typeof monitorEventLoopDelay> | null = null;
  return (registry) => {
    const registers = [registry];
    const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
    const lag = new Gauge({
      name: "restsignal_event_loop_lag_seconds",
      help: "For how long the process answered nobody, since the last scrape.",
      labelNames: ["quantile"],
      registers,
    });
    if (delay !== null && delay.count > 0) {
      // What is measured is the whole of a pause that was to last as long as the resolution.
      const tell = (quantile: string, nanoseconds: number) =>
        lag.set({ quantile }, Math.max(0, nanoseconds / NANOSECONDS - RESOLUTION_MS / 1_000));
      tell("0.5", delay.percentile(50));
      tell("0.99", delay.percentile(99));
      tell("1", delay.max);
      delay.reset();
    }
    if (delay === null) {
      delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
      delay.enable();
    }
    const memory = process.memoryUsage();
    gauge("process_resident_memory_bytes", "Resident memory of the process.").set(memory.rss);
    gauge("nodejs_heap_size_used_bytes", "Of which the heap holds.").set(memory.heapUsed);
    gauge("nodejs_external_memory_bytes", "Memory outside the heap, such as the embedded database's.").set(
      memory.external,
    );
    gauge("process_start_time_seconds", "When the process began.").set(Date.now() / 1_000 - process.uptime());
  };
}
