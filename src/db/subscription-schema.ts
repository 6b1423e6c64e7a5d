import type { ColumnType, Generated } from "kysely";
import type { Purpose } from "../domain/audience.ts";
import type { Cadence } from "../domain/digest-run.ts";
import type { Language } from "../domain/message.ts";
import type { HalfHour, UrgentChoice } from "../domain/rhythm.ts";
import type { SubscriptionFilter, SubscriptionState } from "../domain/subscription.ts";
import type { Json, OptionalTime, Time } from "./column-types.ts";

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
  /** When it was last begun. */
  confirmed_at: ColumnType<Date, Date | undefined, Date>;
  paused_at: OptionalTime;
  /** When it went on after that. */
  resumed_at: OptionalTime;
  /** Null for one that came alone. */
  import_id: number | null;
  /** What processes of before know of `rhythm`. */
  cadence: Generated<Cadence>;
  /** As `writeRhythm` gives it. */
  rhythm: Generated<string>;
  urgent: Generated<UrgentChoice>;
  quiet_from: ColumnType<HalfHour | null, HalfHour | null | undefined, HalfHour | null>;
  quiet_to: ColumnType<HalfHour | null, HalfHour | null | undefined, HalfHour | null>;
  snoozed_until: OptionalTime;
  tells_silence: Generated<boolean>;
  /** The last month that was told to have brought nothing: `2026-11`. */
  silence_told_for: ColumnType<string | null, string | null | undefined, string | null>;
  /** When it was last asked whether it still wants what it gets, and reminded of that. */
  reconfirm_asked_at: OptionalTime;
  reconfirm_reminded_at: OptionalTime;
  /** The database notes it; null while it goes on. */
  ended_at: OptionalTime;
  /** When its address was erased. */
  erased_at: OptionalTime;
  /** Why it ended, as its subscriber says (`END_REASONS`); null where they did not. */
  ended_reason: ColumnType<string | null, never, string | null>;
}

/** One wish of a subscriber. The database keeps the one that the subscription began with like its `filter`. */
interface WishTable {
  id: Generated<number>;
  subscription_id: number;
  base: Generated<boolean>;
  filter: Json<SubscriptionFilter>;
  /** Each message that fits comes at once. */
  at_once: Generated<boolean>;
  /** Ends with the message that says that it is over. */
  until_resolved: Generated<boolean>;
  begun_at: Time;
  ended_at: OptionalTime;
  ended_reason: string | null;
  /** The message that it ended with. */
  ended_by: number | null;
  /** Whether it has asked for something else; the database notes it. */
  changed: Generated<boolean>;
}

/** Readers taken in from a file, and what they have agreed to. */
interface SubscriptionImportTable {
  id: Generated<number>;
  region_code: string;
  consent: string;
  imported_by: string;
  imported_at: Time;
}

/** The tables of who subscribes, and to what. */
export interface SubscriptionSchema {
  subscription: SubscriptionTable;
  wish: WishTable;
  subscription_import: SubscriptionImportTable;
}
