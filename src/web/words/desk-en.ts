import type { DeskStrings } from "./desk-sv.ts";

export const deskEn: DeskStrings = {
  roles: {
    reader: "Reader",
    curator: "Curator",
    approver: "Approver",
    "region-admin": "Region administrator",
    analyst: "Analyst, SKR",
    operator: "Operator",
  },
  nav: {
    menu: "Menu",
    label: "Desk",
    signIn: "For pharmacists: sign in",
    signOut: "Sign out",
    areas: {
      inbox: "Inbox",
      matches: "Matches",
      "own-notices": "Own",
      lists: "Lists",
      policies: "Rules",
      audit: "Log",
      deliveries: "Sendings",
      people: "People",
      notes: "Between regions",
      questionnaire: "SKR",
      outreach: "Report",
      rounds: "Questions to the regions",
    },
    report: "The report",
    operations: "Operations",
    account: "Your account",
    region: "Change region",
  },
  openCase: "Open at the desk",
  capture: {
    short: "Nothing is really sent",
    text: "What you publish is shown on the web and in the feeds, but nobody gets mail or chat messages.",
  },
  stale: (time) => `Old data: ${time}`,
  contactMissing: {
    short: "No number",
    text: (region) =>
      `${region} has not said how its medicines unit is reached when it is urgent: prescribers are sent to the switchboard.`,
    link: "Give a number",
  },
  form: {
    problems: (count) => `${count === 1 ? "One thing needs" : `${count} things need`} mending`,
    optional: "may be left empty",
    save: "Save",
    cancel: "Cancel",
    reason: "Reason",
    none: "None chosen",
  },
  refused: {
    title: "You may not do this",
    form: "The form did not come from this page, or you have signed in again since you opened it. Go back, reload the page and send it again.",
    permission: "Your account has no permission for it. A region administrator can give it to you.",
    region: (region) =>
      `Your account has no permission for it in ${region}. A region administrator can give it to you.`,
  },
  tooLarge: {
    title: "The file or the text is too large",
    text: (size, fields) =>
      `This page takes at most ${size} and ${fields} fields at once. Nothing was saved. Go back and send less.`,
  },
  unreadable: {
    title: "The form could not be read",
    text: "It did not arrive whole, or holds characters that cannot be saved. Nothing was saved. Go back, reload the page and send it again.",
  },
  signedOut: {
    title: "You are not signed in any more",
    text: "Nothing has been saved. Sign in again: you come back to the page and can do it once more.",
    written: "This is what you had written. Copy it and paste it in again:",
    signIn: "Sign in",
    signInApart: "Sign in in a new tab",
  },
};
