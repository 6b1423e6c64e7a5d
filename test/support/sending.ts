import { renderSending, type Channel, type RenderInput } from "../../src/channels/channel.ts";
import { exampleViews } from "./message-views.ts";

/** A sending of one message in Swedish, to nobody. */
export function makeRenderInput(channel: Channel, over: Partial<RenderInput> = {}): RenderInput {
  return {
    views: [exampleViews.new],
    language: "sv",
    target: channel.sampleTarget ?? null,
    unsubscribeUrl: "https://restsignal.example.se/preferences/a1b2c3",
    sendingKey: "delivery-17",
    now: new Date("2026-08-21T07:15:00Z"),
    ...over,
  };
}

/** What a channel would send; throws where it refuses the message. */
export async function renderPayload(channel: Channel, over: Partial<RenderInput> = {}): Promise<unknown> {
  const rendered = await renderSending(channel, makeRenderInput(channel, over));
  if (rendered.kind === "rejected") throw new Error(`rejected: ${rendered.reason}`);
  return rendered.payload;
}

/** Writes a sending and sends it. */
export async function sendRendered(channel: Channel, over: Partial<RenderInput> = {}) {
  const { target, sendingKey } = makeRenderInput(channel, over);
  return channel.send({ target, payload: await renderPayload(channel, over), sendingKey });
}

/** A mail as its reader sees it. */
export function drawMail(channel: Channel, payload: unknown) {
  const drawn = channel.draw?.(payload);
  if (drawn?.kind !== "mail") throw new Error("test: the mail cannot be drawn");
  return drawn;
}
