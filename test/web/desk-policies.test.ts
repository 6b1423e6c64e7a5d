import { beforeEach, describe, expect, it } from "vitest";
import { parseHTML } from "linkedom";
import { readPolicy, readRegionSettings, writePolicy } from "../../src/db/regions.ts";
import { STANDARD_RULES, type Policy } from "../../src/domain/policy.ts";
import { SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";

let site: Site;
let admin: DeskVisitor;
let reader: DeskVisitor;
useSite({}, async (opened) => {
  site = opened;
  admin = await signIn(site.deps, [{ regionCode: SKANE, role: "region-admin" }], "Regina Ansvarig");
  reader = await signIn(site.deps, [{ regionCode: SKANE, role: "reader" }]);
});
beforeEach(() => writePolicy(site.db, { regionCode: SKANE, policy: { rules: [] } }));

const ENDS: Policy["rules"][number] = { name: "Avslut", changes: ["ended"], action: "auto" };
const NOISE: Policy["rules"][number] = { changes: ["narrowed"], action: "ignore", reason: "Brus" };

/** The words of a part of a page, elements apart. */
function readText(part: { readonly innerHTML: string } | null): string {
  return (part?.innerHTML ?? "")
    .replaceAll(/<[^>]*>|\s+/g, " ")
    .replaceAll(/\s+/g, " ")
    .replaceAll(" :", ":");
}

async function look(answer: Response) {
  const { document } = parseHTML(await answer.text());
  const field = (name: string) => document.querySelector(`input[name="${name}"]`)?.getAttribute("value") ?? "";
  return {
    status: answer.status,
    text: readText(document.querySelector("main")),
    rules: JSON.parse(field("rules") || "null") as unknown,
    /** What the form carries on. */
    form: { rules: field("rules"), mark: field("mark") },
    headings: [...document.querySelectorAll("main h3")].map((heading) => heading.textContent),
    focus: document.querySelector("[autofocus]")?.getAttribute("value") ?? null,
    problems: [...document.querySelectorAll(".problems a")].map((link) => [
      link.getAttribute("href"),
      link.textContent,
    ]),
  };
}

async function open() {
  return look(await admin.get(`/policies/${SKANE}`));
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

async function press(form: Fields, what: string, over: Fields = {}) {
  return look(await admin.post(`/policies/${SKANE}/proposal`, { ...form, do: what, ...over }));
}

async function readAudit() {
  const rows = await site.db.selectFrom("audit").selectAll().where("region_code", "=", SKANE).orderBy("id").execute();
  return rows.at(-1);
}

describe("the rules' page", () => {
  it("says in plain sentences what each rule does, in its order, to whoever may read", async () => {
    const policy: Policy = {
      rules: [
        ENDS,
        {
          priorities: [1, 2],
          types: ["shortage"],
          action: "review",
          remindAfterHours: 4,
          escalateAfterHours: 8,
          escalateTo: "approver",
          sendAfterHours: 24,
        },
        NOISE,
      ],
    };
    await writePolicy(site.db, { regionCode: SKANE, policy });
    const page = await look(await reader.get(`/policies/${SKANE}`));
    expect(page.headings).toEqual(["Regel 1: Avslut", "Regel 2", "Regel 3"]);
    expect(page.text).toContain("När: det nya är bara: bristen är över. Då: Uppgifterna skickas direkt");
    expect(page.text).toContain("När: prioriteten är 1 eller 2 och anmälan gäller bara: brist.");
    expect(page.text).toContain(
      "Efter 4 timmar påminns handläggarna. Efter 8 timmar får granskarna veta det. Efter 24 timmar skickas",
    );
    expect(page.text).toContain("Inget skickas. Skäl: Brus");
    expect(page.text).toContain("Allt annat granskas av en apotekare.");
    expect(page.form.rules).toBe("");
  });

  it.each(["proposal", "rules", "settings"])("takes no %s from somebody who may only read or curate", async (what) => {
    const curator = await signIn(site.deps, [{ regionCode: SKANE, role: "curator" }]);
    const other = await signIn(site.deps, [{ regionCode: "14", role: "region-admin" }]);
    for (const visitor of [reader, curator, other])
      expect((await visitor.post(`/policies/${SKANE}/${what}`, { rules: "[]", mark: "" })).status).toBe(403);
    expect(await readPolicy(site.db, SKANE)).toEqual({ rules: [] });
  });

  it("is where somebody comes who opens the address of a step again", async () => {
    const answer = await admin.get(`/policies/${SKANE}/proposal?lang=en`);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/policies/${SKANE}?lang=en`]);
  });

  it("says the same in English", async () => {
    await writePolicy(site.db, { regionCode: SKANE, policy: { rules: [ENDS] } });
    const page = await look(await admin.get(`/policies/${SKANE}?lang=en`));
    expect(page.text).toContain("When: the news is only: the shortage is over. Then: The facts are sent at once");
  });
});

describe("a proposal", () => {
  it("is built rule by rule, tried and saved, and nothing is saved before; the record has before and after", async () => {
    const start = await open();
    const form = await press(start.form, "add");
    expect(form.text).toContain("Ny regel");
    const one = await press(form.form, "apply", { place: "0", name: " Avslut ", changes: "ended", action: "auto" });
    expect(one).toMatchObject({ status: 200, rules: [ENDS], focus: "edit-0" });
    const hours = { remindAfterHours: "4", escalateAfterHours: "8", escalateTo: "region-admin", sendAfterHours: "24" };
    const review = { place: "1", priorities: ["1", "2"], action: "review", reason: "glömt kvar", ...hours };
    const two = await press(one.form, "apply", review);
    const added = {
      priorities: [1, 2],
      action: "review",
      remindAfterHours: 4,
      escalateAfterHours: 8,
      escalateTo: "region-admin",
      sendAfterHours: 24,
    };
    expect(two.rules).toEqual([ENDS, added]);
    const moved = await press(two.form, "up-1");
    expect(moved).toMatchObject({ rules: [added, ENDS], focus: "down-0" });
    expect(moved.text).toContain("Regel 2 är nu regel 1.");
    expect(await readPolicy(site.db, SKANE)).toEqual({ rules: [] });

    const trial = await press(moved.form, "preview");
    expect(trial.text).toContain("Så hade förslaget fallit ut");
    const saved = await admin.post(`/policies/${SKANE}/rules`, trial.form);
    expect([saved.status, saved.headers.get("location")]).toEqual([303, `/policies/${SKANE}?done=rules`]);
    expect(await readPolicy(site.db, SKANE)).toEqual({ rules: [added, ENDS] });
    expect(await readAudit()).toMatchObject({
      actor_name: "Regina Ansvarig",
      account_id: admin.accountId,
      deed: "rules-changed",
      object_kind: "rules",
      object_id: "12",
      before: { rules: [] },
      after: { rules: [added, ENDS] },
    });
    expect((await look(await admin.get(`/policies/${SKANE}?done=rules`))).text).toContain("Reglerna är sparade.");
  });

  it("may ask how much is hit, and keep the facts for Monday; the form shows it again", async () => {
    const start = await open();
    const weekly = { place: "0", extents: ["ceasing", "part"], action: "auto", digest: "weekly" };
    const one = await press(start.form, "apply", weekly);
    expect(one.rules).toEqual([{ extents: ["ceasing", "part"], action: "auto", digest: "weekly" }]);
    expect(one.text).toContain(
      "När: omfattningen är att preparat slutar säljas medan andra inte är anmälda eller en del av preparaten är anmälda. Då: Uppgifterna skickas måndag kl. 7",
    );
    const { document } = parseHTML(
      await (await admin.post(`/policies/${SKANE}/proposal`, { ...one.form, do: "edit-0" })).text(),
    );
    const ticked = [...document.querySelectorAll("input[checked]")].map((box) => box.getAttribute("value"));
    expect(ticked).toEqual(["part", "ceasing", "auto", "weekly"]);
    const moved = await press(start.form, "apply", { place: "0", changes: "extent-worsened", action: "review" });
    expect(moved.rules).toEqual([{ changes: ["extent-worsened"], action: "review" }]);
  });

  it("of the standard rules is told to be such, until somebody changes them", async () => {
    await writePolicy(site.db, { regionCode: SKANE, policy: { rules: [...STANDARD_RULES] } });
    const start = await open();
    expect(start.text).toContain("Det här är standardreglerna");
    expect((await press(start.form, "remove-0")).text).not.toContain("Det här är standardreglerna");
  });

  it("has rules edited, moved down and removed; reset goes back to what holds", async () => {
    await writePolicy(site.db, { regionCode: SKANE, policy: { rules: [ENDS, NOISE] } });
    const start = await open();
    expect((await press(start.form, "edit-1")).text).toContain("Ändra regel 2");
    expect((await press(start.form, "down-0")).rules).toEqual([NOISE, ENDS]);
    const fewer = await press(start.form, "remove-0");
    expect(fewer.rules).toEqual([NOISE]);
    expect(fewer.text).toContain("Förslaget är inte sparat.");
    expect((await press(fewer.form, "reset")).rules).toEqual([ENDS, NOISE]);
    expect((await press(start.form, "cancel")).rules).toEqual([ENDS, NOISE]);
  });

  it.each(["up-0", "down-1", "up-9", "remove-7", "edit-x", "", "nonsense"])(
    "is left alone by the button %j",
    async (what) => {
      await writePolicy(site.db, { regionCode: SKANE, policy: { rules: [ENDS, NOISE] } });
      expect(await press((await open()).form, what)).toMatchObject({ status: 200, rules: [ENDS, NOISE] });
    },
  );

  it.each([
    [{ action: "ignore" }, "reason"],
    [{ action: "ignore", reason: "Pnr 850709-9805" }, "reason"],
    [{ action: "auto", name: "19850709-9805" }, "name"],
    [{ action: "review", remindAfterHours: "8", sendAfterHours: "8" }, "sendAfterHours"],
    [{ action: "review", remindAfterHours: "halv" }, "remindAfterHours"],
    [{ action: "review", escalateAfterHours: "8" }, "escalateTo"],
    [{ action: "publish" }, "action"],
    [{ action: "auto", changes: "touched" }, "changes"],
  ])("refuses %j at its field and keeps what was written", async (fields, field) => {
    const answer = await press((await open()).form, "apply", { place: "0", name: "Min regel", ...fields });
    expect(answer.status).toBe(422);
    expect(answer.problems.map(([to]) => to)).toEqual([`#${field}`]);
    expect(answer.rules).toEqual([]);
  });

  it.each(["", "[", "{}", '[{"action":"auto","when":1}]', '[{"name":"850709-9805","action":"auto"}]'])(
    "that is none of ours is not saved: %s",
    async (rules) => {
      const { mark } = (await open()).form;
      const answer = await admin.post(`/policies/${SKANE}/rules`, { rules, mark });
      expect(answer.status).toBe(422);
      expect(await readPolicy(site.db, SKANE)).toEqual({ rules: [] });
    },
  );

  it("never saves over what somebody else changed meanwhile: both stand on the page, and it can be saved after that", async () => {
    const start = await open();
    await writePolicy(site.db, { regionCode: SKANE, policy: { rules: [NOISE] } });
    const proposal = { ...start.form, rules: JSON.stringify([ENDS]) };
    for (const answer of [
      await press(proposal, "preview"),
      await look(await admin.post(`/policies/${SKANE}/rules`, proposal)),
    ]) {
      expect(answer.status).toBe(422);
      expect(answer.text).toContain("Någon annan har ändrat reglerna");
      expect(answer.text).toContain("Skäl: Brus");
      expect(answer.rules).toEqual([ENDS]);
      expect(await readPolicy(site.db, SKANE)).toEqual({ rules: [NOISE] });
    }
    const again = await press(proposal, "preview");
    expect((await admin.post(`/policies/${SKANE}/rules`, again.form)).status).toBe(303);
    expect(await readPolicy(site.db, SKANE)).toEqual({ rules: [ENDS] });
  });
});

describe("the settings", () => {
  const save = async (fields: Fields, mark?: string) => {
    const { document } = parseHTML(await (await admin.get(`/policies/${SKANE}`)).text());
    const shown = document.querySelector('form[action$="/settings"] input[name="mark"]')?.getAttribute("value") ?? "";
    return admin.post(`/policies/${SKANE}/settings`, { mark: mark ?? shown, ...fields });
  };

  it("are kept beside the rules, and written down", async () => {
    await writePolicy(site.db, { regionCode: SKANE, policy: { rules: [ENDS] } });
    const answer = await save({ secondPerson: "yes", contact: " lakemedel@skane.example, \n 040-12 34 56 " });
    expect(answer.headers.get("location")).toBe(`/policies/${SKANE}?done=settings`);
    const contact = "lakemedel@skane.example, 040-12 34 56";
    expect(await readRegionSettings(site.db, SKANE)).toEqual({
      policy: { rules: [ENDS], secondPerson: true },
      contact,
    });
    expect(await readAudit()).toMatchObject({
      deed: "settings-changed",
      before: { secondPerson: false, contact: null },
      after: { secondPerson: true, contact },
    });
  });

  it("take no personnummer, nothing too long and nothing over what somebody else wrote, and lose no word", async () => {
    const before = await readRegionSettings(site.db, SKANE);
    for (const [contact, mark] of [["Pnr 850709-9805"], ["x".repeat(201)], ["Ny", "an older mark"]] as const) {
      const answer = await save({ contact: contact ?? "" }, mark);
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain(contact);
    }
    expect(await readRegionSettings(site.db, SKANE)).toEqual(before);
  });
});

describe("one's own reminders", () => {
  it("are turned off and on by whoever has them", async () => {
    const curator = await signIn(site.deps, [{ regionCode: SKANE, role: "curator" }]);
    const read = async () => (await look(await curator.get(`/policies/${SKANE}`))).text;
    expect(await read()).toContain("Du får påminnelser från Region Skåne");
    await curator.post(`/policies/${SKANE}/reminders`, { reminders: "off" });
    expect(await read()).toContain("Du får inga påminnelser från Region Skåne");
    await curator.post(`/policies/${SKANE}/reminders`, { reminders: "on" });
    expect(await read()).toContain("Du får påminnelser från Region Skåne");
    expect((await look(await reader.get(`/policies/${SKANE}`))).text).toContain("Din roll får inga påminnelser.");
  });
});
