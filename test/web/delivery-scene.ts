import type { Channel, SendInput } from "../../src/channels/channel.ts";
import { saveSubscription } from "../../src/db/subscriptions.ts";
import type { Outcome } from "../../src/domain/delivery.ts";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { deliverDue } from "../../src/jobs/relay.handler.ts";
import { fanOut } from "../../src/services/fan-outs.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";
import { createWebDeps, findCaseOf, publish, SKANE, type Site } from "./site.ts";

/** Sends what a site has published through the real channels, whose receivers answer as they are told. */
export interface DeliveryScene {
  readonly channels: ReadonlyMap<string, Channel>;
  /** What was handed to receivers, in order. */
  readonly sent: (SendInput & { readonly channel: string })[];
  /** What becomes of the next sendings. */
  answer: (input: SendInput & { readonly channel: string }) => Outcome;
  now: Date;
  subscribe(channel: string, target: unknown, regionCode?: string): Promise<number>;
  /** `gathered` is kept for digests where its receivers have them. */
  publish(
    substance: string,
    over?: { regionCode?: string; kind?: "new" | "update" | "retraction"; gathered?: boolean },
  ): Promise<number>;
  deliver(): Promise<void>;
  /** The same without what waits for a later digest. */
  deliverNow(): Promise<void>;
  wait(ms: number): void;
}

export const TEAMS_URL =
  "https://prod-12.westeurope.logic.azure.com/workflows/0123456789abcdef/triggers/manual/paths/invoke?sig=topsecretsignature";

/** The site's channels, with what they would send going to the scene. */
export function createDeliveryScene(
  begun: Date,
): DeliveryScene & { bind(site: Site): void; readonly deps: Partial<WebDeps> } {
  let site: Site | undefined;
  let subscribers = 0;
  const sent: (SendInput & { channel: string })[] = [];
  const real = createWebDeps(undefined as never).channels;
  const channels = new Map(
    [...real.values()].map((channel) => [
      channel.name,
      {
        ...channel,
        send: async (input: SendInput) => {
          const heard = { ...input, channel: channel.name };
          sent.push(heard);
          return scene.answer(heard);
        },
      },
    ]),
  );
  const here = (): Site => {
    if (site === undefined) throw new Error("test: the scene has no site yet");
    return site;
  };
  const send = async ({ all }: { all: boolean }): Promise<void> => {
    const deps: DeliverDeps = {
      db: here().db,
      channels,
      mode: "live",
      publicUrl: "https://restsignal.example",
      now: () => scene.now,
      pause: async (ms) => scene.wait(ms),
    };
    await deliverDue(deps, { all });
  };
  const scene: DeliveryScene & { bind(site: Site): void; readonly deps: Partial<WebDeps> } = {
    channels,
    sent,
    now: begun,
    deps: { channels, now: () => scene.now },
    answer: () => ({ kind: "delivered", externalId: "x" }),
    bind(opened) {
      site = opened;
    },
    async subscribe(channel, target, regionCode = SKANE) {
      subscribers += 1;
      const token = `geheim-token-${subscribers}-${"x".repeat(20)}`;
      const one = { regionCode, channel, target, language: "sv" as const, filter: {}, token, now: begun };
      return saveSubscription(here().db, one);
    },
    async publish(substance, { regionCode = SKANE, kind = "new", gathered = false } = {}) {
      const { db } = here();
      const caseId = await findCaseOf(db, substance, regionCode);
      const id = await publish(db, {
        caseId,
        kind,
        now: scene.now,
        digestChannels: new Set(gathered ? ["email"] : []),
      });
      await fanOut({ db, now: () => scene.now });
      return id;
    },
    deliver: () => send({ all: true }),
    deliverNow: () => send({ all: false }),
    wait(ms) {
      scene.now = new Date(scene.now.getTime() + ms);
    },
  };
  return scene;
}
