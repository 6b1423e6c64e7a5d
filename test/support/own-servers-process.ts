/** Starts servers of its own, says where, and goes on until it is ended. */
import { startOwnServers } from "./own-servers.ts";

const { postgres, redis } = await startOwnServers();
process.send?.({ postgres: postgres.url, redis: redis.url });
