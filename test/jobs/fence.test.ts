import { beforeEach, describe, expect, it } from "vitest";
import { releaseMembers } from "../../src/db/cancellations.ts";
import { hashContent } from "../../src/db/client.ts";
import type { ClaimedSending } from "../../src/db/sending-claims.ts";
import { writeParts } from "../../src/db/sending-parts.ts";
import {
  insertContents,
  renewLeases,
  returnClaims,
  returnStarts,
  writeEnds,
  writeStarts,
} from "../../src/db/sendings.ts";
import type { DeliverDeps } from "../../src/jobs/deliver.handler.ts";
import { endExpiredClaims } from "../../src/services/attempt-ends.ts";
import { claimSendings, LEASE_MS } from "../../src/services/claims.ts";
import { fanOut } from "../../src/services/fan-outs.ts";
import { gatherDue } from "../../src/services/sendings.ts";
import { DATABASES, useDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";
import type { RecordingChannel } from "../support/recording-channel.ts";
import type { Scene } from "../support/scene.ts";

const ENVELOPE = { target: { place: 1 }, unsubscribeUrl: "https://rest.example/" };

interface Claims {
  readonly late: ClaimedSending;
  readonly current: ClaimedSending;
}

/** What a worker writes down of a claim that it has; each time it is looked whether something came of it. */
interface Deed {
  readonly name: string;
  readonly write: (input: { scene: Scene; claim: ClaimedSending }) => Promise<unknown>;
}

const DEEDS: readonly Deed[] = [
  {
    name: "begins",
    write: ({ scene: { db, clock: now }, claim: { id, generation } }) => {
      const rest = { contentHash: hashContent("one"), envelope: ENVELOPE, writtenAt: now, isProbe: false };
      return writeStarts(db, { starts: [{ id, generation, ...rest }], now });
    },
  },
  {
    name: "holds on to it",
    write: ({ scene: { db, clock }, claim }) =>
      renewLeases(db, { claims: [claim], until: new Date(clock.getTime() + 2 * LEASE_MS) }),
  },
  { name: "gives it back", write: ({ scene: { db }, claim }) => returnClaims(db, [claim]) },
  { name: "takes its beginning back", write: ({ scene: { db }, claim }) => returnStarts(db, [claim]) },
  {
    name: "parts it",
    write: ({ scene: { db, clock: now }, claim }) => {
      const parts = ["one", "two"].map((content, index) => ({
        hash: hashContent(content),
        content,
        messageIds: claim.messageIds.slice(index, index + 1),
      }));
      return db.transaction().execute((trx) => writeParts(trx, { sending: claim, envelope: ENVELOPE, parts, now }));
    },
  },
  {
    name: "lets go of some of its messages",
    write: ({ scene: { db, clock: now }, claim: { id, generation, messageIds } }) =>
      releaseMembers(db, { sendingId: id, generation, exceptMessages: messageIds.slice(1), now }),
  },
  {
    name: "ends it",
    write: ({ scene: { db, clock: now }, claim: { id, generation } }) => {
      const outcome = { kind: "delivered", externalId: "x" } as const;
      const line = { generation, startedAt: now.toISOString(), endedAt: now.toISOString(), outcome };
      const rest = { dueAt: null, counted: true, unsure: false, repeats: 0, line };
      return writeEnds(db, { ends: [{ id, generation, state: "delivered", outcome, ...rest }], now });
    },
  },
];

describe.each(DATABASES)("a sending that another worker has taken over, on $name", (place) => {
  let scene: Scene;
  let email: RecordingChannel;
  let deps: DeliverDeps;
  let wait: DeliveryDesk["wait"];
  let claims: Claims;
  useDeliveryDesk((desk) => {
    ({ scene, email, deps, wait } = desk);
  }, place);

  async function claim(): Promise<ClaimedSending> {
    const { claimed } = await claimSendings(deps, { channel: email, lane: "urgent", limit: 100 });
    const [first] = claimed;
    if (first === undefined) throw new Error("test: nothing was claimed");
    return first;
  }

  beforeEach(async () => {
    await scene.subscribe({ channel: "email" });
    for (const _ of [1, 2]) await scene.publish({ urgency: "high" });
    await fanOut(deps);
    await gatherDue(deps, { channel: email, lane: "urgent", all: false });
    const late = await claim();
    wait(LEASE_MS + 1);
    expect(await endExpiredClaims(deps)).toBe(1);
    claims = { late, current: await claim() };
    await insertContents(scene.db, { contents: [{ hash: hashContent("one"), content: "one" }], now: scene.clock });
  });

  /** All that is known of what is sent, but for the log, which has a line of what came late. */
  async function readAll() {
    const { db } = scene;
    const sendings = await db.selectFrom("sending").selectAll().orderBy("id").execute();
    const deliveries = await db.selectFrom("delivery").selectAll().orderBy("id").execute();
    const parts = await db.selectFrom("delivery_part").selectAll().execute();
    return { sendings: sendings.map((sending) => ({ ...sending, log: null })), deliveries, parts };
  }

  it.each(DEEDS)(
    "is as it was when who had it before $name, and is not when its own worker does",
    async ({ write }) => {
      const before = await readAll();
      await write({ scene, claim: claims.late });
      expect(await readAll()).toEqual(before);
      await write({ scene, claim: claims.current });
      expect(await readAll()).not.toEqual(before);
    },
  );
});
