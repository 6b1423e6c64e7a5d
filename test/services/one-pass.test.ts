import type { KyselyPlugin } from "kysely";
import { describe, expect, it } from "vitest";
import { readThread } from "../../src/db/messages.ts";
import { writePolicy } from "../../src/db/regions.ts";
import type { Db } from "../../src/db/schema.ts";
import { ingestFile } from "../../src/services/intake/ingest-file.ts";
import { publishDueDrafts } from "../../src/jobs/publish.handler.ts";
import { remindRegions } from "../../src/jobs/remind.handler.ts";
import { makeNotice, makePackage } from "../support/builders.ts";
import { createDraftDesk, type DraftDesk } from "../support/draft-desk.ts";
import { createPostgresScene, REGION, sourceDouble, type Scene } from "../support/scene.ts";
import { useScene } from "../support/use-scene.ts";

let scene: Scene;
let desk: DraftDesk;
useScene(async (opened) => {
  scene = opened;
  desk = await createDraftDesk(scene);
}, createPostgresScene);

/** The same database, with every statement that is sent to it written down. */
function listen(db: Db): { db: Db; statements: string[] } {
  const statements: string[] = [];
  const plugin: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      statements.push(db.getExecutor().compileQuery(node, queryId).sql.replaceAll(/\s+/g, " "));
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return { db: db.withPlugin(plugin), statements };
}

/** How often the case was locked, and how often what a message is made of was read. */
function count(statements: readonly string[]) {
  const like = (pattern: RegExp) => statements.filter((statement) => pattern.test(statement)).length;
  return {
    locks: like(/from "region_case" .*for update/),
    notices: like(/"notice"\."content".* from "region_case" as "c" inner join "match"/),
    changes: like(/^select "changes".* from "case_update"/),
    lastMessages: like(/from "message" left join "message" as "origin".*order by "message"\."version" desc limit/),
    sources: like(/from "source_state"/),
  };
}

const ONCE = { locks: 1, notices: 1, changes: 1, lastMessages: 1 };
const moved = makeNotice({ packages: [makePackage({ end: "2027-01-01" })] });

describe("a publication locks its case once and reads its facts once", () => {
  it("when a pharmacist's draft goes out", async () => {
    const anna = await desk.addPerson("anna");
    await desk.write(anna);
    await desk.handOver(anna);
    desk.wait(60_000);
    const { db, statements } = listen(scene.db);
    const deps = { db, now: () => scene.clock, digestChannels: new Set<string>() };
    expect(await publishDueDrafts(deps)).toMatchObject([{ kind: "published" }]);
    expect(count(statements)).toMatchObject({ ...ONCE, sources: 1 });
  });

  it("when a rule sends the news of a file", async () => {
    await writePolicy(scene.db, { regionCode: REGION, policy: { rules: [{ action: "auto" }], secondPerson: true } });
    const { db, statements } = listen(scene.db);
    scene.clock = new Date("2026-08-21T08:00:00Z");
    const file = await scene.writeFile(JSON.stringify({ at: "2026-08-21", notices: [moved] }));
    const deps = { db, now: () => scene.clock, digestChannels: new Set<string>() };
    const input = { source: sourceDouble, file, maxBytes: 1e6, at: null, etag: null, lastModified: null };
    expect(await ingestFile(deps, input)).toMatchObject({ kind: "ingested", published: 1 });
    expect(count(statements)).toMatchObject(ONCE);
  });

  it("when a rule sends what nobody has decided on in time", async () => {
    const policy = { rules: [{ action: "review" as const, sendAfterHours: 4 }] };
    await writePolicy(scene.db, { regionCode: REGION, policy });
    await scene.ingest({ at: "2026-08-21", notices: [moved] });
    scene.clock = new Date("2026-08-24T08:00:00Z");
    const { db, statements } = listen(scene.db);
    const deps = { db, now: () => scene.clock, digestChannels: new Set<string>() };
    expect(await remindRegions(deps)).toMatchObject([{ kind: "send", caseIds: [desk.caseId] }]);
    expect(count(statements)).toMatchObject({ ...ONCE, sources: 1 });
    expect(await readThread(scene.db, desk.caseId)).toHaveLength(1);
  });
});
