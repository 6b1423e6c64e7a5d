import { describe, expect, it } from "vitest";
import { carriesLink, type AccountMail } from "../../src/domain/account-mail.ts";
import {
  fitsRegion,
  isAllowed,
  leadingRole,
  listRegions,
  markRoles,
  PERMISSIONS,
  ROLES,
  type Role,
} from "../../src/domain/account.ts";
import { CODE_WAIT_MS, countFailure, isFresh, isPaused, spellCode } from "../../src/domain/second-factor.ts";
import { SWITCH_OFF_MS } from "../../src/domain/second-look.ts";
import { isSessionAlive, SESSION_IDLE_MS, SESSION_MAX_MS } from "../../src/domain/session.ts";
import { FAILURE_WINDOW_MS, hasTooManyFailures, LINK_MS, SIGN_IN_REQUEST_MS } from "../../src/domain/sign-in.ts";
import { readCases } from "../support/case-table.ts";
import { grant, HALLAND, NATION, SKANE } from "../support/grants.ts";

it("a link holds a day, and so does the way out of the second person; a sign-in and its code hold ten minutes", () => {
  expect([LINK_MS, SWITCH_OFF_MS]).toEqual([86_400_000, 86_400_000]);
  expect([SIGN_IN_REQUEST_MS, CODE_WAIT_MS]).toEqual([600_000, 600_000]);
  expect(FAILURE_WINDOW_MS).toBe(900_000);
});

describe("tries to sign in", () => {
  const none = { here: 0, near: 0, all: 0 };
  it.each([
    ["from one network", { ...none, here: 9 }, { ...none, here: 10 }, false],
    ["from the network around it", { ...none, near: 29 }, { ...none, near: 30 }, false],
    ["from all networks", { ...none, all: 99 }, { ...none, all: 100 }, false],
    ["from a browser that is known", { here: 9, near: 30, all: 100 }, { ...none, here: 10 }, true],
  ])("are too many %s from the limit on", (_name, few, many, knownBrowser) => {
    expect(hasTooManyFailures(few, { knownBrowser })).toBe(false);
    expect(hasTooManyFailures(many, { knownBrowser })).toBe(true);
  });
});

describe("wrong codes", () => {
  const now = new Date("2026-08-21T12:00:00Z");
  const before = (ms: number) => new Date(now.getTime() - ms);
  const QUARTER_MS = 15 * 60_000;

  it.each([
    [9, before(0), false],
    [10, before(0), true],
    [11, before(QUARTER_MS - 1), true],
    [10, before(QUARTER_MS), false],
    [10, null, false],
  ])("pause the sign-in after ten of a quarter of an hour: %d, the last at %s → %s", (failures, failedAt, paused) => {
    expect(isPaused({ failures, failedAt }, now)).toBe(paused);
  });

  it("are counted anew when the last was long ago", () => {
    expect(countFailure({ failures: 8, failedAt: before(QUARTER_MS - 1) }, now)).toEqual({
      failures: 9,
      failedAt: now,
      pausesNow: false,
    });
    expect(countFailure({ failures: 9, failedAt: before(1) }, now)).toMatchObject({ failures: 10, pausesNow: true });
    expect(countFailure({ failures: 10, failedAt: before(1) }, now)).toMatchObject({ failures: 11, pausesNow: false });
    expect(countFailure({ failures: 9, failedAt: before(QUARTER_MS) }, now)).toMatchObject({ failures: 1 });
    expect(countFailure({ failures: 9, failedAt: null }, now)).toMatchObject({ failures: 1 });
  });
});

describe("what somebody may do", () => {
  const may: Record<Role, string> = {
    reader: "read",
    curator: "read curate",
    approver: "read curate approve sign",
    "region-admin": "read curate approve sign administer",
    analyst: "analyse",
    operator: "operate",
  };
  it.each(ROLES)("as %s is what the role gives, and only where it is held", (role) => {
    const account = { grants: [grant(role)] };
    expect(PERMISSIONS.filter((permission) => isAllowed(account, permission, SKANE)).join(" ")).toBe(may[role]);
    expect(PERMISSIONS.filter((permission) => isAllowed(account, permission, HALLAND))).toEqual([]);
  });

  it("is never joined from a role here and another there", () => {
    const account = { grants: [grant("reader", SKANE), grant("approver", HALLAND)] };
    expect(isAllowed(account, "approve", SKANE)).toBe(false);
    expect(isAllowed(account, "approve", HALLAND)).toBe(true);
  });

  it("is listed by region, each once, in order, and the nation is no region", () => {
    const account = {
      grants: [grant("curator", "25"), grant("approver", "25"), grant("reader", "01"), grant("operator", NATION)],
    };
    expect(listRegions(account, "read")).toEqual(["01", "25"]);
    expect(listRegions(account, "curate")).toEqual(["25"]);
    expect(listRegions(account, "operate")).toEqual([]);
  });
});

describe("a role", () => {
  it.each([
    ["reader", SKANE, true],
    ["region-admin", SKANE, true],
    ["analyst", SKANE, false],
    ["operator", SKANE, false],
    ["curator", NATION, false],
    ["analyst", NATION, true],
    ["operator", NATION, true],
  ] as const)("%s may be held under %s: %s", (role, regionCode, fits) => {
    expect(fitsRegion({ role, regionCode })).toBe(fits);
  });

  it("that gives the most leads in its region", () => {
    const account = { grants: [grant("approver"), grant("reader"), grant("region-admin", HALLAND)] };
    expect(leadingRole(account, SKANE)).toBe("approver");
    expect(leadingRole(account, HALLAND)).toBe("region-admin");
    expect(leadingRole(account, "01")).toBeNull();
  });
});

describe("what a decision about roles was made on", () => {
  it("is what was held and offered in that region, in whatever order", () => {
    const held = [grant("reader"), grant("approver"), grant("curator", HALLAND)];
    const offered = [grant("region-admin"), grant("reader", HALLAND)];
    expect(markRoles({ held, offered }, SKANE)).toBe("approver, offered region-admin, reader");
    expect(markRoles({ held: held.toReversed(), offered }, SKANE)).toBe(markRoles({ held, offered }, SKANE));
    expect(markRoles({ held: [], offered: [] }, SKANE)).toBe("");
  });

  it("differs when what was offered is held", () => {
    expect(markRoles({ held: [grant("reader")], offered: [] }, SKANE)).not.toBe(
      markRoles({ held: [], offered: [grant("reader")] }, SKANE),
    );
  });
});

it("only an invitation carries a link: no other mail opens an account", () => {
  const invited: AccountMail = { kind: "invited", regionCode: SKANE, role: "reader", by: "Anna", voided: false };
  expect(carriesLink(invited)).toBe(true);
  expect(carriesLink({ kind: "link-made", regionCode: SKANE, by: "Anna" })).toBe(false);
  expect(carriesLink({ kind: "password-changed" })).toBe(false);
});

describe("a session", () => {
  const now = new Date("2026-08-21T12:00:00Z");
  const before = (ms: number) => new Date(now.getTime() - ms);
  it.each([
    ["that was just used", 0, 0, true],
    ["used almost an hour ago", SESSION_IDLE_MS, SESSION_IDLE_MS - 1, true],
    ["not used for an hour", SESSION_IDLE_MS, SESSION_IDLE_MS, false],
    ["in use for almost twelve hours", SESSION_MAX_MS - 1, 0, true],
    ["in use for twelve hours", SESSION_MAX_MS, 0, false],
  ])("%s is alive: begun %d ms ago, used %d ms ago → %s", (_name, begun, used, alive) => {
    expect(isSessionAlive({ createdAt: before(begun), seenAt: before(used) }, now)).toBe(alive);
  });
  it("ends after an hour without use and after twelve hours", () => {
    expect([SESSION_IDLE_MS, SESSION_MAX_MS]).toEqual([3_600_000, 43_200_000]);
  });
});

describe("who proved a short while ago who they are", () => {
  const now = new Date("2026-08-21T12:00:00Z");
  it.each([
    ["2026-08-21T11:50:00.001Z", true],
    ["2026-08-21T11:50:00.000Z", false],
    ["2026-08-21T12:00:00.000Z", true],
  ])("at %s: %s", (at, fresh) => {
    expect(isFresh(new Date(at), now)).toBe(fresh);
  });
  it("is nobody who never did", () => {
    expect(isFresh(null, now)).toBe(false);
  });
});

it.each(
  readCases(`
    " 123 456" → "123456"
    １２３４５６ → "123456"
    ABCD-efgh → abcdefgh
    ab\u00A0cd\tef → abcdef
  `),
)("a code typed as %j is %s", (typed, code) => {
  expect(spellCode(typed)).toBe(code);
});
