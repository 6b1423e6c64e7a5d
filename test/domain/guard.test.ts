import { describe, expect, it } from "vitest";
import { checkGuards, DEFAULT_GUARDS, explainDoubt, type GuardSubject } from "../../src/domain/guard.ts";

const BEFORE = {
  reports: 2_000,
  openNotices: 1_000,
  createdAt: new Date("2026-08-20T00:27:00Z"),
  snapshot: 7,
  days: 1,
};

interface SubjectOver extends Partial<Omit<GuardSubject, "before">> {
  readonly before?: Partial<typeof BEFORE> | null;
}

/** A poll's file a day after the last one, as large as that and with nothing changed. */
function check(over: SubjectOver = {}): string | null {
  const before = over.before === null ? null : { ...BEFORE, ...over.before };
  const createdAt = new Date("2026-08-21T00:27:00Z");
  const subject = {
    attended: false,
    reports: 2_000,
    createdAt,
    fetchedAt: new Date("2026-08-21T02:00:00Z"),
    changed: 0,
  };
  const doubt = checkGuards({ ...subject, ...over, before }, DEFAULT_GUARDS);
  return doubt === null ? null : explainDoubt(doubt);
}

describe("a file that nobody handed in", () => {
  it("is believed from the fewest reports on, and with one less is not the whole file", () => {
    expect(check({ reports: 500, before: null })).toBeNull();
    expect(check({ reports: 499, before: null })).toBe("the file has 499 reports, fewer than the 500 expected");
  });

  it("may be of a clock that is a quarter of an hour ahead, and not of a time that had not come", () => {
    const createdAt = new Date("2026-08-21T02:15:00Z");
    expect(check({ createdAt })).toBeNull();
    expect(check({ createdAt: new Date(createdAt.getTime() + 1) })).toContain("later than it was fetched");
    expect(check({ createdAt: new Date("2099-01-01T00:00:00Z"), before: null })).toContain("later than it was fetched");
    expect(check({ createdAt: new Date("2099-01-01T00:00:00Z"), attended: true })).toContain(
      "later than it was fetched",
    );
  });

  it("may be small when a person hands it in", () => {
    expect(check({ attended: true, reports: 1, before: null })).toBeNull();
  });
});

it("a column that the last file had and this one lacks is named", () => {
  expect(explainDoubt({ kind: "lost-column", column: "Produktkategori" })).toBe(
    "the column Produktkategori, which the last file had, is missing",
  );
});

describe.each([true, false])("a file that follows another (handed in: %s)", (attended) => {
  it("may lack a fifth of the last one's reports, and not one more", () => {
    expect(check({ attended, reports: 1_600 })).toBeNull();
    expect(check({ attended, reports: 1_599 })).toBe("the file has 1599 reports, 20 % fewer than the last one's 2000");
  });

  it("may grow as it likes", () => {
    expect(check({ attended, reports: 1_000_000 })).toBeNull();
  });

  it("may change a fifth of the open notices in a day, and not one more", () => {
    expect(check({ attended, changed: 200 })).toBeNull();
    expect(check({ attended, changed: 201 })).toBe("201 of 1000 open notices changed at once, 20 %");
  });

  it.each([
    ["twice", "two days", 2, 400],
    ["four times", "four days", 4, 800],
    ["as much, and never more than all,", "a month", 31, 1_000],
    ["no less", "the same day", 0, 200],
  ])("may change %s as much in %s", (_much, _time, days, changed) => {
    expect(check({ attended, changed, before: { days } })).toBeNull();
    expect(check({ attended, changed: changed + 1, before: { days } })).toContain("open notices changed at once");
  });

  it("may be of the same moment as the last one, and not a millisecond older", () => {
    expect(check({ attended, createdAt: BEFORE.createdAt })).toBeNull();
    expect(check({ attended, createdAt: new Date(BEFORE.createdAt.getTime() - 1) })).toBe(
      "the file was made 2026-08-20T00:26:59.999Z, before the last accepted one (2026-08-20T00:27:00.000Z); " +
        'if that one is wrong, undo it with "ingest retract 7 --reason …"',
    );
  });
});

describe("shares say nothing of what is small", () => {
  it("a last file of less than a hundred reports may shrink to one", () => {
    expect(check({ attended: true, reports: 1, before: { reports: 99 } })).toBeNull();
    expect(check({ attended: true, reports: 1, before: { reports: 100 } })).toContain("99 % fewer");
  });

  it("less than a hundred open notices may all change at once", () => {
    expect(check({ changed: 99, before: { openNotices: 99 } })).toBeNull();
    expect(check({ changed: 100, before: { openNotices: 100 } })).toContain("100 %");
  });
});

it("the installation's own limits hold instead of ours", () => {
  const at = new Date("2026-08-21T00:27:00Z");
  const subject = { attended: false, reports: 90, createdAt: at, fetchedAt: at, changed: 0, before: null };
  expect(checkGuards(subject, { ...DEFAULT_GUARDS, minReports: 90 })).toBeNull();
  const doubt = checkGuards(subject, { ...DEFAULT_GUARDS, minReports: 91 });
  expect(doubt).toEqual({ kind: "too-few", reports: 90, expected: 91 });
});
