import { insertAccount } from "../../src/db/accounts.ts";
import type { Db } from "../../src/db/schema.ts";
import { insertSession } from "../../src/db/sessions.ts";
import type { Grant } from "../../src/domain/account.ts";
import { createApp } from "../../src/web/app.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";

/** Somebody who is signed in, and what their browser does. */
export interface DeskVisitor {
  readonly accountId: number;
  /** The session's secret, as the cookie holds it. */
  readonly token: string;
  readonly csrf: string;
  get(path: string): Promise<Response>;
  /** Sends one of the desk's own forms. */
  post(path: string, fields?: Readonly<Record<string, string | readonly string[] | File>>): Promise<Response>;
}

let visitors = 0;

/** Adds an account with these roles and signs it in, without the sign-in pages. */
export async function signIn(deps: WebDeps, grants: readonly Grant[], name?: string): Promise<DeskVisitor> {
  visitors += 1;
  const who = name ?? `Apotekare ${visitors}`;
  const email = `person-${visitors}@region.example`;
  const accountId = await insertAccount(deps.db, { email, name: who, subject: null, grants, now: deps.now() });
  return openBrowser(deps, { accountId, ...(await beginSession(deps.db, { accountId, now: deps.now() })) });
}

/** A session of an account, for a browser to carry. */
async function beginSession(
  db: Db,
  { accountId, now }: { accountId: number; now: Date },
): Promise<{ token: string; csrf: string }> {
  visitors += 1;
  const [token, csrf] = [`session-token-number-${visitors}`, `csrf-token-number-${visitors}`];
  await insertSession(db, { token, csrf, accountId, address: "127.0.0.1", now });
  return { token, csrf };
}

function openBrowser(deps: WebDeps, session: { accountId: number; token: string; csrf: string }): DeskVisitor {
  const app = createApp(deps);
  const prefix = deps.publicUrl.startsWith("https:") ? "__Host-" : "";
  const headers = { cookie: `${prefix}restsignal_session=${session.token}` };
  return {
    ...session,
    get: async (path) => app.request(path, { headers }),
    post: async (path, fields = {}) => {
      const body = new FormData();
      for (const [name, value] of Object.entries({ csrf: session.csrf, ...fields }))
        for (const one of Array.isArray(value) ? value : [value]) body.append(name, one);
      return app.request(path, { method: "POST", headers, body });
    },
  };
}
