import { readerLinkPath } from "../addresses.ts";
import { renderReaderLetter } from "../../templates/reader-letter.tsx";
import { readReaderLetters, type DueReaderLetter } from "../db/reader-letters.ts";
import { findSuppression } from "../db/suppressions.ts";
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
  const token = await makeReaderLink(actAsSystem(deps), due);
  if (token === null) return { lost: "its link has expired" };
  const { publicUrl } = deps;
  const url = `${publicUrl}${readerLinkPath({ kind: letter.kind, token, language })}`;
  const words = renderReaderLetter({ letter, language, url, expiresAt, publicUrl });
  return { ...words, address, sendingKey: `restsignal-reader-${id}` };
}
