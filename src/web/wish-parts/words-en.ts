import type { WishStrings } from "./words-sv.ts";

export const wishEn: WishStrings = {
  wish: {
    fields: {
      areas: "Areas of care",
      roles: "What you are",
      priorities: "Priority on the region's list",
      extents: "How much is reported",
      categories: "Groups of the region's list",
      atc: "ATC codes",
      news: "When you want to hear",
      atOnce: "How it comes",
    },
    hints: {
      areas: "No tick means all areas. What is meant for no area in particular comes anyway.",
      roles: "No tick means all. What is meant for nobody in particular comes anyway.",
      priorities: "No tick means all. 1 matters most.",
      extents: "No tick means everything. You also hear when it becomes less.",
      categories: "No tick means all groups. What is added to a group later is included.",
      atc: "Whole codes or their beginnings, with commas between. Example: J01DH, N02BE01. Empty means all medicines.",
      news: "No tick means always. Corrections and retractions come in any case.",
    },
    problems: {
      atc: (codes) => `This is no ATC code: ${codes}. Write for example J01DH or N02BE01.`,
      manyAtc: (most) => `Write no more than ${most} ATC codes. A beginning such as J01 takes in all that begins so.`,
      unknown: "One of the choices cannot be read. Choose again.",
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
    extent: "It gets worse or better",
    dates: "A date moves or passes",
    advice: "Only the advice is new",
    resolved: "It is over",
  },
  atOnce: "Each message at once, instead of in the digest",
  priority: (priority) => `Priority ${priority}`,
  delivery: {
    fields: {
      rhythm: "When it comes",
      time: "Time of day",
      weekday: "Weekday",
      urgent: "Urgent messages",
      quietFrom: "Quiet hours from",
      quietTo: "Quiet hours to",
      language: "Language",
    },
    hints: {
      time: "Swedish time. For digests each day and each week.",
      weekday: "For digests each week.",
      urgent: "The region decides what is urgent.",
      quietFrom: "Nothing comes at once then. Choose no time if you want no quiet hours.",
    },
    problems: {
      rhythm: "Choose when it is to come.",
      time: "Choose a time of day.",
      weekday: "Choose a weekday.",
      urgent: "Choose what happens to urgent messages.",
      quietFrom: "Choose both from and to, or neither.",
      quietTo: "Quiet hours cannot begin and end at the same time.",
      language: "Choose a language.",
    },
  },
  rhythms: { "at-once": "Each message at once", daily: "Each day, gathered", weekly: "Each week, gathered" },
  weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  urgent: {
    always: "At once, also in quiet hours",
    day: "At once, but not in quiet hours",
    digest: "Together with the rest",
  },
  holds: {
    stopped:
      "At present nothing comes: your region holds back what would be sent to you. What comes out waits meanwhile. Ask the region why.",
    suppressed:
      "At present nothing is sent to the address: a letter was marked as spam, or somebody has asked for nothing to be sent there. Ask the region if that is wrong.",
  },
  noTime: "No time",
};
