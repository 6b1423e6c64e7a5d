import type { ApprovalsStrings } from "./words-sv.ts";

export const approvalsEn: ApprovalsStrings = {
  title: "Waits for a second person",
  lead: (region) =>
    `In ${region} somebody else must approve what one person has written before it reaches prescribers.`,
  off: (region) => `${region} does not ask for two people. Nothing has to be approved here.`,
  nothing: "Nothing waits for approval here.",
  drafts: "Drafts that wait for review are in the inbox",
  proposals: {
    heading: "Changes of rules and settings",
    kinds: {
      rules: "New rules",
      "second-person-off": "Switch off the rule of two people",
      contact: "New contact",
    },
    by: (name, at) => `Proposed by ${name} ${at}.`,
    effective: (at) => `Takes effect ${at} unless somebody stops it, or when somebody else approves it.`,
    until: "Takes effect when somebody else has approved it.",
    rulesNow: "Rules in use now",
    rulesThen: "Rules after the change",
    contactThen: (contact) => `New contact: ${contact}`,
    noContact: "The contact is taken away.",
    own: "You proposed this yourself. Somebody else must approve it.",
    approve: "Approve the change",
    refuse: "Stop the change",
    withdraw: "Withdraw the change",
  },
  looks: {
    heading: "What rules send",
    lead: "A rule does not send this until somebody other than whoever wrote it has approved it. Until then news of these medicines waits for a decision in the inbox.",
    kinds: {
      "standing-advice": "Standing advice",
      "own-notice": "Own notice",
      tie: "Match",
    },
    listLine: "The line in the list",
    case: "Open the case",
    tied: { confirmed: "belongs to", refused: "does not belong to" },
    reason: (text) => `Reason: ${text}`,
    stock: (days) => `The region's stock: ${days} days`,
    areas: (names) => `For ${names}`,
    own: "You wrote this. Somebody else must approve it.",
    approve: "Approve the chosen ones",
    more: (count) => `${count} more are shown when these are approved.`,
    needsApprover: "Approvers and region administrators can approve.",
  },
  problems: {
    none: "Choose what you want to approve.",
    changed:
      "Something that was chosen has changed, or is approved already. Read again and approve what stands here now.",
    own: "You cannot approve what you wrote yourself.",
    gone: "The change is decided already.",
    outdated: "What the change was about has changed since. Nothing was changed now. Propose again from what holds.",
  },
  done: {
    approved: "Approved.",
    taken: "The change is approved and in use.",
    refused: "The change is stopped.",
  },
};
