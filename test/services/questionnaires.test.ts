import { beforeEach, describe, expect, it } from "vitest";
import { renderAccountLetter } from "../../templates/account-mail.ts";
import { readRegionAnswers, readSaves } from "../../src/db/questionnaire-answers.ts";
import { readProgress, readSignatures } from "../../src/db/questionnaire-signatures.ts";
import type { Role } from "../../src/domain/account.ts";
import { CURRENT_QUESTIONS } from "../../src/domain/questionnaire/current-questions.ts";
import { OPERATIONS } from "../../src/domain/region.ts";
import { actAtCommandLine, type ServiceContext } from "../../src/services/context.ts";
import { readRoundAnswers } from "../../src/services/questionnaire-results.ts";
import {
  closeEndedRounds,
  closeRound,
  moveLastDay,
  openRound,
  remindRegions,
  reopenAnswers,
  tellRounds,
} from "../../src/services/questionnaire-rounds.ts";
import { correctAnswers, saveAnswers, signAnswers } from "../../src/services/questionnaires.ts";
import { createPostgresScene, createScene, REGION, type Scene } from "../support/scene.ts";
import { actAs, choose, SOME_ANSWERS, startRound } from "../support/round.ts";
import { useScene } from "../support/use-scene.ts";

type Act = () => ServiceContext;

describe.each([
  ["PGlite", createScene],
  ["PostgreSQL", createPostgresScene],
] as const)("a round of questions on %s", (_name, open) => {
  let scene: Scene;
  let curator: Act;
  let approver: Act;
  let analyst: Act;
  let place: { roundId: number; regionCode: string };

  const act = (name: string, role: Role, regionCode = REGION) =>
    actAs(scene.db, { name, role, regionCode, now: () => scene.clock });

  useScene(async (opened) => {
    scene = opened;
    curator = await act("Anna", "curator");
    approver = await act("Bo", "approver");
    analyst = await act("Saga", "analyst", OPERATIONS.code);
  }, open);
  beforeEach(async () => {
    place = { roundId: await startRound(scene.db, scene.clock), regionCode: REGION };
  });

  const save = (answers = SOME_ANSWERS, seen = 0, who = curator) => saveAnswers(who(), { ...place, answers, seen });
  const sign = async (who = approver) => {
    const held = await readRegionAnswers(scene.db, place);
    return signAnswers(who(), { ...place, seen: held?.revision ?? 0 });
  };
  const progress = async () =>
    (await readProgress(scene.db, place.roundId)).find(({ regionCode }) => regionCode === REGION)?.progress;
  const readMails = () =>
    scene.db
      .selectFrom("account_mail")
      .innerJoin("account", "account.id", "account_id")
      .select(["name", "content"])
      .orderBy("account_mail.id")
      .execute();

  it("keeps a region's drafts as they come with who saved what and when, and nobody else's is touched", async () => {
    expect(await progress()).toBe("not-begun");
    expect(await save()).toEqual({ kind: "saved", revision: 1 });
    expect(await save(SOME_ANSWERS, 1)).toEqual({ kind: "unchanged", revision: 1 });
    const again = { "Q01.answer": null, "Q07.answer": { kind: "several", value: choose("none") } } as const;
    scene.clock = new Date("2026-08-21T10:00:00Z");
    expect(await saveAnswers(approver(), { ...place, answers: again, seen: 1 })).toMatchObject({ revision: 2 });
    const { "Q01.answer": gone, ...kept } = SOME_ANSWERS;
    expect(gone).toBeDefined();
    expect(await readRegionAnswers(scene.db, place)).toMatchObject({
      answers: { ...kept, "Q07.answer": again["Q07.answer"] },
      savedBy: "Bo",
    });
    expect(await readSaves(scene.db, place)).toEqual([
      { revision: 2, keys: ["Q01.answer", "Q07.answer"], savedAt: scene.clock, savedBy: "Bo" },
      { revision: 1, keys: Object.keys(SOME_ANSWERS), savedAt: new Date("2026-08-20T08:00:00Z"), savedBy: "Anna" },
    ]);
    expect(await progress()).toBe("draft");
    expect(await readRegionAnswers(scene.db, { ...place, regionCode: "13" })).toBeNull();
  });

  it("lets each role do its own and nothing more, in its own region", async () => {
    const elsewhere = await act("Cia", "region-admin", "14");
    const reader = await act("Dan", "reader");
    for (const who of [elsewhere, reader, analyst]) {
      expect(await save(SOME_ANSWERS, 0, who)).toEqual({ kind: "forbidden" });
      expect(await sign(who)).toEqual({ kind: "forbidden" });
    }
    await save();
    expect(await sign(curator)).toEqual({ kind: "forbidden" });
    expect(await correctAnswers(curator(), place)).toEqual({ kind: "forbidden" });
    for (const who of [curator, approver, elsewhere]) {
      expect(await closeRound(who(), { id: place.roundId })).toEqual({ kind: "forbidden" });
      expect(await remindRegions(who(), { id: place.roundId })).toEqual({ kind: "forbidden" });
      expect(await reopenAnswers(who(), { ...place, reason: "x" })).toEqual({ kind: "forbidden" });
    }
    expect(await progress()).toBe("draft");
  });

  it("refuses what is no answer, a personnummer in free text, and a question that is not asked, and keeps nothing", async () => {
    const answers = {
      "Q05.answer": { kind: "several", value: { chosen: ["other"], own: { other: "Anna 850709-9805" } } },
      "Q99.answer": { kind: "unknown" },
      "Q01.answer": { kind: "unknown" },
    } as const;
    expect(await saveAnswers(curator(), { ...place, answers, seen: 0 })).toEqual({
      kind: "refused",
      faults: {
        "Q05.answer": [{ because: "personnummer", at: "other" }],
        "Q99.answer": [{ because: "wrong-kind", at: null }],
      },
    });
    expect(await readRegionAnswers(scene.db, place)).toBeNull();
  });

  it("writes over nothing that another saved meanwhile, and both may write to different questions", async () => {
    await save();
    const mine = { "Q01.answer": { kind: "one", value: choose("never") } } as const;
    expect(await saveAnswers(approver(), { ...place, answers: mine, seen: 0 })).toMatchObject({
      kind: "conflict",
      keys: ["Q01.answer"],
      saves: [{ savedBy: "Anna", revision: 1 }],
    });
    const other = { "Q09.answer": { kind: "one", value: choose("often") } } as const;
    expect(await saveAnswers(approver(), { ...place, answers: other, seen: 0 })).toMatchObject({ kind: "saved" });
    expect(await saveAnswers(approver(), { ...place, answers: mine, seen: 2 })).toMatchObject({ kind: "saved" });
    // Anna's form is from before: what she did not touch in it is Bo's, and stays so.
    const old = { ...SOME_ANSWERS, "Q02.answer": { kind: "not-applicable" } } as const;
    expect(await saveAnswers(curator(), { ...place, answers: old, seen: 1 })).toMatchObject({ kind: "saved" });
    expect((await readRegionAnswers(scene.db, place))?.answers).toMatchObject({
      ...mine,
      ...other,
      "Q02.answer": old["Q02.answer"],
    });
  });

  it("counts a region once it is signed by who may, who sees exactly what they sign", async () => {
    expect(await sign()).toEqual({ kind: "nothing" });
    await save();
    expect(await signAnswers(approver(), { ...place, seen: 0 })).toEqual({ kind: "changed" });
    expect((await readRoundAnswers(scene.db, place.roundId))?.signed).toBe(0);
    expect(await sign()).toEqual({ kind: "done" });
    expect(await sign()).toEqual({ kind: "signed" });
    expect(await save({ "Q09.answer": { kind: "unknown" } }, 1)).toEqual({ kind: "signed" });
    const results = await readRoundAnswers(scene.db, place.roundId);
    expect(results?.regions).toHaveLength(21);
    expect(results?.regions.find(({ regionCode }) => regionCode === REGION)).toMatchObject({
      answers: SOME_ANSWERS,
      progress: "signed",
      signed: { role: "approver", at: scene.clock },
    });
    expect(results?.counts[0]).toMatchObject({ key: "Q01.answer", answered: 1, unanswered: 0 });
    expect(results?.round.questions).toEqual(CURRENT_QUESTIONS.outreach);
    const log = await scene.db
      .selectFrom("audit")
      .select(["deed", "actor_name"])
      .where("deed", "=", "answers-signed")
      .execute();
    expect(log).toEqual([{ deed: "answers-signed", actor_name: "Bo" }]);
  });

  it("goes on counting what was signed while its signers correct it, until they sign anew", async () => {
    await save();
    await sign();
    expect(await correctAnswers(approver(), place)).toEqual({ kind: "done" });
    expect(await progress()).toBe("correcting");
    expect(await save({ "Q01.answer": { kind: "one", value: choose("daily") } }, 1)).toMatchObject({ kind: "saved" });
    const count = async () =>
      (await readRoundAnswers(scene.db, place.roundId))?.counts[0]?.options.find(({ n }) => n > 0)?.code;
    expect(await count()).toBe("weekly");
    expect(await sign()).toEqual({ kind: "done" });
    expect([await count(), await progress()]).toEqual(["daily", "signed"]);
    expect(await readSignatures(scene.db, place)).toMatchObject([{ revision: 2 }, { revision: 1, reopenedAt: null }]);
  });

  it("counts nothing that SKR reopened until it is signed anew, tells the region why, and keeps the history", async () => {
    await save();
    await sign();
    expect(await reopenAnswers(analyst(), { ...place, reason: "Fråga 3 gäller hela året" })).toEqual({ kind: "done" });
    expect(await reopenAnswers(analyst(), { ...place, reason: "Igen" })).toEqual({ kind: "not-signed" });
    expect([await progress(), (await readRoundAnswers(scene.db, place.roundId))?.signed]).toEqual(["draft", 0]);
    const mails = await readMails();
    expect(mails.map(({ name }) => name)).toEqual(["Anna", "Bo"]);
    const [mail] = mails;
    if (mail === undefined) throw new Error("test: no mail");
    const letter = renderAccountLetter({
      mail: mail.content,
      name: "Anna",
      link: "https://r.example/q",
      publicUrl: "https://r.example",
    });
    expect(letter.subject).toBe("Restsignal: SKR:s frågor för 2026: signera på nytt senast 2026-09-20");
    expect(letter.text).toContain("SKR skriver: Fråga 3 gäller hela året");
    expect(await save({ "Q03.people": { kind: "number", value: 4 } }, 1)).toMatchObject({ kind: "saved" });
    expect(await sign()).toEqual({ kind: "done" });
    expect(await readSignatures(scene.db, place)).toMatchObject([
      { reopenedAt: null },
      { reopenedBy: "Saga", reopenReason: "Fråga 3 gäller hela året" },
    ]);
  });

  it("freezes by itself after its last day: nothing can be changed, by no verb and by no statement, and a draft does not count", async () => {
    await save();
    await saveAnswers((await act("Cia", "curator", "13"))(), {
      ...place,
      regionCode: "13",
      answers: SOME_ANSWERS,
      seen: 0,
    });
    await sign();
    scene.clock = new Date("2026-09-20T21:59:00Z");
    expect(await closeEndedRounds(analyst())).toEqual([]);
    scene.clock = new Date("2026-09-20T22:01:00Z");
    const closed = { kind: "closed" };
    const verbs = async () => {
      expect(await save({ "Q01.answer": { kind: "unknown" } }, 1)).toEqual(closed);
      expect(await sign()).toEqual(closed);
      expect(await correctAnswers(approver(), place)).toEqual(closed);
      expect(await reopenAnswers(analyst(), { ...place, reason: "x" })).toEqual(closed);
      expect(await moveLastDay(analyst(), { id: place.roundId, lastDay: "2026-12-01" })).toEqual(closed);
      expect(await closeRound(analyst(), { id: place.roundId })).toEqual(closed);
    };
    await verbs();
    expect(await closeEndedRounds(analyst())).toEqual([place.roundId]);
    expect(await closeEndedRounds(analyst())).toEqual([]);
    await verbs();
    const { db } = scene;
    const answers = JSON.stringify({});
    for (const change of [
      () => db.updateTable("questionnaire_answer").set({ answers }).execute(),
      () => db.deleteFrom("questionnaire_signature").execute(),
      () => db.updateTable("questionnaire_signature").set({ reopened_at: scene.clock }).execute(),
      () => db.deleteFrom("questionnaire_save").execute(),
      () => db.updateTable("questionnaire_round").set({ closed_at: null }).execute(),
    ])
      await expect(change()).rejects.toThrow(/cannot be changed|is kept as it was/);
    const results = await readRoundAnswers(db, place.roundId);
    expect(results?.signed).toBe(1);
    expect(results?.regions.find(({ regionCode }) => regionCode === "13")).toMatchObject({
      progress: "draft",
      answers: null,
    });
    const log = await db.selectFrom("audit").select("after").where("deed", "=", "round-closed").execute();
    expect(log).toEqual([{ after: { signed: 1, unsigned: 1, notBegun: 19 } }]);
  });

  it("asks what it asked when it was made, and never under one number two different things", async () => {
    const round = { questionnaire: "outreach", opensOn: "2026-08-21", lastDay: "2026-09-01", remindDays: [] } as const;
    const [first] = CURRENT_QUESTIONS.outreach.sections;
    if (first === undefined) throw new Error("test: no section");
    const fewer = { ...CURRENT_QUESTIONS.outreach, sections: [first] };
    const openAs = (over: object) => openRound(analyst(), { ...round, period: "2027", ...over });
    expect(await openAs({ questions: fewer })).toEqual({ kind: "other-version" });
    expect(await openAs({ questions: CURRENT_QUESTIONS.readiness })).toEqual({ kind: "other-version" });
    expect(await openAs({ questions: { ...fewer, version: 2 } })).toMatchObject({ kind: "opened" });
    expect(await openAs({})).toEqual({ kind: "exists" });
    expect(await openAs({ period: "2028", lastDay: "2026-08-01" })).toEqual({ kind: "days", because: "reversed" });
    expect(await openAs({ period: "2028", opensOn: "2025-01-01", lastDay: "2025-02-01" })).toEqual({
      kind: "days",
      because: "past",
    });
    const later = await startRound(scene.db, scene.clock, { period: "2029", opensOn: "2026-09-01" });
    expect(await saveAnswers(curator(), { ...place, roundId: later, answers: SOME_ANSWERS, seen: 0 })).toEqual({
      kind: "planned",
    });
    expect(await saveAnswers(curator(), { ...place, roundId: 9_999, answers: SOME_ANSWERS, seen: 0 })).toEqual({
      kind: "gone",
    });
  });

  it("mails those who answer for a region when it opens and before its last day, once each, and not who has signed", async () => {
    const other = await act("Cia", "region-admin", "13");
    const tell = async (at: string) => {
      scene.clock = new Date(at);
      const told = await tellRounds({ db: scene.db, now: scene.clock });
      return told.flatMap(({ regionCodes }) => regionCodes);
    };
    expect(await tell("2026-08-21T01:00:00Z")).toEqual([]);
    expect(await tell("2026-08-21T08:00:00Z")).toEqual([REGION, "13"]);
    expect(await tell("2026-08-21T08:05:00Z")).toEqual([]);
    expect((await readMails()).map(({ name, content }) => [name, "what" in content ? content.what : ""])).toEqual([
      ["Anna", "opened"],
      ["Bo", "opened"],
      ["Cia", "opened"],
    ]);
    await save();
    await sign();
    // Two of its days were missed: one mail tells it.
    expect(await tell("2026-09-13T08:00:00Z")).toEqual(["13"]);
    expect(await tell("2026-09-13T09:00:00Z")).toEqual([]);
    // That day has had its mail.
    expect(await remindRegions(analyst(), { id: place.roundId })).toMatchObject({ regionCodes: [] });
    scene.clock = new Date("2026-09-14T08:00:00Z");
    expect(await remindRegions(analyst(), { id: place.roundId })).toMatchObject({ regionCodes: ["13"] });
    expect(await remindRegions(analyst(), { id: place.roundId })).toMatchObject({ regionCodes: [] });
    expect(await moveLastDay(analyst(), { id: place.roundId, lastDay: "2026-09-25" })).toEqual({ kind: "done" });
    await saveAnswers(other(), { ...place, regionCode: "13", answers: SOME_ANSWERS, seen: 0 });
    // What is left of a day that was moved counts anew.
    expect(await tell("2026-09-15T08:00:00Z")).toEqual(["13"]);
    expect(await tell("2026-09-16T08:00:00Z")).toEqual([]);
    expect(await tell("2026-09-24T08:00:00Z")).toEqual(["13"]);
    expect(await tell("2026-09-26T08:00:00Z")).toEqual([]);
  });
});

describe("several who do it at once on PostgreSQL", () => {
  let scene: Scene;
  useScene((opened) => void (scene = opened), createPostgresScene);

  it("lose no answer, sign once, and none is saved after the round is closed", async () => {
    const roundId = await startRound(scene.db, scene.clock);
    const place = { roundId, regionCode: REGION };
    const now = () => scene.clock;
    const who = await actAs(scene.db, { name: "Rut", role: "region-admin", regionCode: REGION, now });
    const keys = ["Q01.answer", "Q02.answer", "Q03.people", "Q04.time", "Q05.answer", "Q06.answer"];
    const saves = await Promise.all(
      keys.map((key) => saveAnswers(who(), { ...place, answers: { [key]: { kind: "unknown" } }, seen: 0 })),
    );
    expect(saves.map(({ kind }) => kind)).toEqual(keys.map(() => "saved"));
    expect(Object.keys((await readRegionAnswers(scene.db, place))?.answers ?? {}).toSorted()).toEqual(keys);
    const same = await Promise.all(
      ["unknown", "not-applicable"].map((kind) =>
        saveAnswers(who(), {
          ...place,
          answers: { "Q09.answer": { kind: kind === "unknown" ? "unknown" : "not-applicable" } },
          seen: keys.length,
        }),
      ),
    );
    expect(same.map(({ kind }) => kind).toSorted()).toEqual(["conflict", "saved"]);
    const signed = await Promise.all([1, 2, 3].map(() => signAnswers(who(), { ...place, seen: keys.length + 1 })));
    expect(signed.map(({ kind }) => kind).toSorted()).toEqual(["done", "signed", "signed"]);
    const told = await Promise.all([1, 2].map(() => tellRounds({ db: scene.db, now: scene.clock })));
    expect(told.flat()).toEqual([]);
    await correctAnswers(who(), place);
    const answers = { "Q10.answer": { kind: "unknown" } } as const;
    const [closed, saved] = await Promise.all([
      closeRound(actAtCommandLine({ db: scene.db, now }), { id: roundId }),
      saveAnswers(who(), { ...place, answers, seen: 99 }),
    ]);
    expect(closed).toEqual({ kind: "done" });
    expect(["saved", "closed"]).toContain(saved.kind);
    const kept = Object.keys((await readRegionAnswers(scene.db, place))?.answers ?? {});
    expect(kept.includes("Q10.answer")).toBe(saved.kind === "saved");
  });
});
