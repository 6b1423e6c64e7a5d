import { preferencesPath, viewMessage } from "../addresses.ts";
import { renderSending, type Channel, type Rendered } from "../channels/channel.ts";
import { readContact } from "../db/case-desk.ts";
import type { Db } from "../db/schema.ts";
import { leadingRole, type Account } from "../domain/account.ts";
import type { DraftContent } from "../domain/draft.ts";
import { LANGUAGES, type Language, type Message, type MessageView } from "../domain/message.ts";
import { tellAlternatives } from "./alternatives.ts";
import type { PreparedPublication } from "./held-case.ts";

/** What a message is written with as it would be sent. Nothing is. */
export interface RenderingDeps {
  readonly channels: ReadonlyMap<string, Channel>;
  /** Where readers reach the site, absolute and without a slash at the end. */
  readonly publicUrl: string;
}

export interface DraftToView {
  readonly regionCode: string;
  /** Who stands for it. */
  readonly account: Pick<Account, "grants">;
  readonly content: DraftContent;
  readonly prepared: PreparedPublication;
  /** The region that words were taken over from. */
  readonly originRegionCode: string | null;
  readonly publishedAt: Date;
}

/** The draft as the message that it would become. */
export async function readDraftMessage(db: Db, input: DraftToView): Promise<Message> {
  const { regionCode, account, content, prepared, originRegionCode, publishedAt } = input;
  return {
    id: 0,
    regionCode,
    caseId: prepared.caseId,
    version: (prepared.last?.version ?? 0) + 1,
    kind: prepared.messageKind,
    urgency: content.urgency,
    facts: await tellAlternatives(db, { regionCode, facts: prepared.facts, advice: content.advice }),
    advice: content.advice,
    reviewed: true,
    publishedAt,
    purpose: "readers",
    audience: content.audience,
    validUntil: content.validUntil,
    originRegionCode,
    reviewerRole: leadingRole(account, regionCode),
    contact: await readContact(db, regionCode),
  };
}

/** What a channel would send of a message, to a receiver that belongs to nobody. */
export function renderSample(
  channel: Channel,
  { view, language, publicUrl, now }: { view: MessageView; language: Language; publicUrl: string; now: Date },
): Promise<Rendered> {
  return renderSending(channel, {
    views: [view],
    language,
    target: channel.sampleTarget ?? null,
    unsubscribeUrl: `${publicUrl}${preferencesPath("preview")}`,
    sendingKey: "preview",
    now,
  });
}

/** Whether some channel would refuse the draft in some language: then it must not go out. */
export async function isRefusedByChannel(
  { channels, publicUrl }: RenderingDeps,
  { db, now, ...draft }: DraftToView & { db: Db; now: Date },
): Promise<boolean> {
  const view = viewMessage(await readDraftMessage(db, draft), (path) => `${publicUrl}${path}`);
  const samples = [...channels.values()].flatMap((channel) =>
    LANGUAGES.map((language) => renderSample(channel, { view, language, publicUrl, now })),
  );
  return (await Promise.all(samples)).some(({ kind }) => kind === "rejected");
}
