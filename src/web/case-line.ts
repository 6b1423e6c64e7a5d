import type { Situation, SituationNotice } from "../db/situation.ts";
import type { IsoDate } from "../domain/calendar.ts";
import { isOpen, isOverdue, packageStatus, type Package } from "../domain/notice.ts";

/** A case in one line: what a prescriber scans for. */
export interface CaseLine extends Pick<Situation, "caseId" | "entry" | "lastMessage"> {
  readonly status: "ongoing" | "upcoming";
  /** The earliest start of what is away. */
  readonly start: IsoDate | null;
  /** The latest expected end of the shortages; null when one of them has none, or none is a shortage. */
  readonly end: IsoDate | null;
  /** How much of it leaves the market for good. */
  readonly ceasing: "all" | "some" | "none";
  /** `all`: the latest expected end has passed; `some`: that of a package has. */
  readonly overdue: "all" | "some" | "none";
  /** Names of the products, each once. */
  readonly products: readonly string[];
}

export function summarizeCase({ caseId, entry, lastMessage, notices }: Situation): CaseLine {
  const open = notices.flatMap((notice) => openPackages(notice).map((pack) => ({ notice, pack })));
  const shortages = open.filter(({ notice }) => notice.type !== "cessation");
  const starts = open.map(({ pack }) => pack.start.value).filter((date) => date !== null);
  const ends = shortages.map(({ pack }) => pack.forecastEnd.value).filter((date) => date !== null);
  const end = ends.length < shortages.length ? null : (ends.toSorted().at(-1) ?? null);
  const late = shortages.filter(({ notice, pack }) => isOverdue(pack, notice.asOf));
  const ceasing = open.length - shortages.length;
  return {
    caseId,
    entry,
    lastMessage,
    status: notices.some((notice) => notice.status === "ongoing") ? "ongoing" : "upcoming",
    start: starts.toSorted()[0] ?? null,
    end,
    ceasing: ceasing === 0 ? "none" : shortages.length === 0 ? "all" : "some",
    overdue: late.length === 0 ? "none" : late.length === shortages.length ? "all" : "some",
    // What a pharmacist wrote by hand has no NPL id, so its name tells it apart.
    products: [...new Map(notices.map(({ nplId, productName }) => [nplId || productName, productName])).values()],
  };
}

function openPackages(notice: SituationNotice): Package[] {
  return notice.packages.filter((pack) => isOpen(packageStatus(pack, notice.asOf)));
}
