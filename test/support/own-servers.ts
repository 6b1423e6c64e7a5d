import { chown, rm } from "node:fs/promises";
import { makeServerFolder } from "./left-servers.ts";
import { findServerAccount, PROGRAMS, startPostgres, startRedis, type Server } from "./servers.ts";

/** A PostgreSQL and a Redis that nobody else uses, so that a test may crash them. */
export interface OwnServers {
  readonly postgres: Server;
  readonly redis: Server;
  close(): Promise<void>;
}

/** Whether both programs are on this machine; the tests may have been given servers elsewhere instead. */
export const HAS_OWN_SERVERS = PROGRAMS.postgres.find() !== null && PROGRAMS.redis.find() !== null;

export async function startOwnServers(): Promise<OwnServers> {
  const folder = await makeServerFolder("servers");
  const account = findServerAccount();
  if (account !== null) await chown(folder, account.uid, account.gid);
  const input = (program: string | null) => ({ program: program ?? "", folder, account });
  const postgres = await startPostgres({ ...input(PROGRAMS.postgres.find()), durable: true });
  const redis = await startRedis(input(PROGRAMS.redis.find()));
  return {
    postgres,
    redis,
    async close() {
      await Promise.all([postgres.stop(), redis.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
