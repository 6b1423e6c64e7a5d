import { viewMessage } from "../../addresses.ts";
import { readContact, type Origin } from "../../db/case-desk.ts";
import { readPublication, type PreparedPublication } from "../../services/held-case.ts";
import type { Db } from "../../db/schema.ts";
import { leadingRole, type Account } from "../../domain/account.ts";
import type { DraftContent } from "../../domain/draft.ts";
import { LANGUAGES, type Message } from "../../domain/message.ts";
import type { Region } from "../../domain/region.ts";
import { listRefusals, renderPreviews, type PreviewInput, type Previews } from "./previews.ts";

/** What is needed to write a draft as it would be sent. */
export interface PreviewDeps {
  readonly db: Db;
  readonly now: () => Date;
  readonly publicUrl: string;
  readonly channels: PreviewInput["channels"];
}

/** Why a channel would refuse what is written; none where nothing can be told at all. */
export async function findRefusals(
  deps: PreviewDeps,
  input: { region: Region; account: Account; caseId: number; content: DraftContent },
): Promise<ReturnType<typeof listRefusals>> {
  const { region, account, caseId, content } = input;
  const kind = content.kind === "auto" ? null : content.kind;
  const prepared = await readPublication(deps.db, { caseId, kind, hasAdvice: content.advice !== null });
  const writing = { region, account, content, prepared, origin: null, at: null };
  return listRefusals(await previewDraft(deps, writing));
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
  const message = await viewDraft(deps, { ...writing, prepared, now });
  const view = viewMessage(message, (path) => `${deps.publicUrl}${path}`);
  const { channels, publicUrl } = deps;
  return Promise.all(LANGUAGES.map((language) => renderPreviews({ channels, view, language, publicUrl, now })));
}

/** The draft as the message that it would become now. */
async function viewDraft(
  { db }: PreviewDeps,
  input: DraftWriting & { prepared: PreparedPublication; now: Date },
): Promise<Message> {
  const { region, account, content, prepared, origin, at, now } = input;
  return {
    id: 0,
    regionCode: region.code,
    caseId: prepared.caseId,
    version: (prepared.last?.version ?? 0) + 1,
    kind: prepared.messageKind,
    urgency: content.urgency,
    facts: prepared.facts,
    advice: content.advice,
    reviewed: true,
    publishedAt: at ?? now,
    purpose: "readers",
    audience: content.audience,
    validUntil: content.validUntil,
    originRegionCode: origin?.regionCode ?? null,
    reviewerRole: leadingRole(account, region.code),
    contact: await readContact(db, region.code),
  };
}
