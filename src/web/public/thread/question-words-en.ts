import type { QuestionStrings } from "./question-words-sv.ts";

export const questionEn: QuestionStrings = {
  heading: "Ask the region's pharmacist",
  lead: "The question goes to the region's medicines unit. Write nothing of single patients.",
  contact: (contact) => `Do not use the form when it is urgent. The region is reached this way: ${contact}`,
  noContact: (region) =>
    `Do not use the form when it is urgent. ${region} has given no number here: call the region's switchboard.`,
  text: "Your question",
  replyTo: "Your e-mail address, if you want an answer (may be left empty)",
  replyToHint: "Used only to answer the question, and erased when it is answered.",
  trap: "Leave this field empty",
  submit: "Send the question",
  problems: (count) => `${count === 1 ? "One thing needs" : `${count} things need`} mending`,
  noText: "Write your question, at most 2,000 characters.",
  personnummer: "The text seems to hold a personal identity number. Take it away.",
  badReplyTo: "Give an e-mail address, such as name@region.se, or leave the field empty.",
  title: "Ask the region's pharmacist",
  back: "Back to the medicine",
  thanksTitle: "Thank you, your question is sent",
  thanks: "It is now with the region's medicines unit.",
  tooManyTitle: "Too many questions in a short time",
  tooMany: "Many questions have come from your network. Wait ten minutes and try again.",
  tooManyHere:
    "Your question was not sent. Many questions have just come about this medicine or to the region. Your text is still here: try again in an hour.",
  foreignTitle: "The question was not sent",
  foreign: "The form came from another site. Open the medicine's page here and write the question again.",
};
