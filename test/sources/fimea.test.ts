import { describe, expect, it } from "vitest";
import { noticeStatus } from "../../src/domain/notice.ts";
import { fimea } from "../../src/sources/fimea.ts";
import { fixturePath, readGood, readReason, readSourceFile } from "../support/source-file.ts";

describe("Finland's shortages are signals by Nordic article number", () => {
  it("each with its six digits, its dates and no ATC code, and those that are over as over", async () => {
    const { result, notices } = await readSourceFile(fimea, fixturePath("fimea/saatavuushairiot.txt"));
    expect(result).toMatchObject({ kind: "read", notices: 3, warningCount: 0 });
    expect(fimea).toMatchObject({ use: "signals", complete: true });
    expect(notices.map((notice) => [notice.productName, noticeStatus(notice, "2026-08-21")])).toEqual([
      ["VNR 012345", "ongoing"],
      ["VNR 023456", "ongoing"],
      ["VNR 345678", "ended"],
    ]);
    expect(notices[0]).toMatchObject({
      source: "fimea",
      type: "shortage",
      atc: { value: null },
      packages: [
        {
          nordicArticleNumber: { value: "012345" },
          start: { value: "2026-08-01" },
          forecastEnd: { value: "2026-09-15" },
        },
      ],
    });
  });

  it("also in Latin-1, with a name when the file has one, and as the same notice with and without it", async () => {
    const header = "VNR;Kauppanimi;Voimassa;SaatavuushairioAlkupaiva;SaatavuushairioLoppupaiva";
    const named = await readGood(fimea, Buffer.from(`${header}\n012345;Lääke 1 mg;1;1.8.2026;\n`, "latin1"));
    const plain = await readGood(fimea, "VNR;Voimassa;SaatavuushairioAlkupaiva;SaatavuushairioLoppupaiva\n12345;1;;\n");
    expect(named.notices[0]?.productName).toBe("Lääke 1 mg");
    expect(named.notices[0]?.reportId).toBe(plain.notices[0]?.reportId);
  });

  it("and a file without its columns is rejected", async () => {
    expect(await readReason(fimea, "VNR;Voimassa\n012345;1\n")).toContain(
      'the column "SaatavuushairioAlkupaiva" and "SaatavuushairioLoppupaiva" is missing',
    );
  });
});
