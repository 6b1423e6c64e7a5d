import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { claimMapSchema, hasMappedClaims, readIdentity } from "../../src/domain/claim-map.ts";
import { findPasswordFault, normalizePassword } from "../../src/domain/password.ts";
import { parseReturnPath } from "../../src/domain/return-path.ts";

describe("the way back after a sign-in", () => {
  it.each([
    "/",
    "/inbox",
    "/inbox/12?sort=age&q=a%20b",
    "/case/7?x=//y",
    "/cases/%2F%2Fevil.example",
    "/loginx",
    `/${"a".repeat(599)}`,
  ])("may be %s", (path) => {
    expect(parseReturnPath(path)).toBe(path);
  });

  it.each([
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "/.//evil.example",
    "/x/..//evil.example",
    "/%2e//evil.example",
    "javascript:alert(1)",
    "evil.example",
    "",
    "/login",
    "/login/link/abc",
    "/x/../login?return=/login",
    `/${"a".repeat(600)}`,
    "/login/",
    "/a b",
    "/a\u007f",
    null,
    undefined,
  ])("may not be %j", (path) => {
    expect(parseReturnPath(path)).toBeNull();
  });

  it("never leads to another host, whatever is asked for", () => {
    const pieces = constantFrom(
      "/",
      "\\",
      ".",
      "..",
      "%2e",
      "%2f",
      "%5c",
      "\t",
      "\n",
      " ",
      "@",
      ":",
      "?",
      "#",
      "http:",
      "evil",
    );
    assert(
      property(array(pieces, { maxLength: 8 }), (parts) => {
        const path = parseReturnPath(`/${parts.join("")}`);
        if (path !== null) expect(new URL(path, "https://here.example").origin).toBe("https://here.example");
      }),
    );
  });
});

describe("a password", () => {
  const email = "anna.ek@skane.example";
  it.each([
    "fyra gröna tåg",
    "correct horse battery",
    "xK3#vQ9!mZ7w",
    "Ett-hus-vid-sjön",
    "😀🐘🚂🌧️ regnar nu",
    "xyzåäözyxzyxåäö",
    "hejhejhejhejabcdef",
    "sommaren 2026 x",
  ])("may be %s", (password) => {
    expect(findPasswordFault(password, email)).toBeNull();
  });

  it.each([
    ["elva tecken", "short"],
    ["😀🐘🚂🌧", "short"],
    ["a".repeat(100) + "bcdefg".repeat(20), "long"],
    ["mitt anna.ek lösen", "personal"],
    ["xx Anna.Ek@Skane.Example xx", "personal"],
    ["aaaaaaaaaaaa", "common"],
    ["abababababab", "common"],
    ["a".repeat(200), "common"],
    ["abc".repeat(67), "long"],
    ["abcdefabcdefabcde", "common"],
    ["klmnopqrstuvwxy", "common"],
    ["ABCDEFGHIJKLM", "common"],
    ["sommaren 2026 !", "common"],
    ["hejhejhejhej", "common"],
    ["123456789012", "common"],
    ["210987654321", "common"],
    ["qwertyuiopåa", "common"],
    ["password1234", "common"],
    ["Lösenord2026!", "common"],
    ["Sommaren2026", "common"],
    ["Restsignal-12", "common"],
    ["Apotekare1234!", "common"],
  ])("is refused when it is %s: %s", (password, fault) => {
    expect(findPasswordFault(normalizePassword(password), email)).toBe(fault);
  });

  it.each([
    ["anna-ek-2026-2026", "anna.ek@skane.example", "Anna Ek", "personal"],
    ["Anna.Skane.2026!", "anna.ek@skane.example", "Anna Ek", "personal"],
    ["Lindqvist 2026!!", "al@skane.example", "Anna Lindqvist", "personal"],
    ["Lindqvist sjunger", "al@skane.example", "Anna Lindqvist", null],
    ["min bil heter abc", "abc@skane.example", "", null],
    ["min bil heter abcd", "abcd@skane.example", "", "personal"],
    ["a b 2026 2026 cd", "x@y.example", "A B", null],
  ])("is not made of one's own names alone: %s of %s, %s", (password, address, name, fault) => {
    expect(findPasswordFault(password, address, name)).toBe(fault);
  });

  it("is the same however the keyboard puts the dots on its letters", () => {
    expect(normalizePassword("fyra gro\u0308na ta\u030Ag")).toBe(normalizePassword("fyra gröna tåg"));
  });
});

describe("what a provider claims", () => {
  const roles = {
    a: [{ region: "12", role: "curator" }],
    b: [
      { region: "12", role: "curator" },
      { region: "00", role: "analyst" },
    ],
  };
  const map = claimMapSchema.parse({ claim: "realm.groups", roles });
  const read = (claims: Record<string, unknown>, over = map) =>
    readIdentity(over, { issuer: "https://idp.example", subject: "1", claims });

  it("gives each role once, from one value or several, by plain name or within another claim", () => {
    const curator = { regionCode: "12", role: "curator" };
    expect(read({ realm: { groups: "a" } }).grants).toEqual([curator]);
    expect(read({ "realm.groups": ["a", "b"], realm: { groups: "x" } }).grants).toEqual([
      curator,
      { regionCode: "00", role: "analyst" },
    ]);
  });

  it("finds claims whose own names hold dots, by their name or by the names on the way", () => {
    const curator = [{ regionCode: "12", role: "curator" }];
    const by = (claim: unknown, claims: Record<string, unknown>) =>
      read(claims, claimMapSchema.parse({ claim, roles })).grants;
    const address = "https://idp.example/claims.role";
    expect(by(address, { [address]: ["a"] })).toEqual(curator);
    expect(by([address], { [address]: "a" })).toEqual(curator);
    expect(by("resource_access.my.client.roles", { resource_access: { "my.client": { roles: ["a"] } } })).toEqual(
      curator,
    );
    expect(
      by(["resource_access", "my.client", "roles"], { resource_access: { "my.client": { roles: ["a"] } } }),
    ).toEqual(curator);
    // A name of a list is taken as it is: its dots lead nowhere.
    expect(by(["realm.groups"], { realm: { groups: ["a"] } })).toEqual([]);
    expect(by("a.b.c", { "a.b": { x: 1 }, a: { "b.c": "a" } })).toEqual(curator);
    expect(by("__proto__.polluted", {})).toEqual([]);
    for (const wrong of ["", [], [""], 7])
      expect(claimMapSchema.safeParse({ claim: wrong, roles }).success).toBe(false);
  });

  it("reads roles that stand in one text, with spaces, commas or semicolons between, but never within an item of a list", () => {
    const curator = { regionCode: "12", role: "curator" };
    const analyst = { regionCode: "00", role: "analyst" };
    for (const text of ["a", "x a", "x,a", " x ; a ", "x\ta\ny", "x, y a"])
      expect(read({ "realm.groups": text }).grants).toEqual([curator]);
    expect(read({ "realm.groups": "b a" }).grants).toEqual([curator, analyst]);
    // Whoever may name a group could write another's name into it.
    expect(read({ "realm.groups": ["my a group", "x,a", "b,"] }).grants).toEqual([]);
    const named = claimMapSchema.parse({
      claim: "dn",
      roles: { "CN=rs 12,OU=Region": roles.a, "Region Skåne": roles.a },
    });
    expect(read({ dn: "CN=rs 12,OU=Region" }, named).grants).toEqual([curator]);
    expect(read({ dn: "Annat, Region Skåne" }, named).grants).toEqual([curator]);
  });

  it.each([
    {},
    { realm: null },
    { realm: { groups: ["constructor", "__proto__", "toString", "A", "a "] } },
    { realm: { groups: [["a"], { a: "a" }, 1, null] } },
    { realm: { groups: { a: true } } },
  ])("gives nothing by %j", (claims) => {
    expect(read(claims).grants).toEqual([]);
  });

  it("has an address only when it is one, and a name without hidden marks", () => {
    expect(read({ email: " Anna@Skane.Example ", name: "Anna\u202E\n Ek" })).toMatchObject({
      email: "anna@skane.example",
      name: "Anna Ek",
    });
    expect(read({ email: "anna", name: "" })).toMatchObject({ email: null, name: null });
    expect(read({ email: ["anna@skane.example"], name: 7 })).toMatchObject({ email: null, name: null });
  });

  it("is whole when it holds every claim of the map", () => {
    expect(hasMappedClaims(map, { email: "x", name: "y", realm: { groups: [] } })).toBe(true);
    expect(hasMappedClaims(map, { email: "x", name: "y" })).toBe(false);
  });
});
