import { linkTo, type Page } from "./page.ts";

/** From a public page to the same case at the desk, for those who may open it there. */
export function DeskLink({ page, regionCode, caseId }: { page: Page; regionCode: string; caseId: number }) {
  if (page.deskRegions?.has(regionCode) !== true) return null;
  return (
    <a class="desk-link" href={linkTo(page.language, `/cases/${caseId}`)}>
      {page.t.desk.openCase}
    </a>
  );
}
