import { describe, expect, it } from "vitest";
import { nameActor, type Actor } from "../../src/domain/audit.ts";
import { listDifferences } from "../../src/domain/audit-difference.ts";

it.each<[Actor, string]>([
  [{ kind: "person", id: 1, name: "Anna", address: null }, "Anna"],
  [{ kind: "rule", name: "Avslut" }, "rule Avslut"],
  [{ kind: "command-line", name: null }, "command line"],
  [{ kind: "command-line", name: "Anna" }, "Anna"],
  [{ kind: "system" }, "system"],
])("an actor in one text: %j is %s", (actor, name) => {
  expect(nameActor(actor)).toBe(name);
});

describe("what an entry of the log changed", () => {
  it("is told field by field, and only what differs", () => {
    const before = { contact: "a@b", secondPerson: false, rules: [{ action: "auto" }, { action: "review" }] };
    const after = {
      contact: null,
      secondPerson: true,
      rules: [{ action: "auto" }, { action: "ignore", reason: "Brus" }],
    };
    expect(listDifferences(before, after)).toEqual([
      { field: "contact", before: "a@b", after: null },
      { field: "secondPerson", before: "false", after: "true" },
      { field: "rules.1.action", before: "review", after: "ignore" },
      { field: "rules.1.reason", before: null, after: "Brus" },
    ]);
  });

  it("is all that it holds where nothing was before, and a plain list is one line", () => {
    expect(listDifferences(null, { areas: ["IVA", "Akut"], count: 2, none: [] })).toEqual([
      { field: "areas", before: null, after: "IVA, Akut" },
      { field: "count", before: null, after: "2" },
    ]);
    expect(listDifferences("utkast", "skickat")).toEqual([{ field: "", before: "utkast", after: "skickat" }]);
    expect(listDifferences(null, null)).toEqual([]);
    expect(listDifferences(undefined, { note: "", count: 0, gone: undefined })).toEqual([
      { field: "count", before: null, after: "0" },
    ]);
    expect(listDifferences({ parts: [{ a: 1 }, 2, null] }, { parts: [null, "x"] })).toEqual([
      { field: "parts.0.a", before: "1", after: null },
      { field: "parts.1", before: "2", after: null },
      { field: "parts", before: null, after: "null, x" },
    ]);
  });
});
