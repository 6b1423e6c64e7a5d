import { accountLinkPath, approvalsPath, pausedPath, questionnairePath } from "../addresses.ts";
import { renderAccountLetter } from "../../templates/account-mail.ts";
import { readAccountMails, type DueAccountMail } from "../db/account-mails.ts";
import { carriesLink } from "../domain/account-mail.ts";
import { makeOwnersLink } from "../services/account-links.ts";
import { giveUpAccountMail } from "../services/account-mails.ts";
import { actAsSystem } from "../services/context.ts";
import type { DeliverDeps } from "./deliver.handler.ts";
import { sendLetters, type LetterEnd } from "./letters.handler.ts";

/** Never the words: they may hold a link. */
export interface AccountMailResult extends LetterEnd {
  readonly accountId: number;
  readonly mail: string;
}

/** Sends the mails that are due, each in one attempt; in capture none is sent, and no link is made. */
export async function sendAccountMails(deps: DeliverDeps): Promise<AccountMailResult[]> {
  const ended = await sendLetters<DueAccountMail>(deps, {
    box: "account_mail",
    read: (ids) => readAccountMails(deps.db, ids),
    write: (due) => writeMail(deps, due),
    giveUp: (mail, reason) => giveUpAccountMail(actAsSystem(deps), { mail, reason }),
  });
  return ended.map(({ due, end }) => ({ accountId: due.accountId, mail: due.content.kind, ...end }));
}

async function writeMail(deps: DeliverDeps, due: DueAccountMail) {
  const link = await findLink(deps, due);
  if (link === "gone") return { lost: "the role waits for its owner no more" };
  const letter = renderAccountLetter({ mail: due.content, name: due.name, link, publicUrl: deps.publicUrl });
  return { ...letter, address: due.email, sendingKey: `restsignal-account-${due.id}` };
}

/** The link of an invitation, or where something can be done about what the mail tells; null when it leads nowhere. */
async function findLink(deps: DeliverDeps, { accountId, content }: DueAccountMail): Promise<string | null> {
  const { publicUrl } = deps;
  if (content.kind === "second-person-off") return `${publicUrl}${approvalsPath(content.regionCode)}`;
  if (content.kind === "receivers-paused") return `${publicUrl}${pausedPath(content.regionCode)}`;
  if (content.kind === "questionnaire") return `${publicUrl}${questionnairePath(content.regionCode)}`;
  if (!carriesLink(content)) return null;
  const token = await makeOwnersLink(actAsSystem(deps), { accountId, regionCode: content.regionCode });
  return token === null ? "gone" : `${publicUrl}${accountLinkPath(token)}`;
}
