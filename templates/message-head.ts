import type { MessageView } from "../src/domain/message.ts";
import type { Content } from "./content.ts";
import type { Strings } from "./strings/sv.ts";
import { listSwedish } from "./swedish.tsx";

type Head = Pick<Content, "language" | "swedish" | "urgent" | "kicker" | "subject" | "title" | "headline" | "more">;

/** What every message has, whatever it tells. */
export function describeHead(
  view: MessageView,
  { kicker, subject, t }: { kicker: string; subject: string; t: Strings },
): Head {
  return {
    language: t.language,
    swedish: listSwedish(view, t),
    urgent: view.message.urgency === "high" ? t.urgent : null,
    kicker,
    subject,
    title: `${kicker}: ${subject}`,
    headline: `${kicker}: ${subject}`,
    more: t.more,
  };
}
