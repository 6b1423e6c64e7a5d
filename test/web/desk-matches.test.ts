import { describe, expect, it } from "vitest";
import { readOpenCases } from "../../src/db/cases.ts";
import { makeEntry, makeNotice, makePackage } from "../support/builders.ts";
import { REGION, type Scene } from "../support/scene.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { readPageForm, type SentForm } from "./desk-form.ts";
import { createWebDeps } from "./site.ts";
import { useScene } from "../support/use-scene.ts";

const LINE = makeEntry();
const VAGUE = makeNotice({
  productName: "Exempem",
  holder: "Exempelbolaget",
  link: "https://myndighet.example/nyhet",
  text: "Brist på <b>Exempem</b>",
  packages: [makePackage({ information: "Alternativ: Annanpem 1 g" })],
});
const UNKNOWN = makeNotice({ reportId: "report-2", nplId: "20990000000028", productName: "Okändium", atc: null });

let scene: Scene;
let anna: DeskVisitor;
let reader: DeskVisitor;
useScene(async (opened) => {
  scene = opened;
  const deps = createWebDeps(scene.db, { now: () => scene.clock });
  anna = await signIn(deps, [{ regionCode: REGION, role: "curator" }], "Anna Andersson");
  reader = await signIn(deps, [{ regionCode: REGION, role: "reader" }]);
  await scene.takeList([LINE]);
  await scene.ingest({ at: "2026-08-20", notices: [VAGUE, UNKNOWN] });
});

async function look(path: string, visitor = anna): Promise<string> {
  const response = await visitor.get(path);
  expect(response.status).toBe(200);
  return response.text();
}

async function findNotice(productName: string): Promise<string> {
  const notice = scene.db.selectFrom("notice").select("id").where("product_name", "=", productName);
  return String((await notice.executeTakeFirstOrThrow()).id);
}

describe("the page of matches", () => {
  it("shows a possible match with why, and beside it the source's own words as plain text", async () => {
    const html = await look("/matches/12");
    expect(html).toContain("Att bekräfta (1)");
    expect(html).toContain("ATC J01DH02 ryms i listans J01DH02; formen kunde inte läsas");
    expect(html).toContain("Meropenem, injektion/infusion (J01DH02, prioritet 1)");
    expect(html).toContain("Alternativ: Annanpem 1 g");
    expect(html).toContain("Brist på &lt;b&gt;Exempem&lt;/b&gt;");
    expect(html).toContain('href="https://myndighet.example/nyhet"');
    expect(html).toContain("Ombud: Exempelbolaget");
  });

  it("shows the open notices that hit nothing, and finds among them", async () => {
    expect(await look("/matches/12?view=unmatched")).toContain("Okändium");
    expect(await look("/matches/12?view=unmatched&q=okänd")).toContain("Visar 1–1 av 1");
    expect(await look("/matches/12?view=unmatched&q=annat")).toContain("Inget att visa");
  });

  it("gives a reader nothing to decide with", async () => {
    expect(await look("/matches/12", reader)).not.toContain('name="verdict"');
    expect((await reader.get("/matches/12/tie?notice=1")).status).toBe(403);
    expect((await reader.post("/matches/12/decide", {})).status).toBe(403);
    expect((await reader.post("/matches/12/undo", {})).status).toBe(403);
  });

  it("is not open to another region", async () => {
    expect((await anna.get("/matches/14")).status).toBe(403);
  });
});

describe("a decision on the page", () => {
  it("confirms, opens the case, comes back to the same search and can be taken back", async () => {
    const form = readPageForm(await look("/matches/12"), "/matches/12/decide");
    const decided = await anna.post("/matches/12/decide", {
      ...form,
      verdict: "confirmed",
      reason: "Det är injektionen",
      return: "/matches/12?q=exempem",
    });
    expect(decided.headers.get("location")).toBe("/matches/12?q=exempem&done=confirmed&opened=1");
    const html = await look(decided.headers.get("location") ?? "");
    expect(html).toContain("Träffen är bekräftad. Ett ärende har öppnats och ligger i inkorgen.");
    expect(await readOpenCases(scene.db, REGION)).toHaveLength(1);
    expect(await look("/inbox/12")).toContain("Finns på listan sedan 2026-08-20");

    const decisions = await look("/matches/12?view=decided");
    expect(decisions).toMatch(/Bekräftad av Anna Andersson 2026-08-20 \d\d:\d\d/);
    expect(decisions).toContain("Det är injektionen");
    const undone = await anna.post("/matches/12/undo", readPageForm(decisions, "/matches/12/undo"));
    expect(undone.headers.get("location")).toBe("/matches/12?view=decided&done=undone&closed=1");
    expect(await readOpenCases(scene.db, REGION)).toEqual([]);
  });

  it.each([
    ["without a verdict", { verdict: "" }, "Välj om träffen"],
    ["of a line that is not on the list", { entry: "X/oral/" }, "Välj en rad"],
    ["of a notice that is not there", { notice: "999" }, "inte öppen längre"],
    ["with a personnummer as reason", { reason: "19850709-9805" }, "personnummer"],
  ])("%s changes nothing and says what to mend", async (_name, over, words) => {
    const shown = readPageForm(await look("/matches/12"), "/matches/12/decide");
    const form = { ...shown, verdict: "confirmed", reason: "", ...over };
    const response = await anna.post("/matches/12/decide", form);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(words);
    expect(await scene.db.selectFrom("match_decision").selectAll().execute()).toEqual([]);
  });
});

describe("a notice without a match", () => {
  it("is tied by hand to a line of the list, with the source's words at hand", async () => {
    const notice = await findNotice("Okändium");
    const html = await look(`/matches/12/tie?notice=${notice}`);
    expect(html).toContain("Okändium");
    expect(html).toContain(`<option value="${LINE.key}">`);
    const form = { ...readPageForm(html, "/matches/12/decide"), entry: LINE.key };
    const response = await anna.post("/matches/12/decide", form);
    expect(response.headers.get("location")).toBe("/matches/12?view=unmatched&done=confirmed&opened=1");
    expect(await look("/matches/12?view=unmatched")).toContain("Alla öppna anmälningar träffar listan.");
  });

  it("is refused on its own page when no line is chosen, and what was written stays", async () => {
    const form = {
      notice: await findNotice("Okändium"),
      entry: "",
      verdict: "confirmed",
      from: "tie",
      reason: "Rätt vara",
    };
    const response = await anna.post("/matches/12/decide", form);
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain("Välj en rad som finns på regionens lista.");
    expect(html).toContain('value="Rätt vara"');
  });

  it("of which there is none of that number is not found", async () => {
    expect((await anna.get("/matches/12/tie?notice=999")).status).toBe(404);
    expect((await anna.get("/matches/12/tie?notice=x")).status).toBe(404);
  });
});

describe("a decision on a match is about what its page showed", () => {
  const decide = async (form: SentForm) => anna.post("/matches/12/decide", { ...form, verdict: "confirmed" });
  const decisions = () => scene.db.selectFrom("match_decision").select("verdict").execute();

  it("not about what a colleague has decided meanwhile", async () => {
    const seen = readPageForm(await look("/matches/12"), "/matches/12/decide");
    const bo = await signIn(createWebDeps(scene.db, { now: () => scene.clock }), [
      { regionCode: REGION, role: "curator" },
    ]);
    await bo.post("/matches/12/decide", { ...seen, csrf: bo.csrf, verdict: "refused" });
    const answer = await decide(seen);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("har ändrats sedan du öppnade sidan. Inget är gjort.");
    expect(await decisions()).toEqual([{ verdict: "refused" }]);
  });

  it("not about a notice whose source has rewritten it, nor a line of a list that has become another", async () => {
    const seen = readPageForm(await look("/matches/12"), "/matches/12/decide");
    await scene.ingest({ at: "2026-08-21", notices: [{ ...VAGUE, text: "Gäller tabletter" }, UNKNOWN] });
    expect((await decide(seen)).status).toBe(422);
    const later = readPageForm(await look("/matches/12"), "/matches/12/decide");
    await scene.takeList([makeEntry({ priority: 3 })]);
    expect((await decide(later)).status).toBe(422);
    const { mark: _mark, ...blind } = readPageForm(await look("/matches/12"), "/matches/12/decide");
    expect((await decide(blind)).status).toBe(422);
    expect(await decisions()).toEqual([]);
  });

  it("a word that was taken back and given anew is not taken back by a page that showed the old one", async () => {
    const form = readPageForm(await look("/matches/12"), "/matches/12/decide");
    await decide(form);
    const seen = readPageForm(await look("/matches/12?view=decided"), "/matches/12/undo");
    await anna.post("/matches/12/undo", seen);
    const refusal = { ...readPageForm(await look("/matches/12"), "/matches/12/decide"), verdict: "refused" };
    await anna.post("/matches/12/decide", refusal);
    expect((await anna.post("/matches/12/undo", seen)).status).toBe(422);
    expect(await decisions()).toEqual([{ verdict: "refused" }]);
  });
});
