import { sql } from "kysely";
import type { Db } from "../../src/db/schema.ts";
import { writeDeliveries } from "./deliveries.ts";
import { HABITS } from "./habits.ts";
import { makeNation, tellNotice, type Nation, type YearNotice, type YearSize } from "./nation.ts";
import { insert, type Row } from "./insert-rows.ts";
import { makeReaders } from "./readers.ts";
import {
  fileTime,
  RegionPlay,
  type RegionYear,
  type YearCase,
  type YearLine,
  type YearMessage,
  type YearUpdate,
} from "./regions.ts";
import { writeFalls, writeWork, type Messages } from "./write-work.ts";

/** Forty material changes a day, 21 regions and two thousand subscriptions. */
export const WHOLE_YEAR: YearSize = {
  seed: 2026,
  from: "2026-01-01",
  days: 365,
  changesADay: 40,
  substances: 2_400,
  lines: 260,
  subscriptions: 2_000,
  fits: 25,
};

/** The same kind of year with fewer of everything. */
export const SMALL_YEAR: YearSize = {
  ...WHOLE_YEAR,
  changesADay: 3,
  substances: 200,
  lines: 40,
  subscriptions: 240,
  fits: 20,
};

/** Writes a year's rows straight into their tables, as the services would have left them. */
export async function writeYear(db: Db, size: YearSize): Promise<void> {
  const nation = makeNation(size);
  const regions = playYear(nation, size);
  await db.transaction().execute(async (trx) => {
    await writeSource(trx, nation);
    await writeLists(trx, regions);
    const cases = regions.flatMap((region) => region.cases);
    const caseIds = new Map(cases.map((one, place) => [one, place + 1]));
    await writeCases(trx, { cases, caseIds, nation });
    const messages = cases.flatMap((one) => one.messages).toSorted((a, b) => a.at.getTime() - b.at.getTime());
    const messageIds = new Map(messages.map((one, place) => [one, place + 1]));
    await writeMessages(trx, { messages, messageIds, caseIds, nation });
    await writeUpdates(trx, { cases, caseIds, messageIds, nation });
    await writeWork(trx, { regions, messages, messageIds, caseIds });
    await writeFalls(trx, { regions, messageIds, caseIds });
    const { subscriptions, wishes, consents, questions, headcounts } = makeReaders(nation, size);
    await insert(trx, "subscription", subscriptions);
    await insert(trx, "wish", wishes);
    await insert(trx, "consent", consents);
    await insert(trx, "question", questions);
    await insert(trx, "region_headcount", headcounts);
  });
  await writeDeliveries(db, size.fits);
  await goOnNumbering(db);
}

function playYear(nation: Nation, size: YearSize): RegionYear[] {
  const library = new Map<string, YearMessage[]>();
  const plays = HABITS.map((habit) => new RegionPlay({ habit, nation, size, library }));
  const open = new Set<YearNotice>(nation.notices.filter(({ firstDay }) => firstDay === 0));
  for (let day = 0; day < size.days; day += 1) {
    for (const play of plays) play.playDay(day, [...open]);
    for (const { notice, kind } of nation.changes[day] ?? [])
      if (kind === "ended" || kind === "withdrawn" || day === nation.retractedDay) open.delete(notice);
      else open.add(notice);
  }
  return plays.map((play) => play.end());
}

async function writeSource(trx: Db, nation: Nation): Promise<void> {
  const end = nation.dates.at(-1) ?? "";
  const snapshots = nation.dates.map((asOf, day) => ({
    id: day + 1,
    source: "lakemedelsverket",
    fetched_at: fileTime(nation, day).toISOString(),
    created_at: fileTime(nation, day).toISOString(),
    as_of: asOf,
    sha256: `file-${day + 1}`,
    byte_count: 1,
    status: day === nation.retractedDay ? "retracted" : "accepted",
    baseline: day === 0,
    report_count: 1,
    notice_count: 1,
    package_count: 1,
    warnings: [],
    warning_count: 0,
    unknown_count: 0,
  }));
  await insert(trx, "snapshot", snapshots);
  const notices = nation.notices.map((notice) => ({
    id: notice.id,
    source: "lakemedelsverket",
    report_id: `year-${notice.id}`,
    npl_id: String(20_990_000_000_000 + notice.id),
    product_name: `Exemplum ${notice.id} 10 mg Tablett`,
    atc: notice.substance.atc,
    status: notice.isOpen ? "ongoing" : "ended",
    vanished: false,
    content: tellNotice(notice, end),
    content_hash: `notice-${notice.id}`,
    first_seen_at: fileTime(nation, notice.firstDay).toISOString(),
    changed_snapshot_id: notice.firstDay + 1,
    use: "facts",
  }));
  await insert(trx, "notice", notices);
}

function tellLine({ key, substance, priority, category }: YearLine, row: number): Row {
  return {
    key,
    row,
    atc: substance.atc,
    emdn: null,
    substance: substance.name,
    formGroup: "oral",
    strength: null,
    priority,
    category,
    stockDays: null,
    standingAdvice: null,
    areas: [],
    careSetting: null,
    own: [],
  };
}

async function writeLists(trx: Db, regions: readonly RegionYear[]): Promise<void> {
  const lists = regions.flatMap((region) =>
    region.lists.map((list, place) => ({ ...list, isLast: place === region.lists.length - 1 })),
  );
  const versions = lists.map(({ regionCode, takenAt, isLast }, place) => ({
    id: place + 1,
    region_code: regionCode,
    imported_at: takenAt.toISOString(),
    file_name: "lista.csv",
    active: isLast,
    taken_at: takenAt.toISOString(),
    imported_by: `curator@region-${regionCode}.example`,
  }));
  await insert(trx, "list_version", versions);
  const entries = lists.flatMap(({ lines }, version) =>
    lines.map((line, row) => {
      const { formGroup, strength, key, atc, substance, priority, category } = {
        ...line,
        ...line.substance,
        formGroup: "oral",
        strength: null,
        substance: line.substance.name,
      };
      return { version_id: version + 1, key, row, atc, substance, form_group: formGroup, strength, priority, category };
    }),
  );
  const filled = entries.map((entry, place) => ({ id: place + 1, ...entry, areas: [], own: [] }));
  await insert(trx, "list_entry", filled);
}

interface Cases {
  readonly cases: readonly YearCase[];
  readonly caseIds: ReadonlyMap<YearCase, number>;
  readonly nation: Nation;
}

async function writeCases(trx: Db, { cases, caseIds }: Cases): Promise<void> {
  const written = cases.map((one) => {
    const spell = one.spells.at(-1);
    return {
      id: caseIds.get(one),
      region_code: one.regionCode,
      entry_key: one.line.key,
      entry: tellLine(one.line, 1),
      status: spell?.closedAt === null ? "open" : "closed",
      opened_at: spell?.openedAt.toISOString(),
      closed_at: spell?.closedAt?.toISOString() ?? null,
    };
  });
  await insert(trx, "region_case", written);
  // The database has noted the last time that each was open; the earlier ones come with it.
  await sql`delete from case_spell`.execute(trx);
  const spells = cases.flatMap((one) =>
    one.spells.map(({ openedAt, closedAt }) => ({
      case_id: caseIds.get(one),
      opened_at: openedAt,
      closed_at: closedAt,
    })),
  );
  const inOrder = spells.toSorted((a, b) => a.opened_at.getTime() - b.opened_at.getTime());
  await insert(
    trx,
    "case_spell",
    inOrder.map((spell, place) => ({ id: place + 1, ...spell })),
  );
  const matches = cases.flatMap((one) =>
    [...one.owned].map((notice) => ({
      region_code: one.regionCode,
      entry_key: one.line.key,
      notice_id: notice.id,
      verdict: "certain",
      why: {},
      owns: true,
    })),
  );
  await insert(trx, "match", matches);
}

interface Told extends Cases {
  readonly messageIds: ReadonlyMap<YearMessage, number>;
}

async function writeUpdates(trx: Db, { cases, caseIds, messageIds, nation }: Told): Promise<void> {
  const all = cases.flatMap((one) => one.updates.map((update) => ({ one, update })));
  const files = new Set<string>();
  const rows = all
    .toSorted((a, b) => a.update.at.getTime() - b.update.at.getTime())
    .map(({ one, update }, place) => {
      // What takes a file back is no news of that file.
      const about = `${caseIds.get(one)} ${update.day} ${update.kind}`;
      const isOfFile = update.kind !== "list" && !files.has(about);
      files.add(about);
      return { id: place + 1, ...writeUpdate(update, isOfFile ? update.day + 1 : null), case_id: caseIds.get(one) };
    });
  const dated =
    all.length === 0
      ? []
      : rows.map(({ day, message, ...row }) => ({
          ...row,
          on_date: nation.dates[day] ?? null,
          message_id: message === null ? null : messageIds.get(message),
        }));
  await insert(trx, "case_update", dated);
}

function writeUpdate(
  { day, at, kind, changes, extent, decision, decidedAt, decidedBy, message }: YearUpdate,
  file: number | null,
) {
  return {
    day,
    message,
    snapshot_id: file,
    kind,
    changes: changes.map((change) => ({ noticeId: change.notice.id, kind: change.kind, from: null, to: null })),
    created_at: at.toISOString(),
    decision,
    decided_at: decidedAt?.toISOString() ?? null,
    decided_by: decidedBy,
    reason: decision === "dismissed" || decision === "ignored" ? "Finns kvar på lager." : null,
    extent,
  };
}

async function writeMessages(trx: Db, { messages, messageIds, caseIds, nation }: Messages & { nation: Nation }) {
  const rows = messages.map((message) => ({
    id: messageIds.get(message),
    region_code: message.of.regionCode,
    case_id: caseIds.get(message.of),
    version: message.version,
    kind: message.kind,
    urgency: message.urgency,
    facts: tellFacts(message, nation),
    advice: message.advice === null ? null : { type: message.advice, text: "Byt enligt listan." },
    audience: { areas: message.areas, roles: message.roles },
    reviewed: message.reviewed,
    published_at: message.at.toISOString(),
    published_by: message.by,
    purpose: "readers",
    origin_message_id: message.origin === null ? null : messageIds.get(message.origin),
  }));
  await insert(trx, "message", rows);
}

function tellFacts({ of, told, grade, at }: YearMessage, nation: Nation): Row {
  const asOf = at.toISOString().slice(0, 10);
  const { atc, name } = of.line.substance;
  return {
    kind: "case",
    source: { name: "lakemedelsverket", fileTime: `${nation.dates[0]}T02:30:00+01:00`, asOf },
    entry: {
      atc,
      substance: name,
      formGroup: "oral",
      strength: null,
      priority: of.line.priority,
      category: of.line.category,
    },
    status: told.some(({ isOpen }) => isOpen) ? "ongoing" : "ended",
    ...(grade === null ? {} : { extent: { grade } }),
    stock: null,
    notices: told.map(({ notice, start, isOpen }) => ({
      reportId: `year-${notice.id}`,
      type: notice.type,
      packages: [
        { status: isOpen ? (start !== null && start > asOf ? "upcoming" : "ongoing") : "ended", start },
        { status: "ended", start: "2025-11-01" },
      ],
    })),
  };
}

/** What is written later gets numbers after these. */
async function goOnNumbering(db: Db): Promise<void> {
  await sql`
    do $$ declare at record; begin
      for at in select table_name as name from information_schema.columns
        where table_schema = 'public' and column_name = 'id' and is_identity = 'YES' loop
        execute format('select setval(pg_get_serial_sequence(%1$L, ''id''), coalesce(max(id), 0) + 1, false) from %1$I', at.name);
      end loop;
    end $$`.execute(db);
}
