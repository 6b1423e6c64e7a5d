import type { IsoDate } from "../src/domain/calendar.ts";
import type { NoticeFact, PackageFact } from "../src/domain/message.ts";
import { isOpen } from "../src/domain/notice.ts";
import type { ContentItem, ContentLine } from "./content.ts";
import type { Strings } from "./strings/sv.ts";
import { cleanLine } from "./text.ts";

/** A date as readers see it; the last of December is what companies write when they do not know. */
export function describeEnd(end: IsoDate, t: Strings): string {
  return end.endsWith("-12-31") ? t.preliminary(end) : end;
}

/** What a notice says: when, which packages, which no longer, and why when that is public. */
export function describeNotice(notice: NoticeFact, t: Strings): ContentItem {
  const open = notice.packages.filter((pack) => isOpen(pack.status));
  const closed = notice.packages.filter((pack) => !isOpen(pack.status));
  const [shown, rest, label] = open.length > 0 ? [open, closed, t.packages] : [closed, [], t.closedPackages];
  const cause = describeCause(notice.causeCategory, t);
  return {
    title: [notice.productName, notice.holder].map(cleanLine).filter(Boolean).join(" – ") || t.unknownMedicine,
    lines: [
      ...groupByTiming(notice, shown, t).flatMap(({ timing, packages }) => [
        { label: null, text: timing },
        ...listPackages(label, packages.map(describePackage)),
      ]),
      ...listPackages(
        t.closedPackages,
        rest.map((pack) => describeClosed(pack, t)),
      ),
      ...(cause === null ? [] : [{ label: t.cause, text: cause }]),
    ],
  };
}

/** The different from–to phrases of the open packages of several notices, or of all when none is open. */
export function listTimings(notices: readonly NoticeFact[], t: Strings): string[] {
  const packages = notices.flatMap((notice) => notice.packages.map((pack) => ({ notice, pack })));
  const open = packages.filter(({ pack }) => isOpen(pack.status));
  const timings = (open.length > 0 ? open : packages).map(({ notice, pack }) => describeTiming(notice, pack, t));
  return [...new Set(timings)];
}

function groupByTiming(notice: NoticeFact, packages: readonly PackageFact[], t: Strings) {
  const groups = Map.groupBy(packages, (pack) => describeTiming(notice, pack, t));
  return [...groups].map(([timing, members]) => ({ timing, packages: members }));
}

function describeTiming(notice: NoticeFact, pack: PackageFact, t: Strings): string {
  const timing = describeDates(notice, pack, t);
  return notice.vanished ? t.vanished(timing) : timing;
}

function describeDates({ type }: NoticeFact, pack: PackageFact, t: Strings): string {
  const { status, start, overdue } = pack;
  if (status === "withdrawn") return t.timing.withdrawn;
  const words = type === "unknown" ? "other" : type;
  if (status === "ended") {
    const ended = { shortage: t.timing.shortageEnded, cessation: t.timing.cessationEnded, other: t.timing.otherEnded };
    return pack.actualEnd === null ? t.statuses.ended : ended[words](pack.actualEnd);
  }
  const end = pack.forecastEnd === null ? null : describeEnd(pack.forecastEnd, t);
  return t.timing[words]({ status, start, end, overdue });
}

function listPackages(label: string, packages: readonly string[]): ContentLine[] {
  const named = packages.filter((name) => name !== "");
  return named.length === 0 ? [] : [{ label, text: named.join("; ") }];
}

function describePackage(pack: PackageFact): string {
  return cleanLine(pack.description) || cleanLine(pack.nplPackId);
}

function describeClosed(pack: PackageFact, t: Strings): string {
  const how =
    pack.status === "withdrawn" ? t.closedWithdrawn : pack.actualEnd === null ? null : t.closedOn(pack.actualEnd);
  return how === null ? describePackage(pack) : `${describePackage(pack)} (${how})`;
}

function describeCause(category: string | null, t: Strings): string | null {
  return category !== null && Object.hasOwn(t.causes, category) ? (t.causes[category] ?? null) : null;
}
