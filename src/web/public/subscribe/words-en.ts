import type { SubscribeStrings } from "./words-sv.ts";

const many = (count: number, one: string, more: string) => (count === 1 ? one : `${count} ${more}`);

export const subscribeEn: SubscribeStrings = {
  title: "Subscribe",
  and: "and",
  regionCount: (count) => `${count} regions`,
  step: (step) => `Step ${step} of 3`,
  regions: {
    title: "Which region?",
    lead: "You are told of medicine shortages on your region's list. No account is needed, only an e-mail address.",
    listed: "Regions with a list in Restsignal",
    unlisted: "Regions without a list",
    unlistedHint: "Nothing comes from these before the region has a list.",
    none: "No region has a list in Restsignal yet, so nothing can come. You can subscribe all the same: it begins when the region has a list.",
    chosen: "Region",
    next: "On to what you want to get",
    choose: "Tick at least one region.",
    unknown: "One of the regions does not exist. Choose again.",
    mine: "Do you have a subscription already? See and change it",
    privacy: "What we keep about you, and for how long",
  },
  wish: {
    title: (regions) => `What do you want to get from ${regions}?`,
    fitting: "This is what you get",
    profiles: "Begin with a suggestion",
    basis: {
      areas: (profile) =>
        `The suggestion for ${profile} is ticked: the list's areas that belong to it. Change what is wrong.`,
      categories: (profile) =>
        `The suggestion for ${profile} is ticked: the list's groups that belong to it. Change what is wrong.`,
      atc: (profile) =>
        `The list names no area for ${profile}. The suggestion is groups of medicines instead, as ATC codes. Change what is wrong.`,
    },
    profile: {
      emergency: "Emergency care",
      primary: "Primary care",
      anaesthesia: "Anaesthesia and intensive care",
      paediatrics: "Children",
      oncology: "Oncology and haematology",
      psychiatry: "Psychiatry",
      geriatrics: "Geriatrics",
      infection: "Infection",
      women: "Women's health",
      cardiology: "Heart and vessels",
    },
    all: "Everything on the list",
    change: "Choose yourself",
    next: "On to when and where",
    recount: "Count again",
    otherRegion: "Another region",
    noCase: "The region has no such case. Choose something else.",
  },
  follow: {
    title: (what) => `Follow ${what}`,
    closed: "Nothing is reported at present. You get what is sent if something happens again.",
    until: "For how long",
    untilResolved: "Until it is over. The last message says so.",
    ever: "Also if there is a shortage again",
    group: (code) => `Follow all of the list with ATC code ${code} instead`,
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
    together: "No choice removes everything alone; together they do.",
    notFollowed: "No message about this was sent in the last 30 days.",
    nothing: (regions) => `No message was sent from ${regions} in the last 30 days.`,
    noList: (region) => `${region} has no list in Restsignal. Nothing comes from there before it has one.`,
    neverPublished: (region) => `${region} has a list, but has not sent any message yet.`,
    since: (region, date) => `${region} began on ${date}, so what comes from there is counted since then.`,
    examples: "The latest of them",
    exampleOne: "It was this",
  },
  delivery: {
    title: "When and where?",
    email: "Your e-mail address",
    emailHint: "We send a letter with a link there. Nothing else comes before you have confirmed.",
    badEmail: "This is no e-mail address. Write for example name@region.se.",
    when: "When and how it comes",
    submit: "Send the letter with the link",
    change: "Change what you get",
    what: "You have chosen",
    problems: (count) => (count === 1 ? "One thing must be mended" : `${count} things must be mended`),
    privacy: "The address is used for nothing else. If you do not confirm, your request is erased.",
    privacyLink: "What is kept, and for how long",
  },
  elsewhere: {
    title: "Rather somewhere else?",
    feed: "As a feed, with exactly this choice",
    feedOf: (region) => `Feeds of ${region}`,
    feedLead: "A feed can be read in Outlook, on an intranet and in most news readers. No address is needed.",
    feedTooMuch: "You have chosen so much that no feed address holds it. Choose fewer things, or all.",
    slack: "In Slack",
    slackAsk:
      "Ask whoever runs Restsignal in your region to add the channel. Send the channel's name and id (it stands last in the channel's details) and the choice above. Then invite Restsignal's app to the channel, or it cannot write there.",
    teams: "In Teams",
    teamsAsk:
      "Make a workflow in the channel: Workflows, then “Post to a channel when a webhook request is received”. Let somebody else own it too, so that it does not end when you leave. Give the address that you get, in a safe way, to whoever runs Restsignal in your region, with the choice above: whoever has the address can write in the channel.",
    contact: (region, contact) => `${region}: ${contact}`,
    noContact: "We do not know who that is. Ask the region's medicines unit.",
  },
  sent: {
    title: "Look in your mail",
    lead: (address) => `A letter to ${address} should come within some minutes. Open its link and press Confirm.`,
    nothing: "Nothing else comes before you have confirmed.",
    missing: "Does no letter come?",
    spam: "Look in the junk mail, and see whether the address above is right.",
    held: "When many letters go to the same address, workplace or network in a short time, we hold new ones back. Then it helps to wait an hour, and sometimes a day. To who has marked one of our letters as spam we send nothing at all; ask the region then.",
    again: "Ask for the letter once more",
    other: "Begin again with another address",
    capture: "Restsignal is being tried out: no letters are sent.",
  },
  confirm: {
    title: "Confirm your subscription",
    lead: (address) => `This is sent to ${address} when you have confirmed.`,
    known: (region) =>
      `You already have a subscription from ${region}. This is added. When and how it comes does not change.`,
    whenHeading: "When",
    button: "Confirm",
    agreement:
      "I want Restsignal to send what stands here to my e-mail address. I can end it when I like, by the link in each mail.",
    not: "Was it not you who asked? Close the page. Then nothing changes, and the request is erased.",
    goneTitle: "The link does not work",
    gone: "It is too old, or not all of the address came along. A link works for two days. If you have confirmed already, the subscription holds all the same.",
    again: "Subscribe again",
  },
  done: {
    title: "Done, you subscribe",
    endedTitle: "The subscription has ended",
    lead: (address) => `This is sent to ${address}.`,
    first: (time) =>
      `The next digest leaves ${time} at the earliest, Swedish time. When there is nothing new for you, nothing comes.`,
    snoozed: (until) =>
      `You have a pause until ${until}. Nothing comes before that, not even what is urgent. Change it under “Change something”.`,
    atOnce: "Each message comes when it is sent. When there is nothing new for you, nothing comes.",
    ended: (region) => `The subscription from ${region} has ended since you confirmed. Nothing comes from there.`,
    paused: (region) => `The subscription from ${region} is paused, since mails could not be delivered.`,
    changed: (region) => `What you confirmed for ${region} has been changed or ended since then.`,
    mine: "Change something",
    end: (region) => `End: ${region}`,
    see: (region) => `The situation in ${region}`,
  },
  foreign: {
    title: "The form came from another site",
    text: "So we did nothing. Open Restsignal's own page and begin there.",
  },
};
