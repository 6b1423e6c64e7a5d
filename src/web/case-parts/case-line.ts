import type { Situation, SituationNotice } from "../../db/situation.ts";
import type { IsoDate } from "../../domain/calendar.ts";
import type { ExtentGrade } from "../../domain/extent-fact.ts";
import {
  caseKind,
  givenDates,
  summarizeDates,
  type CaseDates,
  type CaseKind,
  type DatedNotice,
} from "../../domain/case-dates.ts";

/** A case in one line: what a prescriber scans for. */
export interface CaseLine extends Pick<Situation, "caseId" | "entry" | "extent" | "lastMessage"> {
  /** As it counts on pages: `unknown` also where it was not measured. */
  readonly grade: ExtentGrade;
  readonly status: "ongoing" | "upcoming";
  readonly kind: CaseKind;
  readonly dates: CaseDates;
  /** The day that the dates are seen from. */
  readonly today: IsoDate;
  /** Names of the products, each once. */
  readonly products: readonly string[];
}

export function summarizeCase({ caseId, entry, extent, lastMessage, notices }: Situation, today: IsoDate): CaseLine {
  const dates = summarizeDates(notices.map(readDates), today);
  return {
    caseId,
    entry,
    extent,
    grade: extent?.grade ?? "unknown",
    lastMessage,
    status: notices.some((notice) => notice.status === "ongoing") ? "ongoing" : "upcoming",
    kind: caseKind(dates),
    dates,
    today,
    // What a pharmacist wrote by hand has no NPL id, so its name tells it apart.
    products: [...new Map(notices.map(({ nplId, productName }) => [nplId || productName, productName])).values()],
  };
}

function readDates({ type, vanished, nplId, productName, packages }: SituationNotice): DatedNotice {
  return { type, vanished, product: nplId || productName, packages: packages.map(givenDates) };
}
