import type { NewMessage } from "../../src/db/messages.ts";
import { EVERYBODY } from "../../src/domain/audience.ts";
import { makeFacts } from "./message-views.ts";

/** A message that is about to be written. */
export function makeNewMessage(over: Partial<NewMessage> = {}): NewMessage {
  return {
    regionCode: "12",
    caseId: null,
    kind: "new",
    urgency: "normal",
    facts: makeFacts(),
    advice: null,
    audience: EVERYBODY,
    reviewed: true,
    publishedBy: "curator",
    now: new Date("2026-08-21T08:00:00Z"),
    ...over,
  };
}
