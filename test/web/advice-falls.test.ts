import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Alternative } from "../../src/domain/alternative.ts";
import { readOpenDraft } from "../../src/db/open-drafts.ts";
import { createApp } from "../../src/web/app.ts";
import { readPageForm } from "./desk-form.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { importProducts } from "./import-products.ts";
import { findCaseOf, NOW, publish, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

const ALTERNATIVE: Alternative = { kind: "product", nplId: "20990000000777", name: "Cefexem <b>1 g</b>" };

const FELL_AT = new Date(NOW.getTime() + 60_000);

let site: Site;
let anna: DeskVisitor;
let caseId: number;
let now: Date;

useSite({ now: () => now }, async (opened) => {
  site = opened;
  now = NOW;
  anna = await signIn(site.deps, [{ regionCode: SKANE, role: "curator" }], "Anna Andersson");
  caseId = await findCaseOf(site.db, "Noradrenalin");
  await importWith("Godkänd");
  const advice = { type: "other-substance" as const, text: { sv: "Ge cefotaxim." }, alternatives: [ALTERNATIVE] };
  await publish(site.db, { caseId, advice });
});

function importWith(status: string): Promise<void> {
  const row = { name: "Cefexem", substance: "cefotaxim", atc: "J01DD01", status, nplId: "20990000000777" };
  return importProducts(site.deps, [row, { nplId: "20990000000778" }]);
}

const textOf = (html: string): string => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
const look = async (path: string): Promise<string> => textOf(await (await createApp(site.deps).request(path)).text());
const desk = async (path: string): Promise<string> => textOf(await (await anna.get(path)).text());

const CHOICE = "product:20990000000777|Cefexem 1 g";
const advised = { type: "other-substance", sv: "Ge cefotaxim." };
const fields = {
  kind: "auto",
  ...advised,
  urgency: "normal",
  draft: "",
  revision: "",
};
const send = (over: Readonly<Record<string, string | readonly string[]>>) =>
  anna.post(`/cases/${caseId}/draft`, { ...fields, do: "save", ...over });

describe("an advice that holds", () => {
  it("is shown with what is known of its alternatives, and nothing says that it is reviewed", async () => {
    const page = await look(`/r/12/${caseId}`);
    expect(page).toContain("Cefexem &lt;b&gt;1 g&lt;/b&gt;: inte anmält per 21 augusti");
    expect(page).not.toContain("Rådet håller inte längre");
    expect(await look("/r/12/feed.json")).toContain("Ge cefotaxim.");
    expect(await look("/r/12")).not.toContain("Rådet ses över");
  });
});

describe("the editor", () => {
  it("finds alternatives by a name and asks which is meant, with what is known of each, and keeps what was written", async () => {
    const html = await (await send({ do: "find", find: "CEFOTAX" })).text();
    expect(html).toContain('value="substance:J01DD01/parenteral|cefotaxim"');
    expect(html).toContain("1 är inte anmält som bristande (per 21 augusti)");
    expect(html).toContain("Vilket menar du med ”CEFOTAX”?");
    expect(html).toContain("Ge cefotaxim.</textarea>");
    expect(await readOpenDraft(site.db, caseId)).toBeNull();
  });

  it("says so when nobody knows what was written, and saves nothing while a text is not chosen", async () => {
    expect(await (await send({ do: "find", find: "xyzzy" })).text()).toContain("Vad menar du?");
    const refused = await send({ find: "cefotax" });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("Du har skrivit ett alternativ men inte valt det.");
    expect(await readOpenDraft(site.db, caseId)).toBeNull();
  });

  it("saves what is ticked, each once, and nothing that no page of ours wrote", async () => {
    const alternatives = [CHOICE, CHOICE, "product:1|x", "substance:J01/oral|y", "<script>"];
    expect((await send({ alternatives })).status).toBe(303);
    const saved = (await readOpenDraft(site.db, caseId))?.content.advice?.alternatives;
    expect(saved).toEqual([{ kind: "product", nplId: "20990000000777", name: "Cefexem 1 g" }]);
  });

  it("hands over what its last page showed, and asks again when an alternative has gone since", async () => {
    const path = `/cases/${caseId}/publish`;
    const read = async (from: string, action: string) => readPageForm(await (await anna.get(from)).text(), action);
    const editor = await read(`/cases/${caseId}`, `/cases/${caseId}/draft`);
    const written = await anna.post(`/cases/${caseId}/draft`, {
      ...editor,
      ...advised,
      alternatives: [CHOICE],
      do: "save",
    });
    expect(written.status).toBe(303);
    const before = await read(path, path);
    now = FELL_AT;
    await importWith("Avregistrerad");
    expect((await anna.post(path, before)).status).toBe(409);
    expect((await readOpenDraft(site.db, caseId))?.state).toBe("draft");
    expect((await read(path, path))["facts"]).not.toBe(before["facts"]);
  });

  it("refuses more than ten, and a text of 10,000 characters", async () => {
    const many = Array.from({ length: 11 }, (_, index) => `product:${20_990_000_001_000 + index}|Nr ${index}`);
    const refused = await send({ alternatives: many });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("högst tio alternativ");
    expect((await send({ do: "find", find: "x".repeat(10_000) })).status).toBe(200);
  });
});

describe("an advice whose alternative has fallen", () => {
  it("is said to be reviewed on the case's page, in the region's rows and where it is searched for", async () => {
    await importWith("Avregistrerad");
    const page = await look(`/r/12/${caseId}`);
    expect(page).toContain("Rådet håller inte längre.");
    expect(page).toContain("står inte som registrerat läkemedel för människor hos Läkemedelsverket (per 21 augusti)");
    expect(page).toContain("Region Skåne ser över rådet. Fråga innan ni följer det.");
    expect(page).not.toContain("inte anmält per 21 augusti");
    expect(page.indexOf("Rådet håller inte längre.")).toBeLessThan(page.indexOf("Ge cefotaxim."));
    expect(await look("/r/12")).toContain("Rådet ses över");
    expect(await look("/r/12?q=noradrenalin")).toContain("Rådet ses över");
    const feed = await look("/r/12/feed.json");
    expect(feed).toContain("Rådet som hörde till det här meddelandet håller inte längre.");
    expect(feed).not.toContain("Ge cefotaxim.");
  });

  it("rewrites what feeds tell under its first date, with the time of the fall as that of the change", async () => {
    const response = await createApp(site.deps).request(`/r/12/feed.json?case=${caseId}`);
    const [item] = z.object({ items: z.array(z.record(z.string(), z.unknown())) }).parse(await response.json()).items;
    expect([item?.["date_published"], item?.["date_modified"]]).toEqual([NOW.toISOString(), FELL_AT.toISOString()]);
    expect(response.headers.get("last-modified")).toBe(FELL_AT.toUTCString());
  });

  it("warns while it is written that an alternative is down, and that it is what is short", async () => {
    await importWith("Avregistrerad");
    const html = await (await send({ do: "find", find: "zzz", alternatives: [CHOICE] })).text();
    expect(textOf(html)).toContain(
      "Varning: Cefexem 1 g: står inte som registrerat läkemedel för människor hos Läkemedelsverket",
    );
  });

  it("comes first in the inbox, due at once, with what happened", async () => {
    await importWith("Avregistrerad");
    const inbox = await (await anna.get("/inbox/12")).text();
    expect(inbox.match(/id="case-(\d+)"/)?.[1]).toBe(String(caseId));
    expect(textOf(inbox)).toContain("Rådet håller inte längre");
    expect(textOf(inbox)).toContain("När rådet gavs: inte anmält per 21 augusti.");
    expect(await desk(`/cases/${caseId}`)).toContain("När rådet gavs: inte anmält per 21 augusti.");
    expect(await desk("/inbox/12?change=advice-fallen")).toContain("Noradrenalin");
  });

  it("that comes back before anybody acted is said to be back", async () => {
    await importWith("Avregistrerad");
    now = new Date("2026-08-21T06:20:00Z");
    await importWith("Godkänd");
    expect(await desk("/inbox/12")).toContain("Sedan 21 augusti är det inte längre så.");
    expect(await look(`/r/12/${caseId}`)).not.toContain("Rådet håller inte längre");
    expect(await look("/r/12")).not.toContain("Rådet ses över");
  });
});
