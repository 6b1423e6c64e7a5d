import { describe, expect, it } from "vitest";
import { givenDates, summarizeDates } from "../../src/domain/case-dates.ts";
import type { Notice } from "../../src/domain/notice.ts";
import { lakemedelsverket } from "../../src/sources/lakemedelsverket.ts";
import { describeDates } from "../../templates/dates-content.ts";
import { stringsOf } from "../../templates/language.ts";
import { sharedData, sharedDataMissing } from "../support/shared-data.ts";

const ON = "2026-08-21";

async function readNotices(): Promise<Notice[]> {
  const notices: Notice[] = [];
  const file = sharedData(`lakemedelsverket/${ON}.xml`);
  await lakemedelsverket.read({
    file,
    maxBytes: 1e8,
    now: new Date(`${ON}T08:00:00Z`),
    onNotices: async (some) => void notices.push(...some),
  });
  return notices;
}

describe.skipIf(sharedDataMissing !== null)("of the nation's real file of 21 August 2026", () => {
  const say = (notices: readonly Notice[]) => {
    const dated = notices.map(({ type, nplId, packages }) => ({
      type,
      product: nplId,
      vanished: false,
      packages: packages.map(givenDates),
    }));
    return describeDates(summarizeDates(dated, ON), ON, stringsOf("sv")) ?? "";
  };

  it("adrenalin's end of sale in March 2025 and its return in October 2026 are told apart", async () => {
    const adrenalin = (await readNotices()).filter(({ atc }) => atc.value === "C01CA24");
    const text = say(adrenalin);
    expect(text).toMatch(/^Brist.*åter.*25 oktober.*\. \d andra produkter (har slutat|slutar) säljas.*21 mars 2025/);
    expect(text).not.toMatch(/Brist[^.]*21 mars 2025/);
  });

  it("meropenem, of which brands cease and none is short, is not told to come back", async () => {
    const meropenem = (await readNotices()).filter(({ atc }) => atc.value === "J01DH02");
    expect(say(meropenem)).toMatch(/^Har slutat säljas/);
    expect(say(meropenem)).not.toMatch(/åter|Brist/);
  });

  it("of every substance something is said, and no return of what ceases", async () => {
    const byAtc = Map.groupBy(await readNotices(), ({ atc }) => atc.value ?? "");
    expect(byAtc.size).toBeGreaterThan(500);
    for (const [atc, notices] of byAtc) {
      const text = say(notices);
      expect(text, atc).not.toMatch(/undefined|null|NaN|se nedan|\(\)|^$/);
      if (notices.every(({ type }) => type === "cessation"))
        expect(text, atc).not.toMatch(/väntas åter|ha kommit åter/);
    }
  });
});
