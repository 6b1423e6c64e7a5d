import { parseReturnPath } from "../../../domain/return-path.ts";
import type { Region } from "../../../domain/region.ts";
import { parseInboxFilter } from "../../desk-parts/inbox-filter.ts";
import { listInboxLines } from "../../desk-parts/inbox-lines.ts";
import type { WebDeps } from "../../web-deps.ts";

/**
 * The case after this one in the inbox as that address shows it, which nobody has begun to write in; null after the last,
 * or when the address is no inbox of the region.
 */
export async function findNextCase(
  deps: Pick<WebDeps, "db" | "now">,
  input: { region: Region; accountId: number; caseId: number; returnTo: string },
): Promise<number | null> {
  const { region, accountId, caseId, returnTo } = input;
  const [path, query = ""] = (parseReturnPath(returnTo) ?? "").split("?", 2);
  if (path !== `/inbox/${region.code}`) return null;
  const filter = parseInboxFilter(new URLSearchParams(query));
  const lines = await listInboxLines(deps, { regionCode: region.code, filter, accountId });
  const after = lines.slice(lines.findIndex((line) => line.caseId === caseId) + 1);
  return after.find(({ draft }) => draft === null)?.caseId ?? null;
}
