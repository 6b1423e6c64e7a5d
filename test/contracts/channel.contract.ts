import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { renderSending, type Channel, type RenderInput } from "../../src/channels/channel.ts";
import type { Failure } from "../../src/domain/delivery.ts";
import { LANGUAGES, MAX_ADVICE_CHARS, type MessageView } from "../../src/domain/message.ts";
import {
  exampleViews,
  makeHostileView,
  makeHugeView,
  makeView,
  tailoredLines,
  tailoredView,
} from "../support/message-views.ts";
import { expectFitOutcome } from "../support/fit-outcome.ts";
import { factsOf } from "../support/message-facts.ts";
import { makeRenderInput, renderPayload as renderFor } from "../support/sending.ts";

/** A channel together with a double of its receiver that answers like the real one. */
export interface ChannelHarness {
  readonly channel: Channel;
  /** The same channel without credentials; null when it needs none. */
  readonly unconfigured: Channel | null;
  readonly target: unknown;
  readonly badTargets: readonly unknown[];
  /** What must never be seen of the target or of our credentials. */
  readonly secrets: readonly string[];
  /** What it is told as when the receiver takes a message. */
  readonly takenAs: "delivered" | "accepted";
  /** Makes the receiver answer the next sending so that this outcome is right. */
  readonly provoke: Readonly<Record<Failure["kind"], () => void>>;
  /** Makes the receiver take the next message and break the line before it says so. */
  readonly loseAnswer: () => void;
  /** The same channel with nobody at the other end. */
  readonly unreachable: Channel;
  /** Makes the receiver ask for a wait, in the words of a Retry-After header; null when it has no way to. */
  readonly askForWait: ((retryAfter: string) => void) | null;
  /** How many messages the receiver has taken. */
  readonly countReceived: () => number;
  readonly stop: () => Promise<void>;
}

/** What every push channel promises the queue, whoever receives. */
export function testChannelContract(name: string, createHarness: () => Promise<ChannelHarness>): void {
  describe(`the ${name} channel keeps the contract of all channels`, () => {
    let harness: ChannelHarness;
    beforeAll(async () => {
      harness = await createHarness();
    });
    afterAll(async () => {
      await harness.channel.close();
      await harness.unconfigured?.close();
      await harness.stop();
    });

    const input = (views: readonly MessageView[], over: Partial<RenderInput> = {}): RenderInput =>
      makeRenderInput(harness.channel, { views, target: harness.target, ...over });
    const renderPayload = (views: readonly MessageView[], over: Partial<RenderInput> = {}) =>
      renderFor(harness.channel, input(views, over));
    const send = async (payload: unknown, channel = harness.channel) =>
      channel.send({ target: harness.target, payload, sendingKey: "delivery-17" });

    test("it is registered under a plain name and says what the queue must hold to", () => {
      expect(harness.channel.name).toMatch(/^[a-z]+$/);
      expect(harness.channel.limits.sendingsPerSecond).toBeGreaterThan(0);
    });

    test("it takes a right target and refuses wrong ones", () => {
      expect(harness.channel.targetSchema.safeParse(harness.target).success).toBe(true);
      for (const bad of harness.badTargets)
        expect(harness.channel.targetSchema.safeParse(bad).success, JSON.stringify(bad)).toBe(false);
    });

    test("it describes a target without its secret, and a wrong target without failing", () => {
      const described = harness.channel.describeTarget(harness.target);
      for (const secret of harness.secrets) expect(described).not.toContain(secret);
      expect(described.length).toBeGreaterThan(3);
      for (const bad of harness.badTargets) expect(harness.channel.describeTarget(bad)).toContain("invalid target");
    });

    test("the same sending is written the same every time, with or without credentials", async () => {
      const first = await renderSending(harness.channel, input([exampleViews.new]));
      expect(await renderSending(harness.channel, input([exampleViews.new]))).toEqual(first);
      if (harness.unconfigured !== null)
        expect(await renderSending(harness.unconfigured, input([exampleViews.new]))).toEqual(first);
    });

    test("a payload survives being stored as JSON", async () => {
      const payload = await renderPayload([exampleViews.new]);
      expect(JSON.parse(JSON.stringify(payload))).toEqual(payload);
    });

    test.each(LANGUAGES)("every kind of message is taken by the receiver, in %s", async (language) => {
      for (const [kind, view] of Object.entries(exampleViews)) {
        const rendered = await renderSending(harness.channel, input([view], { language }));
        expect(rendered.kind, kind).toBe("rendered");
        if (rendered.kind === "rendered")
          expect(await send(rendered.payload), kind).toMatchObject({ kind: harness.takenAs });
      }
    });

    test.each(LANGUAGES)(
      "whom it concerns, how long it holds, whose words it builds on, who reviewed it and where to ask is told, in %s",
      async (language) => {
        const payload = await renderPayload([tailoredView], { language });
        const text = JSON.stringify(payload);
        for (const line of tailoredLines[language]) expect(text).toContain(line);
        expect(await send(payload)).toMatchObject({ kind: harness.takenAs });
      },
    );

    test("a message for everybody, until the next one, says nothing of whom it concerns or how long it holds", async () => {
      expect(JSON.stringify(await renderPayload([exampleViews.new]))).not.toMatch(/Gäller|bygger på|Frågor/);
    });

    test("whom it concerns stays also when items have to be left out", async () => {
      const { message } = makeHugeView();
      const { audience, contact } = tailoredView.message;
      const payload = await renderPayload([{ ...tailoredView, message: { ...message, audience, contact } }]);
      const text = JSON.stringify(payload);
      for (const line of [tailoredLines.sv[0], tailoredLines.sv[4]]) expect(text).toContain(line);
      if (!harness.channel.batches) expect(text).toMatch(/och \d+ till på webben/);
      expect(await send(payload)).toMatchObject({ kind: harness.takenAs });
    });

    test.each(LANGUAGES)(
      "what to do and whom to ask stands before what changed and before the facts, in the blocks and in the plain text: %s",
      async (language) => {
        const contact = "Läkemedelsjouren, 040-12 34 56";
        const { en = "", sv } = makeView().message.advice?.text ?? { sv: "" };
        const told = language === "sv" ? sv : en;
        const [advice = "", after = ""] = told.split("\n\n");
        const { message } = exampleViews.update;
        const view = { ...exampleViews.update, message: { ...message, contact } };
        for (const text of listTexts(harness.channel, await renderPayload([view], { language }))) {
          const order = [factsOf("case", view.message).entry.substance, advice, after, contact];
          const facts = ["Injektionsflaska, 10 x 1 g", language === "sv" ? "Ändrat sedan" : "Changed since"];
          const places = order.map((part) => text.indexOf(part));
          expect(places).toEqual(places.toSorted((a, b) => a - b));
          expect(places).not.toContain(-1);
          for (const fact of facts.map((part) => text.indexOf(part)).filter((place) => place >= 0))
            expect(fact).toBeGreaterThan(text.indexOf(contact));
        }
      },
    );

    test("the region's contact stands in every message: new, by rule, resolved, retracted, overview", async () => {
      for (const [kind, { message, ...view }] of Object.entries(exampleViews)) {
        const contact = "Läkemedelsjouren, 040-12 34 56";
        const payload = await renderPayload([{ ...view, message: { ...message, contact } }]);
        for (const text of listTexts(harness.channel, payload)) expect(text, kind).toContain(`Frågor: ${contact}`);
      }
    });

    test("a message whose every text is hostile is taken by the receiver", async () => {
      const outcome = await send(await renderPayload([makeHostileView()]));
      expect(outcome).toMatchObject({ kind: harness.takenAs });
    });

    test("a message with more notices than there is room for says how many are left out, or goes on in another part, and is taken", async () => {
      const rendered = await renderSending(harness.channel, input([makeHugeView()]));
      if (rendered.kind === "rejected") throw new Error(`rejected: ${rendered.reason}`);
      const payloads = [rendered.payload, ...rendered.further];
      expect(JSON.stringify(payloads[0])).toMatch(
        harness.channel.batches ? /Listan fortsätter i del 2, med \d+ till/ : /och \d+ till på webben/,
      );
      for (const payload of payloads) expect(await send(payload)).toMatchObject({ kind: harness.takenAs });
    });

    test("what render gives measures within every limit, and only limits that the channel declares are measured", async () => {
      const { channel } = harness;
      for (const view of [...Object.values(exampleViews), tailoredView, makeHostileView(), makeHugeView()]) {
        const measures = channel.measure(await renderPayload([view]));
        expect(measures.length).toBeGreaterThan(0);
        for (const measure of measures) {
          expect(measure.limit).toBe(channel.limits[measure.name]);
          expect(measure.used).toBeGreaterThanOrEqual(0);
          expect(measure.used, measure.name).toBeLessThanOrEqual(measure.limit);
        }
      }
    });

    test("a message is shortened just where measure says that it would go over a limit, and says what was left out", async () => {
      const renderItems = async (count: number) => {
        const rendered = await renderSending(harness.channel, input([makeHugeView(count)]));
        if (rendered.kind === "rejected") throw new Error(`rejected: ${rendered.reason}`);
        const leftOut = (rendered.cuts ?? []).flatMap((cut) =>
          cut.kind === "left-out" || cut.kind === "parted" ? [cut.count] : [],
        );
        return { leftOut: leftOut[0] ?? 0, measures: harness.channel.measure(rendered.payload), ...rendered };
      };
      let [whole, shortened] = [1, 400];
      while (shortened - whole > 1) {
        const middle = Math.floor((whole + shortened) / 2);
        if ((await renderItems(middle)).leftOut === 0) whole = middle;
        else shortened = middle;
      }
      const [before, last, first] = [
        await renderItems(whole - 1),
        await renderItems(whole),
        await renderItems(shortened),
      ];
      const over = last.measures.filter((measure, index) => {
        const step = measure.used - (before.measures[index]?.used ?? 0);
        return measure.used + 1.1 * step > measure.limit;
      });
      expect(over.map((measure) => measure.over)).toContain(harness.channel.batches ? "parted" : "left-out");
      expect(first.leftOut).toBeGreaterThan(0);
      expect(JSON.stringify(first.payload)).toContain(
        harness.channel.batches ? `Del 1 av ${first.leftOut}` : `och ${first.leftOut} till på webben`,
      );
    });

    test("the longest advice that goes out whole measures near a limit, and the receiver takes it", async () => {
      const renderAdvice = (sentences: number) =>
        renderSending(
          harness.channel,
          input([makeView({ advice: { type: "no-action", text: { sv: "Ett långt råd. ".repeat(sentences) } } })]),
        );
      let [taken, refused] = [1, 20_000];
      let longest: unknown = null;
      while (refused - taken > 1) {
        const middle = Math.floor((taken + refused) / 2);
        const rendered = await renderAdvice(middle);
        const isWhole =
          rendered.kind === "rendered" &&
          (rendered.cuts ?? []).every(({ kind }) => kind === "split" || kind === "headline-as-text");
        if (isWhole) {
          taken = middle;
          longest = rendered.payload;
        } else refused = middle;
      }
      const nearest = Math.max(...harness.channel.measure(longest).map(({ used, limit }) => used / limit));
      expect(nearest).toBeGreaterThan(0.95);
      expect(nearest).toBeLessThanOrEqual(1);
      expect(await send(longest)).toMatchObject({ kind: harness.takenAs });
    });

    test("the longest advice that may be written goes out, to its last word", async () => {
      const end = "Slutet på rådet.";
      const sv = 'Å "ä" & <ö>. '.repeat(MAX_ADVICE_CHARS).slice(0, MAX_ADVICE_CHARS - end.length) + end;
      const view = makeView({ advice: { type: "no-action", text: { sv, en: sv } } });
      const payload = await renderPayload([view]);
      expect(JSON.stringify(payload)).toContain("Slutet p");
      expect(await send(payload)).toMatchObject({ kind: harness.takenAs });
    });

    test("a sample target, where there is one, is one that the channel takes", async () => {
      const { sampleTarget, targetSchema } = harness.channel;
      if (sampleTarget !== undefined) expect(targetSchema.safeParse(sampleTarget).success).toBe(true);
      const rendered = await renderSending(
        harness.channel,
        input([exampleViews.new], { target: sampleTarget ?? null }),
      );
      expect(rendered.kind).toBe("rendered");
    });

    test("a text that cannot be cut stands whole or is refused with a reason, and is never shortened in silence", async () => {
      const end = "Slutet på rådet.";
      const view = makeView({
        advice: { type: "no-action", text: { sv: `${"Ett långt råd. ".repeat(20_000)}${end}` } },
      });
      const rendered = await renderSending(harness.channel, input([view]));
      if (rendered.kind === "rejected") return expect(rendered.reason).toMatch(/longer than/);
      expect(JSON.stringify(rendered.payload)).toContain(end);
    });

    test("what the receiver takes is told as that, with an id, and arrives once", async () => {
      const payload = await renderPayload([exampleViews.new]);
      const before = harness.countReceived();
      const outcome = await send(payload);
      expect(outcome).toEqual({ kind: harness.takenAs, externalId: expect.stringMatching(/^\S+$/) });
      expectFitOutcome(outcome, harness.secrets);
      expect(harness.countReceived()).toBe(before + 1);
    });

    test.each(["retry", "gone", "rejected", "misconfigured", "unknown"] as const)(
      "an answer that means %s is told as that, once, and without secrets",
      async (kind) => {
        const payload = await renderPayload([exampleViews.new]);
        const before = harness.countReceived();
        harness.provoke[kind]();
        const outcome = await send(payload);
        expect(outcome).toMatchObject({ kind, reason: expect.any(String) });
        expectFitOutcome(outcome, harness.secrets);
        expect(harness.countReceived()).toBe(before);
      },
    );

    test.each([
      ["7", 7_000],
      ["0", 1_000],
      ["31536000", 86_400_000],
      ["99999999999999999999", 86_400_000],
      ["Fri, 21 Aug 2020 02:27:00 GMT", 1_000],
      ["Fri, 21 Aug 2099 02:27:00 GMT", 86_400_000],
      ["-1", undefined],
      ["soon", undefined],
      ["Fri, 99 Aug 2026 99:99:99 GMT", undefined],
    ])("a receiver that asks for a wait of %j gets %j ms: between a second and a day", async (retryAfter, afterMs) => {
      if (harness.askForWait === null) return;
      const payload = await renderPayload([exampleViews.new]);
      harness.askForWait(retryAfter);
      const outcome = await send(payload);
      expect(outcome).toEqual({
        kind: "retry",
        scope: "installation",
        reason: expect.any(String),
        ...(afterMs === undefined ? {} : { afterMs }),
      });
    });

    test("a line that breaks after the message was taken leaves it unknown, and nothing is sent twice meanwhile", async () => {
      const payload = await renderPayload([exampleViews.new]);
      const before = harness.countReceived();
      harness.loseAnswer();
      const outcome = await send(payload);
      expect(outcome).toMatchObject({ kind: "unknown" });
      expectFitOutcome(outcome, harness.secrets);
      expect(harness.countReceived()).toBe(before + 1);
    });

    test("a receiver that cannot be reached has heard nothing: it is tried again, and others there wait too", async () => {
      const outcome = await send(await renderPayload([exampleViews.new]), harness.unreachable);
      expect(outcome).toMatchObject({ kind: "retry", scope: expect.stringMatching(/^(installation|app)$/) });
      expectFitOutcome(outcome, harness.secrets);
    });

    test("a stored target that can no longer be read stops itself and nobody else, by name", async () => {
      const { channel } = harness;
      const payload = await renderPayload([exampleViews.new]);
      const before = harness.countReceived();
      for (const target of [...harness.badTargets, undefined, 7, []]) {
        const outcome = await channel.send({ target, payload, sendingKey: "delivery-17" });
        expect(outcome).toMatchObject({ kind: "misconfigured", scope: "target" });
        expectFitOutcome(outcome, harness.secrets);
        expect(channel.remoteOf(target)).toMatch(/^\S+$/);
        const unsure = { target, payload, sendingKey: "delivery-17", startedAt: new Date(0) };
        if (channel.whenUnsure.kind === "look-up")
          expect(await channel.whenUnsure.lookUp(unsure)).toMatchObject({ kind: "not-known" });
      }
      expect(harness.countReceived()).toBe(before);
    });

    test.each([[null], [{}], ["text"], [7], [[]], [{ attachments: [] }], [{ channel: 1, text: null }]])(
      "a stored message that can no longer be read, %j, is refused by name",
      async (payload) => {
        const before = harness.countReceived();
        const outcome = await send(payload);
        expect(outcome).toMatchObject({ kind: "rejected" });
        expectFitOutcome(outcome, harness.secrets);
        expect(harness.countReceived()).toBe(before);
      },
    );

    test("without credentials nothing is sent and the channel says so", async () => {
      if (harness.unconfigured === null) return;
      const payload = await renderPayload([exampleViews.new]);
      expect(await send(payload, harness.unconfigured)).toMatchObject({ kind: "misconfigured" });
    });

    test("a channel that does not batch refuses two messages in one sending", async () => {
      if (harness.channel.batches) return;
      await expect(renderSending(harness.channel, input([exampleViews.new, exampleViews.update]))).rejects.toThrow(
        "exactly one",
      );
    });
  });
}

/** Each text that one reader or another is given of a payload: what is drawn, and what stands in its place. */
function listTexts(channel: Channel, payload: unknown): string[] {
  const drawn = channel.draw?.(payload);
  if (drawn === undefined) throw new Error(`test: ${channel.name} cannot draw what it renders`);
  switch (drawn.kind) {
    case "mail":
      return [
        drawn.html
          .slice(drawn.html.indexOf("<body"))
          .replace(/<[^>]+>/g, "")
          .replaceAll("&#39;", "'"),
        drawn.text,
      ];
    case "slack-blocks":
      return [drawn.text, JSON.stringify(drawn.blocks)];
    case "adaptive-card": {
      const { fallbackText, body } = z.object({ fallbackText: z.string(), body: z.unknown() }).parse(drawn.card);
      return [fallbackText, JSON.stringify(body)];
    }
  }
}
