import type { Generated } from "kysely";
import type { IsoDate } from "../domain/calendar.ts";
import type { Edition } from "../domain/outreach/disclosure-editions.ts";
import type { Json, OptionalTime, Time } from "./column-types.ts";

/** How many there are to reach in a region, as it says. */
interface RegionHeadcountTable {
  id: Generated<number>;
  region_code: string;
  /** Null for all who may prescribe. */
  role: string | null;
  valid_from: IsoDate;
  /** Null where an earlier number was taken back. */
  count: number | null;
  source: string;
  noted_at: Time;
}

/** How many minutes a decision took, as whoever took it says. */
interface DecisionMinutesTable {
  id: Generated<number>;
  case_id: number;
  /** Null of a case that was put aside at that time. */
  draft_id: number | null;
  account_id: number;
  minutes: number;
  noted_at: Time;
}

/** A frozen report; the database itself refuses to change it. */
interface OutreachEditionTable {
  id: Generated<number>;
  period_id: string;
  number: number;
  document: string;
  checksum: string;
  disclosure: Json<Edition>;
  program: string | null;
  frozen_at: Time;
  frozen_by: string;
  /** Since when anybody may read it. */
  public_at: OptionalTime;
}

/** What the outreach report alone asks for. */
export interface OutreachSchema {
  outreach_edition: OutreachEditionTable;
  region_headcount: RegionHeadcountTable;
  decision_minutes: DecisionMinutesTable;
}
