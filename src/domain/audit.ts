/** `other` is an object of an old line that fits no kind: its id is all that the line said of it. */
export const OBJECT_KINDS = [
  "case",
  "list",
  "list-entry",
  "list-import",
  "rules",
  "account",
  "snapshot",
  "question",
  "note",
  "notice",
  "own-notice",
  "backup",
  "sending",
  "stop",
  "subscription",
  "suppression",
  "sign-up",
  "questionnaire",
  "edition",
  "other",
] as const;
export type ObjectKind = (typeof OBJECT_KINDS)[number];

/** Every deed that the log can tell, and the kind of object that it is done to. A deed is never renamed: the log keeps it. */
export const DEED_OBJECTS = {
  "message-published": "case",
  "message-published-by-rule": "case",
  "message-held-back": "case",
  "news-ignored-by-rule": "case",
  "news-gathered-by-rule": "case",
  "reminder-written": "case",
  "case-escalated": "case",
  "facts-held-back": "case",
  "facts-not-sent": "case",
  "case-dismissed": "case",
  "case-assigned": "case",
  "case-unassigned": "case",
  "due-time-set": "case",
  "internal-note-written": "case",
  "draft-begun": "case",
  "draft-saved": "case",
  "draft-submitted": "case",
  "draft-taken-back": "case",
  "draft-approved": "case",
  "draft-sent-back": "case",
  "draft-scheduled": "case",
  "draft-unscheduled": "case",
  "draft-put-back": "case",
  "draft-discarded": "case",
  "question-closed": "question",
  "match-confirmed": "notice",
  "match-refused": "notice",
  "match-decision-taken-back": "notice",
  "tie-approved": "notice",
  "own-notice-approved": "notice",
  "own-notice-written": "own-notice",
  "own-notice-changed": "own-notice",
  "list-uploaded": "list-import",
  "list-columns-mapped": "list-import",
  "list-layout-chosen": "list-import",
  "list-import-discarded": "list-import",
  "list-taken-into-use": "list",
  "list-entry-added": "list",
  "list-entry-edited": "list",
  "list-entry-removed": "list",
  "standing-advice-approved": "list-entry",
  "rules-changed": "rules",
  "settings-changed": "rules",
  "retention-decided": "rules",
  "retention-kept": "rules",
  "headcount-given": "rules",
  "change-of-rules-proposed": "rules",
  "change-of-rules-refused": "rules",
  "note-written": "note",
  "note-closed": "note",
  "account-added": "account",
  "account-added-by-provider": "account",
  "account-disabled": "account",
  "account-enabled": "account",
  "profile-changed-by-provider": "account",
  "role-given": "account",
  "role-changed": "account",
  "role-taken-away": "account",
  "roles-changed-by-provider": "account",
  "role-offered": "account",
  "role-offered-again": "account",
  "role-offered-in-another-region": "account",
  "role-offer-taken-back": "account",
  "role-taken-up": "account",
  "account-mail-not-sent": "account",
  "account-mail-returned": "account",
  "link-made": "account",
  "password-chosen": "account",
  "password-changed": "account",
  "second-factor-turned-on": "account",
  "second-factor-turned-off": "account",
  "second-factor-reset": "account",
  "recovery-codes-made": "account",
  "signed-in": "account",
  "signed-out": "account",
  "signed-out-everywhere": "account",
  "snapshot-accepted": "snapshot",
  "snapshot-taken-back": "snapshot",
  "backup-made": "backup",
  "backup-restored": "backup",
  "deliveries-put-aside": "backup",
  "sending-replayed": "sending",
  "sending-set-aside": "sending",
  "sending-confirmed": "sending",
  "sending-sent-again": "sending",
  "deliveries-stopped": "stop",
  "deliveries-resumed": "stop",
  "subscription-resumed": "subscription",
  "address-suppressed": "suppression",
  "suppression-lifted": "suppression",
  "subscription-ended": "subscription",
  "subscription-restored": "subscription",
  "subscription-confirmed": "subscription",
  "mailbox-invited": "sign-up",
  "mailbox-invited-again": "sign-up",
  "mailbox-withdrawn": "sign-up",
  "target-set": "rules",
  "round-opened": "questionnaire",
  "round-last-day-moved": "questionnaire",
  "round-closed": "questionnaire",
  "round-reminded": "questionnaire",
  "answers-saved": "questionnaire",
  "answers-signed": "questionnaire",
  "answers-corrected": "questionnaire",
  "answers-reopened": "questionnaire",
  "edition-frozen": "edition",
  "edition-made-public": "edition",
  "edition-made-private": "edition",
} as const satisfies Record<string, ObjectKind>;
export type Deed = keyof typeof DEED_OBJECTS;

/** What a line is about. The id is a row's, a region's code or, of a line in a list, its key. */
export interface AuditObject {
  readonly kind: ObjectKind;
  readonly id: string;
}

export interface PersonActor {
  readonly kind: "person";
  /** Of the account. */
  readonly id: number;
  readonly name: string;
  /** Null when it is done on their word without them, as when what they scheduled goes out. */
  readonly address: string | null;
}

export interface RuleActor {
  readonly kind: "rule";
  /** The region's own name for it, or its place among the rules. */
  readonly name: string;
}

/** Who does something. Nobody at the command line has to say their name. `system` is what Restsignal does by itself. */
export type Actor =
  | PersonActor
  | RuleActor
  | { readonly kind: "command-line"; readonly name: string | null }
  | { readonly kind: "system" };

export const ACTOR_KINDS = ["person", "rule", "command-line", "system"] as const satisfies readonly Actor["kind"][];
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** An actor as the log keeps it. */
export interface LoggedActor {
  readonly kind: ActorKind;
  /** Of the account; null when it has none, or a line is of before it was kept. */
  readonly id: number | null;
  readonly name: string | null;
}

/** Whoever has the command line and does not say their name, in such a text. */
export const COMMAND_LINE = "command line";

/** An actor in one text, for records that have no more room: `Anna Apotekare`, `rule Avslut`, `command line`. */
export function nameActor(actor: Actor | LoggedActor): string {
  const name = actor.kind === "system" ? null : actor.name;
  if (actor.kind === "rule") return `rule ${name ?? ""}`;
  return name ?? (actor.kind === "command-line" ? COMMAND_LINE : actor.kind);
}
