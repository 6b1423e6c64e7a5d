import type { Notice } from "../../src/domain/notice.ts";
import { makeEntry, makeNotice, makePackage } from "./builders.ts";
import type { Scene } from "./scene.ts";

export const ongoing = makeNotice();
export const ended = makeNotice({ packages: [makePackage({ ended: "2026-08-20" })] });
/** Another product of the same substance, so that a case has two notices. */
export const siblingOver = {
  reportId: "report-2",
  nplId: "20990000000028",
  productName: "Meronem 500 mg Injektionsvätska",
};
export const sibling = makeNotice(siblingOver);

/** Takes the first day's notices in as a baseline with a list of one entry. */
export async function beginCase(scene: Scene, ...notices: Notice[]): Promise<void> {
  await scene.takeList([makeEntry()]);
  await scene.ingest({ at: "2026-08-20", notices });
}
