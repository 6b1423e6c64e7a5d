import { approvalsEn } from "../desk/approvals/words-en.ts";
import { auditEn } from "../desk/audit/words-en.ts";
import type { DeskStrings } from "./desk-sv.ts";
import { adviseEn } from "../desk/inbox/advise-words-en.ts";
import { confirmEn } from "../desk-parts/outlook-words-en.ts";
import { editorEn } from "../desk/case/words-en.ts";
import { inboxEn } from "../desk/inbox/words-en.ts";
import { listsEn } from "../desk/lists/words-en.ts";
import { matchesEn } from "../desk/matches/words-en.ts";
import { notesEn } from "../desk/notes/words-en.ts";
import { ownNoticesEn } from "../desk/own-notices/words-en.ts";
import { peopleEn } from "../desk/people/words-en.ts";
import { policiesEn } from "../desk/policies/words-en.ts";
import { previewsEn } from "../desk/case/previews/words-en.ts";
import { signInEn } from "../sign-in/words-en.ts";
import { timelineEn } from "../desk/case/timeline-words-en.ts";

export const deskEn: DeskStrings = {
  signIn: signInEn,
  inbox: inboxEn,
  approvals: approvalsEn,
  editor: editorEn,
  confirm: confirmEn,
  advise: adviseEn,
  previews: previewsEn,
  timeline: timelineEn,
  lists: listsEn,
  matches: matchesEn,
  policies: policiesEn,
  notes: notesEn,
  ownNotices: ownNoticesEn,
  people: peopleEn,
  audit: auditEn,
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
    short: { matches: "Matches", "own-notices": "Own", notes: "Between regions" },
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
