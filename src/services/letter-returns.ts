import { insertAudit } from "../db/audit.ts";
import { readInstallationKey } from "../db/installation-key.ts";
import { holdReturnedLetter, writeLetterReturn, type LetterBox, type ReturnedLetter } from "../db/letters.ts";
import { hashContent } from "../db/client.ts";
import type { Db } from "../db/schema.ts";
import { holdActiveOf } from "../db/mail-returns.ts";
import { setSubscriptionState } from "../db/subscriptions.ts";
import { insertSuppression } from "../db/suppressions.ts";
import {
  readReturnTag,
  RETURN_VERDICTS,
  type ReturnableKind,
  type PickedReturn,
  type ReturnWay,
} from "../domain/mail-return.ts";
import { isReturnTag, writeReturnTag } from "../secrets/return-tag.ts";
import { SYSTEM } from "./context.ts";

const KINDS = { reader_letter: "reader-letter", account_mail: "account-mail" } as const satisfies Record<
  LetterBox,
  ReturnableKind
>;

const keyOf = ({ createdAt }: { readonly createdAt: Date }) => createdAt.toISOString();

/** What stands in the return address of a letter. */
export async function writeLetterTag(
  db: Db,
  box: LetterBox,
  letter: { readonly id: number; readonly createdAt: Date },
): Promise<string> {
  return writeReturnTag(await readInstallationKey(db), { kind: KINDS[box], id: letter.id, key: keyOf(letter) });
}

/** A letter with the box that it lay in. */
export interface FoundLetter extends ReturnedLetter {
  readonly box: LetterBox;
  readonly kind: (typeof KINDS)[LetterBox];
}

/** `gone`: letters are erased when their links have expired, and nothing can be said of those. */
type LetterSearch =
  | { readonly kind: "found"; readonly letter: FoundLetter }
  | { readonly kind: "gone" }
  | { readonly kind: "forged" };

/** The letter that one of the tags proves to be about; null where none names a letter. */
export async function findReturnedLetter(trx: Db, tags: readonly string[]): Promise<LetterSearch | null> {
  let search: LetterSearch | null = null;
  const secret = await readInstallationKey(trx);
  for (const tag of tags) {
    const named = readReturnTag(tag);
    if (named === null || named.kind === "sending") continue;
    const box = named.kind === "reader-letter" ? "reader_letter" : "account_mail";
    const letter = await holdReturnedLetter(trx, box, named.id);
    if (letter !== null && isReturnTag(tag, secret, { ...named, key: keyOf(letter) }))
      return { kind: "found", letter: { ...letter, box, kind: named.kind } };
    search = letter === null ? { kind: "gone" } : { kind: "forged" };
  }
  return search;
}

interface Told {
  readonly letter: FoundLetter;
  readonly told: PickedReturn;
  readonly via: ReturnWay;
  readonly now: Date;
}

/** Notes what came back for a letter and does what it asks for; `again` where as bad or worse was said before. */
export async function heedLetterReturn(trx: Db, input: Told): Promise<"again" | "noted" | "paused" | "suppressed"> {
  const { letter, told, now } = input;
  const { verdict, reason } = told;
  // It has reached the mailbox, and not all who read it.
  if (told.behind) return "noted";
  const rank = RETURN_VERDICTS.indexOf(verdict);
  if (letter.verdict !== null && RETURN_VERDICTS.indexOf(letter.verdict) <= rank) return "again";
  await writeLetterReturn(trx, letter.box, { id: letter.id, verdict, reason, now });
  if (letter.account !== null) return tellOfAccount(trx, { account: letter.account, told, now });
  if (verdict === "hard") return pauseAll(trx, input);
  return verdict === "complaint" ? heedComplaint(trx, input) : "noted";
}

/** What never reached its receiver stands in the region's log, where somebody can do something about it. */
async function tellOfAccount(
  trx: Db,
  { account, told, now }: { account: NonNullable<ReturnedLetter["account"]> } & Pick<Told, "told" | "now">,
): Promise<"noted"> {
  if (told.verdict === "delayed") return "noted";
  const regionCode = "regionCode" in account.mail ? account.mail.regionCode : null;
  const line = { at: now, actor: SYSTEM, regionCode, objectId: account.id, reason: told.reason };
  await insertAudit(trx, { ...line, deed: "account-mail-returned" });
  return "noted";
}

const targetOf = ({ address }: FoundLetter) => ({ channel: "email", targetHash: hashContent({ address }) });

/** A mailbox that is not there gets no messages, either: whoever subscribes there is paused, as for a message's mail. */
async function pauseAll(trx: Db, { letter, told: { reason }, now }: Told): Promise<"noted" | "paused"> {
  const { sentAt } = letter;
  const active = sentAt === null ? [] : await holdActiveOf(trx, { ...targetOf(letter), begunBefore: sentAt });
  for (const id of active) await setSubscriptionState(trx, { id, state: "paused", reason, now });
  return active.length === 0 ? "noted" : "paused";
}

/**
 * Who subscribes may be plagued with letters that another asks for, and goes on getting messages; nothing is sent to
 * anybody else who marks a letter as spam.
 */
async function heedComplaint(trx: Db, { letter, via, now }: Told): Promise<"noted" | "suppressed"> {
  const target = targetOf(letter);
  if ((await holdActiveOf(trx, { ...target, begunBefore: now })).length > 0) return "noted";
  const [first = null, ...others] = letter.regionCodes;
  const regionCode = others.length === 0 ? first : null;
  const about = { ...target, reason: "complaint", source: via, note: null, regionCode, since: now } as const;
  const id = await insertSuppression(trx, about);
  if (id === null) return "noted";
  const line = { at: now, actor: SYSTEM, regionCode, objectId: id, reason: "marked-as-spam" };
  await insertAudit(trx, { ...line, deed: "address-suppressed" });
  return "suppressed";
}
