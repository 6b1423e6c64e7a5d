import type { ColumnType, Generated } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import type { DeliveryState, Ending, Lane } from "../domain/delivery.ts";
import type { Cadence } from "../domain/digest-run.ts";
import type { ReturnVerdict, ReturnWay } from "../domain/mail-return.ts";
import type { SuppressionReason, SuppressionSource } from "../domain/suppression.ts";
import type { AttemptLine, SendingState, StoredEnvelope } from "../domain/sending.ts";
import type { TallyFigure } from "../domain/tally.ts";
import type { Json, OptionalTime, Time } from "./column-types.ts";

/** How far the handing out of a message has come; one that is finished stays. */
interface FanOutTable {
  message_id: number;
  urgent: boolean;
  /** When it is due on channels that send one by one. */
  due_at: Time;
  /** When it is due on those that gather. */
  digest_at: Time;
  digest_channels: Json<readonly string[]>;
  /** The last subscription that was looked at. */
  reached: Generated<number>;
  deliveries: Generated<number>;
  finished_at: OptionalTime;
  /** When the log told of it. */
  told_at: OptionalTime;
}

interface DeliveryTable {
  id: Generated<number>;
  message_id: number;
  subscription_id: number;
  channel: string;
  state: DeliveryState;
  attempts: number;
  due_at: Time;
  /** Only of what a process from before sendings had states claimed. */
  claimed_at: OptionalTime;
  lane: Generated<Lane>;
  /** Which wishes of the subscriber it fitted; null of what is older than wishes. */
  wishes: ColumnType<readonly number[] | null, string | null | undefined, never>;
  sending_id: number | null;
  outcome: Json<Ending> | null;
  finished_at: OptionalTime;
}

/**
 * What goes out in one attempt: one chat message, or one digest for several deliveries. Its members do not change, and
 * from its first attempt on neither does what is sent.
 */
interface SendingTable {
  id: Generated<number>;
  subscription_id: number;
  channel: string;
  lane: Generated<Lane>;
  /** The workspace, mail domain or host that it goes to. */
  remote: Generated<string>;
  /** Null of what was sent before sendings had states: what became of it is with its deliveries. */
  state: ColumnType<SendingState | null, SendingState | null | undefined, SendingState>;
  /** The same on every attempt; null of what is older. */
  key: ColumnType<string | null, string | null | undefined, never>;
  due_at: OptionalTime;
  /** The one in hand counted. */
  attempts: Generated<number>;
  /** Whoever ends an attempt must name it: a late worker cannot end another's. */
  claim_generation: Generated<number>;
  lease_until: OptionalTime;
  /** Of the attempt in hand: from here on it may have been heard. */
  started_at: OptionalTime;
  /** An earlier attempt may have been heard. */
  unsure: Generated<boolean>;
  /** How often it was sent again though it may have been heard. */
  repeats: Generated<number>;
  content_hash: ColumnType<string | null, string | null | undefined, string | null>;
  envelope: ColumnType<StoredEnvelope | null, string | null | undefined, string | null>;
  /** What older ones have instead of content and envelope. */
  payload: ColumnType<unknown, string | null | undefined, string | null>;
  /** When it was frozen: at its first attempt. */
  rendered_at: OptionalTime;
  outcome: ColumnType<Ending | null, string | null | undefined, string | null>;
  log: ColumnType<readonly AttemptLine[], string | undefined, string>;
  created_at: ColumnType<Date, Date | undefined, never>;
  finished_at: OptionalTime;
  /** Null of what went out in no digest run. */
  digest_run_id: ColumnType<number | null, number | null | undefined, never>;
  /** Which of how many parts of one digest. */
  part: Generated<number>;
  parts: Generated<number>;
  /** The subscription's; the database fills it in. */
  region_code: ColumnType<string | null, undefined, never>;
  /** The outcome's reason as it is one for many; the database fills it in. */
  reason: ColumnType<string | null, undefined, never>;
  /** Of a dead letter: when somebody saw to it. */
  handled_at: OptionalTime;
  /** The sending that goes instead of it. */
  replayed_as: ColumnType<number | null, number | undefined, number>;
  /** So many lines of its log are counted already, while it may go on. */
  tallied_lines: ColumnType<number, undefined, never>;
}

/** What stands in several parts of a digest: it has arrived when all of them have. */
interface DeliveryPartTable {
  delivery_id: number;
  sending_id: number;
}

/** The digests of one rhythm on one day. */
interface DigestRunTable {
  id: Generated<number>;
  cadence: Cadence;
  /** As `writeRhythm` gives it. */
  rhythm: Generated<string>;
  run_date: IsoDate;
  time_zone: string;
  due_at: Time;
  created_at: Time;
  /** It takes nothing before all that belongs in it is handed out. */
  begun_at: OptionalTime;
  /** The last subscription that was looked at. */
  reached: Generated<number>;
  sendings: Generated<number>;
  deliveries: Generated<number>;
  finished_at: OptionalTime;
  /** The later run that tells what this one should have told. */
  caught_up_by: ColumnType<number | null, number | null | undefined, number | null>;
}

/** Since when digests are made at all. */
interface DigestStartTable {
  time_zone: string;
  started_at: Time;
}

/** What a subscription's rhythm was before it was changed. */
interface CadenceChangeTable {
  id: Generated<number>;
  subscription_id: number;
  cadence_before: Cadence;
  rhythm_before: string | null;
  changed_at: Time;
}

/** What is the same for all who get the same messages in one language. */
interface SendingContentTable {
  /** SHA-256 of the content's JSON. */
  hash: string;
  content: Json<unknown>;
  written_at: Time;
}

/** One workspace, mail domain or host; with an empty name what all of a channel goes through. */
interface RemoteTable {
  channel: string;
  name: string;
  per_second: number;
  /** When the next sending may start, as `domain/pace` counts. */
  next_at: OptionalTime;
  /** What `domain/remote` has learned; null while it goes as fast as its channel does. */
  learned_per_second: number | null;
  paced_at: OptionalTime;
  /** It asked for a pause until then. */
  not_before: OptionalTime;
  failures: Generated<number>;
  openings: Generated<number>;
  opened_at: OptionalTime;
  open_until: OptionalTime;
}

/** When the next may go to a target, of channels that ask for a pause between two. */
interface TargetGapTable {
  channel: string;
  target_hash: string;
  next_at: Time;
}

/** What nothing is sent to until somebody lets it go on. */
interface DeliveryStopTable {
  /** As `writeStopScope` gives it. */
  scope: string;
  reason: string;
  stopped_at: Time;
  /** Null when it stopped by itself. */
  stopped_by: string | null;
}

/** What has ended, counted. */
interface TallyTable {
  figure: TallyFigure;
  labels: Json<Readonly<Record<string, string>>>;
  bucket: number;
  count: number;
  seconds: number;
}

/** A message's date and number in the feeds of its region, and in those of the whole country; written by a trigger. */
interface FeedEntryTable {
  message_id: number;
  region_code: string;
  region_at: Time;
  region_no: number;
  nation_at: Time;
  nation_no: number;
}

/** What came back for a sending after it was delivered, beside its outcome. */
interface MailReturnTable {
  id: Generated<number>;
  sending_id: number;
  verdict: ReturnVerdict;
  status: string | null;
  reason: string;
  /** About somebody behind the address that it was sent to. */
  behind: Generated<boolean>;
  via: ReturnWay;
  received_at: Time;
}

/** A target that nothing is sent to, whoever subscribes there, until that is lifted. */
interface SuppressionTable {
  id: Generated<number>;
  channel: string;
  target_hash: string;
  reason: SuppressionReason;
  source: SuppressionSource;
  note: string | null;
  /** Whose subscription it came of; null for one of the command line. */
  region_code: string | null;
  since: Time;
  lifted_at: OptionalTime;
}

export interface DeliverySchema {
  feed_entry: FeedEntryTable;
  mail_return: MailReturnTable;
  suppression: SuppressionTable;
  tally: TallyTable;
  tally_mark: { only_one: Generated<boolean>; reached: Time };
  fan_out: FanOutTable;
  delivery: DeliveryTable;
  sending: SendingTable;
  sending_content: SendingContentTable;
  remote: RemoteTable;
  target_gap: TargetGapTable;
  delivery_stop: DeliveryStopTable;
  delivery_part: DeliveryPartTable;
  digest_run: DigestRunTable;
  digest_start: DigestStartTable;
  cadence_change: CadenceChangeTable;
}
