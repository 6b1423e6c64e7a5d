import { expect, it } from "vitest";
import { readActiveEntries, readEntryPage, readListVersions } from "../../src/db/lists.ts";
import { readListImport } from "../../src/jobs/list-read.handler.ts";
import { activateListImport } from "../../src/jobs/list-take.handler.ts";
import { makeNotice } from "../support/builders.ts";
import { createPostgresScene } from "../support/scene.ts";
import { readPageForm } from "../web/desk-form.ts";
import { signIn } from "../web/desk-visitor.ts";
import { findImport, readHidden, uploadList } from "../web/list-desk.ts";
import { createWebDeps } from "../web/site.ts";

it("on PostgreSQL a list is handed in, read, tried, taken into use by one of two jobs at once, and edited", async () => {
  const scene = await createPostgresScene();
  try {
    const importing = { db: scene.db, now: () => scene.clock, digestChannels: new Set<string>() };
    const visitor = await signIn(createWebDeps(scene.db, { now: () => scene.clock, mode: "capture" }), [
      { regionCode: "12", role: "curator" },
    ]);
    await scene.ingest({ at: "2026-08-20", notices: [makeNotice()] });
    const content = "ATC;Substans;Råd;Rådstext;Områden\nJ01DH02;Meropenem;Licens;Beställ på licens;Öron|IVA\n";
    const { id, path } = await uploadList(visitor, { content });
    await Promise.all([readListImport(importing, { importId: id }), readListImport(importing, { importId: id })]);
    expect(await findImport(scene.db, id)).toMatchObject({ state: "read", rowsDone: 1, report: { accepted: 1 } });
    const staged = await scene.db.selectFrom("list_version").select("id").execute();
    expect(staged).toHaveLength(1);

    const html = await (await visitor.get(path)).text();
    await visitor.post(`${path}/take`, readPageForm(html, `${path}/take`));
    await Promise.all([
      activateListImport(importing, { importId: id }),
      activateListImport(importing, { importId: id }),
    ]);
    expect(await readListVersions(scene.db, "12")).toMatchObject([{ number: 1, entries: 1, active: true }]);
    expect(await scene.db.selectFrom("region_case").select("status").execute()).toEqual([{ status: "open" }]);

    const entry = `/lists/12/entries/${encodeURIComponent("J01DH02//")}`;
    const version = readHidden(await (await visitor.get(entry)).text(), "version");
    const fields = { version, atc: "J01DH02", substance: "Meropenem", priority: "1", areas: "IVA" };
    const answers = await Promise.all([1, 2].map(() => visitor.post(entry, fields)));
    // Two who press at once are served one after the other.
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 422]);
    const edit = await scene.db.selectFrom("list_import").select("id").where("state", "=", "taking").executeTakeFirst();
    await activateListImport(importing, { importId: edit?.id ?? 0 });
    expect(await readActiveEntries(scene.db, "12")).toMatchObject([
      { priority: 1, areas: ["IVA"], standingAdvice: null },
    ]);
    const active = (await readListVersions(scene.db, "12"))[0]?.id ?? 0;
    const filter = { text: "MERO", code: "J01", priority: 1 };
    expect(await readEntryPage(scene.db, { versionId: active, filter, limit: 5, offset: 0 })).toMatchObject({
      total: 1,
    });
  } finally {
    await scene.close();
  }
});
