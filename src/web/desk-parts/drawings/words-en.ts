import type { PreviewsStrings } from "./words-sv.ts";

export const previewsEn: PreviewsStrings = {
  title: "What the receivers will see",
  lead: "This is exactly what is sent, to a made-up receiver.",
  languages: { sv: "In Swedish", en: "In English" },
  show: "Show the preview",
  feed: "News feed",
  refusedTitle: "This stops the publication",
  refused: (channel, language) =>
    `${channel}, ${language.toLocaleLowerCase("en")}: cannot be sent. Shorten the advice.`,
  warningsTitle: "The message is long",
  reason: "The channel says:",
  sizes: "Size",
  noLimit: "No limit to the length.",
  limits: {
    blocks: "Blocks",
    textChars: "The longest text",
    headerChars: "The headline",
    messageChars: "The whole message",
    messageBytes: "The whole card",
    htmlBytes: "The HTML of the mail (Gmail hides the rest)",
  },
  units: { characters: "characters", bytes: "KB", blocks: "" },
  size: (used, limit, unit) => `${used} of ${limit} ${unit}`.trim(),
  near: "close to the limit",
  over: {
    "left-out":
      "If it goes over, the last products are left out first, with their number and a link. If that is not enough, the message does not fit at all.",
    parted: "If it goes over, it is parted into several e-mails. Nothing is left out.",
    split: "If it goes over, the text is split.",
    "headline-as-text": "If it goes over, it stands as bold text.",
  },
  cuts: {
    leftOut: (count) =>
      `${count === 1 ? "1 product does" : `${count} products do`} not fit. The message says how many and links to the page.`,
    parted: (count) => `The message goes out as ${count} e-mails, one after the other. Nothing is missing.`,
    split: (count) => `Long texts are split into ${count} more blocks. Nothing is missing.`,
    headline: "The headline is too long to be one and stands as bold text. Nothing is missing.",
  },
  drawing: (channel) => `The message as it looks in ${channel}`,
  payload: (what) => `What is sent (${what})`,
  part: (number, of) => `Part ${number} of ${of}`,
  unknown: (type) => `A part that the preview cannot draw: ${type}`,
  app: "APP",
  mail: {
    from: "From",
    subject: "Subject",
    frame: (subject) => `The mail: ${subject}`,
    text: "The text part of the mail",
    noFrame: "Save the case to see the mail.",
  },
};
