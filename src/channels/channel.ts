import type { z } from "zod";
import type { Outcome } from "../domain/delivery.ts";
import { tellError } from "../domain/error-text.ts";
import type { ReturnedMail } from "../domain/mail-return.ts";
import type { Language, MessageView } from "../domain/message.ts";
import { keyOfPart } from "../domain/sending.ts";
import type { Reasons } from "../../templates/reasons.ts";
import { explain } from "./ruling.ts";

/** What is said, to all who get the same messages in the same language. */
export interface ContentInput {
  /** At least one. Channels that do not batch get exactly one. */
  readonly views: readonly MessageView[];
  readonly language: Language;
  /** The time of writing. */
  readonly now: Date;
  /** Why they get it, which is the same for all; left out where nothing is known of that, as in previews. */
  readonly reasons?: Reasons | undefined;
}

/** What one sending has for itself. */
export interface Envelope {
  /** The subscription's target, already parsed by the channel's own `targetSchema`. */
  readonly target: unknown;
  /** Where the subscriber ends the subscription, absolute. */
  readonly unsubscribeUrl: string;
  /** Unique to this sending and the same on every attempt, `[a-z0-9-]+`. */
  readonly sendingKey: string;
  /** The time of its first attempt. */
  readonly now: Date;
  /** Of a later part of a digest: the key of the first, so that its receiver keeps them together. */
  readonly thread?: string;
}

/** What a channel needs to write one sending to one target. */
export interface RenderInput extends ContentInput, Envelope {}

/**
 * What a limit did to a message: items that are counted and linked to (`left-out`), sendings that it was parted into
 * (`parted`), texts that were parted (`split`), a headline too long to be one (`headline-as-text`).
 */
export type Cut =
  | { readonly kind: "left-out" | "parted" | "split"; readonly count: number }
  | { readonly kind: "headline-as-text" };

/** How much of a limit a payload takes; `name` is the limit's in `limits`. */
export interface Measure {
  readonly name: string;
  readonly used: number;
  readonly limit: number;
  readonly unit: "characters" | "bytes" | "blocks";
  /** What is done to a message that would go over it. */
  readonly over: Cut["kind"];
}

/** Whether a receiver takes what measures so. */
export function fitsLimits(measures: readonly Measure[]): boolean {
  return measures.every(({ used, limit }) => used <= limit);
}

/** A payload in one of the forms that a page knows how to draw, straight from what would be sent. */
export type Drawing =
  | { readonly kind: "slack-blocks"; readonly text: string; readonly blocks: readonly unknown[] }
  | { readonly kind: "adaptive-card"; readonly card: unknown }
  | {
      readonly kind: "mail";
      readonly from: string;
      readonly subject: string;
      readonly html: string;
      readonly text: string;
    };

/** The message breaks a limit of the receiver that no retry can mend. */
export interface RefusedContent {
  readonly kind: "rejected";
  readonly reason: string;
}

/** `content` survives being stored as JSON. */
export type Written =
  | { readonly kind: "written"; readonly content: unknown; readonly cuts?: readonly Cut[] }
  /** Too long for one sending: all of it in several, the most important first. */
  | { readonly kind: "parted"; readonly parts: readonly WrittenPart[] }
  | RefusedContent;

/** `messageIds` are of the messages that stand in it; one that is parted itself stands in several. */
export interface WrittenPart {
  readonly content: unknown;
  readonly messageIds: readonly number[];
}

export type Rendered =
  | {
      readonly kind: "rendered";
      readonly payload: unknown;
      /** Payloads of the parts after the first, where it goes out in several. */
      readonly further: readonly unknown[];
      readonly cuts?: readonly Cut[];
    }
  | RefusedContent;

/** Writes one sending whole, or all the parts of one. */
export async function renderSending(channel: Channel, input: RenderInput): Promise<Rendered> {
  const written = await channel.write(input);
  if (written.kind === "rejected") return written;
  if (written.kind === "written") {
    const { content, cuts } = written;
    const payload = channel.address(content, input);
    return { kind: "rendered", payload, further: [], ...(cuts === undefined ? {} : { cuts }) };
  }
  const { sendingKey } = input;
  const [payload, ...further] = written.parts.map(({ content }, index) =>
    channel.address(
      content,
      index === 0 ? input : { ...input, sendingKey: keyOfPart(sendingKey, index + 1), thread: sendingKey },
    ),
  );
  return { kind: "rendered", payload, further, cuts: [{ kind: "parted", count: written.parts.length }] };
}

/** `missing` is not set up, `failing` is set up and does not work; `detail` says what to do. */
export interface ChannelHealth {
  readonly state: "ready" | "missing" | "failing";
  readonly detail: string;
}

export interface SendInput {
  readonly target: unknown;
  /** What `address` gave for this sending. */
  readonly payload: unknown;
  readonly sendingKey: string;
  /** Proves that what comes back later is about this sending; for channels with `readReturned`. */
  readonly returnTag?: string | undefined;
}

/** Names a target so that no secret of it shows, `kind` being what it is when it cannot be read. */
export function createDescribe<Target>(input: {
  kind: string;
  schema: z.ZodType<Target>;
  describe: (target: Target) => string;
}): (target: unknown) => string {
  return (target) => {
    const parsed = input.schema.safeParse(target);
    return parsed.success ? input.describe(parsed.data) : `${input.kind} (invalid target)`;
  };
}

/**
 * Sends what can be read. What cannot, and what breaks in our own hands, has an outcome too: no sending holds up its lane.
 * `misfit` says what of a payload no receiver would take.
 */
export function createSend<Target, Payload>(input: {
  targetSchema: z.ZodType<Target>;
  payloadSchema: z.ZodType<Payload>;
  misfit?: (payload: Payload) => string | null;
  send: (input: SendInput & { target: Target; payload: Payload }) => Promise<Outcome>;
}): Channel["send"] {
  return async ({ target, payload, ...rest }) => {
    const place = input.targetSchema.safeParse(target);
    if (!place.success) return explain({ kind: "misconfigured", scope: "target" }, UNREADABLE_TARGET);
    const content = input.payloadSchema.safeParse(payload);
    if (!content.success) return explain({ kind: "rejected" }, "the stored message can no longer be read");
    const misfit = input.misfit?.(content.data) ?? null;
    if (misfit !== null) return explain({ kind: "rejected" }, misfit);
    try {
      return await input.send({ ...rest, target: place.data, payload: content.data });
    } catch (error) {
      // Where it broke is not known, and so neither whether it was heard.
      return explain({ kind: "unknown" }, tellError(error));
    }
  };
}

export const UNREADABLE_TARGET = "the stored target can no longer be read; set it again";

/** Where a target is, `unreadable` where nobody can say. */
export function createRemoteOf<Target>(
  schema: z.ZodType<Target>,
  remoteOf: (target: Target) => string,
): Channel["remoteOf"] {
  return (target) => {
    const parsed = schema.safeParse(target);
    return parsed.success ? remoteOf(parsed.data) : "unreadable";
  };
}

/** Words to one person about what is theirs. */
export interface Letter {
  readonly address: string;
  readonly subject: string;
  readonly text: string;
  /** The same as a whole HTML document that still needs `emailCss` inlined; left out of what is plain text alone. */
  readonly html?: string;
  readonly sendingKey: string;
  readonly now: Date;
}

/**
 * What the receiver's own records say of a sending: that it has it, that it has not, or that they do not say; asked again
 * after `afterMs` they may, without it a person has to look.
 */
export type Heard =
  | { readonly kind: "heard"; readonly externalId: string }
  | { readonly kind: "not-heard" }
  | { readonly kind: "not-known"; readonly reason: string; readonly afterMs?: number };

export type WhenUnsure =
  | { readonly kind: "look-up"; lookUp(input: SendInput & { readonly startedAt: Date }): Promise<Heard> }
  | { readonly kind: "repeat" | "person" };

/** A way to push messages to prescribers. One file a channel; `index.ts` is the registry. */
export interface Channel {
  readonly name: string;
  /** True when everything due for a subscription goes in one sending (the e-mail digest). */
  readonly batches: boolean;
  readonly targetSchema: z.ZodType;
  /** A target that belongs to nobody, for previews. Left out where rendering looks at no target. */
  readonly sampleTarget?: unknown;
  /**
   * The receiver's limits, as data. For who sends: how many sendings start in a second (`remotePerSecond` to one remote,
   * where that is less), how many are under way at once, and the pause between two to one target (`targetGapMs`).
   */
  readonly limits: {
    readonly sendingsPerSecond: number;
    readonly sendingsAtOnce: number;
    readonly [name: string]: number;
  };
  /** What logs and pages may show of a target: never a webhook address, never a whole e-mail address. */
  describeTarget(target: unknown): string;
  /**
   * Whose workspace, mail domain or host a target is at: what one of them refuses or slows down holds up no other.
   * `unreadable` for a target that is found out at its attempt.
   */
  remoteOf(target: unknown): string;
  /**
   * How it is found out whether a sending was heard whose answer did not come: by asking the receiver, by sending the same
   * bytes once more to one that tells a repeat, or by a person, since sending again could double it.
   */
  readonly whenUnsure: WhenUnsure;
  /** Writes what all get who get the same messages in the same language. */
  write(input: ContentInput): Promise<Written>;
  /** The exact payload of one sending; of the same content and envelope the same. */
  address(content: unknown, envelope: Envelope): unknown;
  /** How much of each limit a payload of ours takes. `write` gives nothing that measures over one. */
  measure(payload: unknown): readonly Measure[];
  /** Left out where a payload can only be shown as data. */
  draw?(payload: unknown): Drawing;
  /** A payload as the file that its receiver's program opens; left out where that is JSON. */
  exportFile?(payload: unknown): Promise<{ readonly name: string; readonly content: Uint8Array }>;
  /** Gives a payload for `send`; left out where one cannot write to a person. */
  composeLetter?(letter: Letter): Promise<unknown>;
  /** What a message is that came in where returned ones do; left out where none come. Never throws for what it holds. */
  readReturned?(raw: Uint8Array): Promise<ReturnedMail>;
  /** Never throws for what the receiver answers; every answer is an outcome. */
  send(input: SendInput): Promise<Outcome>;
  /** Whether the channel is set up and its server knows us; sends nothing. */
  check(): Promise<ChannelHealth>;
  close(): Promise<void>;
}
