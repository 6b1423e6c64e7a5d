import type { Grant, Role } from "../../src/domain/account.ts";

export const SKANE = "12";
export const HALLAND = "13";
export const NATION = "00";

export function grant(role: Role, regionCode = SKANE): Grant {
  return { role, regionCode };
}
