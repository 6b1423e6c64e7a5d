import { describe, expect, it } from "vitest";
import { markRoles, type Grant, type Role } from "../../src/domain/account.ts";
import {
  decideRole,
  isWithin,
  listOthers,
  mayOpen,
  OWNER,
  refuseKeeper,
  type KnownAccount,
  type RoleStep,
  type RoleWish,
} from "../../src/domain/role-change.ts";
import { grant, HALLAND, NATION, SKANE } from "../support/grants.ts";

interface KnownOver extends Partial<Omit<KnownAccount, "account">> {
  readonly grants?: readonly Grant[];
  readonly state?: "active" | "disabled";
}

function makeKnown({ grants = [], state = "active", ...over }: KnownOver = {}): KnownAccount {
  const account = { id: 1, email: "anna@region.example", name: "Anna", state, grants };
  return { account, local: true, vouchedBy: SKANE, pending: [], ...over };
}

function decide(known: KnownOver, wish: Partial<RoleWish> = {}): RoleStep {
  const asked: RoleWish = { regionCode: SKANE, role: "curator", isNew: null, seen: undefined, word: SKANE, ...wish };
  return decideRole(makeKnown(known), asked);
}

describe("a role that is given", () => {
  it("begins at once when the giver made the account's password and it has a role nowhere else", () => {
    expect(decide({})).toEqual({ kind: "write", before: [], endsAdmin: false });
  });

  it.each<[string, KnownOver]>([
    ["another region made its password", { vouchedBy: HALLAND }],
    ["nobody knows who did", { vouchedBy: null }],
    ["its owner did", { vouchedBy: OWNER }],
    ["it has a role in another region", { grants: [grant("reader", HALLAND)] }],
    ["it is offered one in another region", { pending: [grant("reader", HALLAND)] }],
    ["it is offered one here already", { pending: [grant("reader")] }],
  ])("waits for its owner when %s", (_name, known) => {
    expect(decide(known)).toEqual({ kind: "offer", role: "curator" });
  });

  it.each([
    [NATION, { kind: "write", before: [], endsAdmin: false }],
    [OWNER, { kind: "write", before: [], endsAdmin: false }],
    [SKANE, { kind: "offer", role: "curator" }],
    [null, { kind: "offer", role: "curator" }],
  ])("by the operations begins at once when the password is of %s: else it waits", (vouchedBy, step) => {
    expect(decide({ vouchedBy, grants: [grant("reader", HALLAND)] }, { word: NATION })).toEqual(step);
  });

  it("to an account of the nation is for the operations alone", () => {
    const refused = { kind: "refused", why: "nation" };
    expect(decide({ grants: [grant("analyst", NATION)] })).toEqual(refused);
    expect(decide({ pending: [grant("analyst", NATION)] })).toEqual(refused);
    expect(decide({ grants: [grant("analyst", NATION)], vouchedBy: OWNER }, { word: NATION })).toMatchObject({
      kind: "write",
    });
  });

  it.each<[string, KnownOver, Partial<RoleWish>, RoleStep]>([
    ["comes from a provider", { local: false }, {}, { kind: "refused", why: "provider" }],
    ["is disabled", { state: "disabled" }, {}, { kind: "refused", why: "disabled" }],
    ["has one there", { grants: [grant("reader")] }, { isNew: true }, { kind: "refused", why: "has-role" }],
    ["is offered one there", { pending: [grant("reader")] }, { isNew: true }, { kind: "refused", why: "has-role" }],
    ["should have one there and has none", {}, { isNew: false }, { kind: "refused", why: "unknown" }],
    ["has none there to take away", {}, { role: null }, { kind: "refused", why: "unknown" }],
  ])("is refused when the account %s", (_name, known, wish, step) => {
    expect(decide(known, wish)).toEqual(step);
  });

  it("is refused when the page showed something else", () => {
    const grants = [grant("reader")];
    const seen = markRoles({ held: grants, offered: [] }, SKANE);
    expect(decide({ grants }, { seen })).toMatchObject({ kind: "write" });
    expect(decide({ grants }, { seen: "" })).toEqual({ kind: "refused", why: "changed" });
    expect(decide({ grants, pending: grants }, { seen })).toEqual({ kind: "refused", why: "changed" });
  });
});

describe("a role that is changed or taken away", () => {
  it("is written at once, with what was there before", () => {
    expect(decide({ grants: [grant("reader"), grant("approver", HALLAND)] })).toEqual({
      kind: "write",
      before: ["reader"],
      endsAdmin: false,
    });
    expect(decide({ grants: [grant("reader")] }, { role: null })).toEqual({
      kind: "write",
      before: ["reader"],
      endsAdmin: false,
    });
    expect(decide({ grants: [grant("reader")], state: "disabled" }, { role: null })).toMatchObject({ kind: "write" });
  });

  it("is nothing when it is the same, unless there were several", () => {
    expect(decide({ grants: [grant("curator")] })).toEqual({ kind: "nothing" });
    expect(decide({ grants: [grant("curator"), grant("reader")] })).toMatchObject({ before: ["curator", "reader"] });
  });

  it("is taken back when it was only offered", () => {
    expect(decide({ pending: [grant("reader")] }, { role: null })).toEqual({ kind: "take-back" });
  });

  it.each<[KnownOver, Role | null, boolean]>([
    [{ grants: [grant("region-admin")] }, null, true],
    [{ grants: [grant("region-admin")] }, "reader", true],
    [{ grants: [grant("region-admin"), grant("reader")] }, "region-admin", false],
    [{ grants: [grant("region-admin")], state: "disabled" }, null, false],
    [{ grants: [grant("approver")] }, "reader", false],
  ])("asks for another administrator when it ends one: %j to %s → %s", (known, role, endsAdmin) => {
    expect(decide(known, { role })).toMatchObject({ kind: "write", endsAdmin });
  });
});

describe("the regions that an account belongs to", () => {
  const both = makeKnown({ grants: [grant("reader")], pending: [grant("reader", HALLAND)] });

  it("are those of all its roles and offers", () => {
    expect(isWithin(both, [SKANE, HALLAND])).toBe(true);
    expect(isWithin(both, [SKANE])).toBe(false);
    expect(isWithin(both, [HALLAND])).toBe(false);
    expect(isWithin(makeKnown(), [])).toBe(true);
  });

  it("besides one are told of its role there, and whose word its password is", () => {
    expect(listOthers(both, SKANE)).toEqual([HALLAND]);
    expect(listOthers(makeKnown({ grants: [grant("reader", "25")], vouchedBy: "01" }), SKANE)).toEqual(["01", "25"]);
    expect(listOthers(makeKnown({ grants: [grant("reader", "25")], vouchedBy: "25" }), SKANE)).toEqual(["25"]);
    expect(listOthers(makeKnown({ vouchedBy: OWNER }), SKANE)).toEqual([]);
    expect(listOthers(makeKnown({ vouchedBy: null }), SKANE)).toEqual([]);
  });
});

it("an account is kept by a region where it has a role or is offered one, and by its provider alone", () => {
  expect(refuseKeeper(makeKnown({ grants: [grant("reader")] }), SKANE)).toBeNull();
  expect(refuseKeeper(makeKnown({ pending: [grant("reader")] }), SKANE)).toBeNull();
  expect(refuseKeeper(makeKnown({ grants: [grant("reader", HALLAND)] }), SKANE)).toBe("unknown");
  expect(refuseKeeper(makeKnown(), null)).toBeNull();
  expect(refuseKeeper(makeKnown({ local: false }), null)).toBe("provider");
});

describe("a one-time link", () => {
  const offered = makeKnown({ pending: [grant("reader")] });
  const held = makeKnown({ grants: [grant("reader")] });

  it.each([
    [OWNER, true],
    [NATION, true],
    [SKANE, false],
    [null, false],
  ])("that came by %s opens an account with a waiting role: %s", (vouchedBy, opens) => {
    expect(mayOpen({ vouchedBy, within: null }, offered)).toBe(opens);
    expect(mayOpen({ vouchedBy, within: null }, held)).toBe(true);
  });

  it("opens nothing beyond the regions that it was made for", () => {
    expect(mayOpen({ vouchedBy: SKANE, within: [SKANE] }, held)).toBe(true);
    expect(mayOpen({ vouchedBy: SKANE, within: [HALLAND] }, held)).toBe(false);
    expect(mayOpen({ vouchedBy: SKANE, within: [] }, makeKnown())).toBe(true);
  });
});
