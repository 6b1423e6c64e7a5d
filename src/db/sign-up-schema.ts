import type { ColumnType, Generated } from "kysely";
import type { ReturnVerdict } from "../domain/mail-return.ts";
import type { Language } from "../domain/message.ts";
import type { ReaderLetter } from "../domain/reader-letter.ts";
import type { Json, OptionalTime, Time } from "./column-types.ts";

/** A letter to a reader about their subscriptions. */
interface ReaderLetterTable {
  id: Generated<number>;
  address: string;
  language: Language;
  content: Json<ReaderLetter>;
  created_at: Time;
  expires_at: Time;
  /** Of whoever asked for it, while limits count by it; null of what nobody asked for. */
  network: string | null;
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

/** What somebody has asked for and not yet shown to be theirs; gone when it has expired. */
interface SignUpTable {
  id: Generated<number>;
  address: string;
  /** As `signUpChoicesSchema` takes it. */
  choices: Json<unknown>;
  agreed_version: string;
  agreed_text: string;
  asked_at: Time;
  expires_at: Time;
  confirmed_at: OptionalTime;
}

/** What a subscriber has agreed to, and when; it names nobody. */
interface ConsentTable {
  id: Generated<number>;
  subscription_id: number;
  agreed_version: string;
  agreed_text: string;
  asked_at: Time;
  confirmed_at: Time;
}

/** What opens what a letter is about. */
interface ReaderLinkTable {
  token_hash: string;
  letter_id: number;
  expires_at: Time;
}

/** The tables of those who sign up by themselves. */
export interface SignUpSchema {
  reader_letter: ReaderLetterTable;
  reader_link: ReaderLinkTable;
  sign_up: SignUpTable;
  consent: ConsentTable;
}
