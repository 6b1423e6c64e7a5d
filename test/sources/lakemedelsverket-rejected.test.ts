import { array, assert, asyncProperty, nat, tuple, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";
import { XML_LIMITS } from "../../src/sources/xml-stream.ts";
import { manyReports, plain, readContent, reasonOf, warningsOf } from "../support/lakemedelsverket-file.ts";

describe("a file that is not what it should be is rejected with line and reason", () => {
  const head = '<?xml version="1.0"?>\n';
  const nest = (depth: number) => `${"<a>".repeat(depth)}${"</a>".repeat(depth)}`;
  const inRoot = (text: string) => plain.replace("<MedicineShortages>", `<MedicineShortages>${text}`);
  const cases: [string, () => string | Uint8Array, string][] = [
    ["empty", () => "", "the file is empty"],
    [
      "only a byte order mark",
      () => "\uFEFF",
      "line 1: the file is cut short (not well-formed XML: document must contain a root element)",
    ],
    ["JSON", () => '{"reports": []}', "line 1: not well-formed XML: text data outside of root node"],
    ["a web page", () => "<!DOCTYPE html><html></html>", "line 1: the file has a DOCTYPE, which this source never has"],
    [
      "an entity bomb",
      () => `${head}<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`,
      "line 2: the file has a DOCTYPE, which this source never has",
    ],
    [
      "another root",
      () => `${head}<rss version="2.0"/>`,
      'line 2: the file begins with "rss" where OpenDataMedicineShortages belongs',
    ],
    [
      "another version",
      () => plain.replace("medicineshortage/v3/", "medicineshortage/v4/"),
      'line 2: the file is of "http://eservices.lakemedelsverket.se/opendata/medicineshortage/v4/" where http://eservices.lakemedelsverket.se/opendata/medicineshortage/v3/ belongs',
    ],
    [
      "no creation date",
      () => plain.replace(/ creationDate="[^"]*"/, ""),
      "line 2: OpenDataMedicineShortages has no creationDate",
    ],
    [
      "a creation date that is none",
      () => plain.replace(/ creationDate="[^"]*"/, ' creationDate="2026-02-31T00:00:00Z"'),
      'line 2: creationDate "2026-02-31T00:00:00Z" is no time with an offset',
    ],
    [
      "a creation date without an offset",
      () => plain.replace("+02:00", ""),
      'line 2: creationDate "2026-08-21T02:27:13.4358495" is no time with an offset',
    ],
    [
      "no reports",
      () => plain.replace(/<MedicineShortage>[^]*<\/MedicineShortage>/, ""),
      "the file holds no reports, which has never been so",
    ],
    ["a second root", () => `${plain}<b/>`, "line 134: not well-formed XML: documents may contain only one root"],
    ["text behind the root", () => `${plain}x`, "line 134: not well-formed XML: text data outside of root node"],
    [
      "a wrong end tag",
      () => plain.replace("</TypeOfShortage>", "</TypeOf>"),
      "line 6: not well-formed XML: unexpected close tag",
    ],
    [
      "a bare ampersand",
      () => plain.replace("&amp;", "& "),
      "line 18: not well-formed XML: disallowed character in entity name",
    ],
    [
      "an entity named like a JavaScript property",
      () => plain.replace("&amp;", "&constructor;"),
      "line 18: not well-formed XML: undefined entity",
    ],
    [
      "a control character",
      () => plain.replace("Omvägen", "Om\u0000vägen"),
      "line 35: not well-formed XML: disallowed character",
    ],
    ["a prefix nobody declared", () => inRoot("<y:a/>"), 'line 3: not well-formed XML: unbound namespace prefix: "y"'],
    ["a doubled attribute", () => inRoot('<a b="1" b="2"/>'), "line 3: not well-formed XML: duplicate attribute: b"],
    [
      "elements too deep inside each other",
      () => inRoot(nest(100_000)),
      "line 3: more than 64 elements inside each other",
    ],
    [
      "too many attributes",
      () => inRoot(`<a ${Array.from({ length: 33 }, (_, i) => `a${i}="1"`).join(" ")}/>`),
      "line 3: more than 32 attributes",
    ],
    ["endless space", () => inRoot(" \n".repeat(3_000_000)), "line 3: more than 1000000 characters without an element"],
    [
      "endless space before the root",
      () => " ".repeat(3_000_000),
      "line 1: more than 1000000 characters without an element",
    ],
    [
      "an endless attribute",
      () => inRoot(`<a b="${"x".repeat(3_000_000)}"/>`),
      "line 3: more than 1000000 characters without an element",
    ],
    [
      "an endless name",
      () => inRoot(`<${"x".repeat(3_000_000)}/>`),
      "line 3: more than 1000000 characters without an element",
    ],
    [
      "endless comments",
      () => inRoot("<!-- x -->".repeat(300_000)),
      "line 3: more than 1000000 characters without an element",
    ],
    [
      "an endless entity",
      () => inRoot(`&${"x".repeat(3_000_000)}`),
      "line 3: more than 1000000 characters without an element",
    ],
    [
      "endless text",
      () => plain.replace("Omvägen", "x".repeat(XML_LIMITS.charsBetweenTags)),
      "line 35: more than 1000000 characters without an element",
    ],
    [
      "an endless report",
      () => plain.replace("<Heading>", `${`<i>${"x".repeat(500_000)}</i>`.repeat(5)}<Heading>`),
      "line 39: one MedicineShortage is longer than 2000000 characters",
    ],
    ["an unknown encoding", () => plain.replace("utf-8", "utf-7"), 'line 1: the encoding "utf-7" is not known here'],
    [
      "an encoding that is not the one it names",
      () => plain.replace("utf-8", "utf-16"),
      'line 1: the encoding "utf-16" is not known here',
    ],
    [
      "UTF-32",
      () => Buffer.from([0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0]),
      "byte 1: the encoding looks like UTF-32, which is not known here",
    ],
    ["binary data", () => Buffer.from([0x1f, 0x8b, 8, 0, 0]), "byte 2: no character in utf-8 starts or continues so"],
  ];

  test.each(cases)("%s", async (_title, content, reason) => {
    expect(await reasonOf(content())).toBe(reason);
  });

  test("ISO-8859-1 under the name of UTF-8 names the very byte, also far into the file", async () => {
    for (const text of [plain, manyReports(60)]) {
      const bytes = Buffer.from(text);
      const at = bytes.lastIndexOf("ä");
      const broken = Buffer.concat([bytes.subarray(0, at), Buffer.from([0xe4]), bytes.subarray(at + 2)]);
      // The byte itself may begin a character; the next one shows that it does not.
      expect(await reasonOf(broken)).toBe(`byte ${at + 2}: no character in utf-8 starts or continues so`);
    }
  });

  test("one byte more than allowed", async () => {
    const bytes = Buffer.byteLength(plain);
    expect(await reasonOf(plain, bytes - 1)).toBe(`the file is larger than the ${bytes - 1} bytes allowed`);
    expect((await readContent(plain, bytes)).result.kind).toBe("read");
  });

  test("one that is cut short, wherever the cut falls", async () => {
    const bytes = Buffer.from(plain);
    for (let length = 1; length < bytes.lastIndexOf(">"); length += 61) {
      expect(await reasonOf(bytes.subarray(0, length))).toMatch(
        /^(line \d+: the file is cut short|byte \d+: the file ends within)/,
      );
    }
  });
});

test("elements that nobody has seen beside the reports are left out and told", async () => {
  const { warnings, result } = await warningsOf(plain.replace("<MedicineShortages>", "<Notes><Note/></Notes>$&"));
  expect(warnings).toEqual(['line 3: unknown element "Notes" left out', 'line 3: unknown element "Note" left out']);
  expect(result.reports).toBe(2);
});

test("whatever bits flip in a file, it is read or rejected with a sentence, and never more", async () => {
  const flips = array(tuple(nat(), nat({ max: 7 })), { minLength: 1, maxLength: 6 });
  await assert(
    asyncProperty(flips, async (places) => {
      const bytes = Buffer.from(plain);
      for (const [place, bit] of places) {
        const at = place % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
      }
      const { result, notices } = await readContent(bytes);
      if (result.kind === "read") expect(notices).toHaveLength(result.notices);
      else expect(result.reason).toMatch(/; fetch the file again from /);
    }),
    { numRuns: 300 },
  );
});

test("whatever bytes a file holds, it is read or rejected", async () => {
  await assert(
    asyncProperty(uint8Array({ maxLength: 200 }), async (bytes) => {
      expect((await readContent(bytes)).result.kind).toBe("rejected");
    }),
    { numRuns: 200 },
  );
});
