import type { ColumnType, Generated } from "kysely";
import type { AccountMail } from "../domain/account-mail.ts";
import type { Role } from "../domain/account.ts";
import type { DraftContent, DraftState } from "../domain/draft.ts";
import type { ListImportReport, ListImportState, ListLayout, ListMapping } from "../domain/list-import.ts";
import type { ManualNotice, OwnNoticeState } from "../domain/manual-notice.ts";
import type { ReturnVerdict } from "../domain/mail-return.ts";
import type { LookKind, ProposalContent, ProposalKind } from "../domain/second-look.ts";
import type { ReminderKind } from "../domain/reminder.ts";
import type { Json, OptionalTime, Time } from "./column-types.ts";

interface AccountTable {
  id: Generated<number>;
  /** As `parseEmailAddress` gives it. */
  email: string;
  name: string;
  subject: string | null;
  password_hash: string | null;
  state: "active" | "disabled";
  created_at: Time;
  /** Whose word made the password, or the account where it has none; see `Vouched`. */
  vouched_by: string | null;
  /** Grows whenever what one signs in with changes or becomes void. */
  credential: Generated<number>;
}

interface AccountRoleTable {
  account_id: number;
  region_code: string;
  role: Role;
}

interface SessionTable {
  token_hash: string;
  account_id: number;
  csrf: string;
  created_at: Time;
  seen_at: Time;
  address: string;
  /** When they last proved who they are; null when they never did here. */
  fresh_at: OptionalTime;
}

/** A one-time link by which a local account chooses its password. */
interface AccountLinkTable {
  token_hash: string;
  account_id: number;
  expires_at: Time;
  used_at: OptionalTime;
  vouched_by: string | null;
  /** The only regions in which the account may have roles when it is used; null for any. */
  within: Json<readonly string[]> | null;
}

/** A role that begins when its owner has used a link that came by mail. */
interface PendingRoleTable {
  account_id: number;
  region_code: string;
  role: Role;
  given_at: Time;
}

interface AccountMailTable {
  id: Generated<number>;
  account_id: number;
  content: Json<AccountMail>;
  created_at: Time;
  state: "due" | "sent" | "captured" | "dead";
  due_at: Time;
  attempts: Generated<number>;
  claimed_at: OptionalTime;
  finished_at: OptionalTime;
  reason: string | null;
  /** When its mail came back, or its reader complained of it, and what was said. */
  returned_at: OptionalTime;
  return_verdict: ColumnType<ReturnVerdict | null, ReturnVerdict | null | undefined, ReturnVerdict>;
  return_reason: ColumnType<string | null, string | null | undefined, string>;
}

/** A sign-in by OpenID Connect that is under way at the provider. */
interface SignInRequestTable {
  state_hash: string;
  code_verifier: string;
  nonce: string;
  return_to: string;
  created_at: Time;
  /** Whether the person is to sign in anew at the provider. */
  fresh: Generated<boolean>;
}

interface SecondFactorTable {
  account_id: number;
  sealed: string;
  confirmed_at: OptionalTime;
  last_step: Generated<number>;
  failures: Generated<number>;
  failed_at: OptionalTime;
}

interface RecoveryCodeTable {
  account_id: number;
  code_hash: string;
  used_at: OptionalTime;
}

interface SignInWaitTable {
  token_hash: string;
  account_id: number;
  credential: number;
  started_by: string;
  return_to: string;
  tries: Generated<number>;
  created_at: Time;
}

interface SignInFailureTable {
  id: Generated<number>;
  key: string;
  at: Time;
}

interface DraftTable {
  id: Generated<number>;
  case_id: number;
  region_code: string;
  state: DraftState;
  revision: number;
  based_on_message_id: number | null;
  origin_message_id: number | null;
  content: Json<DraftContent>;
  created_by: number;
  created_at: Time;
  updated_by: number;
  updated_at: Time;
  submitted_by: number | null;
  approved_by: number | null;
  publish_at: OptionalTime;
  facts_hash: string | null;
  reason: string | null;
  message_id: number | null;
}

interface DraftWriterTable {
  draft_id: number;
  account_id: number;
}

/** What a second person has approved before a rule may send it. */
interface ApprovalTable {
  region_code: string;
  kind: LookKind;
  object: string;
  hash: string;
  approved_by: number;
  approved_at: Time;
}

/** A change of a region's rules or settings that waits for a second person. */
interface PolicyProposalTable {
  id: Generated<number>;
  region_code: string;
  kind: ProposalKind;
  content: Json<ProposalContent>;
  mark: string;
  proposed_by: number;
  proposed_at: Time;
  effective_at: OptionalTime;
  state: "waiting" | "taken" | "refused" | "replaced" | "outdated";
  decided_by: number | null;
  decided_at: OptionalTime;
}

interface CaseNoteTable {
  id: Generated<number>;
  case_id: number;
  text: string;
  written_by: number;
  written_at: Time;
}

interface QuestionTable {
  id: Generated<number>;
  region_code: string;
  case_id: number | null;
  text: string;
  reply_to: string | null;
  asked_at: Time;
  state: "open" | "closed";
  closing_note: string | null;
  closed_by: number | null;
  closed_at: OptionalTime;
}

interface CaseReminderTable {
  id: Generated<number>;
  case_id: number;
  update_id: number;
  kind: ReminderKind;
  told_at: Time;
  message_id: number | null;
}

/** A curator's word on a match; it outlives every new matching. */
interface MatchDecisionTable {
  region_code: string;
  entry_key: string;
  notice_id: number;
  verdict: "confirmed" | "refused";
  reason: string | null;
  decided_by: number;
  decided_at: Time;
}

interface RegionNoteTable {
  id: Generated<number>;
  region_code: string;
  kind: "have" | "need";
  substance: string;
  atc: string | null;
  text: string;
  written_by: number;
  written_at: Time;
  closed_at: OptionalTime;
}

interface ListImportTable {
  id: Generated<number>;
  region_code: string;
  file_name: string;
  content: Uint8Array;
  mapping: Json<ListMapping> | null;
  layout: Json<ListLayout> | null;
  state: ListImportState;
  reason: string | null;
  rows_total: Generated<number>;
  rows_done: Generated<number>;
  report: Json<ListImportReport> | null;
  version_id: number | null;
  created_by: number;
  created_at: Time;
}

interface ListLayoutTable {
  region_code: string;
  layout: Json<ListLayout>;
}

interface ListMappingTable {
  region_code: string;
  mapping: Json<ListMapping>;
}

/** A notice that a pharmacist wrote at the desk. */
interface OwnNoticeTable {
  id: Generated<number>;
  region_code: string;
  content: Json<ManualNotice>;
  state: OwnNoticeState;
  reason: string | null;
  written_by: number;
  written_at: Time;
}

/** The tables of the pharmacist's desk. */
export interface DeskSchema {
  account: AccountTable;
  account_role: AccountRoleTable;
  session: SessionTable;
  account_link: AccountLinkTable;
  pending_role: PendingRoleTable;
  second_factor: SecondFactorTable;
  recovery_code: RecoveryCodeTable;
  sign_in_wait: SignInWaitTable;
  account_mail: AccountMailTable;
  sign_in_request: SignInRequestTable;
  sign_in_failure: SignInFailureTable;
  installation_key: { only_one: Generated<boolean>; secret: string };
  draft: DraftTable;
  draft_writer: DraftWriterTable;
  approval: ApprovalTable;
  policy_proposal: PolicyProposalTable;
  case_note: CaseNoteTable;
  question: QuestionTable;
  case_reminder: CaseReminderTable;
  match_decision: MatchDecisionTable;
  region_note: RegionNoteTable;
  own_notice: OwnNoticeTable;
  list_import: ListImportTable;
  list_mapping: ListMappingTable;
  list_layout: ListLayoutTable;
}
