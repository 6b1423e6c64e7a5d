import { sql } from "kysely";
import { beforeEach, describe, expect, it } from "vitest";
import { OPERATIONS } from "../../src/domain/region.ts";
import { actAtCommandLine } from "../../src/services/context.ts";
import { resumeDeliveries, stopDeliveries } from "../../src/services/delivery-stops.ts";
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
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toMatch(/^\/account\?done=resumed&seal=[\w-]{22}$/);
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

describe("a stop", () => {
  const stops = () => site.db.selectFrom("delivery_stop").select(["scope", "reason"]).execute();

  it.each([
    ["a channel", { what: "channel Pigeon" }, "Välj vad som ska stoppas."],
    ["a channel of an object's own names", { what: "channel constructor" }, "Välj vad som ska stoppas."],
    ["a host of no channel", { what: "remote Pigeon", remote: "region.example" }, "Ingen mottagare finns där."],
    ["a mail domain with nobody", { what: "remote email", remote: "region.exampel" }, "Ingen mottagare finns där."],
    ["a receiver", { what: "subscription", subscription: "999999" }, "Det finns ingen sådan mottagare."],
  ])("of what is not there is none, and says so: %s", async (_what, form, words) => {
    const answer = await operator.post(`${ALL}/stops`, { ...form, reason: "Fel råd" });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(words);
    expect(await stops()).toEqual([]);
  });

  it("may be of a mail domain that nothing was sent to yet, and of nobody's address", async () => {
    await scene.subscribe("email", { address: "ny@ny-region.example" }, "14");
    const form = { what: "remote email", remote: "NY-region.example", reason: "Fel råd" };
    expect((await operator.post(`${ALL}/stops`, form)).status).toBe(303);
    expect(await stops()).toEqual([{ scope: "remote email ny-region.example", reason: "Fel råd" }]);
    await operator.post(`${ALL}/stops/resume`, { scope: "remote email ny-region.example" });
  });

  it("says of whoever had the command line and no name that it was somebody there, in both languages", async () => {
    const ctx = actAtCommandLine({ db: site.db, now: () => NOW, channels: scene.channels });
    await stopDeliveries(ctx, { scope: { kind: "channel", channel: "teams" }, reason: "Fel råd" });
    expect(await read(admin, HOME)).toContain("Någon vid kommandoraden stoppade dem");
    expect(await read(admin, `${HOME}?lang=en`)).toContain("Somebody at the command line stopped them");
    await resumeDeliveries(ctx, { scope: { kind: "channel", channel: "teams" } });
  });
});

describe("an address that somebody else wrote", () => {
  it("does not make a page say that something was done; what was done is said once to whoever did it", async () => {
    for (const path of [ALL, `${ALL}/stops`, `${ALL}/sendings/${dead}`])
      for (const query of [
        "done=replay&count=500",
        "done=confirm&count=1&left=0&seal=x",
        "done=stopped",
        "done=mended",
      ])
        expect([path, query, await read(operator, `${path}?${query}`)]).toEqual([
          path,
          query,
          expect.not.stringMatching(/role="status"|500 utskick|Stoppet gäller|på ditt ord/),
        ]);
    const answer = await operator.post(`${ALL}/stops`, { what: "channel teams", reason: "Fel råd" });
    const told = answer.headers.get("location") ?? "";
    expect(await read(operator, told)).toContain("Stoppet gäller nu.");
    expect(await read(operator, told.replace("stopped", "resumed"))).not.toContain("Stoppet är släppt.");
    const other = await signIn(site.deps, [{ regionCode: OPERATIONS.code, role: "operator" }]);
    expect(await read(other, told)).not.toContain("Stoppet gäller nu.");
    await operator.post(`${ALL}/stops/resume`, { scope: "channel teams" });
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

describe("before what did not arrive goes out again", () => {
  it("those who are reached are named and no others, and a part that says what was taken back goes to nobody", async () => {
    const cilla = await scene.subscribe("email", { address: "cilla@region.example" });
    const dora = await scene.subscribe("email", { address: "dora@region.example" });
    scene.answer = ({ target }) =>
      /cilla|dora/.test(JSON.stringify(target))
        ? { kind: "rejected", reason: "554 spam" }
        : { kind: "delivered", externalId: "x" };
    await scene.publish("Heparin");
    await scene.publish("Fentanyl");
    await scene.deliver();
    const ofCilla = site.db.selectFrom("sending").select(["id", "state"]).where("subscription_id", "=", cilla);
    expect(await ofCilla.execute()).toMatchObject([{ state: "dead" }]);
    await site.db.updateTable("subscription").set({ state: "paused" }).where("id", "=", dora).execute();

    const path = `${HOME}/decide?do=replay&channel=email&reason=554+spam`;
    const page = await read(curator, path);
    expect(page).toContain("Det gäller 2 utskick");
    expect(page).toContain("1 utskick går till mottagare som är pausade");
    expect(page).toContain("<strong>1 av 2 skickas.</strong>");
    // Of what has become old more goes when one says so.
    await sql`alter table message disable trigger all`.execute(site.db);
    await sql`update message set valid_until = '2020-01-01'`.execute(site.db);
    const old = await read(curator, path);
    expect(old).toContain("Inget skickas om du inte kryssar i rutan. Då skickas 1 av 2.");
    expect(old).toMatch(/>\s*Ja, skicka på nytt\s*</);
    await sql`update message set valid_until = null`.execute(site.db);
    // What is left at that is about both.
    expect(await read(curator, path.replace("replay", "aside"))).toContain("d…@region.example");

    await site.db.updateTable("sending").set({ parts: 2 }).where("subscription_id", "=", cilla).execute();
    await scene.publish("Heparin", { kind: "retraction" });
    const frozen = await read(curator, path);
    expect(frozen).toContain("1 utskick skickas inte: meddelandet är återtaget");
    expect(frozen).not.toMatch(/…@region\.example|Samma meddelanden skickas|Ja, skicka/);
    scene.answer = () => ({ kind: "delivered", externalId: "x" });
  });

  it("a reason with what may be a personnummer is asked about, and what was written is kept", async () => {
    const form = { do: "aside", channel: "email", reason: "554 spam", note: "Gäller 850709-9806" };
    const refused = await curator.post(`${HOME}/decide`, form);
    expect(refused.status).toBe(422);
    const html = await refused.text();
    expect(html).toContain('value="Gäller 850709-9806"');
    const box =
      /name="(notPersonnummer-note)"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="notPersonnummer-note"/.exec(html);
    const said = { ...form, "notPersonnummer-note": box?.[2] ?? box?.[3] ?? "" };
    expect((await curator.post(`${HOME}/decide`, said)).status).toBe(303);
  });
});
