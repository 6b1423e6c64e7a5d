import { beforeEach, describe, expect, it } from "vitest";
import { hashContent, hashText, json } from "../../src/db/client.ts";
import { readSubscriptionsOf, saveSubscription } from "../../src/db/subscriptions.ts";
import { insertSuppression } from "../../src/db/suppressions.ts";
import { DAILY } from "../../src/domain/rhythm.ts";
import type { SubscriptionFilter } from "../../src/domain/subscription.ts";
import { keepRetention } from "../../src/services/retention.ts";
import { actAsSystem } from "../../src/services/context.ts";
import { fillDelivery } from "../../src/web/wish-parts/delivery-form.tsx";
import { makeOwnLink } from "./own-link.ts";
import { findCaseOf, NOW, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

const DELIVERY = { rhythm: DAILY, urgent: "day", quiet: null, language: "sv" } as const;
let site: Site;
let now = NOW;
/** Somebody new for each test, with a subscription in two regions. */
let address = "";
let others = 0;
let link = "";
let own = 0;

useSite({ now: () => now }, (opened) => {
  site = opened;
});
beforeEach(async () => {
  now = NOW;
  others += 1;
  address = `anna.${others}@skane.example`;
  own = await subscribe(address, { atc: ["J01DH"] });
  await subscribe(address, {}, "14");
  link = await makeOwnLink(site.db, { address, now });
});

const holder = () => ({ channel: "email", target: { address } });
function subscribe(to: string, filter: SubscriptionFilter, regionCode = SKANE): Promise<number> {
  const rest = { channel: "email", target: { address: to }, language: "sv", now: NOW } as const;
  return saveSubscription(site.db, { ...rest, regionCode, filter, token: `token-${regionCode}-${hashText(to)}` });
}
const get = (path: string) => site.app.request(link + path);
const post = (path: string, fields: Readonly<Record<string, string>>) =>
  site.app.request(link + path, { method: "POST", body: new URLSearchParams(fields) });
const read = async () => (await readSubscriptionsOf(site.db, holder())).find(({ id }) => id === own);

describe("what lies here about somebody", () => {
  it("is told whole, to be read and as a file", async () => {
    await site.db
      .insertInto("question")
      .values({
        region_code: SKANE,
        case_id: null,
        text: "Finns det meropenem?",
        reply_to: address,
        asked_at: NOW,
        state: "open",
        closing_note: null,
        closed_by: null,
      })
      .execute();
    const html = await (await get("/uppgifter")).text();
    for (const text of [address, "ATC-grupp J01DH", "Finns det meropenem?", "Länken hit"]) expect(html).toContain(text);
    const response = await get("/uppgifter.json");
    expect(response.headers.get("content-disposition")).toContain("attachment");
    const told: unknown = JSON.parse(await response.text());
    expect(told).toMatchObject({
      address,
      subscriptions: [
        { region: "Region Skåne", state: "active", wishes: [{ filter: { atc: ["J01DH"] } }] },
        { region: "Västra Götalandsregionen" },
      ],
      times: [{ subscriptionId: own, endedAt: null }, { endedAt: null }],
      questions: [{ text: "Finns det meropenem?" }],
      letters: [{ kind: "manage-subscriptions" }],
    });
    // What ends a subscription is a secret even in its owner's file, which lies in a folder of downloads.
    expect(JSON.stringify(told)).not.toContain("token-");
  });

  it("is told and erased in whatever spelling it was written, with what came back, what is not confirmed and why nothing is sent", async () => {
    const domain = "sjukvård.example";
    address = `åsa.${others}@xn--sjukvrd-ixa.example`;
    own = await subscribe(address, {});
    const spelled = [
      `åsa.${others}@${domain}`,
      `ÅSA.${others}@${domain}`,
      `a\u030Asa.${others}@XN--SJUKVRD-IXA.example`,
    ];
    for (const replyTo of spelled)
      await site.app.request(`/r/12/${await findCaseOf(site.db, "Meropenem")}/questions`, {
        method: "POST",
        body: new URLSearchParams({ question: "Hur gör vi med barn?", replyTo }),
      });
    const form = { region: "14", email: spelled[0] ?? "", ...fillDelivery(DELIVERY) };
    await site.app.request("/prenumerera", { method: "POST", body: new URLSearchParams(form) });
    const channel = "email";
    const sending = {
      subscription_id: own,
      channel,
      state: "delivered",
      key: `back-${own}`,
      due_at: NOW,
      created_at: NOW,
    } as const;
    const { id: sending_id } = await site.db
      .insertInto("sending")
      .values(sending)
      .returning("id")
      .executeTakeFirstOrThrow();
    const returned = { verdict: "soft", status: null, reason: "e-mail: returned: full", via: "inbox" } as const;
    await site.db
      .insertInto("mail_return")
      .values({ ...returned, sending_id, received_at: NOW })
      .execute();
    const place = {
      channel,
      targetHash: hashContent({ address }),
      source: "inbox",
      note: null,
      regionCode: SKANE,
    } as const;
    await insertSuppression(site.db, { ...place, reason: "complaint", since: NOW });
    link = await makeOwnLink(site.db, { address, now });

    const html = await (await get("/uppgifter")).text();
    for (const text of ["togs inte emot den gången", "väntar på att du bekräftar", "anmäldes som skräppost"])
      expect(html).toContain(text);
    const told: unknown = JSON.parse(await (await get("/uppgifter.json")).text());
    expect(told).toMatchObject({
      subscriptions: [{ tellsSilence: true, stateReason: null }],
      questions: [{}, {}, {}],
      returned: [{ verdict: "soft", subscriptionId: own }],
      signUps: [{ confirmedAt: null, choices: { regionCodes: ["14"] } }],
      suppressions: [{ reason: "complaint", liftedAt: null }],
      letters: [{ network: `of ${address}` }, { kind: "confirm-subscription" }],
    });
    await post("/radera", { do: "erase" });
    const asked = site.db.selectFrom("question").select("reply_to").where("text", "=", "Hur gör vi med barn?");
    expect(await asked.execute()).toEqual([{ reply_to: null }, { reply_to: null }, { reply_to: null }]);
    expect(await site.db.selectFrom("sign_up").selectAll().execute()).toEqual([]);
  });

  it("is erased at their word: all ends, the address stands nowhere, the link is dead, and the archive is whole", async () => {
    const { id: messageId } = await site.db.selectFrom("message").select("id").orderBy("id").executeTakeFirstOrThrow();
    const archive = () => site.db.selectFrom("message").select(["id", "facts"]).orderBy("id").execute();
    const before = await archive();
    const { id: sendingId } = await site.db
      .insertInto("sending")
      .values({
        subscription_id: own,
        channel: "email",
        state: "delivered",
        key: `erased-${own}`,
        due_at: NOW,
        created_at: NOW,
        finished_at: NOW,
        envelope: json({ target: { address } }),
        outcome: json({ kind: "delivered", externalId: "x" }),
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    await site.db
      .insertInto("delivery")
      .values({
        message_id: messageId,
        subscription_id: own,
        channel: "email",
        state: "delivered",
        attempts: 1,
        due_at: NOW,
        sending_id: sendingId,
        outcome: null,
      })
      .execute();
    expect((await post("/radera", {})).status).toBe(400);
    expect((await read())?.state).toBe("active");
    const response = await post("/radera", { do: "erase" });
    expect([response.status, (await response.text()).includes("Allt om dig är borttaget")]).toEqual([200, true]);
    expect((await post("/radera", { do: "erase" })).status).toBe(404);
    expect((await get("")).status).toBe(404);
    for (const row of await readSubscriptionsOf(site.db, holder()))
      expect(row).toMatchObject({ state: "ended", target: {}, erasedAt: NOW });
    for (const table of ["subscription", "sending", "reader_letter", "question"] as const)
      expect(JSON.stringify(await site.db.selectFrom(table).selectAll().execute())).not.toContain(address);
    expect(await archive()).toEqual(before);
    const kept = await site.db.selectFrom("delivery").select("state").where("subscription_id", "=", own).execute();
    expect(kept).toEqual([{ state: "delivered" }]);
    // What was in hand then and is sent since is erased the next night.
    await site.db
      .insertInto("sending")
      .values({
        subscription_id: own,
        channel: "email",
        state: "delivered",
        key: `late-${own}`,
        due_at: NOW,
        created_at: NOW,
        finished_at: NOW,
        envelope: json({ target: { address } }),
        outcome: json({ kind: "delivered", externalId: "y" }),
      })
      .execute();
    await keepRetention(actAsSystem({ db: site.db, now: () => NOW }));
    expect(JSON.stringify(await site.db.selectFrom("sending").selectAll().execute())).not.toContain(address);
    // Whoever shows anew that the address is theirs can begin again.
    link = await makeOwnLink(site.db, { address, now });
    expect((await post(`/${own}`, { do: "resume" })).headers.get("location")).toBe(`${link}?done=resumed`);
    expect(await read()).toMatchObject({ state: "active", target: { address } });
  });
});
