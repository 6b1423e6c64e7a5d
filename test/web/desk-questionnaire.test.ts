import { beforeEach, describe, expect, it } from "vitest";
import { readRegionAnswers } from "../../src/db/questionnaire-answers.ts";
import { OPERATIONS } from "../../src/domain/region.ts";
import { startRound } from "../support/round.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { NOW, SKANE, type Site } from "./site.ts";
import { useEmptySite } from "./use-site.ts";

let site: Site;
let anna: DeskVisitor;
let bo: DeskVisitor;
let saga: DeskVisitor;
let reader: DeskVisitor;
let period = 2_000;
let path: string;
let roundId: number;

useEmptySite({}, async (opened) => {
  site = opened;
  anna = await signIn(site.deps, [{ regionCode: SKANE, role: "curator" }], "Anna Andersson");
  bo = await signIn(site.deps, [{ regionCode: SKANE, role: "approver" }], "Bo Berg");
  saga = await signIn(site.deps, [{ regionCode: OPERATIONS.code, role: "analyst" }], "Saga SKR");
  reader = await signIn(site.deps, [{ regionCode: SKANE, role: "reader" }]);
});
beforeEach(async () => {
  period += 1;
  roundId = await startRound(site.db, NOW, { period: String(period) });
  path = `/questionnaire/${SKANE}/${roundId}`;
});

const SITUATION = { "Q01.answer": "weekly", "Q02.answer": "unknown", "Q03.role": ["pharmacist", "other"] } as const;

function save(visitor: DeskVisitor, fields: Parameters<DeskVisitor["post"]>[1], section = "situation") {
  return visitor.post(`${path}/sections/${section}`, { seen: "0", ...fields });
}
const read = async () => (await readRegionAnswers(site.db, { roundId, regionCode: SKANE }))?.answers ?? {};
async function look(visitor: DeskVisitor, at: string): Promise<string> {
  const response = await visitor.get(at);
  expect([at, response.status]).toEqual([at, 200]);
  return response.text();
}

describe("a region's answers at the desk", () => {
  it("are saved a part at a time, filled in again, signed by who may, and then locked", async () => {
    const saved = await save(anna, {
      ...SITUATION,
      "Q03.role.own.other": "Farmacevt i beredskap",
      "Q03.people.value": "2",
      next: "yes",
    });
    expect(saved.headers.get("location")).toBe(`${path}/sections/ways?done=saved`);
    expect(await read()).toEqual({
      "Q01.answer": { kind: "one", value: { chosen: ["weekly"], own: {} } },
      "Q02.answer": { kind: "unknown" },
      "Q03.role": {
        kind: "several",
        value: { chosen: ["pharmacist", "other"], own: { other: "Farmacevt i beredskap" } },
      },
      "Q03.people": { kind: "number", value: 2 },
    });
    const again = await look(bo, `${path}/sections/situation`);
    expect(again).toContain('value="Farmacevt i beredskap"');
    expect(again).toMatch(/value="weekly" checked/);
    const overview = await look(anna, path);
    expect(overview).toContain("Inte signerat. Det som inte är signerat räknas inte.");
    expect(overview).toContain("18 av 20 frågor har inget svar eller bara en del av det.");
    expect(overview).toContain("En granskare eller en regionansvarig signerar.");
    expect((await anna.post(`${path}/sign`, { seen: "1" })).status).toBe(403);
    expect((await bo.post(`${path}/sign`, { seen: "1" })).headers.get("location")).toBe(`${path}?done=signed`);
    expect(await look(anna, path)).toMatch(/Signerat av Bo Berg, granskare, 2026-08-21/);
    expect(await look(anna, `${path}/sections/situation`)).toContain("Annan: Farmacevt i beredskap");
    expect((await save(anna, { "Q01.answer": "daily" })).headers.get("location")).toBe(`${path}?done=locked`);
    expect((await reader.get(path)).status).toBe(403);
  });

  it("keep what is right and show what is wrong beside its field, as it was typed", async () => {
    const answer = await save(anna, {
      "Q01.answer": "daily",
      "Q03.people.value": "två",
      "Q03.role": ["other"],
      "Q03.role.own.other": "Anna 850709-9805",
      "Q04.fte.value": "1,5",
      "Q04.fte": "unknown",
    });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain("Resten på sidan är sparat.");
    expect(html).toContain("Skriv ett tal med siffror");
    expect(html).toContain('value="två"');
    expect(html).toContain("ser ut att innehålla ett personnummer");
    expect(html).toContain("samtidigt kryssat för Vet ej");
    expect(html).toContain('value="1,5"');
    expect(Object.keys(await read())).toEqual(["Q01.answer"]);
  });

  it.each([
    [
      "Q05 words without a tick are an answer",
      "ways",
      { "Q05.answer.own.other": "Radio" },
      { "Q05.answer": { value: { chosen: ["other"] } } },
    ],
    [
      "Q06 a way and whom it reaches",
      "ways",
      { "Q06.answer.email": ["dental", "inpatient"] },
      { "Q06.answer": { value: { email: ["inpatient", "dental"] } } },
    ],
    [
      "Q15 what is ranked is also chosen",
      "effects",
      { "Q15.answer": "secrecy", "Q15.answer.rank.1": "staffing" },
      { "Q15.answer": { value: { chosen: ["staffing", "secrecy"], ranked: ["staffing"] } } },
    ],
    [
      "Q16 rows, of which empty ones are none",
      "measures",
      {
        "Q16.answer.1.measure": "",
        "Q16.answer.3.measure": "=SUMMA(A1)",
        "Q16.answer.3.status": "ongoing",
        "Q16.answer.3.cost": "12 000",
      },
      { "Q16.answer": { value: [{ measure: "=SUMMA(A1)", status: "ongoing", cost: 12_000 }] } },
    ],
    [
      "Q17 not applicable",
      "measures",
      { "Q17.answer": "not-applicable" },
      { "Q17.answer": { kind: "not-applicable" } },
    ],
  ])("of every kind: %s", async (_name, section, fields, answers) => {
    expect((await save(anna, fields, section)).status).toBe(303);
    expect(await read()).toMatchObject(answers);
    expect((await anna.get(`${path}/sections/${section}?lang=en`)).status).toBe(200);
  });

  it("are never written over by who did not see them: the page says who saved, and keeps what was typed", async () => {
    await save(anna, SITUATION);
    const answer = await save(bo, {
      ...SITUATION,
      "Q01.answer": "never",
      "Q03.role": ["pharmacist"],
      "Q04.time": "over-2-h",
    });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain("Anna Andersson sparade fråga 1, 2 medan du skrev.");
    expect(html).toMatch(/value="never" checked/);
    expect(html).toContain('name="seen" value="1"');
    expect(await read()).toMatchObject({ "Q01.answer": { value: { chosen: ["weekly"] } } });
  });

  it("are told in words to whoever's session has ended, so that nothing is lost", async () => {
    const body = new URLSearchParams({ "Q01.answer": "weekly", "Q03.people.value": "två", "Q03.role": "pharmacist" });
    const answer = await site.app.request(`${path}/sections/situation`, { method: "POST", body });
    expect(answer.status).toBe(401);
    const html = await answer.text();
    expect(html).toContain("Varje vecka");
    expect(html).toContain("två");
    expect(html).toContain("Apotekare eller receptarie");
  });

  it("of forms that nobody's page sent are refused or empty, and break nothing", async () => {
    for (const fields of [
      { "Q01.answer": ["daily", "never"] },
      { "Q01.answer": "hourly" },
      { "Q06.answer.email": "moon" },
      { "Q16.answer.1.status": "maybe" },
      { "Q16.answer.21.measure": "x", "Q16.answer.1.cost": "x" },
      { seen: "x", "Q01.answer": "__proto__" },
    ])
      for (const section of ["situation", "ways", "measures"])
        expect([200, 303, 422]).toContain((await save(anna, fields, section)).status);
    expect(await read()).toEqual({});
    expect((await save(anna, {}, "nothing")).status).toBe(404);
    expect((await anna.get(`/questionnaire/${SKANE}/999999`)).status).toBe(404);
  });
});

describe("targets of the stock", () => {
  it("are set by a region's administrator and by an analyst, and stand with the regions' costs side by side", async () => {
    const rut = await signIn(site.deps, [{ regionCode: SKANE, role: "region-admin" }], "Rut Region");
    const form = { goods: "protective", category: "", validFrom: "2027-01-01", days: "30" };
    expect((await anna.post(`/readiness/${SKANE}/targets`, form)).status).toBe(403);
    expect((await rut.post("/readiness/targets", form)).status).toBe(403);
    for (const over of [
      { days: "-1" },
      { days: "9999" },
      { validFrom: "2026-02-30" },
      { goods: "food" },
      { category: "850709-9805" },
    ])
      expect((await rut.post(`/readiness/${SKANE}/targets`, { ...form, ...over })).status).toBe(422);
    const done = await rut.post(`/readiness/${SKANE}/targets`, form);
    expect(done.headers.get("location")).toBe(`/readiness/${SKANE}?done=set`);
    await saga.post("/readiness/targets", { ...form, days: "60", category: "Handskar" });
    expect(await look(reader, `/readiness/${SKANE}`)).toMatch(
      /Region Skåne[^]*Skyddsutrustning[^]*2027-01-01[^]*30[^]*Rut Region/,
    );
    await startRound(site.db, NOW, { questionnaire: "readiness", period: String(period) });
    const nation = await look(saga, "/readiness?lang=en");
    expect(nation).toContain("Handskar");
    expect(nation.match(/Not signed/g)).toHaveLength(21);
  });
});

describe("an analyst", () => {
  it("puts questions out with days that mean something, and only an analyst does", async () => {
    const form = {
      questionnaire: "readiness",
      period: "2027",
      opensOn: "2026-08-21",
      lastDay: "2026-09-30",
      remindDays: "7",
    };
    expect((await bo.post("/rounds", form)).status).toBe(403);
    for (const [over, words] of [
      [{ period: "27" }, "Skriv ett år"],
      [{ lastDay: "2026-08-01" }, "kommer före den dag"],
      [{ opensOn: "2026-02-30" }, "Skriv den dag"],
      [{ remindDays: "0" }, "Skriv dagar mellan"],
      [{ questionnaire: "weather" }, "Välj vilka frågor"],
    ] as const) {
      const answer = await saga.post("/rounds", { ...form, ...over });
      expect([answer.status, (await answer.text()).includes(words)]).toEqual([422, true]);
    }
    const opened = await saga.post("/rounds", form);
    expect(opened.headers.get("location")).toMatch(/^\/rounds\/\d+\?done=opened$/);
    expect(await (await saga.post("/rounds", form)).text()).toContain("redan utlagda");
    expect(await look(saga, "/rounds?lang=en")).toContain("Preparedness of supply, 2027");
  });

  it("follows all 21 regions without a word of a draft, reopens, moves the day and closes", async () => {
    const at = `/rounds/${roundId}`;
    await save(anna, { "Q03.role.own.other": "HEMLIGT UTKAST" });
    const html = await look(saga, at);
    expect(html).toContain("0 av 21 regioner har signerat. 1 har påbörjat utan att signera, 20 har inte börjat.");
    expect(html).not.toContain("HEMLIGT UTKAST");
    expect(await (await saga.get(`${at}/answers.json`)).text()).not.toContain("HEMLIGT UTKAST");
    expect((await saga.get(path)).status).toBe(403);
    await bo.post(`${path}/sign`, { seen: "1" });
    const csv = await (await saga.get(`${at}/answers.csv`)).text();
    expect(csv).toContain('"12";"Region Skåne";"Signerat";"Q03.role"');
    expect(csv).toContain("Annan: HEMLIGT UTKAST");
    expect(csv).toContain('"unanswered";"Obesvarad"');
    expect((await saga.post(`${at}/reopen`, { region: SKANE, reason: "" })).status).toBe(422);
    const reopened = await saga.post(`${at}/reopen`, { region: SKANE, reason: "Räkna om fråga 3" });
    expect(reopened.headers.get("location")).toBe(`${at}?done=reopened`);
    expect(await look(anna, path)).toContain("Saga SKR på SKR öppnade det signerade svaret: Räkna om fråga 3");
    expect((await saga.post(`${at}/remind`)).headers.get("location")).toBe(`${at}?done=reminded`);
    expect((await saga.post(`${at}/remind`)).headers.get("location")).toBe(`${at}?done=nobody-reminded`);
    expect((await saga.post(`${at}/last-day`, { lastDay: "2026-10-01" })).headers.get("location")).toBe(
      `${at}?done=moved`,
    );
    expect((await saga.post(`${at}/close`)).status).toBe(422);
    expect((await saga.post(`${at}/close`, { sure: "yes" })).headers.get("location")).toBe(`${at}?done=closed`);
    expect((await save(anna, SITUATION)).headers.get("location")).toBe(`${path}?done=closed`);
    expect(await look(anna, `${path}?lang=en`)).toContain("Nothing was signed. What stands here does not count.");
  });
});
