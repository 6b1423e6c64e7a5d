import { parseAtomFeed, parseRssFeed } from "feedsmith";
import { describe, expect, it } from "vitest";
import { findCaseOf, NOW, publish, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

let site: Site;
let now = NOW;

useSite({ now: () => now }, (opened) => {
  site = opened;
});

const wait = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1_000);
};

async function readFeeds(path: string) {
  const [rss, atom] = await Promise.all(
    ["rss", "atom"].map(async (format) => (await site.app.request(`${path}.${format}`)).text()),
  );
  return { rss: parseRssFeed(rss ?? ""), atom: parseAtomFeed(atom ?? "") };
}

describe("a feed, also where it is answered from memory,", () => {
  it("shows messages of one second one after the other, each at its own second", async () => {
    const { rss: before } = await readFeeds("/r/12/feed");
    const cases = await Promise.all(
      ["Adrenalin", "Vankomycin", "Noradrenalin"].map((name) => findCaseOf(site.db, name)),
    );
    for (const caseId of cases) await publish(site.db, { caseId, kind: "new" });
    const known = before.items?.length ?? 0;
    for (const shown of [1, 2, 3, 3]) {
      for (const path of ["/r/12/feed", "/feed", "/r/12/feed"]) {
        const { rss } = await readFeeds(path);
        const dates = (rss.items ?? []).slice(0, shown).map(({ pubDate }) => new Date(pubDate ?? "").getTime());
        expect(Math.max(...dates)).toBe(NOW.getTime() + (shown - 1) * 1_000);
        if (path !== "/feed") expect(rss.items).toHaveLength(known + shown);
      }
      if (shown < 3) wait(1);
    }
  });

  it("tells a retraction as an entry of its own, and rewrites what it takes back under its first id and date", async () => {
    wait(60);
    const caseId = await findCaseOf(site.db, "Adrenalin");
    const advice = { type: "other-substance" as const, text: { sv: "Ge dubbel dos." } };
    const wrong = await publish(site.db, { caseId, kind: "update", advice, now });
    const told = (await readFeeds("/r/12/feed")).atom;
    const idOf = (id: number) => `urn:restsignal:message:${id}`;
    const entryOf = (feed: typeof told, id: number) => feed.entries?.find((entry) => entry.id === idOf(id));
    expect(entryOf(told, wrong)?.content?.value).toContain("Ge dubbel dos.");
    wait(60);
    const reason = { type: "no-action" as const, text: { sv: "Dosen var fel." } };
    const retraction = await publish(site.db, { caseId, kind: "retraction", advice: reason, now });
    const { rss, atom } = await readFeeds("/r/12/feed");
    const [before, after] = [entryOf(told, wrong), entryOf(atom, wrong)];
    expect(atom.entries?.[0]?.id).toBe(idOf(retraction));
    expect([after?.published, after?.updated]).toEqual([before?.published, atom.entries?.[0]?.published]);
    expect(after?.title?.value).toMatch(/^Återtaget: /);
    const shown = JSON.stringify(after);
    expect(shown).toContain("Dosen var fel.");
    expect(shown).not.toContain("dubbel dos");
    expect(atom.updated).toBe(atom.entries?.[0]?.published);
    expect(JSON.stringify(rss)).not.toContain("dubbel dos");
  });
});
