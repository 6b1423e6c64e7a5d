import { markRoles, regionsOf, rolesIn, type Account, type Grant, type Role } from "./account.ts";
import { OPERATIONS } from "./region.ts";

/** Stands for the mailbox: nobody else has seen the link. */
export const OWNER = "owner";

/** An account with what decides who may give it a role. */
export interface KnownAccount {
  readonly account: Account;
  /** Whether it signs in with a password of its own; then its roles are given here, not by a provider. */
  readonly local: boolean;
  /** By whose word it has its password: a region's code, the operations', `OWNER`, or null where nobody knows. */
  readonly vouchedBy: string | null;
  /** Roles that wait until the owner has used a link that came by mail. */
  readonly pending: readonly Grant[];
}

export interface RoleWish {
  readonly regionCode: string;
  /** In place of any it has there, or none when null. */
  readonly role: Role | null;
  /** Whether it is to have none there yet; null when either will do. */
  readonly isNew: boolean | null;
  /** What the page showed of the account there (`markRoles`); undefined when no page did. */
  readonly seen: string | undefined;
  /** On whose word: the region's, or the operations'. */
  readonly word: string;
}

export type RoleRefusal = "unknown" | "provider" | "disabled" | "has-role" | "changed" | "nation";

/** What a wish comes to. */
export type RoleStep =
  | { readonly kind: "refused"; readonly why: RoleRefusal }
  | { readonly kind: "nothing" | "take-back" }
  /** The role waits for its owner. */
  | { readonly kind: "offer"; readonly role: Role }
  | {
      readonly kind: "write";
      readonly before: readonly Role[];
      /** Somebody else must administer the region afterwards. */
      readonly endsAdmin: boolean;
    };

export function decideRole(known: KnownAccount, wish: RoleWish): RoleStep {
  const why = refuseRole(known, wish);
  if (why !== null) return { kind: "refused", why };
  const { role, regionCode, word } = wish;
  const before = rolesIn(known.account.grants, regionCode);
  if (before.length === 1 && before[0] === role) return { kind: "nothing" };
  if (before.length > 0) {
    const isAdmin = known.account.state === "active" && before.includes("region-admin");
    return { kind: "write", before, endsAdmin: isAdmin && role !== "region-admin" };
  }
  if (role === null) return { kind: "take-back" };
  if (word !== OPERATIONS.code && isOfNation(known)) return { kind: "refused", why: "nation" };
  const begins = rolesIn(known.pending, regionCode).length === 0 && isTrusted(known, word);
  return begins ? { kind: "write", before, endsAdmin: false } : { kind: "offer", role };
}

function refuseRole(
  { account, local, pending }: KnownAccount,
  { regionCode, role, isNew, seen }: RoleWish,
): RoleRefusal | null {
  if (!local) return "provider";
  if (role !== null && account.state === "disabled") return "disabled";
  const isKnown = rolesIn([...account.grants, ...pending], regionCode).length > 0;
  if (isKnown && isNew === true) return "has-role";
  const mayBegin = isNew ?? role !== null;
  if (!isKnown && !mayBegin) return "unknown";
  const isSeen = seen === undefined || seen === markRoles({ held: account.grants, offered: pending }, regionCode);
  return isSeen ? null : "changed";
}

/** Why nobody from that region, or nobody at all when it is null, changes what the account signs in with. */
export function refuseKeeper({ account, local, pending }: KnownAccount, regionCode: string | null): RoleRefusal | null {
  if (regionCode !== null && rolesIn([...account.grants, ...pending], regionCode).length === 0) return "unknown";
  return local ? null : "provider";
}

/**
 * Whether a role may begin at once: whoever made the account's password is who gives it. A password that was made on
 * another region's word may be known there, and would open this region's desk too.
 */
function isTrusted(known: KnownAccount, word: string): boolean {
  if (word === OPERATIONS.code) return known.vouchedBy === OPERATIONS.code || known.vouchedBy === OWNER;
  return known.vouchedBy === word && isWithin(known, [word]);
}

/** Whether it has a role of the nation, or is offered one: such an account is the operations' alone. */
function isOfNation({ account, pending }: KnownAccount): boolean {
  return rolesIn([...account.grants, ...pending], OPERATIONS.code).length > 0;
}

/** Whether all its roles, and those that wait, are in those regions. */
export function isWithin({ account, pending }: KnownAccount, regionCodes: readonly string[]): boolean {
  return [...account.grants, ...pending].every(({ regionCode }) => regionCodes.includes(regionCode));
}

/** The other regions that a role concerns: where the account has one or is offered one, and whose word its password is. */
export function listOthers({ account, pending, vouchedBy }: KnownAccount, regionCode: string): string[] {
  const codes = regionsOf([...account.grants, ...pending]);
  const vouched = vouchedBy === null || vouchedBy === OWNER ? [] : [vouchedBy];
  return [...new Set([...codes, ...vouched])].filter((code) => code !== regionCode).toSorted();
}

/** A one-time link, as to who has seen it and what it was made for. */
export interface LinkOrigin {
  readonly vouchedBy: string | null;
  /** The only regions in which the account may have roles when it is used; null for all. */
  readonly within: readonly string[] | null;
}

/** Whether a link still opens the account: one that somebody else has seen opens nothing that they could not give. */
export function mayOpen({ vouchedBy, within }: LinkOrigin, { account, pending }: KnownAccount): boolean {
  if (pending.length > 0 && vouchedBy !== OWNER && vouchedBy !== OPERATIONS.code) return false;
  return within === null || account.grants.every(({ regionCode }) => within.includes(regionCode));
}
