import type { PrivacyStrings } from "./words-sv.ts";

export const privacyEn: PrivacyStrings = {
  title: "Personal data",
  lead: "What is kept about you, why, for how long, who sees it, and how you get it out and away.",
  nothing:
    "Nothing here tracks you. The mails have no hidden images and no links that count who clicks. Nothing is fetched from other sites, and nothing is sold or given to anybody for advertising.",
  sections: [
    {
      heading: "You read the pages or a feed",
      points: [
        "We do not keep who you are. The log says which page was read and when, not from which network address.",
        "Your browser remembers in two cookies the language, if you choose one, and whose region's page you opened last. They say nothing else about you.",
        "So that nobody can overload the service, requests are counted by network for some minutes. That is not written down.",
      ],
    },
    {
      heading: "You get e-mail",
      points: [
        "We keep your address, what you have chosen, your language, when you asked for it and confirmed it, and the text that you then agreed to.",
        "We also keep which messages were sent to you, when, and whether they arrived. Otherwise nobody can check whether something important got through.",
        "If a mail comes back, that is kept, and why. If you report a mail as spam we stop sending, and keep a fingerprint of the address so that it stays so. What else stood in the mail that came back is not kept here. The mail itself may lie in the mailbox that returns go to, until whoever runs the service empties it.",
        "The reason is to send what you have asked for, and nothing else. The legal ground is your consent. You withdraw it by ending, with the link in every message.",
        "When you ask for a link or begin to subscribe, your network (not the whole network address) is kept for two days at most, so that nobody can fill a mailbox with our letters.",
        "Who does not confirm gets nothing more. The address is then erased within some days.",
        "If your region has added you from a list, it is kept who did so, when, and what you have agreed to according to the region. Of a mailbox that several share it is kept who, according to the region, said yes.",
      ],
    },
    {
      heading: "You read in Slack or Teams",
      points: [
        "We keep the channel's address and what it is to get. We do not know who is in the channel, nor who reads.",
        "What Slack and Teams themselves keep is decided by your employer's agreement with them.",
      ],
    },
    {
      heading: "You ask the region's pharmacists a question",
      points: [
        "We keep the question and, if you write one, your reply address. The address is erased when the question is closed.",
        "Personal identity numbers are not taken. Write nothing about any patient.",
      ],
    },
    {
      heading: "You work at the desk",
      points: [
        "We keep your name, your address, your roles and what is needed to sign in. The password cannot be read.",
        "What you do is written in the region's log with your name, and sign-ins with the network address. The reason is that it must be possible to see who decided on an advice.",
        "When you answer SKR's questions for the region, who saved and signed what, and when, is kept. SKR sees who signed, but no drafts.",
      ],
    },
  ],
  keptTitle: "For how long",
  keptLead: "The regions decide that themselves. This is how it is now:",
  columns: {
    endedSubscriptions: "The address, after you have ended",
    sentAddresses: "Where each mail went, also while you subscribe",
    questions: "Questions, after they were closed",
    audit: "The region's log",
  },
  allOthers: "All other regions",
  days: (days) => (days === 1 ? "1 day" : `${days} days`),
  always: "Does not go by itself",
  stays:
    "The messages, and that they were sent, are never deleted: they are official documents. When the address is erased nobody can see who got them, only at which mail domain (what stands after the @). Of whoever has ended, a fingerprint of the address is kept, so that no list adds it again. The address cannot be read out of it, only recognised where somebody writes it.",
  nation: (signIns) => `Sign-ins at the desk: ${signIns}.`,
  backups: "Backups hold the data until they are deleted. Whoever runs the service decides on that.",
  seesTitle: "Who sees it",
  sees: [
    "Those who work at your region's desk see what you have chosen and what has been sent. Of the address they see only the beginning and the domain.",
    "The region's pharmacists see questions and reply addresses.",
    "Those who run the service can see all that is kept.",
    "Your e-mail provider sees the mails that you get, as with all e-mail.",
    "Who asks for an official document gets it after the region has examined whether it is secret.",
  ],
  rightsTitle: "See, change, download and erase",
  rights:
    "If you get e-mail you do it yourself: ask for the link to your subscriptions. There you see all that we have about you, download it as a file, change it and erase it. If you have marked one of our letters as spam we send nothing at all, not even the link. Ask your region for help then.",
  ask: "Ask for the link",
  others: "If you read in Slack or Teams, or work at the desk, your region does it for you.",
  contactTitle: "Whom you ask",
  contact:
    "Your region is responsible for the data about you. Ask its data protection officer. About the service you can also write to",
  noContact: "Your region is responsible for the data about you. Ask its data protection officer.",
  complain: "If you think that we do wrong you can complain to Integritetsskyddsmyndigheten, imy.se.",
};
