import type { NotesStrings } from "./words-sv.ts";

export const notesEn: NotesStrings = {
  title: "Between regions",
  lead: "Tell other regions what you have or need. Only the regions' pharmacists see this: nothing goes to prescribers, feeds or public pages.",
  kinds: { have: "We have", need: "We need" },
  filter: {
    heading: "Search",
    text: "Substance, ATC code or text",
    kind: "Show",
    any: "All",
    submit: "Show",
    clear: "Clear",
    range: (from, to, total) =>
      total === 0 ? "Nothing fits what you searched for" : `Showing ${from}–${to} of ${total}`,
  },
  empty: "No region has written anything yet.",
  listHeading: "Notes",
  written: (region, by, time) => `${region}, ${by}, ${time}`,
  close: "Take down",
  closeNote: (substance) => `Take down the note on ${substance}`,
  form: {
    heading: "Write a note",
    fields: {
      region: "Region",
      kind: "What is it about?",
      substance: "Substance",
      atc: "ATC code (may be left empty)",
      text: "Text",
    },
    hints: { text: "Such as the amount, the shelf life and whom to call. Write nothing of patients." },
    submit: "Publish to the regions",
  },
  problems: {
    region: "Choose a region that you curate for.",
    kind: "Choose whether you have or need.",
    substance: "Write the substance, at most 200 characters.",
    atc: "An ATC code is such as J01DH02. Leave it empty if you are not sure.",
    text: "Write a text of at most 1,000 characters.",
    personnummer: "The text seems to hold a personal identity number. Take it away.",
  },
  done: {
    written: "The note is published to the regions.",
    closed: "The note is taken down.",
    gone: "The note was taken down already.",
  },
};
