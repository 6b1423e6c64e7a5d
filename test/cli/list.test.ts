import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openDatabase } from "../../src/db/client.ts";
import { createCommandLine, expectRefusal, readAnswer, type CommandLine } from "../support/command-line.ts";

let line: CommandLine;

beforeAll(async () => {
  line = await createCommandLine();
});
afterAll(() => line?.close());

const countsSchema = z.object({ accepted: z.int() });
const shownSchema = z.strictObject({ entries: z.array(z.record(z.string(), z.unknown())) });

describe("a region's own list at the command line", () => {
  it("is imported with its own columns, told of what was not read, shown with all of it, and left in the audit", async () => {
    const file = await line.write(
      "list.csv",
      "Kod;Namn;Åtgärd;Text;Område;Pris\nJ01DH02;Meropenem;Licens;Beställ;IVA|Akut;12\n",
    );
    expectRefusal(await line.run(["list", "import", "12", file, "--json"]), /row 1, column 1: unknown column "Kod"/);

    const titles = { ATC: "Kod", Substans: "Namn", Råd: "Åtgärd", Rådstext: "Text", Områden: "Område" };
    const map = await line.write("map.json", JSON.stringify(titles));
    const answer = await line.run(["list", "import", "12", file, "--map", map, "--json"]);
    expect(readAnswer(answer, countsSchema)).toEqual({ accepted: 1 });
    expect(answer.stderr).toContain("nothing was read from the columns Pris");
    expect(answer.stderr).toMatch(/Region Skåne has not said how it is reached .* run policy contact 12 "TEXT"/);

    const shown = readAnswer(await line.run(["list", "show", "12", "--json"]), shownSchema);
    expect(shown.entries).toMatchObject([
      { substance: "Meropenem", areas: ["IVA", "Akut"], standingAdvice: { type: "licence", text: { sv: "Beställ" } } },
    ]);
    const wrong = await line.write("wrong.json", JSON.stringify({ ATK: "Kod" }));
    expectRefusal(await line.run(["list", "import", "12", file, "--map", wrong, "--json"]), /wrong\.json/);

    const told = await line.run(["policy", "contact", "12", " Läkemedelsjouren  040-12 34 56 ", "--json"]);
    expect(readAnswer(told, z.object({ contact: z.string() })).contact).toBe("Läkemedelsjouren 040-12 34 56");
    expectRefusal(await line.run(["policy", "contact", "12", "x".repeat(201)]), /200 characters/);
    expect((await line.run(["list", "import", "12", file, "--map", map])).stderr).not.toContain("policy contact");

    const database = await openDatabase(line.databaseUrl);
    const audit = await database.db
      .selectFrom("audit")
      .select(["deed", "actor_kind", "actor_name", "address", "region_code"])
      .execute();
    await database.close();
    const by = { actor_kind: "command-line", actor_name: null, address: null, region_code: "12" };
    const [first, ...later] = ["list-taken-into-use", "settings-changed", "list-taken-into-use"].map((deed) => ({
      deed,
      ...by,
    }));
    // A region that begins is given the standard rules, by nobody.
    const standard = { deed: "rules-changed", ...by, actor_kind: "system" };
    expect(audit).toEqual([first, standard, ...later]);
  });
});
