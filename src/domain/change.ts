import type { IsoDate } from "./calendar.ts";
import { isOpen, isOverdue, noticeStatus, openPackages, type Notice, type Package } from "./notice.ts";

export const CHANGE_KINDS = [
  "announced",
  "started",
  "rescheduled-end",
  "rescheduled-start",
  "widened",
  "narrowed",
  "ended",
  "withdrawn",
  "vanished",
  "reopened",
  "overdue",
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** How often each kind occurs. */
export function countKinds(kinds: readonly ChangeKind[]): Partial<Record<ChangeKind, number>> {
  const counts: Partial<Record<ChangeKind, number>> = {};
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** A change of content in one notice. `from` and `to` hold the date that moved, for the rescheduled kinds. */
export interface Change {
  readonly kind: ChangeKind;
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
}

/** A notice as it stood on a date; `vanished` when the source had stopped listing it while open. */
export interface NoticeState {
  readonly notice: Pick<Notice, "packages" | "type">;
  readonly on: IsoDate;
  readonly vanished: boolean;
}

/**
 * The changes between two states of one notice; none when only words around it moved (`LastUpdated`, causes,
 * information blocks). `before` is null for a notice never seen, `after.notice` is unchanged when only time passed.
 */
export function diffNotice(before: NoticeState | null, after: NoticeState): Change[] {
  const status = noticeStatus(after.notice, after.on);
  if (before === null) return diffNew(status);
  const earlier = noticeStatus(before.notice, before.on);
  if (!isOpen(earlier)) return isOpen(status) ? [plain("reopened")] : [];
  if (!isOpen(status)) return [plain(status === "ended" ? "ended" : "withdrawn")];
  if (after.vanished) return before.vanished ? [] : [plain("vanished")];
  return [...(before.vanished ? [plain("reopened")] : []), ...diffOpen(before, after)];
}

function diffNew(status: ReturnType<typeof noticeStatus>): Change[] {
  if (status === "upcoming") return [plain("announced")];
  if (status === "ongoing") return [plain("started")];
  return [];
}

function diffOpen(before: NoticeState, after: NoticeState): Change[] {
  const wasOpen = openPackages(before.notice, before.on);
  const nowOpen = openPackages(after.notice, after.on);
  const changes: Change[] = [];

  const earlier = noticeStatus(before.notice, before.on);
  const status = noticeStatus(after.notice, after.on);
  if (earlier === "upcoming" && status === "ongoing") changes.push(plain("started"));

  const [startBefore, startAfter] = [earliestStart(wasOpen), earliestStart(nowOpen)];
  if (status === "upcoming" && startBefore !== startAfter)
    changes.push({ kind: "rescheduled-start", from: startBefore, to: startAfter });

  // A shortage that turns into a cessation, or back, promises another end even where no date moved.
  const turned = before.notice.type !== after.notice.type;
  const [endBefore, endAfter] = [latestForecastEnd(wasOpen), latestForecastEnd(nowOpen)];
  if (endBefore !== endAfter || turned) changes.push({ kind: "rescheduled-end", from: endBefore, to: endAfter });

  const wasOpenIds = new Set(wasOpen.map((pack) => pack.nplPackId));
  const nowOpenIds = new Set(nowOpen.map((pack) => pack.nplPackId));
  if (nowOpen.some((pack) => !wasOpenIds.has(pack.nplPackId))) changes.push(plain("widened"));
  if (wasOpen.some((pack) => !nowOpenIds.has(pack.nplPackId))) changes.push(plain("narrowed"));

  const wasOverdue = before.notice.packages.some((pack) => isOverdue(pack, before.on));
  const nowOverdue = after.notice.packages.some((pack) => isOverdue(pack, after.on));
  if (!wasOverdue && nowOverdue) changes.push(plain("overdue"));
  return changes;
}

function plain(kind: ChangeKind): Change {
  return { kind, from: null, to: null };
}

function earliestStart(packs: readonly Package[]): IsoDate | null {
  return packs
    .map((pack) => pack.start.value)
    .reduce<IsoDate | null>((a, b) => (a === null || (b !== null && b < a) ? b : a), null);
}

function latestForecastEnd(packs: readonly Package[]): IsoDate | null {
  return packs
    .map((pack) => pack.forecastEnd.value)
    .reduce<IsoDate | null>((a, b) => (a === null || (b !== null && b > a) ? b : a), null);
}
