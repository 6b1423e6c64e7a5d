import { stockholmDate, stockholmMinute } from "../src/domain/calendar.ts";
import type { Message } from "../src/domain/message.ts";
import { nameRegion } from "../src/domain/region.ts";
import type { Strings } from "./strings/sv.ts";
import { cleanLine } from "./text.ts";

/** Whom a message concerns and until when it holds, a line each; none when it is for everybody until the next one. */
export function describeScope(message: Message, t: Strings): string[] {
  const { purpose, audience, validUntil, publishedAt } = message;
  // A desk message names roles of the desk, and reaches those alone.
  const parts = purpose === "desk" ? [] : [audience.areas, audience.roles].map(joinNames).filter(Boolean);
  return [
    ...(parts.length === 0 ? [] : [t.audience(parts.join(" · "))]),
    ...(validUntil === null ? [] : [t.validUntil(t.date(validUntil, stockholmDate(publishedAt)))]),
  ];
}

/** Whose words the advice builds on; null when they are the region's own. */
export function describeOrigin({ originRegionCode, regionCode }: Message, t: Strings): string | null {
  if (originRegionCode === null || originRegionCode === regionCode) return null;
  return t.adviceOrigin(cleanLine(nameRegion(originRegionCode)));
}

/** When it was reviewed, and by whom as far as the message says. What holds no advice claims no review of any. */
export function describeReview({ publishedAt, reviewerRole, advice }: Message, t: Strings): string {
  const time = stockholmMinute(publishedAt);
  if (advice === null)
    return reviewerRole === null ? t.published(time) : t.publishedBy(time, t.reviewers[reviewerRole]);
  return reviewerRole === null ? t.reviewed(time) : t.reviewedBy(time, t.reviewers[reviewerRole]);
}

/** Where questions are asked, in one line; null when the region had not said when it was published. */
export function describeContact({ contact }: Pick<Message, "contact">, t: Strings): string | null {
  const line = cleanLine(contact ?? "");
  return line === "" ? null : t.questions(line);
}

function joinNames(names: readonly string[]): string {
  return names.map(cleanLine).filter(Boolean).join(", ");
}
