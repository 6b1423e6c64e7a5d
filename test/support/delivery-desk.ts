import { deliverDue } from "../../src/jobs/relay.handler.ts";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { createRecordingChannel, type RecordingChannel } from "./recording-channel.ts";
import { createPostgresScene, type Scene } from "./scene.ts";
import { useScene } from "./use-scene.ts";

/** A scene, on PostgreSQL unless told, with a channel that sends one by one and one that gathers. */
export interface DeliveryDesk {
  readonly scene: Scene;
  readonly chat: RecordingChannel;
  readonly email: RecordingChannel;
  readonly deps: DeliverDeps;
  /** Lets so much time pass. */
  readonly wait: (ms: number) => void;
  readonly attemptDue: () => Promise<void>;
}

/** Opens one for all tests of a file or a `describe`; each gets it as new. */
export function useDeliveryDesk(
  prepare: (desk: DeliveryDesk) => void,
  open: () => Promise<Scene> = createPostgresScene,
): void {
  useScene((scene) => {
    const chat = createRecordingChannel();
    const email = createRecordingChannel({ name: "email", batches: true });
    const channels = new Map([chat, email].map((channel) => [channel.name, channel]));
    const deps: DeliverDeps = {
      db: scene.db,
      channels,
      mode: "live",
      publicUrl: "https://rest.example",
      now: () => scene.clock,
      pause: async (ms) => {
        scene.clock = new Date(scene.clock.getTime() + ms);
      },
    };
    prepare({
      scene,
      chat,
      email,
      deps,
      wait(ms) {
        scene.clock = new Date(scene.clock.getTime() + ms);
      },
      async attemptDue() {
        await deliverDue(deps, { all: false });
      },
    });
  }, open);
}
