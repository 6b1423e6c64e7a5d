import type { Channel } from "./channel.ts";
import { createEmailChannel, type EmailOptions } from "./email.ts";
import { createSlackChannel, type SlackOptions } from "./slack.ts";
import { createTeamsChannel, type TeamsOptions } from "./teams.ts";

/** Feeds are fetched, not pushed, so they are no `Channel`; whoever serves them takes them from here. */
export { FEED_CONTENT_TYPES, renderFeed } from "./feed.ts";
export { OPML_CONTENT_TYPE, renderOpml, type FeedOutline } from "./feed/opml.ts";

export interface ChannelDeps {
  readonly slack: SlackOptions;
  readonly teams: TeamsOptions;
  readonly email: EmailOptions;
}

/** Every way to push a message, by name. A new channel is its own file and one line here. */
export function createChannels(deps: ChannelDeps): ReadonlyMap<string, Channel> {
  const channels = [createEmailChannel(deps.email), createTeamsChannel(deps.teams), createSlackChannel(deps.slack)];
  return new Map(channels.map((channel) => [channel.name, channel]));
}
