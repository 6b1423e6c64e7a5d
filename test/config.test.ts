import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ConfigError, configSchema, readConfig } from "../src/config.ts";

const example = readFileSync(new URL("../.env.example", import.meta.url), "utf8");
const settings = new Map(
  example
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
);

describe("the settings", () => {
  it("stand in .env.example, every one and no other", () => {
    expect([...settings.keys()].sort()).toEqual(Object.keys(configSchema.shape).sort());
  });

  it("have in .env.example the defaults they have in the program", () => {
    expect(readConfig(Object.fromEntries(settings))).toEqual(readConfig({}));
  });

  it("have no default for a secret", () => {
    const { SLACK_BOT_TOKEN, SMTP_URL } = readConfig({});
    expect([SLACK_BOT_TOKEN, SMTP_URL]).toEqual([undefined, undefined]);
  });

  it.each([
    ["DATABASE_URL", "mysql://x"],
    ["REDIS_URL", "http://x"],
    ["PUBLIC_URL", "not an address"],
    ["PORT", "99999"],
    ["MAX_FILE_MB", "-1"],
    ["DELIVERY_MODE", "Live"],
    ["SLACK_BOT_TOKEN", "secret-token-that-is-wrong"],
    ["SMTP_URL", "https://user:secret@host"],
    ["LOG_LEVEL", "loud"],
  ])("stop the start when %s is wrong, with its name and what it should be but not what it was", (name, value) => {
    const read = () => readConfig({ [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(new RegExp(`^${name} should be .{5,}`));
    expect(read).not.toThrow(new RegExp(value.replaceAll(/[^\w]/g, ".")));
  });

  it("name every wrong value at once", () => {
    expect(() => readConfig({ PORT: "x", LOG_LEVEL: "loud" })).toThrow(/PORT should[^]*LOG_LEVEL should/);
  });
});
