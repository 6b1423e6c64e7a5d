import type { SendingMember, SendingRecord } from "../../../db/sending-record.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import type { Page } from "../../frame/page.ts";
import { deliveriesWords } from "./words.ts";

/** What a person should know before it goes out. */
export function SendingHindrances({ page, sending }: { readonly page: Page; readonly sending: SendingRecord }) {
  const t = deliveriesWords[page.language].sending;
  const { subscription, members } = sending;
  const lines = [
    ...(subscription.state === "paused" ? [t.pausedTarget] : []),
    ...(subscription.state === "ended" ? [t.endedTarget] : []),
    ...members.flatMap((member) => describeMember(page, member)),
  ];
  return (
    <>
      {[...new Set(lines)].map((line) => (
        <p>{line}</p>
      ))}
    </>
  );
}

function describeMember(page: Page, { newest, isExpired }: SendingMember): string[] {
  const t = deliveriesWords[page.language].sending;
  const expired = isExpired ? [t.expired] : [];
  if (newest === null) return expired;
  const { version, kind, publishedAt, hasReached } = newest;
  const at = stockholmMinute(new Date(publishedAt));
  return kind === "retraction" ? [t.withdrawn(version, at)] : [t.newer(version, at, hasReached), ...expired];
}
