import type { WishStrings } from "./words-sv.ts";

export const wishEn: WishStrings = {
  wish: {
    fields: {
      areas: "Areas of care",
      roles: "Your profession",
      priorities: "Priority on the region's list",
      extents: "How much is reported",
      categories: "Categories on the region's list",
      atc: "ATC codes",
      news: "What you want to hear about",
      atOnce: "How messages come",
    },
    hints: {
      areas: "Tick none for all areas. Messages for no particular area always come.",
      roles: "Tick none for all. Messages for nobody in particular always come.",
      priorities: "Tick none for all. 1 is the most important.",
      extents: "Tick none for everything. You are also told when it eases.",
      categories: "Tick none for all categories. What is added to a category later is included.",
      atc: "Whole codes or the first part of one, separated by commas. Example: J01DH, N02BE01. Leave empty for all medicines.",
      news: "Tick none for everything. Corrections and retractions always come.",
    },
    problems: {
      atc: (codes) => `This is not an ATC code: ${codes}. Write it like J01DH or N02BE01.`,
      manyAtc: (most) =>
        `Write no more than ${most} ATC codes. A first part such as J01 includes every code that begins with it.`,
      unknown: "One of the choices could not be read. Please choose again.",
    },
  },
  roles: {
    läkare: "Physician",
    sjuksköterska: "Nurse",
    barnmorska: "Midwife",
    farmaceut: "Pharmacist",
    tandläkare: "Dentist",
    "övriga förskrivare": "Other prescriber",
  },
  news: {
    new: "Something new is reported",
    extent: "More or less of it is reported",
    dates: "A date changes or passes",
    advice: "Only the advice is new",
    resolved: "It is over",
  },
  atOnce: "Each message at once, instead of in the digest",
  priority: (priority) => `Priority ${priority}`,
  delivery: {
    fields: {
      rhythm: "When messages come",
      time: "Time of day",
      weekday: "Weekday",
      urgent: "Urgent messages",
      quietFrom: "Quiet hours from",
      quietTo: "Quiet hours to",
      language: "Language",
    },
    hints: {
      time: "Swedish time. For daily and weekly digests.",
      weekday: "For weekly digests.",
      urgent: "The region decides what is urgent.",
      quietFrom: "No messages come at once during these hours. Choose no time if you do not want quiet hours.",
    },
    problems: {
      rhythm: "Choose when messages are to come.",
      time: "Choose a time of day.",
      weekday: "Choose a weekday.",
      urgent: "Choose what happens to urgent messages.",
      quietFrom: "Choose both from and to, or neither.",
      quietTo: "Quiet hours cannot start and end at the same time.",
      language: "Choose a language.",
    },
  },
  rhythms: { "at-once": "Each message at once", daily: "A digest every day", weekly: "A digest every week" },
  weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  urgent: {
    always: "At once, also in quiet hours",
    day: "At once, but not in quiet hours",
    digest: "Together with the rest",
  },
  holds: {
    stopped:
      "At present nothing is sent: your region is holding back your messages. What is published meanwhile waits. Ask the region why.",
    suppressed:
      "At present nothing is sent to the address: an e-mail was marked as spam, or somebody has asked for nothing to be sent there. Ask the region if that is wrong.",
  },
  noTime: "No time",
};
