import { readPageForm } from "./desk-form.ts";
import type { DeskVisitor } from "./desk-visitor.ts";

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
