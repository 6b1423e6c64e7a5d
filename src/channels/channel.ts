import type { z } from "zod";
import type { Outcome } from "../domain/delivery.ts";
import type { Language, MessageView } from "../domain/message.ts";

/** What a channel needs to write one sending to one target. */
export interface RenderInput {
  /** At least one. Channels that do not batch get exactly one. */
  readonly views: readonly MessageView[];
  readonly language: Language;
  /** The subscription's target, already parsed by the channel's own `targetSchema`. */
  readonly target: unknown;
  /** Where the subscriber ends the subscription, absolute. */
  readonly unsubscribeUrl: string;
  /** Unique to this sending and the same on every attempt, `[a-z0-9-]+`. */
  readonly sendingKey: string;
  /** The time of rendering. */
  readonly now: Date;
}

/** `rejected`: the message breaks a limit of the receiver that no retry can mend. */
export type Rendered =
  | { readonly kind: "rendered"; readonly payload: unknown }
  | { readonly kind: "rejected"; readonly reason: string };

/** `missing` is not set up, `failing` is set up and does not work; `detail` says what to do. */
export interface ChannelHealth {
  readonly state: "ready" | "missing" | "failing";
  readonly detail: string;
}

export interface SendInput {
  readonly target: unknown;
  /** What `render` gave for this sending. */
  readonly payload: unknown;
  readonly sendingKey: string;
}

/** A way to push messages to prescribers. One file a channel; `index.ts` is the registry. */
export interface Channel {
  readonly name: string;
  /** True when everything due for a subscription goes in one sending (the e-mail digest). */
  readonly batches: boolean;
  readonly targetSchema: z.ZodType;
  /** The receiver's limits, as data; requests per second is what the queue holds to. */
  readonly limits: { readonly sendingsPerSecond: number; readonly [name: string]: number };
  /** What logs and pages may show of a target: never a webhook address, never a whole e-mail address. */
  describeTarget(target: unknown): string;
  render(input: RenderInput): Promise<Rendered>;
  /** Never throws for what the receiver answers; every answer is an outcome. */
  send(input: SendInput): Promise<Outcome>;
  /** Whether the channel is set up and its server knows us; sends nothing. */
  check(): Promise<ChannelHealth>;
  close(): Promise<void>;
}
