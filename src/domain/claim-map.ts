import { z } from "zod";
import { fitsRegion, ROLES, type Grant } from "./account.ts";
import { cleanLine, clipText } from "./clean-text.ts";
import { parseEmailAddress } from "./email-address.ts";
import { OPERATIONS, REGIONS } from "./region.ts";

const grantSchema = z
  .strictObject({
    region: z.enum([OPERATIONS.code, ...REGIONS.map(({ code }) => code)]),
    role: z.enum(ROLES),
  })
  .transform(({ region, role }): Grant => ({ regionCode: region, role }))
  .refine(fitsRegion);

const claimPathSchema = z.union([z.string().min(1), z.array(z.string().min(1)).nonempty()]);

/**
 * Where a claim stands: its name, in which dots may lead into nested claims (`realm_access.roles`) and may as well be
 * part of a name (`https://idp.example/claims.role`), or the names on the way, each as it is.
 */
type ClaimPath = z.infer<typeof claimPathSchema>;

/** How what a provider claims of somebody becomes an account: the names of its claims, and roles by a claim's values. */
export const claimMapSchema = z.strictObject({
  claim: claimPathSchema,
  roles: z.record(z.string().min(1), z.array(grantSchema).nonempty()),
  email: claimPathSchema.default("email"),
  name: claimPathSchema.default("name"),
});

export type ClaimMap = z.infer<typeof claimMapSchema>;

/** Somebody as a provider knows them. Issuer and subject together never change; an e-mail address may. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  /** As `parseEmailAddress` gives it; null when the provider tells none that can be used. */
  readonly email: string | null;
  readonly name: string | null;
  readonly grants: readonly Grant[];
}

const MAX_NAME_CHARS = 200;

/** What the claims say by the map. A value that the map does not name gives nothing. */
export function readIdentity(
  map: ClaimMap,
  known: { issuer: string; subject: string; claims: Readonly<Record<string, unknown>> },
): Identity {
  const { issuer, subject, claims } = known;
  const name = cleanLine(textAt(claims, map.name) ?? "");
  const grants = new Map(
    valuesAt(claims, map)
      .flatMap((value) => (Object.hasOwn(map.roles, value) ? (map.roles[value] ?? []) : []))
      .map((grant) => [`${grant.regionCode} ${grant.role}`, grant]),
  );
  return {
    issuer,
    subject,
    email: parseEmailAddress(textAt(claims, map.email) ?? ""),
    name: name === "" ? null : clipText(name, MAX_NAME_CHARS),
    grants: [...grants.values()],
  };
}

/** Whether the claims hold all that the map asks for; what is not in the token a provider may tell when asked. */
export function hasMappedClaims(map: ClaimMap, claims: Readonly<Record<string, unknown>>): boolean {
  return [map.claim, map.email, map.name].every((path) => valueAt(claims, path) !== undefined);
}

function textAt(claims: Readonly<Record<string, unknown>>, path: ClaimPath): string | null {
  const value = valueAt(claims, path);
  return typeof value === "string" ? value : null;
}

/**
 * The values of the claim that holds the roles. A single text may hold several, with commas, semicolons or white space
 * between, unless the map names it whole; the items of a list are taken as they are, since anybody may have named a
 * group so that it holds another's name.
 */
function valuesAt(claims: Readonly<Record<string, unknown>>, map: ClaimMap): string[] {
  const value = valueAt(claims, map.claim);
  if (Array.isArray(value)) return value.filter((item) => typeof item === "string");
  if (typeof value !== "string") return [];
  return splitKnown(value, map.roles, [/[,;]/, /\s+/]);
}

/** Split no further than until the map names it: a name of a group may hold what stands between others. */
function splitKnown(text: string, known: ClaimMap["roles"], separators: readonly RegExp[]): string[] {
  const [separator, ...rest] = separators;
  if (separator === undefined || Object.hasOwn(known, text)) return [text];
  return text.split(separator).flatMap((part) => splitKnown(part.trim(), known, rest));
}

/** The claim at the path. Where dots can be read in several ways, the longest name that is there is followed first. */
function valueAt(claims: unknown, path: ClaimPath): unknown {
  if (typeof path === "string") return followDots(claims, path.split("."));
  let value = claims;
  for (const name of path) value = ownValue(value, name);
  return value;
}

function followDots(value: unknown, parts: readonly string[]): unknown {
  if (parts.length === 0) return value;
  for (let taken = parts.length; taken > 0; taken--) {
    const next = ownValue(value, parts.slice(0, taken).join("."));
    const found = next === undefined ? undefined : followDots(next, parts.slice(taken));
    if (found !== undefined) return found;
  }
  return undefined;
}

function ownValue(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
