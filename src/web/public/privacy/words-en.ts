import type { PrivacyStrings } from "./words-sv.ts";

export const privacyEn: PrivacyStrings = {
  title: "Personal data",
  lead: "What is stored about you, why, for how long, who can see it, and how to get a copy or have it erased.",
  nothing:
    "Nothing here tracks you. The e-mails have no hidden images and no links that count who clicks. Nothing is fetched from other sites, and nothing is sold or given to anybody for advertising.",
  sections: [
    {
      heading: "You read the pages or a feed",
      points: [
        "We do not keep who you are. The log says which page was read and when, not from which network address.",
        "Two cookies in your browser remember the language, if you choose one, and which region's page you opened last. They say nothing else about you.",
        "So that nobody can overload the service, requests are counted by network for some minutes. That is not written down.",
      ],
    },
    {
      heading: "You get e-mail",
      points: [
        "We keep your address, what you have chosen, your language, when you asked for it and confirmed it, and the text that you then agreed to.",
        "We also keep which messages were sent to you, when, and whether they arrived. Otherwise nobody can check whether something important got through.",
        "If an e-mail bounces, we store that, and why. If you report an e-mail as spam we stop sending, and keep a fingerprint of the address so that it stays that way. Nothing else in the bounced e-mail is stored here. The e-mail itself may remain in the mailbox that bounces go to, until whoever runs the service empties it.",
        "The reason is to send what you have asked for, and nothing else. The legal basis is your consent. You withdraw it by ending the subscription, with the link in every message.",
        "When you ask for a link or subscribe, your network (not the whole network address) is stored for two days at most, so that nobody can flood a mailbox with our e-mails.",
        "Anyone who does not confirm gets nothing more. The address is then erased within a few days.",
        "If your region has added you from a list, we store who did so, when, and what you have agreed to according to the region. For a shared mailbox we store who, according to the region, agreed.",
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
        "Personal identity numbers are not accepted. Do not write anything about patients.",
      ],
    },
    {
      heading: "You work at the desk",
      points: [
        "We keep your name, your address, your roles and what is needed to sign in. The password cannot be read.",
        "What you do is written in the region's log with your name, and sign-ins with the network address. The reason is that it must be possible to see who decided on a piece of advice.",
        "When you answer SKR's questions for the region, who saved and signed what, and when, is kept. SKR sees who signed, but no drafts.",
      ],
    },
  ],
  keptTitle: "For how long",
  keptLead: "Each region decides. This is how it is now:",
  columns: {
    endedSubscriptions: "The address, after you have ended",
    sentAddresses: "Where each e-mail was sent, also while you subscribe",
    questions: "Questions, after they were closed",
    audit: "The region's log",
  },
  allOthers: "All other regions",
  days: (days) => (days === 1 ? "1 day" : `${days} days`),
  always: "Not erased automatically",
  stays:
    "The messages, and that they were sent, are never deleted: they are official documents. When the address is erased nobody can see who got them, only at which e-mail domain (the part after the @). After you have ended, a fingerprint of the address is kept, so that no list adds it again. The address cannot be read from it, only recognised if somebody enters it.",
  nation: (signIns) => `Sign-ins at the desk: ${signIns}.`,
  backups: "Backups contain the data until they are deleted. Whoever runs the service decides when.",
  seesTitle: "Who can see it",
  sees: [
    "Those who work at your region's desk see what you have chosen and what has been sent. They see only the beginning of the address and its domain.",
    "The region's pharmacists see questions and reply addresses.",
    "Those who run the service can see all that is kept.",
    "Your e-mail provider can see the e-mails you get, as with all e-mail.",
    "Anyone who requests an official document gets it, once the region has assessed whether it is confidential.",
  ],
  rightsTitle: "See, change, download and erase",
  rights:
    "If you get e-mail you can do it yourself: ask for the link to your subscriptions. There you can see everything we have about you, download it as a file, change it and erase it. If you have marked one of our e-mails as spam we send nothing at all, not even the link. Ask your region for help then.",
  ask: "Ask for the link",
  others: "If you read in Slack or Teams, or work at the desk, your region does it for you.",
  contactTitle: "Who to ask",
  contact:
    "Your region is responsible for the data about you. Ask its data protection officer. For questions about the service you can also write to",
  noContact: "Your region is responsible for the data about you. Ask its data protection officer.",
  complain:
    "If you think we are doing something wrong, you can complain to the Swedish Authority for Privacy Protection (Integritetsskyddsmyndigheten), imy.se.",
};
