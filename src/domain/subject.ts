/** What events on the way from a source's file to a receiver are about. */
export type SubjectKind =
  | "snapshot"
  | "case"
  | "update"
  | "draft"
  | "message"
  | "sending"
  | "subscription"
  | "reader-letter"
  | "account-mail";

/** One of them, as the log and traces name it everywhere: `message:42`. */
export type Subject = `${SubjectKind}:${number}`;

export function subject(kind: SubjectKind, id: number): Subject {
  return `${kind}:${id}`;
}
