import { feedPath } from "../addresses.ts";
import { FEED_FORMATS } from "../domain/feed-format.ts";
import { webDeps } from "../deps.ts";
import { parseCall, parseRegion, UsageError, withDeps, type Command } from "./command.ts";

export const feed: Command = {
  usage: ["feed REGION --format rss|atom|json [--lang sv|en]", "feed REGION --json"],
  summary: "Prints a region's feed, just as the pages serve it.",
  async run(context) {
    const { values, positionals } = parseCall(context.args, {
      options: {
        format: { type: "string" },
        lang: { type: "string", default: "sv" },
        json: { type: "boolean" },
      },
      words: ["REGION"],
    });
    const region = parseRegion(positionals[0]);
    const wanted = values.format ?? (values.json === true ? "json" : "rss");
    const format = FEED_FORMATS.find((name) => name === wanted);
    if (format === undefined)
      throw new UsageError(`--format should be one of ${FEED_FORMATS.join(", ")}, not "${wanted}"`);
    if (values.json === true && format !== "json") throw new UsageError("--json goes with --format json only");
    if (values.lang !== "sv" && values.lang !== "en")
      throw new UsageError(`--lang should be sv or en, not "${values.lang}"`);
    return withDeps(context, async (deps) => {
      // Loaded here, so that no other command waits for the pages.
      const { createApp } = await import("../web/app.ts");
      const response = await createApp(webDeps(deps, { enqueue: async () => {} })).request(
        `${feedPath({ regionCode: region.code, format })}?lang=${values.lang}`,
      );
      if (response.status !== 200)
        throw new Error(`cli/feed: unable to render the feed: the page answered ${response.status}`);
      context.out(await response.text());
      return 0;
    });
  },
};
