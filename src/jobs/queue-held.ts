import type { Job } from "bullmq";

/** The jobs that this process has in hand, until the queue knows of their end. */
export interface HeldJobs {
  /** Does the work of a job. */
  run(job: Job, token: string, work: () => Promise<void>): Promise<void>;
  /** The queue knows how it ended. */
  settle(job: Job | undefined): void;
  /** Puts back those whose end could not be told, as the queue's server was away; `all` also those that run. */
  giveBack(options: { all: boolean }): Promise<void>;
}

/** Nobody else may take a job until its hold runs out: what cannot be ended is given back, so that others take it at once. */
export function createHeldJobs(): HeldJobs {
  const held = new Map<Job, { readonly token: string; ended: boolean }>();
  return {
    async run(job, token, work) {
      const hold = { token, ended: false };
      held.set(job, hold);
      try {
        await work();
      } finally {
        hold.ended = true;
      }
    },
    settle(job) {
      if (job !== undefined) held.delete(job);
    },
    async giveBack({ all }) {
      const chosen = [...held].filter(([, { ended }]) => all || ended);
      for (const [job] of chosen) held.delete(job);
      // One that is not ours any more, or not there, is whoever's it is.
      await Promise.allSettled(chosen.map(([job, { token }]) => job.moveToWait(token)));
    },
  };
}
