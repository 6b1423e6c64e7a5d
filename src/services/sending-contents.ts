import { viewMessage } from "../addresses.ts";
import type { Channel, ContentInput, RefusedContent } from "../channels/channel.ts";
import { hashText } from "../db/client.ts";
import { readMessages } from "../db/messages.ts";
import type { Db } from "../db/schema.ts";
import type { ClaimedSending } from "../db/sending-claims.ts";
import type { FrozenPart } from "../db/sending-parts.ts";
import { insertContents } from "../db/sendings.ts";
import { readWishNames } from "../db/wish-names.ts";
import type { Outcome } from "../domain/delivery.ts";
import { tellError } from "../domain/error-text.ts";
import { nameRegion } from "../domain/region.ts";
import { parseRhythm } from "../domain/rhythm.ts";
import { withholdFallen } from "./advice-review.ts";

export interface ContentDeps {
  readonly db: Db;
  readonly publicUrl: string;
  readonly now: () => Date;
}

/** What all get who get the same messages in one language, in one part or several. */
export interface WrittenContent {
  readonly kind: "written";
  readonly parts: readonly [FrozenPart, ...FrozenPart[]];
}

export interface Contents {
  /** What a sending says: what it was frozen as, or else what is written now. */
  freeze(sending: ClaimedSending): Promise<WrittenContent | RefusedContent>;
  /** Of a digest that cannot be written, the messages that cannot be written alone either: they take no others with them. */
  findRefused(sending: ClaimedSending, outcome: Outcome): Promise<readonly number[]>;
}

const MAX_REMEMBERED_CONTENTS = 200;

/** Writes what sendings of one channel say, once for all who get the same. */
export function createContents(deps: ContentDeps, channel: Channel): Contents {
  const contents = new Map<string, Promise<WrittenContent | RefusedContent>>();

  /** What is written for one is kept for all; in another minute, what it says of the data's age may be another. */
  function recall(sending: ClaimedSending): Promise<WrittenContent | RefusedContent> {
    const { language } = sending.subscription;
    const minute = Math.floor(deps.now().getTime() / 60_000);
    const key = `${language} ${sending.messageIds.join()} ${minute} ${whyKey(sending)}`;
    const known = contents.get(key);
    if (known !== undefined) return known;
    if (contents.size >= MAX_REMEMBERED_CONTENTS) contents.clear();
    const written = writeContent(deps, channel, sending);
    contents.set(key, written);
    // What broke once is tried anew by the next.
    written.catch(() => void contents.delete(key));
    return written;
  }

  return {
    async freeze(sending) {
      const { frozen, messageIds } = sending;
      return frozen === null
        ? recall(sending)
        : { kind: "written", parts: [{ hash: "", content: frozen.content, messageIds }] };
    },
    async findRefused(sending, outcome) {
      const { messageIds, frozen } = sending;
      if (outcome.kind !== "rejected" || messageIds.length < 2 || frozen !== null) return messageIds;
      const alone = await Promise.all(messageIds.map((id) => recall({ ...sending, messageIds: [id] })));
      const refused = messageIds.filter((_, index) => alone[index]?.kind === "rejected");
      return refused.length === 0 ? messageIds : refused;
    },
  };
}

async function writeContent(
  deps: ContentDeps,
  channel: Channel,
  sending: ClaimedSending,
): Promise<WrittenContent | RefusedContent> {
  const { messageIds, subscription } = sending;
  const now = deps.now();
  const reasons = await readReasons(deps.db, sending, channel);
  const messages = await withholdFallen(deps.db, await readMessages(deps.db, messageIds));
  const views = messages.map(({ message }) => viewMessage(message, (path) => `${deps.publicUrl}${path}`));
  let written;
  try {
    written = await channel.write({ views, language: subscription.language, now, reasons });
  } catch (cause) {
    return refuse(cause);
  }
  if (written.kind === "rejected") return written;
  const given = written.kind === "written" ? [{ content: written.content, messageIds }] : written.parts;
  const [first, ...later] = given.map((part) => ({ ...part, hash: hashText(JSON.stringify(part.content)) }));
  if (first === undefined) return refuse(new Error("it was written as nothing"));
  if (later.length === 0) await insertContents(deps.db, { contents: [first], now });
  return { kind: "written", parts: [first, ...later] };
}

/** The same of all who have it for the same reasons. */
function whyKey({ wishes, lane, subscription: { regionCode, rhythm } }: ClaimedSending): string {
  return JSON.stringify([regionCode, lane, rhythm, wishes]);
}

/** Undefined where it is not known which wishes it fitted. */
async function readReasons(
  db: Db,
  { wishes, lane, subscription }: ClaimedSending,
  { batches }: Pick<Channel, "batches">,
): Promise<ContentInput["reasons"]> {
  if (wishes.length === 0) return undefined;
  const { regionCode, rhythm } = subscription;
  const named = await readWishNames(db, { regionCode, filters: wishes.map(({ filter }) => filter) });
  // Each wish is told with when it brings things: what came at once by another was gathered by this one all the same.
  const gathered = batches ? parseRhythm(rhythm) : null;
  return {
    names: { regionName: nameRegion(regionCode), ...named },
    wishes,
    comes: lane === "urgent" ? { kind: "urgent" } : (gathered ?? { kind: "at-once" }),
  };
}

/** What breaks us now breaks us the next time as well. */
export function refuse(cause: unknown): RefusedContent {
  return { kind: "rejected", reason: `it could not be written: ${tellError(cause)}` };
}
