import { viewMessage } from "../../addresses.ts";
import type { Origin } from "../../db/case-desk.ts";
import { readDraftMessage } from "../../services/draft-message.ts";
import type { readPublication } from "../../services/held-case.ts";
import type { Db } from "../../db/schema.ts";
import type { Account } from "../../domain/account.ts";
import type { DraftContent } from "../../domain/draft.ts";
import { LANGUAGES } from "../../domain/message.ts";
import type { Region } from "../../domain/region.ts";
import { renderPreviews, type PreviewInput, type Previews } from "./previews.ts";

/** What is needed to write a draft as it would be sent. */
export interface PreviewDeps {
  readonly db: Db;
  readonly now: () => Date;
  readonly publicUrl: string;
  readonly channels: PreviewInput["channels"];
}

interface DraftWriting {
  readonly region: Region;
  readonly account: Account;
  readonly content: DraftContent;
  readonly prepared: Awaited<ReturnType<typeof readPublication>>;
  readonly origin: Origin | null;
  /** When it is to go out; null for now. */
  readonly at: Date | null;
}

/** What is written as every receiver would get it, in each language. */
export async function previewDraft(deps: PreviewDeps, writing: DraftWriting): Promise<Previews[]> {
  const { prepared } = writing;
  if (prepared.kind === "refused") return [];
  const now = deps.now();
  const { region, account, content, origin, at } = writing;
  const message = await readDraftMessage(deps.db, {
    regionCode: region.code,
    account,
    content,
    prepared,
    originRegionCode: origin?.regionCode ?? null,
    publishedAt: at ?? now,
  });
  const view = viewMessage(message, (path) => `${deps.publicUrl}${path}`);
  const { channels, publicUrl } = deps;
  return Promise.all(LANGUAGES.map((language) => renderPreviews({ channels, view, language, publicUrl, now })));
}
