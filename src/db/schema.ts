import type { ColumnType, Generated, Kysely } from "kysely";
import type { Role } from "../domain/account.ts";
import type { ActorKind, Deed, ObjectKind } from "../domain/audit.ts";
import type { IsoDate } from "../domain/calendar.ts";
import type { ChangeKind } from "../domain/change.ts";
import type { AlertKind, SourceOutcome, TryCause } from "../domain/source-health.ts";
import type { CaseChange, UpdateDecision, UpdateKind } from "../domain/case.ts";
import type { DeliveryState, Outcome } from "../domain/delivery.ts";
import type { FormGroup } from "../domain/form.ts";
import type { EditChange } from "../domain/list-import.ts";
import type { ListEntry } from "../domain/list.ts";
import type { Why } from "../domain/match.ts";
import type { Language, MessageAdvice, MessageFacts, MessageKind, Urgency } from "../domain/message.ts";
import type { Notice, NoticeStatus, NoticeUse } from "../domain/notice.ts";
import type { Product } from "../domain/product.ts";
import type { Policy } from "../domain/policy.ts";
import type { Audience, Purpose } from "../domain/audience.ts";
import type { SubscriptionFilter, SubscriptionState } from "../domain/subscription.ts";
import type { Json, OptionalTime, Time } from "./column-types.ts";
import type { DeskSchema } from "./desk-schema.ts";

interface RegionTable {
  code: string;
  name: string;
  policy: Json<Policy>;
  /** How the region's pharmacists are reached; stands in its messages. */
  contact: string | null;
}

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

interface ListVersionTable {
  id: Generated<number>;
  region_code: string;
  imported_at: Time;
  file_name: string;
  active: boolean;
  /** Null while it is only tried out. */
  taken_at: OptionalTime;
  imported_by: string | null;
  /** What was changed at the desk; null for a file. */
  note: Json<EditChange> | null;
}

interface ListEntryTable {
  id: Generated<number>;
  version_id: number;
  /** Outlives versions: the same line of a newer list has the same key, so its case goes on. */
  key: string;
  row: number;
  atc: string;
  emdn: string | null;
  substance: string;
  form_group: FormGroup | null;
  strength: string | null;
  priority: number | null;
  category: string | null;
  stock_days: number | null;
  standing_advice: Json<MessageAdvice> | null;
  areas: Json<readonly string[]>;
  care_setting: string | null;
}

interface MatchTable {
  region_code: string;
  entry_key: string;
  notice_id: number;
  /** `possible` waits for a curator's word and opens no case. */
  verdict: "certain" | "possible";
  why: Json<Why>;
  /** Whether this entry's case tells the notice's news; at most one entry in a region does. */
  owns: boolean;
}

interface RegionCaseTable {
  id: Generated<number>;
  region_code: string;
  entry_key: string;
  entry: Json<ListEntry>;
  status: "open" | "closed";
  opened_at: Time;
  closed_at: OptionalTime;
  assignee_id: number | null;
  /** When a decision is due. */
  due_at: OptionalTime;
}

interface CaseUpdateTable {
  id: Generated<number>;
  case_id: number;
  snapshot_id: number | null;
  on_date: IsoDate | null;
  kind: UpdateKind;
  changes: Json<readonly CaseChange[]>;
  created_at: Time;
  decision: UpdateDecision;
  message_id: number | null;
  decided_at: OptionalTime;
  decided_by: string | null;
  /** Why it was ignored or dismissed. */
  reason: string | null;
}

interface MessageTable {
  id: Generated<number>;
  region_code: string;
  case_id: number | null;
  version: number;
  kind: MessageKind;
  urgency: Urgency;
  facts: Json<MessageFacts>;
  advice: Json<MessageAdvice> | null;
  audience: Json<Audience>;
  reviewed: boolean;
  published_at: Time;
  published_by: string;
  purpose: Generated<Purpose>;
  valid_until: IsoDate | null;
  /** The message of another region whose words were taken over. */
  origin_message_id: number | null;
  /** The second person, where the region asks for one. */
  approved_by: string | null;
  reviewer_role: Role | null;
  contact: string | null;
}

interface SubscriptionTable {
  id: Generated<number>;
  region_code: string;
  channel: string;
  purpose: Generated<Purpose>;
  target: Json<unknown>;
  /** SHA-256 of the target: a target subscribes to a region once. */
  target_hash: string;
  language: Language;
  filter: Json<SubscriptionFilter>;
  state: SubscriptionState;
  state_reason: string | null;
  /** The secret in the unsubscribe address. */
  token: string;
  created_at: Time;
  /** The account whose role gives it; null for one that somebody added. */
  account_id: number | null;
}

interface DeliveryTable {
  id: Generated<number>;
  message_id: number;
  subscription_id: number;
  channel: string;
  state: DeliveryState;
  attempts: number;
  due_at: Time;
  claimed_at: OptionalTime;
  sending_id: number | null;
  outcome: Json<Outcome> | null;
  finished_at: OptionalTime;
}

/** One call to a receiver: one chat message, or one digest for several deliveries. Holds the exact payload. */
interface SendingTable {
  id: Generated<number>;
  subscription_id: number;
  channel: string;
  payload: Json<unknown>;
  rendered_at: Time;
}

/** A channel whose own credentials failed: nothing is sent on it until somebody resumes it. */
interface ChannelStopTable {
  channel: string;
  reason: string;
  stopped_at: Time;
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
  /** When the catalogue that says so was taken in. */
  as_of: IsoDate;
}

interface AlertTable {
  id: Generated<number>;
  source: string;
  kind: AlertKind;
  reason: string;
  opened_at: Time;
  closed_at: OptionalTime;
}

interface AuditTable {
  id: Generated<number>;
  at: Time;
  /** In lines of before there were codes, what no code says: the words that stood there. */
  deed: ColumnType<string, Deed, never>;
  object_kind: ObjectKind;
  object_id: string;
  actor_kind: ActorKind;
  actor_name: string | null;
  account_id: number | null;
  /** The network address that a person was at. */
  address: string | null;
  reason: string | null;
  region_code: string | null;
  before: Json<unknown> | null;
  after: Json<unknown> | null;
}

export interface Schema extends DeskSchema {
  region: RegionTable;
  source_state: SourceStateTable;
  snapshot: SnapshotTable;
  snapshot_piece: SnapshotPieceTable;
  notice: NoticeTable;
  notice_history: NoticeHistoryTable;
  notice_change: NoticeChangeTable;
  list_version: ListVersionTable;
  list_entry: ListEntryTable;
  match: MatchTable;
  region_case: RegionCaseTable;
  case_update: CaseUpdateTable;
  message: MessageTable;
  subscription: SubscriptionTable;
  delivery: DeliveryTable;
  sending: SendingTable;
  channel_stop: ChannelStopTable;
  saved_source: SavedSourceTable;
  source_health: SourceHealthTable;
  product: ProductTable;
  alert: AlertTable;
  audit: AuditTable;
}

export type Db = Kysely<Schema>;
