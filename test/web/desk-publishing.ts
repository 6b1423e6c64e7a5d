import { beforeEach } from "vitest";
import { readOpenCases } from "../../src/db/cases.ts";
import { readLastMessage } from "../../src/db/messages.ts";
import { writePolicy } from "../../src/db/regions.ts";
import { readPageForm } from "./desk-form.ts";
import type { DeskVisitor } from "./desk-visitor.ts";
import { SKANE, type Site } from "./site.ts";

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** Writes in a case's editor and, where it lets one through, answers yes on the page that asks. */
export async function publishAtDesk(visitor: DeskVisitor, caseId: number, over: Fields): Promise<Response> {
  const html = await (await visitor.get(`/cases/${caseId}`)).text();
  const form = { ...readPageForm(html, `/cases/${caseId}/draft`), do: "confirm", ...over };
  const written = await visitor.post(`/cases/${caseId}/draft`, form);
  const asking = written.headers.get("location") ?? "";
  if (!asking.startsWith(`/cases/${caseId}/publish`)) return written;
  const page = await (await visitor.get(asking)).text();
  return visitor.post(`/cases/${caseId}/publish`, readPageForm(page, `/cases/${caseId}/publish`));
}

/** Each test of the file has a case of its own that has no message yet, in a region without rules. */
export function useUntoldCase(findSite: () => Site, begin: (caseId: number) => void): void {
  let unused: number[] | undefined;
  beforeEach(async () => {
    const { db } = findSite();
    unused ??= (await readOpenCases(db, SKANE)).map(({ id }) => id);
    let caseId: number;
    do caseId = unused.pop() ?? 0;
    while ((await readLastMessage(db, caseId)) !== null);
    await writePolicy(db, { regionCode: SKANE, policy: { rules: [] } });
    begin(caseId);
  });
}
