import { expect, it } from "vitest";
import { readReadinessRows } from "../../src/db/outreach-readiness.ts";
import { readTargets } from "../../src/db/readiness-targets.ts";
import { OPERATIONS } from "../../src/domain/region.ts";
import { setTarget } from "../../src/services/readiness-targets.ts";
import { readReadinessYears, sumCosts } from "../../src/services/readiness-years.ts";
import { saveAnswers, signAnswers } from "../../src/services/questionnaires.ts";
import { makeEntry, makeNotice, makePackage } from "../support/builders.ts";
import { actAs, startRound } from "../support/round.ts";
import { REGION, type Scene } from "../support/scene.ts";
import { useScene } from "../support/use-scene.ts";

let scene: Scene;
useScene((opened) => void (scene = opened));

const act = (name: string, role: "analyst" | "region-admin" | "curator", regionCode = REGION) =>
  actAs(scene.db, { name, role, regionCode, now: () => scene.clock });

it("targets are data with a day from which they hold, set by a region's administrator and for the nation by an analyst", async () => {
  const analyst = await act("Saga", "analyst", OPERATIONS.code);
  const admin = await act("Rut", "region-admin");
  const curator = await act("Anna", "curator");
  const target = { regionCode: REGION, goods: "device", category: "", validFrom: "2027-01-01", days: 30 } as const;
  expect(await setTarget(curator(), target)).toEqual({ kind: "forbidden" });
  expect(await setTarget(analyst(), target)).toEqual({ kind: "forbidden" });
  expect(await setTarget(admin(), { ...target, regionCode: OPERATIONS.code })).toEqual({ kind: "forbidden" });
  expect(await setTarget(admin(), { ...target, regionCode: "14" })).toEqual({ kind: "forbidden" });
  expect(await setTarget(admin(), target)).toEqual({ kind: "set" });
  expect(await setTarget(admin(), target)).toEqual({ kind: "unchanged" });
  expect(await setTarget(admin(), { ...target, days: 14 })).toEqual({ kind: "set" });
  expect(await setTarget(analyst(), { ...target, regionCode: OPERATIONS.code, days: null })).toEqual({ kind: "set" });
  expect(await readTargets(scene.db)).toMatchObject([
    { regionCode: OPERATIONS.code, days: null, setBy: "Saga" },
    { regionCode: REGION, days: 14, setBy: "Rut" },
  ]);
  const log = await scene.db.selectFrom("audit").select(["before", "after"]).where("deed", "=", "target-set").execute();
  expect(log[1]).toMatchObject({ before: { days: 30 }, after: { days: 14, validFrom: "2027-01-01" } });
});

it("a line has the stock of the list that was in use on the day, its target then, and the shortage that hits it", async () => {
  const meropenem = makeEntry({ atc: "J01DH02", substance: "Meropenem", stockDays: 10 });
  await scene.importList([meropenem]);
  await setTarget((await act("Rut", "region-admin"))(), {
    regionCode: REGION,
    goods: "medicine",
    category: "",
    validFrom: "2026-08-21",
    days: 30,
  });
  await scene.ingest({
    at: "2026-08-20",
    notices: [
      makeNotice({ packages: [makePackage({ end: "2026-09-10" })] }),
      makeNotice({ reportId: "2", type: "cessation", packages: [makePackage({ end: null })] }),
    ],
  });
  const read = async (on: string) => {
    const rows = await readReadinessRows(scene.db, { on, until: new Date(`${on}T22:00:00Z`) });
    return rows.map(({ key, stockDays, targetDays, shortage, stockOn }) => ({
      key,
      stockDays,
      targetDays,
      shortage,
      stockOn,
    }));
  };
  const line = { key: meropenem.key, stockOn: "2026-08-20", shortage: { days: 40 } };
  expect(await read("2026-08-20")).toEqual([{ ...line, stockDays: 10, targetDays: null }]);
  scene.clock = new Date("2026-08-25T08:00:00Z");
  await scene.importList([{ ...meropenem, stockDays: 45 }]);
  expect(await read("2026-08-21")).toEqual([{ ...line, stockDays: 10, targetDays: 30 }]);
  expect(await read("2026-08-25")).toEqual([{ ...line, stockDays: 45, targetDays: 30, stockOn: "2026-08-25" }]);
  expect(await read("2026-08-01")).toEqual([]);
});

it("systems and costs are what regions signed, year by year; what nobody knows is told as that and added to no sum", async () => {
  const rut = await act("Rut", "region-admin");
  const roundId = await startRound(scene.db, scene.clock, { questionnaire: "readiness", period: "2026" });
  const place = { roundId, regionCode: REGION };
  await saveAnswers(rut(), {
    ...place,
    seen: 0,
    answers: {
      "R01.answer": { kind: "rows", value: [{ system: "Lagersystemet", purpose: "stock", cost: 100_000 }] },
      "R02.medicine": { kind: "number", value: 250_000 },
      "R02.device": { kind: "unknown" },
      "R03.protective": { kind: "not-applicable" },
    },
  });
  const own = async () =>
    (await readReadinessYears(scene.db))[0]?.regions.find(({ regionCode }) => regionCode === REGION);
  expect(await own()).toMatchObject({ progress: "draft", signed: null });
  await signAnswers(rut(), { ...place, seen: 1 });
  expect((await own())?.signed).toEqual({
    systems: 1,
    cost: { medicine: 250_000, device: "unknown", protective: null },
    planned: { medicine: null, device: null, protective: "not-applicable" },
  });
  const [year] = await readReadinessYears(scene.db);
  expect(sumCosts(year?.regions ?? [], "cost")).toEqual({
    medicine: { sum: 250_000, n: 1 },
    device: null,
    protective: null,
  });
});
