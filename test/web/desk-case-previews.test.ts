import { describe, expect, it } from "vitest";
import type { Channel } from "../../src/channels/channel.ts";
import { readOpenDraft } from "../../src/db/open-drafts.ts";
import { publishAtDesk } from "./desk-publishing.ts";
import { type DeskVisitor, signIn } from "./desk-visitor.ts";
import { findCaseOf, NOW, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

const WORDS = { kind: "auto", type: "other-form", sv: "Ge tabletter i stället.", urgency: "normal" };
const CURATOR = [{ regionCode: "12", role: "curator" }] as const;

let site: Site;
let curator: DeskVisitor;
let caseId: number;

useSite({ now: () => NOW }, async (opened) => {
  site = opened;
  curator = await signIn(site.deps, CURATOR);
  caseId = await findCaseOf(site.db, "Noradrenalin");
});

/** What the editor's hidden fields hold. */
async function readFields(visitor: DeskVisitor): Promise<Record<string, string>> {
  const html = await (await visitor.get(`/cases/${caseId}`)).text();
  const valueOf = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";
  return { draft: valueOf("draft"), revision: valueOf("revision"), facts: valueOf("facts") };
}

describe("a draft on the case's page", () => {
  it("has no mail to look at before it is written", async () => {
    expect((await curator.get(`/cases/${caseId}/preview/email`)).status).toBe(404);
  });

  it("is shown as every channel and feed would bring it, in both languages, with the way to its mail", async () => {
    const fields = await readFields(curator);
    expect((await curator.post(`/cases/${caseId}/draft`, { ...fields, ...WORDS, do: "save" })).status).toBe(303);
    const answer = await curator.get(`/cases/${caseId}`);
    expect(answer.headers.get("content-security-policy")).toContain("frame-src 'self'");
    const html = await answer.text();
    for (const name of ["E-post", "Slack", "Teams", "Nyhetsflöde", "På svenska", "På engelska"])
      expect(html).toContain(name);
    expect(html.split("Ge tabletter i stället.").length).toBeGreaterThan(4);
    expect(html).toContain(`/cases/${caseId}/preview/email?text=sv`);
  });

  it("has a mail of its own, which holds the words, runs nothing, and is for those who may read the case", async () => {
    const mail = await curator.get(`/cases/${caseId}/preview/email?text=sv`);
    expect(mail.status).toBe(200);
    expect(mail.headers.get("content-security-policy")).toContain("sandbox");
    expect(mail.headers.get("content-security-policy")).toContain("frame-ancestors 'self'");
    expect(await mail.text()).toContain("Ge tabletter i stället.");
    const other = await signIn(site.deps, [{ regionCode: "14", role: "region-admin" }]);
    expect((await other.get(`/cases/${caseId}/preview/email?text=sv`)).status).toBe(404);
  });

  it("does not go out while a channel would refuse it: it is saved, and says where to look", async () => {
    const slack = site.deps.channels.get("slack");
    if (slack === undefined) throw new Error("test: there is no Slack channel");
    const strict: Channel = { ...slack, write: async () => ({ kind: "rejected", reason: "the advice is too long" }) };
    const channels = new Map([...site.deps.channels, ["slack", strict]]);
    const writer = await signIn({ ...site.deps, channels }, CURATOR);
    const sv = "Ge tabletter, och skriv det kort.";
    const answer = await writer.post(`/cases/${caseId}/draft`, {
      ...(await readFields(writer)),
      ...WORDS,
      sv,
      do: "confirm",
    });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain("Någon kanal tar inte emot meddelandet som det är skrivet.");
    expect(html).toContain("the advice is too long");
    expect(await readOpenDraft(site.db, caseId)).toMatchObject({
      state: "draft",
      content: { advice: { text: { sv } } },
    });
    expect((await publishAtDesk(curator, caseId, { ...WORDS, sv })).status).toBe(303);
    expect(await readOpenDraft(site.db, caseId)).toMatchObject({ state: "scheduled" });
  });
});
