import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { readEntries } from "../../src/db/lists.ts";
import type { Grant } from "../../src/domain/account.ts";
import { readListImport } from "../../src/jobs/list-read.handler.ts";
import { makeXlsx } from "../support/xlsx-file.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { findImport, uploadList } from "./list-desk.ts";
import type { Site } from "./site.ts";
import { useSite } from "./use-site.ts";

const CURATOR: readonly Grant[] = [{ regionCode: "12", role: "curator" }];
const HEADER = ["ATC", "Substans", "Styrka"];
const TWINS = makeXlsx({
  Om: [["Läs mig"]],
  Vår: [["Vårens lista"], HEADER, ["N02BE01", "Vårmedel", "500 mg"]],
  Höst: [["Höstens lista"], HEADER, ["N02BE01", "Höstmedel", "500 mg"]],
});

let site: Site;
let curator: DeskVisitor;
let reader: DeskVisitor;

useSite({}, async (opened) => {
  site = opened;
  curator = await signIn(site.deps, CURATOR, "Anna");
  reader = await signIn(site.deps, [{ regionCode: "12", role: "reader" }]);
});

async function handIn(content: string | Uint8Array<ArrayBuffer>) {
  const { path, id } = await uploadList(curator, { content });
  const read = async () => readListImport({ db: site.db, now: site.deps.now }, { importId: id });
  await read();
  return {
    path,
    page: async () => (await curator.get(path)).text(),
    choose: async (fields: Record<string, string>) => {
      const answer = await curator.post(`${path}/layout`, fields);
      await read();
      return answer;
    },
    substances: async () => {
      const { versionId } = await findImport(site.db, id);
      return versionId === null ? [] : (await readEntries(site.db, versionId)).map(({ substance }) => substance);
    },
  };
}

describe("where in a file the list stands", () => {
  it("is asked when two sheets look like it, and what was chosen counts for the next file", async () => {
    const file = await handIn(new Uint8Array(TWINS));
    expect(await file.page()).toContain("Flera blad i filen ser ut som listan. Välj det rätta.");
    expect(await file.page()).toContain('<option value="Höst">Höst</option>');
    expect((await file.choose({ sheet: "Höst" })).status).toBe(303);
    expect(await file.substances()).toEqual(["Höstmedel"]);
    expect(await file.page()).toContain("Listan lästes från bladet ”Höst”, med rubriker på rad 2.");
    const next = await handIn(new Uint8Array(TWINS));
    expect(await next.substances()).toEqual(["Höstmedel"]);
    const other = await handIn("ATC;Substans\nN02BE01;Paracetamol\n");
    expect(await other.substances()).toEqual(["Paracetamol"]);
  });

  it("can be said to be elsewhere when the guess was wrong: another row, another sheet", async () => {
    const file = await handIn("ATC;Substans\nN02BE01;Utgått\nATC;Substans;Styrka\nN02BE01;Paracetamol;1 g\n");
    expect(await file.page()).toContain("Rubrikerna lästes från rad 3.");
    await file.choose({ row: "1" });
    expect(await file.substances()).toEqual(["Utgått"]);
    await file.choose({ row: "3" });
    expect(await file.substances()).toEqual(["Paracetamol"]);
  });

  it("is not said by what the file does not have, nor by whoever may only read", async () => {
    const file = await handIn("ATC;Substans\nN02BE01;Paracetamol\n");
    const answer = await file.choose({ row: "77" });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("Det valet finns inte i filen.");
    expect((await reader.post(`${file.path}/layout`, { row: "1" })).status).toBe(403);
    expect(await file.substances()).toEqual(["Paracetamol"]);
  });

  it("letters that can be read in two ways are asked about, each with the file's own words, and never guessed", async () => {
    const file = await handIn(new Uint8Array(iconv.encode("ATC;Substans\nB03AC;Järnsukros\n", "macintosh")));
    const html = await file.page();
    expect(html).toContain("B03AC; Järnsukros (Mac)");
    expect(html).toContain("B03AC; Jèrnsukros (DOS)");
    expect(await (await file.choose({})).text()).toContain("Välj ett sätt att läsa bokstäverna.");
    await file.choose({ encoding: "macintosh" });
    expect(await file.substances()).toEqual(["Järnsukros"]);
    // The next file's letters are its own.
    const next = await handIn(new Uint8Array(iconv.encode("ATC;Substans\nB03AC;Järnsukros\n", "windows-1252")));
    expect(await next.substances()).toEqual(["Järnsukros"]);
  });

  it("each row tells all its faults, on the page and in the report's file", async () => {
    const file = await handIn("ATC;Substans;Styrka;Prioritet\nN02BE01;Paracetamol;05-okt;tolv\nN02AA01;Morfin;;1\n");
    const html = await file.page();
    expect(html).toContain("Kolumn Styrka: ”05-okt” ser ut som en styrka som ett kalkylprogram har gjort om.");
    expect(html).toContain("Kolumn Prioritet: Prioritet ska vara ett heltal");
    expect(html).toContain("1 rad kan användas, 1 avvisades.");
    const csv = await (await curator.get(`${file.path}/report.csv`)).text();
    expect(csv).toMatch(/2;Avvisad;;;Styrka;.*\r\n2;Avvisad;;;Prioritet;/);
  });
});
