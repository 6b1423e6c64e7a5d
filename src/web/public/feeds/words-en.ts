import type { FeedPageStrings } from "./words-sv.ts";

export const feedPageEn: FeedPageStrings = {
  feed: "Feed",
  feeds: "All feeds",
  lead: "A feed gives each new message in a program that you already have. Copy one of the addresses there.",
  formats: { rss: "RSS, which most programs want", atom: "Atom", json: "JSON Feed" },
  slow: "Programs fetch feeds every fifteen minutes, or less often. What is urgent reaches you more surely by e-mail:",
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
        "Make an automated cloud flow in Power Automate, and choose the trigger “When a feed item is published” (RSS).",
        `Paste the address: ${rss}`,
        "Choose “PublishDate” as the property that decides what is new.",
        "Add the action “Post message in a chat or channel”, with the item's title and link.",
      ],
      note: "The flow in Power Automate is yours: make a colleague its co-owner, so that it does not fall silent when you leave.",
    },
    {
      program: "Outlook for Windows, classic",
      steps: ["Right-click the folder RSS Feeds and choose “Add a New RSS Feed”.", `Paste the address: ${rss}`],
      note: "New Outlook, Outlook on the web and on the telephone read no feeds. There e-mail is right.",
    },
    {
      program: "Telephone or browser",
      steps: [
        "Open your reader, such as Feedly, Inoreader or NetNewsWire, and choose to add a feed.",
        `Paste the address: ${rss}`,
      ],
      note: "The reader should ask for no sign-in here: the feeds are open.",
    },
  ],
  newest: "What is in the feed now",
  archive: "Older messages in the feed",
  none: "No message yet.",
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
    "Choose your region. There are the feed's addresses, and narrower feeds for an area, a priority or an ATC group.",
  nation: "The whole country",
  regions: "Regions with a list",
  noLists: "No region has a list in use yet.",
  others: "Regions without a list yet",
  opmlHeading: "All at once",
  opml: "Most readers can take in several feeds from a file:",
  opmlLink: "the feeds of all regions (OPML)",
  opmlRegion: "All feeds of the region (OPML)",
};
