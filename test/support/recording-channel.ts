import { z } from "zod";
import type {
  Channel,
  ContentInput,
  Envelope,
  RefusedContent,
  SendInput,
  WhenUnsure,
} from "../../src/channels/channel.ts";
import type { Outcome } from "../../src/domain/delivery.ts";

/** A channel that sends nothing and remembers what it was asked to. */
export interface RecordingChannel extends Channel {
  readonly written: ContentInput[];
  readonly addressed: Envelope[];
  readonly sent: SendInput[];
  /** Ids of the messages in each sending, in order of sending. */
  sentMessages(): number[][];
  whenUnsure: WhenUnsure;
  limits: Channel["limits"];
  /** What becomes of the next sendings. */
  answer: (input: SendInput) => Outcome | Promise<Outcome>;
  /** What becomes of what is written next; null writes it. */
  refusal: RefusedContent | null;
}

const payloadSchema = z.object({ messages: z.array(z.int()) });

export function createRecordingChannel(over: { name?: string; batches?: boolean } = {}): RecordingChannel {
  const channel: RecordingChannel = {
    name: over.name ?? "chat",
    batches: over.batches ?? false,
    targetSchema: z.object({ place: z.int() }),
    limits: { sendingsPerSecond: 1000, sendingsAtOnce: 4 },
    written: [],
    addressed: [],
    sent: [],
    refusal: null,
    answer: () => ({ kind: "delivered", externalId: "x" }),
    describeTarget: () => "a place",
    remoteOf: () => "somewhere",
    whenUnsure: { kind: "person" },
    write(input) {
      channel.written.push(input);
      const content = { messages: input.views.map(({ message }) => message.id) };
      return Promise.resolve(channel.refusal ?? { kind: "written", content });
    },
    address(content, envelope) {
      channel.addressed.push(envelope);
      return content;
    },
    measure: () => [],
    async send(input) {
      channel.sent.push(input);
      return channel.answer(input);
    },
    sentMessages: () => channel.sent.map(({ payload }) => payloadSchema.parse(payload).messages),
    check: () => Promise.resolve({ state: "ready", detail: "it only records" }),
    close: () => Promise.resolve(),
  };
  return channel;
}
