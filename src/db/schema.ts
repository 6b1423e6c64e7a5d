import type { ColumnType, Generated, Kysely } from "kysely";
import type { Role } from "../domain/account.ts";
import type { Alternative, AlternativeState, MendingKind } from "../domain/alternative.ts";
import type { ActorKind, Deed, ObjectKind } from "../domain/audit.ts";
import type { IsoDate } from "../domain/calendar.ts";
import type { CaseChange, UpdateDecision, UpdateKind } from "../domain/case.ts";
import type { ExtentFact, ExtentGrade, ExtentMove } from "../domain/extent-fact.ts";
import type { FormGroup } from "../domain/form.ts";
import type { EditChange } from "../domain/list-import.ts";
import type { ListEntry, OwnProduct } from "../domain/list.ts";
import type { Why } from "../domain/match.ts";
import type { MessageAdvice, MessageFacts, MessageKind, Urgency } from "../domain/message.ts";
import type { Policy } from "../domain/policy.ts";
import type { NationRetention, RegionRetention } from "../domain/retention.ts";
import type { Audience, Purpose } from "../domain/audience.ts";
import type { Json, OptionalTime, Time } from "./column-types.ts";
import type { DeliverySchema } from "./delivery-schema.ts";
import type { DeskSchema } from "./desk-schema.ts";
import type { IntakeSchema } from "./intake-schema.ts";
import type { OutreachSchema } from "./outreach-schema.ts";
import type { QuestionnaireSchema } from "./questionnaire-schema.ts";
import type { SignUpSchema } from "./sign-up-schema.ts";
import type { SubscriptionSchema } from "./subscription-schema.ts";

type StoredRetention = RegionRetention | NationRetention;

interface RegionTable {
  code: string;
  name: string;
  policy: Json<Policy>;
  /** How the region's pharmacists are reached; stands in its messages. */
  contact: string | null;
  /** What it keeps how long, where it has decided that. */
  retention: Json<StoredRetention> | null;
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
  own: Json<readonly OwnProduct[]>;
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
  /** How much of what it covers is hit; null while nothing is, and before the first measuring. */
  extent: ColumnType<ExtentFact | null, string | null | undefined, string | null>;
}

/** When a case was open; the database itself writes it. */
interface CaseSpellTable {
  id: Generated<number>;
  case_id: number;
  opened_at: Time;
  closed_at: OptionalTime;
}

interface CaseUpdateTable {
  id: Generated<number>;
  case_id: number;
  snapshot_id: number | null;
  on_date: IsoDate | null;
  kind: UpdateKind;
  changes: Json<readonly CaseChange[]>;
  /** That the extent came to be another grade. */
  moved: ColumnType<ExtentMove | null, string | null | undefined, string | null>;
  /** The grade that the case had then; null when nothing of it was open. */
  extent: ColumnType<ExtentGrade | null, ExtentGrade | null | undefined, never>;
  created_at: Time;
  decision: UpdateDecision;
  message_id: number | null;
  decided_at: OptionalTime;
  decided_by: string | null;
  /** Why it was ignored or dismissed. */
  reason: string | null;
  /** When the log told of it. */
  told_at: OptionalTime;
}

/** An alternative that has become worse than readers were told. */
interface AdviceFallTable {
  id: Generated<number>;
  case_id: number;
  message_id: number;
  alternative: Json<Alternative>;
  told: Json<AlternativeState>;
  state: Json<AlternativeState>;
  known_on: IsoDate | null;
  fell_at: Time;
}

/** What ended the time in which an advice was untrue. */
interface AdviceMendingTable {
  id: Generated<number>;
  fall_id: number;
  kind: MendingKind;
  mended_at: Time;
  message_id: number | null;
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

/** One row. Only the database itself writes it. */
interface PublicVersionTable {
  version: ColumnType<number, never, never>;
}

export interface Schema
  extends
    DeliverySchema,
    DeskSchema,
    IntakeSchema,
    OutreachSchema,
    QuestionnaireSchema,
    SignUpSchema,
    SubscriptionSchema {
  region: RegionTable;
  list_version: ListVersionTable;
  list_entry: ListEntryTable;
  match: MatchTable;
  region_case: RegionCaseTable;
  case_spell: CaseSpellTable;
  case_update: CaseUpdateTable;
  advice_fall: AdviceFallTable;
  advice_mending: AdviceMendingTable;
  message: MessageTable;
  audit: AuditTable;
  public_version: PublicVersionTable;
}

export type Db = Kysely<Schema>;
