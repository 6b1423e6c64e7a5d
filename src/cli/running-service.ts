import { z } from "zod";
import { PAGES_PORT, type Config } from "../config.ts";
import type { FolderLockedError } from "../db/folder-lock.ts";
import { parseJson } from "../domain/json.ts";
import { createHttpClient } from "../net/http-client.ts";
import type { Finding } from "./setup.ts";

const healthSchema = z.object({ status: z.string(), database: z.string(), data: z.string() });
const UNCHECKED = "its lists, accounts, contacts and readers are not looked at meanwhile";
const MEND = "stop the service and ask again, or use PostgreSQL, where commands run beside it";

/** What the service that has the database folder says of itself, since PGlite serves one process at a time. */
export async function askService(
  { HOST, PORT = PAGES_PORT }: Pick<Config, "HOST" | "PORT">,
  locked: FolderLockedError,
): Promise<Finding> {
  const part = "database";
  const host = HOST === "0.0.0.0" ? "127.0.0.1" : HOST === "::" ? "[::1]" : HOST;
  const url = `http://${host}:${PORT}/healthz`;
  const http = createHttpClient({ userAgent: "restsignal doctor", allowPrivateHosts: [`${host}:${PORT}`] });
  const answer = await http.request({ url, timeoutMs: 5_000, maxBytes: 10_000 });
  await http.close();
  if (answer.kind === "failed")
    return {
      part,
      state: "failing",
      detail: `in use by ${locked.holder}, and no service answers at ${url}`,
      mend: "stop that process, or set HOST and PORT as the service has them",
    };
  const health = healthSchema.safeParse(parseJson(Buffer.from(answer.body).toString("utf8"))).data;
  if (health === undefined)
    return { part, state: "failing", detail: `what answers at ${url} is not Restsignal`, mend: "set PORT to another" };
  const told = `in use by the running service (${locked.holder}), which says: ${health.status}, data ${health.data}`;
  const state = health.status === "ok" ? "ready" : "failing";
  return { part, state, detail: `${told}; ${UNCHECKED}`, mend: MEND };
}
