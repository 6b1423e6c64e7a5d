import { beforeEach, describe, expect, it } from "vitest";
import { OPERATIONS } from "../../src/domain/region.ts";
import { createDeliveryScene, TEAMS_URL } from "./delivery-scene.ts";
import { readPageForm } from "./desk-form.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { NOW, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

const HOME = `/deliveries/${SKANE}`;
const ALL = "/operations/deliveries";
const EVIL = '550 5.1.1 <anna.andersson@region.example>: "><script>alert(1)</script> user unknown \u202Eolleh';

const scene = createDeliveryScene(new Date(NOW.getTime() + 60 * 60_000));
let site: Site;
let curator: DeskVisitor;
let reader: DeskVisitor;
let admin: DeskVisitor;
let operator: DeskVisitor;
let stranger: DeskVisitor;
let dead: number;
let unsure: number;
let captured: string;

useSite(scene.deps, async (opened) => {
  site = opened;
  scene.bind(opened);
  const inSkane = (role: "curator" | "reader" | "region-admin") => signIn(site.deps, [{ regionCode: SKANE, role }]);
  [curator, reader, admin] = [await inSkane("curator"), await inSkane("reader"), await inSkane("region-admin")];
  operator = await signIn(site.deps, [{ regionCode: OPERATIONS.code, role: "operator" }], "Olle Operatör");
  stranger = await signIn(site.deps, [{ regionCode: "14", role: "region-admin" }]);
  await scene.subscribe("email", { address: "anna.andersson@region.example" });
  await scene.subscribe("email", { address: "bo.berg@region.example" });
  await scene.subscribe("teams", { webhookUrl: TEAMS_URL });
  await scene.subscribe("slack", { channelId: "C0123ABCD" });
  scene.answer = ({ channel, target }) => {
    if (channel === "teams") return { kind: "unknown", reason: `Teams: ${TEAMS_URL} broke the connection` };
    if (JSON.stringify(target).includes("anna")) return { kind: "rejected", reason: EVIL };
    return { kind: "delivered", externalId: "x" };
  };
  await scene.publish("Heparin");
  await scene.deliver();
  scene.wait(60_000);
  const rows = await site.db.selectFrom("sending").select(["id", "state"]).execute();
  dead = rows.find(({ state }) => state === "dead")?.id ?? 0;
  unsure = rows.find(({ state }) => state === "unknown")?.id ?? 0;
  captured = JSON.stringify(rows);
});

beforeEach(() => {
  scene.answer = () => ({ kind: "delivered", externalId: "x" });
});

async function read(visitor: DeskVisitor, path: string): Promise<string> {
  const answer = await visitor.get(path);
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text();
}

async function stateOf(id: number) {
  return site.db.selectFrom("sending").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
}

describe("the desk's page of sendings", () => {
  it("says first what needs somebody, with numbers, and shows no whole address and no script of a receiver's", async () => {
    expect(captured).toContain("dead");
    for (const path of [HOME, ALL, `${HOME}/sendings/${dead}`, `${HOME}/sendings/${unsure}`, `${HOME}?lang=en`]) {
      const page = await read(path.startsWith(ALL) ? operator : curator, path);
      for (const secret of ["anna.andersson", "bo.berg", "topsecretsignature", "geheim-token", "<script", "\u202E"])
        expect([path, secret, page.includes(secret)]).toEqual([path, secret, false]);
    }
    const page = await read(curator, HOME);
    const main = page.slice(page.indexOf("<h1"));
    expect(main.indexOf("1 utskick kom inte fram")).toBeGreaterThan(0);
    expect(main.indexOf("1 utskick kom inte fram")).toBeLessThan(main.indexOf("<table"));
    expect(page).toContain("1 utskick vet vi inte om de kom fram");
    expect(page).toContain("Brevlådan finns inte.");
    expect(page).toContain("a…@region.example");
  });

  it("gives the exact payload to look at and to take away, with the receiver hidden", async () => {
    const files = [
      `${HOME}/sendings/${dead}/payload.json`,
      `${HOME}/sendings/${dead}/payload.txt`,
      `${HOME}/sendings/${dead}/mail`,
    ];
    for (const file of files) {
      const text = await read(reader, file);
      expect(text).toContain("Heparin");
      expect(text).not.toMatch(/anna\.andersson|geheim-token/);
    }
    const payload = JSON.parse(await read(reader, files[0] ?? ""));
    const sent = scene.sent.find(
      ({ channel, target }) => channel === "email" && JSON.stringify(target).includes("anna"),
    );
    expect(sent?.payload).toMatchObject({ subject: payload.subject, to: "anna.andersson@region.example" });
    expect(payload.to).toBe("[mottagare]");
  });

  it("shows a payload that can no longer be drawn as what is kept", async () => {
    const channels = new Map(
      [...scene.channels].map(([name, channel]) => [
        name,
        {
          ...channel,
          address: () => {
            throw new Error("x");
          },
        },
      ]),
    );
    const visitor = await signIn({ ...site.deps, channels }, [{ regionCode: SKANE, role: "reader" }]);
    const page = await (await visitor.get(`${HOME}/sendings/${dead}`)).text();
    expect(page).toContain("Det går inte längre att visa som det såg ut");
    expect(page).not.toMatch(/anna\.andersson|geheim-token/);
  });

  it("is nobody else's: another region's sending is not found, and a reader decides nothing", async () => {
    const paths = ["", "/mail", "/payload.json", "/payload.txt"];
    for (const path of paths) {
      expect((await stranger.get(`/deliveries/14/sendings/${dead}${path}`)).status).toBe(404);
      expect((await stranger.get(`${HOME}/sendings/${dead}${path}`)).status).toBe(403);
      expect((await operator.get(`${HOME}/sendings/${dead}${path}`)).status).toBe(403);
    }
    for (const forged of ["0", "-1", "1e9", "999999999999999999999", "abc"])
      expect([forged, (await curator.get(`${HOME}/sendings/${forged}`)).status]).toEqual([forged, 404]);
    expect((await reader.get(`${HOME}/decide?do=replay&sending=${dead}`)).status).toBe(403);
    expect((await reader.post(`${HOME}/decide`, { do: "replay", sending: String(dead) })).status).toBe(403);
    await stranger.post("/deliveries/14/decide", { do: "replay", sending: String(dead) });
    await stranger.post("/deliveries/14/decide", { do: "replay" });
    expect((await stateOf(dead)).handled_at).toBeNull();
    expect(await read(reader, `${HOME}/sendings/${dead}`)).not.toContain("/decide");
    expect((await curator.post(`${HOME}/decide`, { do: "replay", sending: "0x1" })).status).toBe(404);
    expect((await curator.post(`${HOME}/decide`, { do: "replay", sending: String(dead), csrf: "x" })).status).toBe(403);
    for (const query of [
      "view=constructor",
      "reason=__proto__&channel=toString",
      "message=1e3",
      "before=-5",
      "from=2026-02-31",
      "region=99",
    ])
      expect([query, (await curator.get(`${HOME}?${query}`)).status]).toEqual([query, 200]);
  });

  it("tells how many and to whom before a dead letter is sent anew, and sends it once however often one presses", async () => {
    const path = `${HOME}/decide?do=replay&sending=${dead}`;
    const page = await read(curator, path);
    expect(page).toContain("Det gäller 1 utskick med 1 meddelande.");
    expect(page).toContain("a…@region.example");
    const form = readPageForm(page, `${HOME}/decide`);
    const answers = await Promise.all([1, 2].map(() => curator.post(`${HOME}/decide`, form)));
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    const { replayed_as: anew, log, state } = await stateOf(dead);
    expect([state, log.length]).toEqual(["dead", 1]);
    const sendings = await site.db
      .selectFrom("sending")
      .select("id")
      .where("id", ">", dead)
      .where("state", "=", "due")
      .execute();
    expect(sendings).toEqual([{ id: anew }]);
    scene.sent.length = 0;
    await scene.deliver();
    expect(scene.sent.filter(({ channel }) => channel === "email")).toHaveLength(1);
    expect((await stateOf(anew ?? 0)).state).toBe("delivered");
    const old = await read(curator, `${HOME}/sendings/${dead}`);
    expect(old).toContain(`Skickat på nytt som utskick ${anew}`);
    expect(old).toMatch(/Meddelande \d+, version 2/);
    const audit = await site.db.selectFrom("audit").selectAll().where("deed", "=", "sending-replayed").execute();
    expect(audit).toMatchObject([
      { object_id: String(dead), region_code: SKANE, after: { sendings: 1, newSending: anew } },
    ]);
  });

  it("lets a person say that what nobody knows arrived, and says so of it for ever", async () => {
    const page = await read(curator, `${HOME}/sendings/${unsure}`);
    expect(page).toContain("Vi vet inte om det kom fram.");
    const form = readPageForm(await read(curator, `${HOME}/decide?do=confirm&sending=${unsure}`), `${HOME}/decide`);
    expect((await curator.post(`${HOME}/decide`, form)).status).toBe(303);
    const row = await stateOf(unsure);
    expect(row).toMatchObject({
      state: "delivered",
      outcome: { kind: "delivered", wordOf: expect.stringContaining("Apotekare") },
    });
    expect(await read(curator, `${HOME}/sendings/${unsure}`)).toContain("som säger det, inte mottagaren");
    const deliveries = await site.db.selectFrom("delivery").select("state").where("sending_id", "=", unsure).execute();
    expect(deliveries).toEqual([{ state: "delivered" }]);
    // Pressed again, nothing is done.
    await curator.post(`${HOME}/decide`, { ...form, do: "again" });
    expect((await stateOf(unsure)).state).toBe("delivered");
  });
});

describe("a stop", () => {
  it("stands on every page of the desk with who, when, why and what waits, and only operators lift it", async () => {
    expect((await admin.post(`${HOME}/stops`, { what: "all", reason: "x" })).status).toBe(403);
    expect((await operator.post(`${ALL}/stops`, { what: "all", reason: "" })).status).toBe(422);
    expect((await operator.post(`${ALL}/stops`, { what: "all", reason: "Fel <b>råd</b>" })).status).toBe(303);
    await scene.publish("Fentanyl");
    const waiting = await site.db.selectFrom("delivery").select("id").where("state", "=", "due").execute();
    expect(waiting.length).toBeGreaterThan(0);
    for (const path of [
      HOME,
      `/inbox/${SKANE}`,
      `/lists/${SKANE}`,
      "/account",
      "/notes",
      `/audit/${SKANE}`,
      `${HOME}/stops`,
    ]) {
      const page = await read(admin, path);
      expect([path, page.includes("Alla utskick är stoppade."), page.includes("Olle Operatör stoppade dem")]).toEqual([
        path,
        true,
        true,
      ]);
      expect(page).toContain("Fel &lt;b&gt;råd&lt;/b&gt;");
      expect(page).toContain(`${waiting.length} väntar på det.`);
      expect(page).not.toContain("stops/resume");
    }
    scene.sent.length = 0;
    await scene.deliver();
    expect(scene.sent).toEqual([]);
    expect((await admin.post(`${HOME}/stops/resume`, { scope: "all" })).status).toBe(403);
    const form = readPageForm(await read(operator, "/account"), `${ALL}/stops/resume`);
    const answer = await operator.post(`${ALL}/stops/resume`, form);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/account?done=resumed"]);
    expect(await read(admin, HOME)).not.toContain("Alla utskick är stoppade.");
    const deeds = await site.db
      .selectFrom("audit")
      .select(["deed", "object_id"])
      .where("object_kind", "=", "stop")
      .execute();
    expect(deeds).toEqual([
      { deed: "deliveries-stopped", object_id: "all" },
      { deed: "deliveries-resumed", object_id: "all" },
    ]);
  });
});

describe("what is said of sendings", () => {
  it("is true on the first day, for a question that nothing fits, in English, and of what no receiver said", async () => {
    const home = "/deliveries/14";
    expect(await read(stranger, home)).toContain("Inget har skickats ännu.");
    const subscription_id = await scene.subscribe("email", { address: "dag.dal@region.example" }, "14");
    const at = new Date(NOW.getTime() - 90 * 24 * 60 * 60_000);
    const insert = async (state: "captured" | "unknown", reason: string | null) => {
      const outcome = reason === null ? null : JSON.stringify({ kind: "unknown", reason });
      const row = { subscription_id, channel: "email", remote: "region.example", state, outcome };
      const made = { ...row, key: `told-${String(reason)}`, due_at: at, created_at: at };
      await site.db.insertInto("sending").values(made).execute();
    };
    await insert("captured", null);
    for (const query of ["?view=failed", "?from=2020-01-01&to=2020-01-02", "?message=999999"]) {
      const html = await read(stranger, `${home}${query}`);
      expect(html).toContain("Inget behöver göras.");
      expect(html).not.toMatch(/Inget har skickats|Allt har gått fram/);
    }
    await insert("unknown", "a database was restored from a backup: it may have been sent before that");
    await insert("unknown", "it may have been heard, and the subscription has ended meanwhile");
    await insert("unknown", "Slack: the channel's history could not be read to its end");
    await insert("unknown", "email: something broke");
    const [waits] = await site.db
      .insertInto("sending")
      .values({
        subscription_id,
        channel: "email",
        remote: "region.example",
        state: "due",
        key: "told-waits",
        due_at: at,
        created_at: at,
      })
      .returning("id")
      .execute();
    const waiting = await read(stranger, `${home}/sendings/${waits?.id}`);
    expect(waiting).toContain("Tiden för nästa försök har kommit.");
    expect(waiting).not.toContain("Nästa försök");
    const swedish = await read(stranger, home);
    expect(swedish).not.toContain("Mottagaren svarade");
    expect(swedish).toContain("Databasen är återläst ur en säkerhetskopia.");
    const english = await read(stranger, `${home}?lang=en`);
    const [, link] = /<a href="([^"]*)">of 4 sendings we do not know/.exec(english) ?? [];
    expect(link).toBe(`${home}?view=unknown&amp;lang=en`);
    expect(await read(operator, `${ALL}?region=14`)).toContain(`${ALL}?region=14&amp;view=unknown`);
  });
});
