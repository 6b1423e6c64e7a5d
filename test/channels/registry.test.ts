import { expect, test } from "vitest";
import { createChannels } from "../../src/channels/index.ts";
import { nowhere } from "../support/nobody.ts";

test("every push channel is in the registry under its own name, and starts without credentials", () => {
  const channels = createChannels({
    slack: { token: null },
    teams: { http: nowhere },
    email: { smtpUrl: null, from: "Restsignal <utskick@restsignal.example.se>" },
  });
  expect([...channels.keys()].sort()).toEqual(["email", "slack", "teams"]);
  for (const [name, channel] of channels) expect(channel.name).toBe(name);
});
