import { describe, expect, it } from "vitest";
import { SESSION_IDLE_MS, SESSION_MAX_MS } from "../../src/domain/session.ts";
import { createApp } from "../../src/web/app.ts";
import { type DeskVisitor, signIn } from "./desk-visitor.ts";
import { NOW, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

const FORM = "/own-notices/12/write";

let site: Site;
let curator: DeskVisitor;
let now = NOW;

useSite({ now: () => now }, async (opened) => {
  site = opened;
  curator = await signIn(site.deps, [{ regionCode: "12", role: "curator" }]);
});

describe("the desk's one gate", () => {
  it("sends whoever is not signed in to the sign-in, and back to the page they asked for", async () => {
    const answer = await createApp(site.deps).request(`${FORM}?kind=device`);
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(`/login?return=${encodeURIComponent(`${FORM}?kind=device`)}`);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  it("shows what was written when the session ended before it was sent, since nobody may lose it", async () => {
    const written = "Använd piperacillin/tazobactam när odlingen tillåter & fråga vid tvekan.";
    const answer = await createApp(site.deps).request(FORM, {
      method: "POST",
      body: new URLSearchParams({ note: written, csrf: "some-token-of-an-earlier-session" }),
    });
    expect(answer.status).toBe(401);
    const page = await answer.text();
    expect(page).toContain("när odlingen tillåter &amp; fråga vid tvekan");
    expect(page).not.toContain("some-token-of-an-earlier-session");
  });

  it.each([
    ["without its token", ""],
    ["with another session's token", "csrf-token-number-99999"],
  ])("takes no form %s", async (_how, csrf) => {
    expect((await curator.post(FORM, { csrf })).status).toBe(403);
  });

  it("takes no form that another site sent, even with the right token", async () => {
    const answer = await createApp(site.deps).request(FORM, {
      method: "POST",
      headers: { cookie: `__Host-restsignal_session=${curator.token}`, "sec-fetch-site": "cross-site" },
      body: new URLSearchParams({ csrf: curator.csrf }),
    });
    expect(answer.status).toBe(403);
  });

  it("says how much it takes when a form is larger", async () => {
    const answer = await curator.post(FORM, { note: "a".repeat(1_000_001) });
    expect(answer.status).toBe(413);
    expect(await answer.text()).toContain("högst 1 MB");
  });

  it("ends a session that was idle for an hour or is older than a working day, and one whose account is closed", async () => {
    const grants = [{ regionCode: "12", role: "reader" }] as const;
    const idle = await signIn(site.deps, grants);
    now = new Date(NOW.getTime() + SESSION_IDLE_MS);
    expect((await idle.get("/own-notices/12")).status).toBe(303);

    const old = await signIn(site.deps, grants);
    const begun = now.getTime();
    for (let at = begun; at < begun + SESSION_MAX_MS; at += SESSION_IDLE_MS / 2) {
      now = new Date(at);
      expect((await old.get("/own-notices/12")).status).toBe(200);
    }
    now = new Date(begun + SESSION_MAX_MS);
    expect((await old.get("/own-notices/12")).status).toBe(303);

    const closed = await signIn(site.deps, grants);
    expect((await closed.get("/own-notices/12")).status).toBe(200);
    await site.db.updateTable("account").set({ state: "disabled" }).where("id", "=", closed.accountId).execute();
    expect((await closed.get("/own-notices/12")).status).toBe(303);
  });
});
