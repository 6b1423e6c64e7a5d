import type { InboxStrings } from "./inbox-sv.ts";

export const inboxEn: InboxStrings = {
  title: "Inbox",
};
