import type { IsoDate } from "../src/domain/calendar.ts";
import { datePackage } from "../src/domain/case-dates.ts";
import type { NoticeFact, PackageFact } from "../src/domain/message.ts";
import { isOpen, type PackageStatus } from "../src/domain/notice.ts";
import type { ContentItem, ContentLine } from "./content.ts";
import { describeEnd, describeNoticeDates, sayYears } from "./dates-content.ts";
import type { Strings } from "./strings/sv.ts";
import { cleanLine } from "./text.ts";

/** What a notice says: when, which packages, which no longer, and why when that is public. */
export function describeNotice(notice: NoticeFact, on: IsoDate, t: Strings): ContentItem {
  const groups = groupPackages(notice, on, t);
  const open = groups.filter((group) => group.open);
  const cause = describeCause(notice.causeCategory, t);
  return {
    title: [notice.productName, notice.holder].map(cleanLine).filter(Boolean).join(" – ") || t.unknownMedicine,
    lines: [
      ...(open.length > 0 ? open : groups).flatMap(({ dates, end, packages }) => [
        ...[dates, end].flatMap((text) => (text === null ? [] : [{ label: null, text }])),
        ...listPackages(open.length > 0 ? t.packages : t.closedPackages, packages.map(describePackage), t),
      ]),
      ...(open.length > 0 ? describeClosed(notice, on, t) : []),
      ...(cause === null ? [] : [{ label: t.cause, text: cause }]),
    ],
  };
}

/** The packages that are over while others of the notice are open. */
function describeClosed(notice: NoticeFact, on: IsoDate, t: Strings): ContentLine[] {
  const named = (status: PackageStatus) =>
    notice.packages
      .filter((pack) => datePackage(pack, on).status === status)
      .map((pack) => {
        const since = status === "ended" ? pack.actualEnd : null;
        return since === null ? describePackage(pack) : `${describePackage(pack)} (${t.closedOn(t.date(since, on))})`;
      });
  return [
    ...listPackages(notice.type === "shortage" ? t.backPackages : t.closedPackages, named("ended"), t),
    ...listPackages(t.unaffectedPackages, named("withdrawn"), t),
  ];
}

/**
 * A product may stand in several reports. Those that differ in their packages alone are told as one, so that each date
 * stands once and no package stands under the date of another.
 */
export function mergeNotices(notices: readonly NoticeFact[]): NoticeFact[] {
  const alike = Map.groupBy(notices, ({ productName, holder, type, vanished, causeCategory, source }) =>
    JSON.stringify([cleanLine(productName), cleanLine(holder), type, vanished, causeCategory, source ?? null]),
  );
  return [...alike.values()].flatMap((members) =>
    members.slice(0, 1).map((notice) => ({ ...notice, packages: members.flatMap(({ packages }) => packages) })),
  );
}

/** Items of one name under it once. Their lines stay apart: what follows a date belongs to it. */
export function mergeItems(items: readonly ContentItem[]): ContentItem[] {
  return [...Map.groupBy(items, ({ title }) => title)].map(([title, members]) => ({
    title,
    lines: members.flatMap((item) => item.lines),
  }));
}

/** Packages of a notice of which the same is said. */
export interface PackageGroup {
  readonly open: boolean;
  readonly dates: string | null;
  /** The end that some sources give for what leaves the market. */
  readonly end: string | null;
  readonly packages: readonly PackageFact[];
}

/** The packages by what is said of them on a day, the open ones first. */
export function groupPackages(notice: NoticeFact, on: IsoDate, t: Strings): PackageGroup[] {
  const packages = notice.packages.map((pack) => {
    const { status, start, end } = datePackage(pack, on);
    const told = notice.type === "cessation" && isOpen(status) && end !== null;
    return {
      pack,
      open: isOpen(status),
      dates: describeNoticeDates([{ ...notice, packages: [pack] }], on, t),
      end: told ? t.cessationEnd(describeEnd(end, sayYears([start, end], on), t)) : null,
    };
  });
  const groups = Map.groupBy(packages, ({ dates, end }) => JSON.stringify([dates, end]));
  return [...groups.values()]
    .flatMap((members) =>
      members
        .slice(0, 1)
        .map(({ open, dates, end }) => ({ open, dates, end, packages: members.map(({ pack }) => pack) })),
    )
    .toSorted((a, b) => Number(b.open) - Number(a.open));
}

/** The names of packages as one text; those of one name are counted. */
export function namePackages(names: readonly string[], t: Strings): string {
  const counts = Map.groupBy(names.filter(Boolean), (name) => name);
  return [...counts].map(([name, { length }]) => (length === 1 ? name : t.samePackages(name, length))).join("; ");
}

export function describePackage(pack: PackageFact): string {
  return cleanLine(pack.description) || cleanLine(pack.nplPackId);
}

function listPackages(label: string, names: readonly string[], t: Strings): ContentLine[] {
  const text = namePackages(names, t);
  return text === "" ? [] : [{ label, text }];
}

function describeCause(category: string | null, t: Strings): string | null {
  return category !== null && Object.hasOwn(t.causes, category) ? (t.causes[category] ?? null) : null;
}
