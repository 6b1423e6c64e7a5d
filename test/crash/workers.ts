import { startServiceProcess, type ServiceProcess } from "../support/service-process.ts";

/** Processes that send, as `restsignal serve` starts them. */
export interface Workers {
  readonly running: readonly ServiceProcess[];
  /** Starts one more, and resolves when it works. */
  start(): Promise<ServiceProcess>;
  /** `kill -9`. */
  kill(worker: ServiceProcess): Promise<void>;
  killAll(): Promise<void>;
}

export function createWorkers(env: Readonly<Record<string, string>>, role: "worker" | "all"): Workers {
  const running: ServiceProcess[] = [];
  const kill = async (worker: ServiceProcess): Promise<void> => {
    running.splice(running.indexOf(worker), 1);
    worker.signal("SIGKILL");
    await worker.ended;
  };
  return {
    running,
    async start() {
      const worker = startServiceProcess(env, ["src/cli/main.ts", "serve", "--role", role]);
      running.push(worker);
      await worker.said(/Ready: /);
      return worker;
    },
    kill,
    async killAll() {
      await Promise.all([...running].map(kill));
    },
  };
}
