import { deskEn } from "./desk-en.ts";
import type { PageStrings } from "./sv.ts";

/** Every English phrase of the pages. */
export const en: PageStrings = {
  site: "Restsignal",
  desk: deskEn,
  personnummer: {
    unsure: (found) =>
      `“${found}” may be a Swedish personal identity number. If it is one: remove it. If it is something else: tick the box.`,
    confirm: "It is no personal identity number",
  },
  skip: "Skip to content",
  home: "All regions",
  path: "You are here",
  otherLanguage: { language: "sv", text: "På svenska" },
  subscribe: "Subscribe",
  accessibility: "Accessibility",
  privacy: "Personal data",
  footer: {
    about:
      "Restsignal shows facts from the Swedish Medical Products Agency and advice from the regions. It does not replace clinical judgement.",
    licence: "The agency's data is used under CC BY 4.0.",
    fetched: (url, time) => `Print of ${url}, fetched ${time}. The facts may have changed since.`,
    version: (version) => `Restsignal ${version}`,
  },
  noSource: "No data has been read yet.",
  stale: (time, age) => `The data is from ${time}, ${age} ago, and may be out of date.`,

  paging: {
    label: "Pages",
    previous: "Previous page",
    next: "Next page",
    where: (page, pages) => `Page ${page} of ${pages}`,
    range: (from, to, total) => `Row ${from}–${to} of ${total}`,
  },

  sources: "Sources",
  report: "How prescribers are reached",
  notFound: {
    title: "There is no such page",
    text: "The address may be wrong, or the page may have been removed.",
    region: "There is no region with that code.",
    thread: "There is no such case in the region.",
    subscription: "The link belongs to no subscription. Check that you have the whole address.",
  },
  failed: {
    title: "Something went wrong on our side",
    text: "Try again in a while. If it goes on, give the code below when you contact us.",
    reference: (reference) => `Code: ${reference}`,
  },
  channels: { email: "e-mail", slack: "Slack", teams: "Teams" },
};
