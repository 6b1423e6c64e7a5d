import { afterAll, beforeAll, beforeEach } from "vitest";
import { deliverDue } from "../../src/jobs/relay.handler.ts";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { createTestDatabase, type TestDatabase } from "./postgres.ts";
import { createRecordingChannel, type RecordingChannel } from "./recording-channel.ts";
import { createScene, type Scene } from "./scene.ts";

/** A scene on PostgreSQL with a channel that sends one by one and one that gathers. */
export interface DeliveryDesk {
  readonly scene: Scene;
  readonly chat: RecordingChannel;
  readonly email: RecordingChannel;
  readonly deps: DeliverDeps;
  /** Lets so much time pass. */
  readonly wait: (ms: number) => void;
  readonly attemptDue: () => Promise<void>;
}

/** Opens one for all tests of a file; each gets it as new. */
export function useDeliveryDesk(prepare: (desk: DeliveryDesk) => void): void {
  let server: TestDatabase;
  let scene: Scene;
  beforeAll(async () => {
    server = await createTestDatabase();
    scene = await createScene(server.url);
  });
  beforeEach(async () => {
    await scene.reset();
    const chat = createRecordingChannel();
    const email = createRecordingChannel({ name: "email", batches: true });
    const channels = new Map([chat, email].map((channel) => [channel.name, channel]));
    const deps: DeliverDeps = {
      db: scene.db,
      channels,
      mode: "live",
      publicUrl: "https://rest.example",
      now: () => scene.clock,
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
  });
  afterAll(async () => {
    await scene.close();
    await server.drop();
  });
}
