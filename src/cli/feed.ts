import { FEED_FORMATS } from "../channels/feed.ts";
import { createApp } from "../web/app.ts";
import { webDeps } from "../deps.ts";
import { parseCall, parseRegion, UsageError, withDeps, type Command } from "./command.ts";

export const feed: Command = {
  name: "feed",
  usage: ["feed REGION --format rss|atom|json [--lang sv|en]"],
  summary: "Prints a region's feed, just as the pages serve it.",
  async run(context) {
    const { values, positionals } = parseCall(context.args, {
      options: { format: { type: "string", default: "rss" }, lang: { type: "string", default: "sv" } },
      words: ["REGION"],
    });
    const region = parseRegion(positionals[0]);
    const format = FEED_FORMATS.find((name) => name === values.format);
    if (format === undefined)
      throw new UsageError(`--format should be one of ${FEED_FORMATS.join(", ")}, not "${values.format}"`);
    if (values.lang !== "sv" && values.lang !== "en")
      throw new UsageError(`--lang should be sv or en, not "${values.lang}"`);
    return withDeps(context, async (deps) => {
      const response = await createApp(webDeps(deps)).request(`/r/${region.code}/feed.${format}?lang=${values.lang}`);
      if (response.status !== 200)
        throw new Error(`cli/feed: unable to render the feed: the page answered ${response.status}`);
      context.out(await response.text());
      return 0;
    });
  },
};
