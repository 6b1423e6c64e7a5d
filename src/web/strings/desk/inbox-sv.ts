export const inboxSv = {
  title: "Inkorg",
};

export type InboxStrings = typeof inboxSv;
