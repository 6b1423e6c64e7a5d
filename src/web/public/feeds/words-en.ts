import type { FeedPageStrings } from "./words-sv.ts";

export const feedPageEn: FeedPageStrings = {
  feed: "Feed",
  feeds: "All feeds",
  lead: "A feed shows each new message in a program you already have. Copy one of the addresses into it.",
  formats: { rss: "RSS, which most programs want", atom: "Atom", json: "JSON Feed" },
  slow: "Programs fetch feeds every fifteen minutes, or less often. Urgent messages reach you more reliably by e-mail:",
  subscribe: "subscribe",
  addHeading: "How to add it",
  guides: (rss) => [
    {
      program: "Slack",
      steps: [
        "Add Slack's own app RSS to your workspace, or ask whoever looks after Slack.",
        `Write in the channel: /feed subscribe ${rss}`,
      ],
      note: "Slack fetches every fifteen minutes.",
    },
    {
      program: "Teams, with Power Automate",
      steps: [
        "Create an automated cloud flow in Power Automate, and choose the trigger “When a feed item is published” (RSS).",
        `Paste the address: ${rss}`,
        "Choose “PublishDate” as the property that decides what is new.",
        "Add the action “Post message in a chat or channel”, with the item's title and link.",
      ],
      note: "The flow in Power Automate is yours: add a colleague as co-owner, so that it does not stop when you leave.",
    },
    {
      program: "Outlook for Windows, classic",
      steps: ["Right-click the folder RSS Feeds and choose “Add a New RSS Feed”.", `Paste the address: ${rss}`],
      note: "New Outlook, Outlook on the web and Outlook on phones cannot read feeds. Use e-mail there.",
    },
    {
      program: "Phone or browser",
      steps: [
        "Open your reader, such as Feedly, Inoreader or NetNewsWire, and choose to add a feed.",
        `Paste the address: ${rss}`,
      ],
      note: "The reader should not ask you to sign in: the feeds are open.",
    },
  ],
  newest: "What is in the feed now",
  archive: "Older messages in the feed",
  none: "No messages yet.",
  older: "Older messages",
  newer: "Newer messages",
  toNewest: "The newest messages",
  narrower: "Narrower feeds",
  facets: {
    priorities: "By priority on the list",
    areas: "By area",
    categories: "By category of the list",
    extents: "By how much is reported",
    atc: "By ATC group",
  },
  feedsLead:
    "Choose your region. There you find the feed's addresses, and narrower feeds for an area, a priority or an ATC group.",
  nation: "The whole country",
  regions: "Regions with a list",
  noLists: "No region has a list in use yet.",
  others: "Regions without a list yet",
  opmlHeading: "All feeds at once",
  opml: "Most readers can import several feeds from a file:",
  opmlLink: "the feeds of all regions (OPML)",
  opmlRegion: "All feeds of the region (OPML)",
};
