import type { AccountMailStrings } from "./account-mail-sv.ts";

export const accountMailEn: AccountMailStrings = {
  greeting: (name) => `Hello ${name},`,
  roles: {
    reader: "reader",
    curator: "curator",
    approver: "approver",
    "region-admin": "region administrator",
    analyst: "analyst, SKR",
    operator: "operations",
  },
  and: "and",
  operations: "whoever runs Restsignal",
  nation: "the whole country",
  invited: {
    subject: (region) => `You have been given a role in ${region}: open the link to begin`,
    what: (by, region, role) =>
      `${by} has given you the role ${role} in ${region} in Restsignal. It begins when you have opened the link below and chosen a new password.`,
    voided:
      "Your earlier password holds no more and you are signed out everywhere. It is always so when another region gives somebody a role, since whoever made an account in one region may know its password.",
    link: (url) => `Open the link, which works once and for a day:\n${url}`,
    unexpected: "Did you not expect this? Do not open the link, and tell whoever runs Restsignal.",
  },
  linkMade: {
    subject: "A new link for your password has been made",
    what: (by) =>
      `${by} has made a link by which a new password can be chosen for your account in Restsignal. Whoever opens it is signed in as you.`,
    unexpected:
      "Did you not ask for a new link? Tell another region administrator, or whoever runs Restsignal, at once.",
  },
  roleChanged: {
    subject: (region) => `Your role in ${region} has changed`,
    given: (by, region, role) => `${by} has given you the role ${role} in ${region} in Restsignal.`,
    changed: ({ by, region, before, role }) =>
      `${by} has changed your role in ${region} in Restsignal, from ${before} to ${role}.`,
    taken: (by, region, before) => `${by} has taken away your role as ${before} in ${region} in Restsignal.`,
    unexpected: "Did you not expect this? Tell a region administrator.",
  },
  passwordChanged: {
    subject: "Your password has been changed",
    what: "A new password has been chosen for your account in Restsignal. Everybody who was signed in with the old one is signed out.",
    unexpected:
      "Was it not you? Then somebody else has got in. Tell a region administrator, or whoever runs Restsignal, at once.",
  },
  secondFactor: {
    subject: "Your two-step sign-in",
    on: "Two-step sign-in is on for your account in Restsignal. From now on a code from your app is needed when you sign in.",
    off: "Two-step sign-in is off for your account in Restsignal. The password is enough to sign in.",
    reset: (by) =>
      `${by} has taken away the two-step sign-in of your account in Restsignal. The password is enough to sign in until you turn it on again.`,
    codes: "New recovery codes have been made for your account in Restsignal. The old ones hold no more.",
    recovery: "One of your recovery codes has been used to sign in to your account in Restsignal.",
    paused:
      "Somebody has written the right password of your account in Restsignal and then a wrong code many times. No codes are taken for a quarter of an hour. If it was not you, somebody else knows your password: change it.",
    unexpected: "Was it not you? Tell a region administrator, or whoever runs Restsignal, at once.",
  },
  secondPersonOff: {
    subject: (region) => `The rule of two people in ${region} is about to be switched off`,
    what: (by, region, at) =>
      `${by} wants to switch off the rule of two people in ${region}. It ends at ${at}, or earlier if somebody else approves that. From then on one person alone can publish to prescribers.`,
    unexpected: (url) => `Approvers and region administrators can stop it here:\n${url}`,
  },
  receiversPaused: {
    subject: ({ receivers, region }) =>
      `${receivers === 1 ? "A receiver" : `${receivers} receivers`} in ${region} can no longer be reached`,
    what: ({ receivers, region }) =>
      receivers === 1
        ? `What was sent to one of the receivers in ${region} cannot arrive. The address or the channel seems to be gone. Nothing is sent there until somebody has mended it; what comes meanwhile waits.`
        : `What was sent to ${receivers} of the receivers in ${region} cannot arrive. The addresses or the channels seem to be gone. Nothing is sent there until somebody has mended it; what comes meanwhile waits.`,
    mend: (url) => `We cannot tell those who read there. See what it is about, why, and what can be done:\n${url}`,
  },
  questionnaire: {
    about: { outreach: "how prescribers hear of shortages", readiness: "the region's preparedness" },
    opened: {
      subject: ({ period, lastDay }) => `SKR's questions for ${period}: answer by ${lastDay}`,
      what: ({ region, about, period, lastDay }) =>
        `SKR asks ${region} about ${about}, ${period}. Answer by ${lastDay}. Several can write the answer, and it is saved bit by bit. It counts once it is signed.`,
    },
    reminder: {
      subject: ({ period, lastDay }) => `SKR's questions for ${period} are not signed, last day ${lastDay}`,
      what: ({ region, about, period, lastDay }) =>
        `The answer of ${region} to SKR's questions about ${about}, ${period}, is not signed. The last day is ${lastDay}. What is not signed then does not count.`,
    },
    reopened: {
      subject: ({ period, lastDay }) => `SKR's questions for ${period}: sign anew by ${lastDay}`,
      what: ({ region, about, period, lastDay }) =>
        `SKR has opened the signed answer of ${region} to the questions about ${about}, ${period}. What was signed counts no more. Mend it and sign anew by ${lastDay}.`,
    },
    reason: (reason) => `SKR writes: ${reason}`,
    where: (url) => `Answer here:\n${url}`,
  },
  roleElsewhere: {
    subject: (region) => `An account has been given a role in ${region}`,
    what: ({ by, person, region, role }) =>
      `${by} has given ${person} the role ${role} in ${region} in Restsignal. The account has, or has had, a role in another region too.`,
    voided:
      "The account's password holds no more and it is signed out everywhere. A link has gone to the account's own e-mail address, and the role begins when its owner has opened it.",
    unexpected:
      "You get this because you are an administrator of one of the regions. Did you not expect it? Ask those of the other region.",
  },
  footer: (site) => `This mail was sent by Restsignal, ${site}. It cannot be answered.`,
};
