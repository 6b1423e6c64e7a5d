import { cleanLine } from "../../../templates/text.ts";
import { branch, empty, leaf, writeDocument } from "./markup.ts";

export const OPML_CONTENT_TYPE = "text/x-opml; charset=utf-8";

/** One feed in a list of feeds. Addresses are absolute. */
export interface FeedOutline {
  readonly title: string;
  readonly feedUrl: string;
  readonly pageUrl: string;
  readonly language: string;
}

/** A list of feeds that readers take in: http://opml.org/spec2.opml */
export function renderOpml({ title, outlines }: { title: string; outlines: readonly FeedOutline[] }): string {
  const lines = outlines.map((one) => {
    const name = cleanLine(one.title);
    const addresses = { xmlUrl: one.feedUrl, htmlUrl: one.pageUrl };
    return empty("outline", { type: "rss", text: name, title: name, ...addresses, language: one.language });
  });
  const head = branch("head", [leaf("title", cleanLine(title))]);
  return writeDocument(branch("opml", [head, branch("body", lines)], { version: "2.0" }));
}
