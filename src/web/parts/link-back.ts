import { parseReturnPath } from "../../domain/return-path.ts";
import { linkTo } from "../frame/page.ts";
import type { Language } from "../../domain/message.ts";

/** What an address tells of what was done; what an earlier action left there is over. */
const TOLD = ["done", "count", "left", "seal", "ended", "newer", "already", "opened", "closed"];

/** The address an action goes back to: the local path that its form named, or else `fallback`, with what was done. */
export function linkBack(input: {
  readonly language: Language;
  /** What the form sent as `return`: anything at all. */
  readonly returnTo: string;
  readonly fallback: string;
  readonly done: Readonly<Record<string, string>>;
}): string {
  const path = parseReturnPath(input.returnTo) ?? input.fallback;
  const [pathname = path, search = ""] = path.split("?", 2);
  const query = new URLSearchParams(search);
  for (const name of ["lang", ...TOLD]) query.delete(name);
  for (const [name, value] of Object.entries(input.done)) query.set(name, value);
  return linkTo(input.language, pathname, query);
}
