import type { Role } from "./account.ts";
import type { IsoDate } from "./calendar.ts";
import type { QuestionnaireName } from "./questionnaire/question.ts";

/**
 * What somebody is told by e-mail of their own account, or of one that they answer for. It holds no secret: the link of
 * an invitation is made when the mail is sent. `by` is a name to read.
 */
export type AccountMail =
  /** A role that begins when its owner has used the link in the mail. */
  | {
      readonly kind: "invited";
      readonly regionCode: string;
      readonly role: Role;
      readonly by: string;
      /** Password, second factor and sessions that were there hold no more. */
      readonly voided: boolean;
    }
  /** Somebody else made a link by which the account's password is chosen. */
  | { readonly kind: "link-made"; readonly regionCode: string | null; readonly by: string }
  | {
      readonly kind: "role-changed";
      readonly regionCode: string;
      readonly before: readonly Role[];
      /** Null when it was taken away. */
      readonly after: Role | null;
      readonly by: string;
    }
  | { readonly kind: "password-changed" }
  | {
      readonly kind: "second-factor";
      /** `recovery`: a recovery code was used · `paused`: too many wrong codes came after the right password. */
      readonly what: "on" | "off" | "reset" | "codes" | "recovery" | "paused";
      /** Somebody else than the owner. */
      readonly by?: string;
    }
  /** To everybody who approves in a region: from then on one person alone can publish there. */
  | {
      readonly kind: "second-person-off";
      readonly regionCode: string;
      readonly by: string;
      /** An ISO instant. */
      readonly at: string;
    }
  /** To those who look after a region's receivers: what was sent to some of them can never arrive, and nothing is any more. */
  | { readonly kind: "receivers-paused"; readonly regionCode: string; readonly receivers: number }
  /** To those who answer SKR's questions for a region: they are asked, or it is not signed yet, or is to be signed anew. */
  | {
      readonly kind: "questionnaire";
      readonly what: "opened" | "reminder" | "reopened";
      readonly regionCode: string;
      readonly questionnaire: QuestionnaireName;
      readonly period: string;
      readonly lastDay: IsoDate;
      /** Why it is to be signed anew. */
      readonly reason?: string;
    }
  /** To the administrators of every region concerned. */
  | {
      readonly kind: "role-elsewhere";
      readonly name: string;
      readonly email: string;
      readonly regionCode: string;
      readonly role: Role;
      readonly by: string;
    };

/** Whether the mail carries a one-time link. */
export function carriesLink(mail: AccountMail): mail is Extract<AccountMail, { kind: "invited" }> {
  return mail.kind === "invited";
}
