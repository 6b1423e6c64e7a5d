import { preferencesPath, readerLinkPath } from "../addresses.ts";
import { renderReaderLetter } from "../../templates/reader-letter.tsx";
import { readReaderLetters, type DueReaderLetter } from "../db/reader-letters.ts";
import { findSuppression } from "../db/suppressions.ts";
import { findSubscription } from "../db/subscriptions.ts";
import type { ReaderLetterKind } from "../domain/reader-letter.ts";
import { actAsSystem } from "../services/context.ts";
import { giveUpReaderLetter, makeReaderLink } from "../services/reader-letters.ts";
import type { DeliverDeps } from "./deliver.handler.ts";
import { sendLetters, type LetterEnd } from "./letters.handler.ts";

/** Neither the words nor the address: they hold a link, and whose it is. */
export interface ReaderLetterResult extends LetterEnd {
  readonly letterId: number;
  readonly letter: ReaderLetterKind;
}

/** Sends the letters that are due, each in one attempt; in capture none is sent, and no link is made. */
export async function sendReaderLetters(deps: DeliverDeps): Promise<ReaderLetterResult[]> {
  const ctx = actAsSystem(deps);
  const ended = await sendLetters<DueReaderLetter>(deps, {
    box: "reader_letter",
    read: (ids) => readReaderLetters(deps.db, ids),
    write: (due) => writeLetter(deps, due),
    giveUp: ({ id }, reason) => giveUpReaderLetter(ctx, { id, reason }),
  });
  return ended.map(({ due, end }) => ({ letterId: due.id, letter: due.content.kind, ...end }));
}

async function writeLetter(deps: DeliverDeps, due: DueReaderLetter) {
  const { id, address, language, content: letter, expiresAt } = due;
  // Whoever asked is told the same as for any other address.
  if ((await findSuppression(deps.db, { channel: "email", target: { address } })) !== null)
    return { lost: "the address is suppressed: nothing is sent there" };
  const { publicUrl } = deps;
  const path = await findPath(deps, due);
  if (path === null) return { lost: "what it is about is over, or its link has expired" };
  const url = `${publicUrl}${path}`;
  const words = renderReaderLetter({ letter, language, url, expiresAt, publicUrl });
  return { ...words, address, sendingKey: `restsignal-reader-${id}` };
}

/** Where it leads; null where it leads nowhere any more. */
async function findPath(deps: DeliverDeps, due: DueReaderLetter): Promise<string | null> {
  const { content: letter, language } = due;
  if (letter.kind === "nothing-this-month") {
    const own = due.expiresAt > deps.now() ? await findSubscription(deps.db, letter.subscriptionId) : null;
    return own === null || own.state === "ended" ? null : preferencesPath(own.token);
  }
  if (letter.kind === "still-wanted") {
    const own = await findSubscription(deps.db, letter.subscriptionId);
    if (own === null || own.state === "ended") return null;
  }
  const token = await makeReaderLink(actAsSystem(deps), due);
  return token === null ? null : readerLinkPath({ kind: letter.kind, token, language });
}
