import { describe, expect, it } from "vitest";
import { describeError, tellError } from "../../src/domain/error-text.ts";

function nest(messages: readonly string[]): unknown {
  return messages.reduceRight<unknown>((cause, message) => new Error(message, { cause }), undefined);
}

describe("what is told of an error", () => {
  it("is its kind, its words, its code and its places, and the same of its causes", () => {
    const cause = Object.assign(new TypeError("unable to connect"), { code: "ECONNREFUSED" });
    const facts = describeError(new Error("net/client: unable to fetch", { cause }));
    expect(facts).toMatchObject({
      type: "Error",
      message: "net/client: unable to fetch",
      cause: { type: "TypeError", message: "unable to connect", code: "ECONNREFUSED" },
    });
    expect(facts).not.toHaveProperty("code");
    expect(facts.cause).not.toHaveProperty("cause");
    expect(facts.places[0]).toMatch(/error-text\.test\.ts:\d+:\d+/);
  });

  it.each<[unknown, string, string]>([
    ["plain words", "string", "plain words"],
    [undefined, "undefined", "undefined"],
    [7, "number", "7"],
    [null, "object", "null"],
  ])("that is none, such as %j, is what was thrown", (thrown, type, message) => {
    expect(describeError(thrown)).toEqual({ type, message, places: [] });
  });

  it.each([
    ["a number", 7],
    ["empty", ""],
    ["a sentence", "could not read a value"],
    ["long", "x".repeat(61)],
    ["a sentence at its end", "E1 secret"],
    ["a sentence at its beginning", "my E1"],
  ])("has no code that is %s", (_name, code) => {
    expect(describeError(Object.assign(new Error("x"), { code }))).not.toHaveProperty("code");
  });

  it.each(["22P02", "ERR_MODULE-1.x", "x".repeat(60)])("has the code %s", (code) => {
    expect(describeError(Object.assign(new Error("x"), { code })).code).toBe(code);
  });

  it("is at most 400 characters of it, with how long it was", () => {
    expect(describeError(new Error("x".repeat(400))).message).toBe("x".repeat(400));
    expect(describeError(new Error("x".repeat(401))).message).toBe(`${"x".repeat(400)}… (cut, 401 characters)`);
  });

  it("is at most six places in our code, without the words around them", () => {
    const error = new Error("x");
    error.stack = [
      "Error: x",
      "  at the very beginning of the message",
      ...Array.from({ length: 9 }, (_, line) => `    at step${line} (src/a.ts:${line}:1)`),
    ].join("\n");
    expect(describeError(error).places).toEqual([
      "the very beginning of the message",
      ...Array.from({ length: 5 }, (_, line) => `step${line} (src/a.ts:${line}:1)`),
    ]);
    error.stack = "Error: look at this\nat the margin";
    expect(describeError(error).places).toEqual([]);
    delete error.stack;
    expect(describeError(error).places).toEqual([]);
  });

  it("goes five causes deep, also where they go in a circle, and a cause that is null is none", () => {
    expect(tellError(nest(["0", "1", "2", "3", "4", "5", "6"])).split("\n")).toHaveLength(6);
    const circle = new Error("round and round");
    circle.cause = circle;
    expect(tellError(circle).split("\n")).toHaveLength(6);
    expect(describeError(new Error("x", { cause: null }))).not.toHaveProperty("cause");
    expect(describeError(new Error("x", { cause: 7 })).cause).toMatchObject({ message: "7" });
  });

  it("of several at once is what each says, where nothing is said of them together", () => {
    const errors = [new Error("first"), new Error("second", { cause: new Error("why") })];
    expect(describeError(new AggregateError(errors)).message).toBe("first; second");
    expect(describeError(new AggregateError(errors, "all failed")).message).toBe("all failed");
  });
});

describe("what somebody wrote is never told with an error", () => {
  const database = (message: string) => Object.assign(new Error(message), { severity: "ERROR" });

  it("which the database quotes after a colon", () => {
    expect(describeError(database('invalid input syntax: "850709-9805"')).message).toBe("invalid input syntax");
    expect(describeError(database('invalid input syntax: "two\nlines"')).message).toBe("invalid input syntax");
    expect(describeError(database('column "advice" is missing')).message).toBe('column "advice" is missing');
  });

  it("which a reader of JSON quotes", () => {
    const message = (text: string): string => {
      try {
        JSON.parse(text);
        return "read";
      } catch (error) {
        return describeError(error).message;
      }
    };
    expect(message("850709-9805")).not.toContain("850709");
    expect(message(`{"secret": ${"x".repeat(40)}`)).not.toContain("xxx");
    expect(message("hemligt")).toMatch(/^Unexpected token 'h' \(it is not valid JSON\)$/);
    expect(message('{"a": tvårader\n}')).toMatch(/\(it is not valid JSON\)$/);
  });

  it("nor by an outer error that repeats its cause's words", () => {
    const cause = database('invalid input: "hemligt"');
    const outer = new Error(`db/draft: unable to write: ${cause.message}; ${cause.message}`, { cause });
    expect(tellError(new Error(`jobs/publish: ${outer.message}`, { cause: outer }))).toBe(
      [
        "jobs/publish: db/draft: unable to write: invalid input; invalid input",
        "db/draft: unable to write: invalid input; invalid input",
        "invalid input",
      ].join("\n  because: "),
    );
  });

  it("but other words in quotation marks are, and an empty cause changes nothing", () => {
    expect(describeError(new Error('sources: unable to read: "x"')).message).toBe('sources: unable to read: "x"');
    expect(describeError(new Error("outer", { cause: new Error("") })).message).toBe("outer");
  });
});
