import { expect, it } from "vitest";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { findCaseOf, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

let site: Site;
let app: Site["app"];
let curator: DeskVisitor;
let caseId: number;

useSite({}, async (opened) => {
  site = opened;
  ({ app } = site);
  curator = await signIn(site.deps, [{ regionCode: SKANE, role: "curator" }]);
  caseId = await findCaseOf(site.db, "Meropenem");
});

/** A form that is refused until its box says that the number is none; gives the box's name and value. */
function findBox(html: string): [string, string] {
  const box = /<input class="ds-input" type="checkbox" name="(notPersonnummer-[^"]+)" value="([^"]+)"/.exec(html);
  if (box === null) throw new Error(`test: the page has no box to tick:\n${html}`);
  expect(html).toContain("Det är inget personnummer");
  return [box[1] ?? "", box[2] ?? ""];
}

it("a question with a number that may be a personnummer is asked about once, and sent when it is none", async () => {
  const post = (fields: Record<string, string>) => {
    const body = new URLSearchParams({ replyTo: "", website: "", ...fields });
    return app.request(`/r/12/${caseId}/questions`, { method: "POST", body });
  };
  const question = "Gäller order 42 och nummer 8507099805";
  const refused = await post({ question });
  expect(refused.status).toBe(422);
  const [name, value] = findBox(await refused.text());
  expect((await post({ question, [name]: value })).status).toBe(303);
  expect((await post({ question: "Nu gäller det 8507099813", [name]: value })).status).toBe(422);
  expect((await post({ question: "Gäller 850709-9805", [name]: "850709-9805" })).status).toBe(422);
  expect(await site.db.selectFrom("question").select("text").execute()).toEqual([{ text: question }]);
});

it("an internal note and a draft ask the same, and nothing is saved before the answer", async () => {
  const note = { note: "Avser 850709-9806" };
  const asked = await curator.post(`/cases/${caseId}/notes`, note);
  expect(asked.status).toBe(422);
  const [name, value] = findBox(await asked.text());
  expect(await site.db.selectFrom("case_note").selectAll().execute()).toEqual([]);
  expect((await curator.post(`/cases/${caseId}/notes`, { ...note, [name]: value })).status).toBe(303);
});
