import { describe, expect, it } from "vitest";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { NOW, type Site } from "./site.ts";
import { useEmptySite } from "./use-site.ts";

let site: Site;
let now = NOW;
let visitor: DeskVisitor;

useEmptySite({ now: () => now }, async (opened) => {
  site = opened;
  visitor = await signIn(site.deps, [{ regionCode: "12", role: "region-admin" }]);
  now = new Date(NOW.getTime() + 13 * 3_600_000);
});

describe("a form that comes after its session has ended", () => {
  it("shows what the person wrote and nothing that only the form knows, and the sign-in leads back to its page", async () => {
    const facts = "f5d0a1b2c3d4e5f6f5d0a1b2c3d4e5f6f5d0a1b2c3d4e5f6f5d0a1b2c3d4e5f6";
    const answer = await visitor.post("/cases/7/draft", {
      facts,
      mark: facts,
      draft: "94",
      sv: "Välj det andra.",
      en: "",
    });
    const text = await answer.text();
    expect(answer.status).toBe(401);
    expect(text).toContain('<pre class="written">Välj det andra.</pre>');
    expect(text).not.toContain(facts);
    expect(text).not.toContain(visitor.csrf);
    expect(text).toContain('href="/login?return=%2Fcases%2F7"');
    expect(text.match(/class="written"/g)).toHaveLength(1);
  });

  it("never shows a password", async () => {
    const secret = "fyra gröna tåg i regnet igår";
    for (const [path, fields] of [
      ["/account/password", { current: secret, password: secret, again: secret }],
      ["/people/12/add", { "confirm-password": secret, email: "a@b.example" }],
    ] as const) {
      const text = await (await visitor.post(path, fields)).text();
      expect(text).not.toContain(secret);
      expect(text).toContain("/login?return=");
    }
  });

  it.each([
    ["/inbox/12/dismiss", "%2Finbox%2F12"],
    ["/people/12/5/role", "%2Fpeople%2F12"],
    ["/policies/12/rules", "%2Fpolicies%2F12%2Frules"],
    ["/account/sign-out", "%2Faccount"],
  ])("%s leads back to the page that it stood on", async (path, page) => {
    expect(await (await visitor.post(path, { reason: "skäl" })).text()).toContain(`/login?return=${page}`);
  });
});
