import { beforeEach, expect, it } from "vitest";
import { json } from "../../src/db/client.ts";
import { readOpenDraft } from "../../src/db/open-drafts.ts";
import { writePolicy } from "../../src/db/regions.ts";
import { makeEntry } from "../support/builders.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { findCaseOf, NOW, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

const PATH = `/inbox/${SKANE}/advise`;
const WORDS = { type: "licence", sv: "Använd licenspreparat i hela gruppen." };

let site: Site;
let curator: DeskVisitor;
let cases: readonly number[] = [];

useSite({}, async (opened) => {
  site = opened;
  curator = await signIn(site.deps, [{ regionCode: SKANE, role: "curator" }], "Kim Kurator");
  cases = [await findCaseOf(site.db, "Noradrenalin"), await findCaseOf(site.db, "Haloperidol")];
});
beforeEach(async () => {
  for (const table of ["draft_writer", "draft"] as const) await site.db.deleteFrom(table).execute();
  await writePolicy(site.db, { regionCode: SKANE, policy: { rules: [], secondPerson: false } });
});

/** What the form carries of the chosen cases: what is known of each, as it was shown. */
async function choose(): Promise<Record<string, string | string[]>> {
  const chosen = { case: cases.map(String), return: `/inbox/${SKANE}?q=e` };
  const html = await (await curator.post(PATH, chosen)).text();
  const facts = [...html.matchAll(/name="(facts-\d+)" value="([^"]+)"/g)].map(([, name = "", value = ""]) => [
    name,
    value,
  ]);
  expect(facts).toHaveLength(cases.length);
  return { ...chosen, ...Object.fromEntries(facts) };
}

/** How far a message about each case has come; null where nobody writes one. */
function readStates(): Promise<(string | null)[]> {
  return Promise.all(cases.map(async (id) => (await readOpenDraft(site.db, id))?.state ?? null));
}

it("one advice is asked about, with how much of each medicine is reported, and becomes a message of each case", async () => {
  const form = { ...(await choose()), ...WORDS };
  const asked = await curator.post(PATH, { ...form, do: "confirm" });
  expect(asked.status).toBe(200);
  const html = await asked.text();
  expect(html).toContain("Publicera samma råd i 2 ärenden");
  // How much of each is reported, beside its name.
  expect(html.match(/class="grade" data-grade="unknown">1 preparat [^<]*, resten vet vi inte</g)).toHaveLength(2);
  expect(await readStates()).toEqual([null, null]);
  const told = await curator.post(PATH, { ...form, step: "schedule", do: "publish" });
  expect(told.status).toBe(200);
  expect(await told.text()).toContain("2 ärenden: meddelandet går ut om en minut och kan ångras i ärendet");
  expect(await readStates()).toEqual(["scheduled", "scheduled"]);
});

it("a case that was seen with other facts gets none, is named, and holds up no other", async () => {
  const form = { ...(await choose()), ...WORDS, [`facts-${cases[0]}`]: "seen-before" };
  const told = await curator.post(PATH, { ...form, step: "schedule", do: "publish" });
  expect(told.status).toBe(409);
  const html = await told.text();
  expect(html).toContain("1 ärende fick inget meddelande");
  expect(html).toContain("Uppgifterna har ändrats sedan du valde ärendet.");
  expect(await readStates()).toEqual([null, "scheduled"]);
});

it("where another person must agree, each waits for one, and none goes out past them", async () => {
  await writePolicy(site.db, { regionCode: SKANE, policy: { rules: [], secondPerson: true } });
  const form = { ...(await choose()), ...WORDS };
  const past = await curator.post(PATH, { ...form, step: "schedule", do: "publish" });
  expect(past.status).toBe(409);
  expect(await past.text()).toContain("Regionen kräver att en annan person godkänner.");
  expect(await readStates()).toEqual([null, null]);
  const told = await curator.post(PATH, { ...form, step: "submit", do: "publish" });
  expect(await told.text()).toContain("2 ärenden väntar på granskning");
  expect(await readStates()).toEqual(["submitted", "submitted"]);
});

it.each([
  ["without words", { type: "", sv: "" }, "Skriv ett råd, eller välj ”Bara fakta”"],
  ["with words of no kind", { ...WORDS, type: "" }, "Välj vilken sorts råd texten är."],
  ["with a personnummer", { ...WORDS, sv: "Gäller 19850709-9805." }, "personnummer"],
  [
    "that holds no longer",
    { ...WORDS, validUntil: "2026-08-20" },
    "Sista giltighetsdag har passerat när meddelandet går ut.",
  ],
])("an advice %s is neither asked about nor sent", async (_what, words, said) => {
  const form = { ...(await choose()), ...words };
  const asked = await curator.post(PATH, { ...form, do: "confirm" });
  expect(asked.status).toBe(422);
  expect(await asked.text()).toContain(said);
  expect((await curator.post(PATH, { ...form, step: "schedule", do: "publish" })).status).toBe(409);
  expect(await readStates()).toEqual([null, null]);
});

it.each([
  ["no case", () => [], "Välj minst ett ärende"],
  ["a case that is not there", () => [...cases, 999_999], "Välj minst ett ärende"],
  [
    "a case of another region",
    async () => [...cases, await findCaseOf(site.db, "Meropenem", "14")],
    "Välj minst ett ärende",
  ],
])("%s among the chosen refuses all, and the inbox says so", async (_what, choice, said) => {
  const form = { ...WORDS, case: (await choice()).map(String), step: "schedule", do: "publish" };
  const answer = await curator.post(PATH, form);
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain(said);
  expect(await readStates()).toEqual([null, null]);
});

it("more than fifty are refused, since each message is to be read before it goes out", async () => {
  const many = Array.from({ length: 51 }, (_none, index) => ({
    region_code: SKANE,
    entry_key: `copy-${index}`,
    entry: json(makeEntry()),
    status: "open" as const,
    opened_at: NOW,
  }));
  const added = await site.db.insertInto("region_case").values(many).returning("id").execute();
  const answer = await curator.post(PATH, { case: added.map(({ id }) => String(id)) });
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain("Välj högst 50 ärenden åt gången");
});

it("is not for a reader, nor in another region", async () => {
  const reader = await signIn(site.deps, [{ regionCode: SKANE, role: "reader" }]);
  expect((await reader.post(PATH, { case: cases.map(String) })).status).toBe(403);
  expect((await curator.post("/inbox/14/advise", { case: cases.map(String) })).status).toBe(403);
});
