import { OPERATIONS } from "./region.ts";

/** What somebody may be to a region. */
export const REGION_ROLES = ["reader", "curator", "approver", "region-admin"] as const;
/** What somebody may be to the nation: SKR's analyst, and whoever runs Restsignal. Held under the operations' code. */
const NATION_ROLES = ["analyst", "operator"] as const;
export const ROLES = [...REGION_ROLES, ...NATION_ROLES] as const;
export type RegionRole = (typeof REGION_ROLES)[number];
export type Role = (typeof ROLES)[number];

/**
 * `read` a region's desk · `curate` cases, drafts, matches, lists and notes · `approve` what another has written ·
 * `sign` what the region answers SKR · `administer` a region's rules and people · `analyse` the nation's figures, and ask
 * the regions · `operate` sources and people anywhere.
 */
export const PERMISSIONS = ["read", "curate", "approve", "sign", "administer", "analyse", "operate"] as const;
export type Permission = (typeof PERMISSIONS)[number];

const GRANTS: Record<Role, readonly Permission[]> = {
  reader: ["read"],
  curator: ["read", "curate"],
  approver: ["read", "curate", "approve", "sign"],
  "region-admin": ["read", "curate", "approve", "sign", "administer"],
  analyst: ["analyse"],
  operator: ["operate"],
};

/** A role in a region; `regionCode` is the operations' for a role of the nation. */
export interface Grant {
  readonly regionCode: string;
  readonly role: Role;
}

/** Somebody who can sign in. */
export interface Account {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly state: "active" | "disabled";
  readonly grants: readonly Grant[];
}

/** Whether the account may do that in that region; for what concerns the nation, give the operations' code. */
export function isAllowed(account: Pick<Account, "grants">, permission: Permission, regionCode: string): boolean {
  return account.grants.some((grant) => grant.regionCode === regionCode && GRANTS[grant.role].includes(permission));
}

/** Codes of the regions in which the account may do that, each once, in order. */
export function listRegions(account: Pick<Account, "grants">, permission: Permission): string[] {
  return regionsOf(
    account.grants.filter((grant) => grant.regionCode !== OPERATIONS.code && GRANTS[grant.role].includes(permission)),
  );
}

/** What somebody has in a region, or is offered there: a decision about it carries what its page showed. */
export function markRoles(
  { held, offered }: { held: readonly Grant[]; offered: readonly Grant[] },
  regionCode: string,
): string {
  const waiting = rolesIn(offered, regionCode).map((role) => `offered ${role}`);
  return [...rolesIn(held, regionCode), ...waiting].toSorted().join(", ");
}

export function rolesIn(grants: readonly Grant[], regionCode: string): Role[] {
  return grants
    .filter((grant) => grant.regionCode === regionCode)
    .map(({ role }) => role)
    .toSorted();
}

/** Codes of the regions that roles are in, each once, in order. */
export function regionsOf(grants: readonly Grant[]): string[] {
  return [...new Set(grants.map(({ regionCode }) => regionCode))].toSorted();
}

/** Whether a role may be held there: the nation's under the operations' code, all others in a region. */
export function fitsRegion({ role, regionCode }: Grant): boolean {
  return NATION_ROLES.some((name) => name === role) === (regionCode === OPERATIONS.code);
}

/** The role that gives the account the most in the region; null when it has none there. */
export function leadingRole(account: Pick<Account, "grants">, regionCode: string): Role | null {
  const held = ROLES.filter((role) =>
    account.grants.some((grant) => grant.regionCode === regionCode && grant.role === role),
  );
  return held.at(-1) ?? null;
}
