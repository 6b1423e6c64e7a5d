import type { Page } from "@playwright/test";
import { describe, expect, it } from "vitest";
import { readActiveEntries } from "../../src/db/lists.ts";
import type { OwnProduct } from "../../src/domain/list.ts";
import { readListImport } from "../../src/jobs/list-read.handler.ts";
import { LIST_READ_QUEUE, listReadPayload } from "../../src/jobs/list-read.ts";
import { activateListImport } from "../../src/jobs/list-take.handler.ts";
import { parseRegionList } from "../../src/sources/region-list.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";
import { expectNoFaults } from "../support/page-faults.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { importProducts } from "./import-products.ts";
import { NOW, type Site } from "./site.ts";
import { PLAIN, useBrowsedSite } from "./use-site.ts";

const MEROPENEM = `/lists/12/entries/${encodeURIComponent("J01DH02/parenteral/")}`;
const [A, B, PACK] = ["20161012000014", "20161012000021", "20161012100011"];

let site: Site;
let page: Page;
let visitor: DeskVisitor;

/** What the desk asks of the queue is done at once. */
const enqueue: WebDeps["enqueue"] = async (jobs) => {
  const importing = { db: site.db, now: () => NOW, digestChannels: new Set<string>() };
  for (const { queue, payload } of jobs) {
    const job = listReadPayload.parse(payload);
    await (queue === LIST_READ_QUEUE ? readListImport(importing, job) : activateListImport(importing, job));
  }
};

useBrowsedSite({ ...PLAIN, enqueue }, async (browsed) => {
  ({ site } = browsed);
  const paracetamol = { substance: "paracetamol", atc: "N02BE01", form: "Tablett", strength: "500 mg" };
  const products = [
    { nplId: A, name: "Meronem" },
    { nplId: "20010101000019", name: "Alvedon", ...paracetamol },
  ];
  await importProducts(site.deps, products);
  visitor = await signIn(site.deps, [{ regionCode: "12", role: "curator" }], "Anna Apotekare");
  page = await (await browsed.openFor(visitor)).newPage();
});

async function readOwn(): Promise<readonly OwnProduct[] | undefined> {
  return (await readActiveEntries(site.db, "12")).find(({ key }) => key === "J01DH02/parenteral/")?.own;
}

describe("what a region buys, at the desk, in a browser without script", () => {
  it("is refused by its field, in plain words, and what was written stands", async () => {
    await page.goto(MEROPENEM);
    await expectNoFaults(page);
    await page.getByLabel("NPL-id", { exact: true }).fill("2,0161E+13");
    await page.getByLabel("Varunummer").fill("1234567");
    await page.getByLabel("Upphandlat", { exact: true }).fill("Ja");
    await page.getByRole("button", { name: "Spara" }).click();
    const alert = page.getByRole("alert");
    await alert.getByText("2,0161E+13 är ett tal som ett kalkylprogram har kortat").waitFor();
    expect(await alert.innerText()).toContain("”1234567” är inget varunummer. Skriv 6 siffror");
    expect(await alert.innerText()).toContain("”Ja” är inget namn på ett preparat");
    expect(await page.getByLabel("Varunummer").inputValue()).toBe("1234567");
    await expectNoFaults(page);
  });

  it("is written on the line's page, in the same order in each field, and shown in the list", async () => {
    await page.goto(MEROPENEM);
    await page.getByLabel("NPL-id", { exact: true }).fill(`${A} | ${B}`);
    await page.getByLabel("NPL-packid").fill(`${PACK} |`);
    await page.getByLabel("Varunummer").fill("| 12345");
    await page.getByLabel("Upphandlat", { exact: true }).fill("Meronem 1 g | Meropenem Kabi 1 g");
    await page.getByRole("button", { name: "Spara" }).click();
    await page.getByText("Ändringen tas i bruk.").waitFor();
    expect(await readOwn()).toEqual([
      { nplId: A, nplPackId: PACK, articleNumber: null, name: "Meronem 1 g" },
      { nplId: B, nplPackId: null, articleNumber: "012345", name: "Meropenem Kabi 1 g" },
    ]);
    const row = page.getByRole("row").filter({ hasText: "J01DH02" });
    expect(await row.innerText()).toContain("Meronem 1 g, Meropenem Kabi 1 g");
    await expectNoFaults(page);
  });

  it("stays as it is when the page is saved again, and can be found by its number", async () => {
    const before = await readOwn();
    await page.goto(MEROPENEM);
    await page.getByRole("button", { name: "Spara" }).click();
    await page.getByText("Inget var ändrat").waitFor();
    expect(await readOwn()).toEqual(before);
    await page.goto(`/lists/12?q=${PACK}`);
    expect(await page.getByRole("row").filter({ hasText: "J01DH02" }).isVisible()).toBe(true);
  });

  it("is told in the difference between two versions, with every number", async () => {
    await page.goto("/lists/12/difference?from=1&to=2");
    const text = await page.getByRole("table").innerText();
    expect(text).toContain(
      `Det regionen köper: – → Meronem 1 g (NPL-id ${A}, NPL-packid ${PACK}); Meropenem Kabi 1 g (NPL-id ${B}, varunummer 012345)`,
    );
    await expectNoFaults(page);
  });

  it("goes out in the version's file and comes in again, and shows no difference", async () => {
    const csv = await (await visitor.get("/lists/12/versions/2.csv")).text();
    expect(csv).toContain(`${A}|${B};${PACK}|;|012345;Meronem 1 g|Meropenem Kabi 1 g`);
    const parsed = parseRegionList(Buffer.from(csv));
    const entries = parsed.kind === "parsed" ? parsed.entries : [];
    expect(entries.find(({ key }) => key === "J01DH02/parenteral/")?.own).toEqual(await readOwn());
    await page.goto("/lists/12");
    await page
      .getByLabel("Fil", { exact: true })
      .setInputFiles({ name: "ut.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
    await page.getByRole("button", { name: "Läs in" }).click();
    await page.getByText("64 rader kan användas, ingen avvisades.").waitFor();
    expect(await page.getByRole("link", { name: "Oförändrad (64)" }).isVisible()).toBe(true);
    // The catalogue knows the first of the two products alone.
    await page.getByRole("link", { name: "Visa vad" }).click();
    expect(await page.getByRole("table", { name: "Rad för rad" }).innerText()).toContain(
      `Kolumn NPL-id: produktkatalogen känner inte till ${B}. Vi kan då inte säga att preparatet är utan anmälan.`,
    );
    await expectNoFaults(page);
    await page.getByRole("button", { name: "Kasta filen" }).click();
  });

  it("may stand on lines of its own in a file; what differs and what is another substance are pointed out", async () => {
    const rows = [
      "ATC;Läkemedel;Form;Prio;NPL ID;Upphandlat preparat",
      `J01DH02;Meropenem;injektion;1;${A};Meronem`,
      `J01DH02;Meropenem;injektion;2;20010101000019;Alvedon`,
      `J01DH02;Meropenem;injektion;1;${B};`,
    ].join("\n");
    await page.goto("/lists/12");
    await page
      .getByLabel("Fil", { exact: true })
      .setInputFiles({ name: "egen.csv", mimeType: "text/csv", buffer: Buffer.from(rows) });
    await page.getByRole("button", { name: "Läs in" }).click();
    await page.getByRole("heading", { name: "Vilken kolumn är vilken?" }).waitFor();
    expect(await page.getByLabel("NPL-id", { exact: true }).inputValue()).toBe("NPL ID");
    expect(await page.getByLabel("Upphandlat", { exact: true }).inputValue()).toBe("Upphandlat preparat");
    await page.getByRole("button", { name: "Läs filen så" }).click();
    await page.getByText("1 rad kan användas, ingen avvisades.").waitFor();
    await page.getByText("2 rader lades ihop med tidigare rader").waitFor();
    await page.getByText("En rad har något som är värt att se på.").waitFor();
    await page.getByRole("link", { name: "Visa vad" }).click();
    const text = await page.getByRole("table", { name: "Rad för rad" }).innerText();
    expect(text).toContain("Rad 3. Kolumn Prioritet: raden läggs ihop med rad 2");
    expect(text).toContain("20010101000019 Alvedon 500 mg har en annan ATC-kod än raden, N02BE01.");
    expect(text).toContain(`känner inte till ${B}`);
    await expectNoFaults(page);
  });
});
