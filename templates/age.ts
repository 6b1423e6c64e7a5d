import { measureAge } from "../src/domain/age.ts";
import type { Strings } from "./strings/sv.ts";

/** `36 timmar`, `5 dagar`, `ungefär 3 månader`: what is rounded says so. */
export function describeAge(hours: number, t: Strings): string {
  const { unit, count } = measureAge(hours);
  return unit === "hours" && count === 0 ? t.age.none : t.age[unit](count);
}
