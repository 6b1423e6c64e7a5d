import { z } from "zod";
import { fitsRegion, ROLES, type Grant } from "./account.ts";
import { cleanLine, clipText } from "./clean-text.ts";
import { OPERATIONS, REGIONS } from "./region.ts";

const grantSchema = z
  .strictObject({
    region: z.enum([OPERATIONS.code, ...REGIONS.map(({ code }) => code)]),
    role: z.enum(ROLES),
  })
  .transform(({ region, role }): Grant => ({ regionCode: region, role }))
  .refine(fitsRegion);

/** How what a provider claims of somebody becomes an account: the names of its claims, and roles by a claim's values. */
export const claimMapSchema = z.strictObject({
  claim: z.string().min(1),
  roles: z.record(z.string().min(1), z.array(grantSchema).nonempty()),
  email: z.string().min(1).default("email"),
  name: z.string().min(1).default("name"),
});

export type ClaimMap = z.infer<typeof claimMapSchema>;

/** Somebody as a provider knows them. Issuer and subject together never change; an e-mail address may. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  /** Lower case; null when the provider tells none that can be used. */
  readonly email: string | null;
  readonly name: string | null;
  readonly grants: readonly Grant[];
}

const emailSchema = z.email().max(254);
const MAX_NAME_CHARS = 200;

/** What the claims say by the map. A value that the map does not name gives nothing. */
export function readIdentity(
  map: ClaimMap,
  known: { issuer: string; subject: string; claims: Readonly<Record<string, unknown>> },
): Identity {
  const { issuer, subject, claims } = known;
  const email = emailSchema.safeParse(textAt(claims, map.email)?.trim().toLowerCase());
  const name = cleanLine(textAt(claims, map.name) ?? "");
  const grants = new Map(
    textsAt(claims, map.claim)
      .flatMap((value) => (Object.hasOwn(map.roles, value) ? (map.roles[value] ?? []) : []))
      .map((grant) => [`${grant.regionCode} ${grant.role}`, grant]),
  );
  return {
    issuer,
    subject,
    email: email.success ? email.data : null,
    name: name === "" ? null : clipText(name, MAX_NAME_CHARS),
    grants: [...grants.values()],
  };
}

/** Whether the claims hold all that the map asks for; what is not in the token a provider may tell when asked. */
export function hasMappedClaims(map: ClaimMap, claims: Readonly<Record<string, unknown>>): boolean {
  return [map.claim, map.email, map.name].every((name) => valueAt(claims, name) !== undefined);
}

function textAt(claims: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = valueAt(claims, name);
  return typeof value === "string" ? value : null;
}

function textsAt(claims: Readonly<Record<string, unknown>>, name: string): string[] {
  const value = valueAt(claims, name);
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string");
}

/** A claim by its name; where there is none of that name, dots lead into nested ones, as in `realm_access.roles`. */
function valueAt(claims: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const part of name.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[part];
  }
  return value;
}
