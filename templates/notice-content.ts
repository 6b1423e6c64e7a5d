import type { IsoDate } from "../src/domain/calendar.ts";
import { datePackage } from "../src/domain/case-dates.ts";
import type { NoticeFact, PackageFact } from "../src/domain/message.ts";
import { isOpen } from "../src/domain/notice.ts";
import type { ContentItem, ContentLine } from "./content.ts";
import { describeEnd, describeNoticeDates } from "./dates-content.ts";
import type { Strings } from "./strings/sv.ts";
import { cleanLine } from "./text.ts";

/** What a notice says: when, which packages, which no longer, and why when that is public. */
export function describeNotice(notice: NoticeFact, on: IsoDate, t: Strings): ContentItem {
  const packages = notice.packages.map((pack) => ({ pack, ...datePackage(pack, on) }));
  const open = packages.filter(({ status }) => isOpen(status));
  const cause = describeCause(notice.causeCategory, t);
  const named = (label: string, status: string) =>
    listPackages(
      label,
      packages.filter((one) => one.status === status).map(({ pack }) => describeClosed(pack, on, t)),
      t,
    );
  return {
    title: [notice.productName, notice.holder].map(cleanLine).filter(Boolean).join(" – ") || t.unknownMedicine,
    lines: [
      ...groupPackages(notice, on, t).flatMap(({ dates, end, packages: members }) => [
        ...[dates, end].flatMap((text) => (text === null ? [] : [{ label: null, text }])),
        ...listPackages(t.packages, members.map(describePackage), t),
      ]),
      ...(open.length === 0
        ? []
        : [
            ...named(notice.type === "shortage" ? t.backPackages : t.closedPackages, "ended"),
            ...named(t.unaffectedPackages, "withdrawn"),
          ]),
      ...(cause === null ? [] : [{ label: t.cause, text: cause }]),
    ],
  };
}

/** Items of one name as one: a product may stand in several reports. */
export function mergeItems(items: readonly ContentItem[]): ContentItem[] {
  return [...Map.groupBy(items, ({ title }) => title)].map(([title, members]) => {
    const lines = members.flatMap((item) => item.lines);
    return { title, lines: [...new Map(lines.map((line) => [JSON.stringify(line), line])).values()] };
  });
}

/** Packages of a notice of which the same is said. */
export interface PackageGroup {
  readonly dates: string | null;
  /** The end that some sources give for what leaves the market. */
  readonly end: string | null;
  readonly packages: readonly PackageFact[];
}

/** The packages that are open, or all when none is, by what is said of them on a day. */
export function groupPackages(notice: NoticeFact, on: IsoDate, t: Strings): PackageGroup[] {
  const packages = notice.packages.map((pack) => {
    const { status, end } = datePackage(pack, on);
    const told = notice.type === "cessation" && isOpen(status) && end !== null;
    return {
      pack,
      open: isOpen(status),
      dates: describeNoticeDates([{ ...notice, packages: [pack] }], on, t),
      end: told ? t.cessationEnd(describeEnd(end, on, t)) : null,
    };
  });
  const shown = packages.some(({ open }) => open) ? packages.filter(({ open }) => open) : packages;
  const groups = Map.groupBy(shown, ({ dates, end }) => JSON.stringify([dates, end]));
  return [...groups.values()].flatMap((members) =>
    members.slice(0, 1).map(({ dates, end }) => ({ dates, end, packages: members.map(({ pack }) => pack) })),
  );
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

function describeClosed(pack: PackageFact, on: IsoDate, t: Strings): string {
  const name = describePackage(pack);
  const since = datePackage(pack, on).status === "ended" ? pack.actualEnd : null;
  return since === null ? name : `${name} (${t.closedOn(t.date(since, on))})`;
}

function describeCause(category: string | null, t: Strings): string | null {
  return category !== null && Object.hasOwn(t.causes, category) ? (t.causes[category] ?? null) : null;
}
