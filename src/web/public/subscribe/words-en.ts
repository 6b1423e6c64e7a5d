import type { SubscribeStrings } from "./words-sv.ts";

const many = (count: number, one: string, more: string) => (count === 1 ? one : `${count} ${more}`);

export const subscribeEn: SubscribeStrings = {
  title: "Subscribe",
  and: "and",
  regionCount: (count) => `${count} regions`,
  step: (step) => `Step ${step} of 3`,
  regions: {
    title: "Which region?",
    lead: "Get messages about medicine shortages on your region's list. You need no account, only an e-mail address.",
    listed: "Regions with a list in Restsignal",
    unlisted: "Regions without a list",
    unlistedHint: "These send nothing until the region has a list.",
    none: "No region has a list in Restsignal yet, so nothing can be sent. You can still subscribe: messages start when the region has a list.",
    chosen: "Region",
    next: "Next: choose what to get",
    choose: "Tick at least one region.",
    unknown: "One of the regions does not exist. Please choose again.",
    mine: "Already subscribing? See and change your subscription",
    privacy: "What we keep about you, and for how long",
  },
  wish: {
    title: (regions) => `What do you want to get from ${regions}?`,
    fitting: "This is what you get",
    profiles: "Start with a suggestion",
    basis: {
      areas: (profile) =>
        `The suggestion for ${profile} is ticked: the areas on the list that belong to it. Change anything that is wrong.`,
      categories: (profile) =>
        `The suggestion for ${profile} is ticked: the categories on the list that belong to it. Change anything that is wrong.`,
      atc: (profile) =>
        `The list has no area for ${profile}. The suggestion uses groups of medicines (ATC codes) instead. Change anything that is wrong.`,
    },
    profile: {
      emergency: "Emergency care",
      primary: "Primary care",
      anaesthesia: "Anaesthesia and intensive care",
      paediatrics: "Paediatrics",
      oncology: "Oncology and haematology",
      psychiatry: "Psychiatry",
      geriatrics: "Geriatrics",
      infection: "Infectious diseases",
      women: "Women's health",
      cardiology: "Cardiology",
    },
    all: "Everything on the list",
    change: "Choose for yourself",
    next: "Next: when and where",
    recount: "Count again",
    otherRegion: "Choose another region",
    noCase: "The region has no such case. Please choose something else.",
  },
  follow: {
    title: (what) => `Follow ${what}`,
    closed: "Nothing is reported at present. You get a message if something happens again.",
    until: "For how long",
    untilResolved: "Until it is over. The last message says so.",
    ever: "Also if the shortage comes back",
    group: (code) => `Follow everything on the list with ATC code ${code} instead`,
  },
  preview: {
    heading: "Counted on what has been sent",
    some: (messages, urgent) =>
      messages === 1
        ? `This would have given you one message in the last 30 days, ${urgent === 1 ? "and it was urgent" : "and it was not urgent"}.`
        : `This would have given you ${messages} messages in the last 30 days, ${urgent === 0 ? "none of them urgent" : urgent === 1 ? "one of them urgent" : `${urgent} of them urgent`}.`,
    filtered: (all) =>
      `This would have given you nothing in the last 30 days, though ${many(all, "one message was", "messages were")} sent.`,
    without: (field, messages) =>
      `Without the choice “${field}” it would have been ${many(messages, "one message", "messages")}.`,
    together: "No single choice removes everything; together they do.",
    notFollowed: "No message about this was sent in the last 30 days.",
    nothing: (regions) => `No message was sent from ${regions} in the last 30 days.`,
    noList: (region) => `${region} has no list in Restsignal. Nothing is sent from there until it has one.`,
    neverPublished: (region) => `${region} has a list, but has not sent any message yet.`,
    since: (region, date) => `${region} started on ${date}, so its messages are counted from then.`,
    examples: "The latest of them",
    exampleOne: "It was this",
  },
  delivery: {
    title: "When and where?",
    email: "Your e-mail address",
    emailHint: "We send an e-mail with a link to it. Nothing else is sent until you have confirmed.",
    badEmail: "This is not an e-mail address. Write it like name@region.se.",
    when: "When and how messages come",
    submit: "Send me the link",
    change: "Change what you get",
    what: "You have chosen",
    problems: (count) => (count === 1 ? "One thing needs correcting" : `${count} things need correcting`),
    privacy: "The address is used for nothing else. If you do not confirm, your request is erased.",
    privacyLink: "What is kept, and for how long",
  },
  elsewhere: {
    title: "Prefer to get it somewhere else?",
    feed: "As a feed, with exactly this choice",
    feedOf: (region) => `Feeds of ${region}`,
    feedLead: "A feed can be read in Outlook, on an intranet and in most news readers. No address is needed.",
    feedTooMuch: "You have chosen too much to fit in a feed address. Choose fewer things, or everything.",
    slack: "In Slack",
    slackAsk:
      "Ask whoever runs Restsignal in your region to add the channel. Send the channel's name and id (at the bottom of the channel's details) and the choice above. Then invite Restsignal's app to the channel, or it cannot post there.",
    teams: "In Teams",
    teamsAsk:
      "Create a workflow in the channel: Workflows, then “Post to a channel when a webhook request is received”. Add a co-owner, so that it does not stop when you leave. Send the address you get, in a secure way, to whoever runs Restsignal in your region, with the choice above: anyone who has the address can post in the channel.",
    contact: (region, contact) => `${region}: ${contact}`,
    noContact: "We do not know who that is. Ask the region's medicines unit.",
  },
  sent: {
    title: "Check your e-mail",
    lead: (address) =>
      `An e-mail to ${address} should arrive within a few minutes. Open the link in it and press Confirm.`,
    nothing: "Nothing else is sent until you have confirmed.",
    missing: "No e-mail?",
    spam: "Look in your junk mail, and check that the address above is right.",
    held: "When many of these e-mails go to the same address, workplace or network in a short time, we hold new ones back. Waiting an hour helps, sometimes a day. If you have marked one of our e-mails as spam, we send nothing at all to you; ask the region in that case.",
    again: "Send the e-mail again",
    other: "Start again with another address",
    capture: "Restsignal is being tried out: no e-mails are sent.",
  },
  confirm: {
    title: "Confirm your subscription",
    lead: (address) => `This will be sent to ${address} once you have confirmed.`,
    known: (region) =>
      `You already have a subscription for ${region}. This is added to it. When and how messages come does not change.`,
    whenHeading: "When",
    button: "Confirm",
    agreement:
      "I want Restsignal to send what is listed here to my e-mail address. I can end it whenever I like, with the link in every e-mail.",
    not: "Was it not you who asked? Close the page. Nothing changes, and the request is erased.",
    goneTitle: "The link does not work",
    gone: "It is too old, or part of the address is missing. A link works for two days. If you have already confirmed, your subscription is still active.",
    again: "Subscribe again",
  },
  done: {
    title: "Done: you are subscribed",
    endedTitle: "The subscription has ended",
    lead: (address) => `This is sent to ${address}.`,
    first: (time) =>
      `The next digest is sent ${time} at the earliest, Swedish time. If there is nothing new for you, nothing is sent.`,
    snoozed: (until) =>
      `Your subscription is paused until ${until}. Nothing comes before that, not even urgent messages. Change it under “Change something”.`,
    atOnce: "Each message comes as soon as it is published. If there is nothing new for you, nothing is sent.",
    ended: (region) => `The subscription for ${region} has ended since you confirmed. Nothing is sent from there.`,
    paused: (region) => `The subscription for ${region} is paused, because e-mails could not be delivered.`,
    changed: (region) => `What you confirmed for ${region} has been changed or ended since then.`,
    mine: "Change something",
    end: (region) => `End: ${region}`,
    see: (region) => `The situation in ${region}`,
  },
  foreign: {
    title: "The form came from another site",
    text: "Nothing has been done. Open Restsignal's own page and start there.",
  },
};
