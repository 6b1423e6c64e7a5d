import type { Generated } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import type { ChangeKind } from "../domain/change.ts";
import type { Notice, NoticeStatus, NoticeUse } from "../domain/notice.ts";
import type { ListLayout } from "../domain/list-import.ts";
import type { Product } from "../domain/product.ts";
import type { AlertKind, SourceOutcome, TryCause } from "../domain/source-health.ts";
import type { Json, OptionalTime, Time } from "./column-types.ts";

/** How far a source has come: the date its notices' status holds on and the file that said so. */
interface SourceStateTable {
  source: string;
  as_of: IsoDate;
  snapshot_id: number;
}

interface SnapshotTable {
  id: Generated<number>;
  source: string;
  fetched_at: Time;
  /** The file's own time; null when a rejected file told none. */
  created_at: OptionalTime;
  as_of: IsoDate | null;
  sha256: string;
  byte_count: number;
  etag: string | null;
  last_modified: string | null;
  /**
   * `held` failed a guard and waits for a person's word; `released` was held and is taken in as another snapshot;
   * `retracted` was believed and has been taken back.
   */
  status: "accepted" | "rejected" | "held" | "released" | "retracted";
  reason: string | null;
  baseline: boolean;
  report_count: number;
  notice_count: number;
  package_count: number;
  /** Of the catalogue's files; null of a file of notices. */
  product_count: Generated<number | null>;
  /** What somebody said of how its table is to be read. */
  layout: Json<ListLayout> | null;
  /** When the file was last written: a table has no other time of its own. */
  modified_at: OptionalTime;
  /** The first ones; `warning_count` counts all. */
  warnings: Json<readonly { place: string; problem: string }[]>;
  warning_count: Generated<number>;
  /** Values that nobody has seen before. */
  unknown_count: Generated<number>;
}

/** Part of a file as fetched, gzip: in order of `place` the pieces are one gzip file. */
interface SnapshotPieceTable {
  snapshot_id: number;
  place: number;
  content: Uint8Array;
}

interface NoticeTable {
  id: Generated<number>;
  source: string;
  report_id: string;
  npl_id: string;
  product_name: string;
  atc: string | null;
  status: NoticeStatus;
  vanished: boolean;
  /** As `splitNotice` makes it, with the information blocks apart; `joinNotice` puts them back. */
  content: Json<Notice>;
  information: Uint8Array | null;
  /** SHA-256 of the whole notice, so that an untouched notice is neither read nor written. */
  content_hash: string;
  first_seen_at: Time;
  changed_snapshot_id: number;
  use: NoticeUse;
}

/** What a notice said before it was overwritten. */
interface NoticeHistoryTable {
  id: Generated<number>;
  notice_id: number;
  /** The snapshot that replaced this content. */
  replaced_by_snapshot_id: number;
  content: Json<Notice>;
  information: Uint8Array | null;
}

interface NoticeChangeTable {
  id: Generated<number>;
  snapshot_id: number;
  notice_id: number;
  kind: ChangeKind;
  from_date: IsoDate | null;
  to_date: IsoDate | null;
  on_date: IsoDate;
}

interface SavedSourceTable {
  name: string;
  kind: string;
  title: string;
  url: string | null;
  options: Json<unknown>;
  created_at: Time;
}

interface SourceHealthTable {
  source: string;
  tried_at: Time;
  outcome: SourceOutcome;
  reason: string | null;
  cause: Json<TryCause> | null;
  good_at: OptionalTime;
  good_url: string | null;
  etag: string | null;
  last_modified: string | null;
  byte_count: number | null;
  /** Tries in a row that gave nothing. */
  failures: number;
}

interface ProductTable {
  npl_id: string;
  atc: string | null;
  content: Json<Product>;
  /** SHA-256 of it, so that an untouched product is neither read nor written. */
  content_hash: Generated<string>;
}

interface AlertTable {
  id: Generated<number>;
  source: string;
  kind: AlertKind;
  reason: string;
  opened_at: Time;
  closed_at: OptionalTime;
}

/** What sources tell, and how they fare. */
export interface IntakeSchema {
  source_state: SourceStateTable;
  snapshot: SnapshotTable;
  snapshot_piece: SnapshotPieceTable;
  notice: NoticeTable;
  notice_history: NoticeHistoryTable;
  notice_change: NoticeChangeTable;
  saved_source: SavedSourceTable;
  source_health: SourceHealthTable;
  product: ProductTable;
  alert: AlertTable;
}
