import { beforeEach, describe, expect, it } from "vitest";
import { writePolicy } from "../../src/db/regions.ts";
import { readSituations } from "../../src/db/situation.ts";
import { createApp } from "../../src/web/app.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { findCaseOf, NOW, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

let site: Site;
let app: ReturnType<typeof createApp>;
let curator: DeskVisitor;
let reader: DeskVisitor;
let caseId: number;

useSite({}, async (opened) => {
  site = opened;
  curator = await signIn(site.deps, [{ regionCode: SKANE, role: "curator" }]);
  reader = await signIn(site.deps, [{ regionCode: SKANE, role: "reader" }]);
  caseId = await findCaseOf(site.db, "Meropenem");
});
beforeEach(async () => {
  // A fresh count of who has asked how much.
  app = createApp(site.deps);
  await site.db.deleteFrom("question").execute();
});

interface Asked {
  readonly fields?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
}

async function ask({ fields = {}, headers = {}, path = `/r/12/${caseId}/questions` }: Asked = {}): Promise<Response> {
  const body = new URLSearchParams({ question: "Räcker lagret?", replyTo: "", website: "", ...fields });
  return app.request(path, { method: "POST", body, headers });
}

async function readQuestions() {
  return site.db.selectFrom("question").selectAll().orderBy("id").execute();
}

describe("a prescriber's question", () => {
  it("is asked on the case's page without signing in, and is thanked for", async () => {
    expect(await (await app.request(`/r/12/${caseId}`)).text()).toContain(`action="/r/12/${caseId}/questions"`);
    const response = await ask({ fields: { question: " Räcker\nlagret? ", replyTo: "lakare@skane.example" } });
    expect([response.status, response.headers.get("location")]).toEqual([303, `/r/12/${caseId}/questions`]);
    expect(await (await app.request(`/r/12/${caseId}/questions`)).text()).toContain("Tack, din fråga är skickad");
    expect(await readQuestions()).toMatchObject([
      { region_code: SKANE, case_id: caseId, text: "Räcker\nlagret?", reply_to: "lakare@skane.example", state: "open" },
    ]);
  });

  it("is no way when it is urgent: wherever the form or its answer stands, so does the region's number, or that there is none", async () => {
    const ways = [
      async () => app.request(`/r/12/${caseId}`),
      async () => app.request(`/r/12/${caseId}?lang=en`),
      async () => ask({ fields: { question: " " } }),
      async () => app.request(`/r/12/${caseId}/questions`),
      async () => ask({ headers: { origin: "https://evil.example" } }),
    ];
    for (const visit of ways)
      expect(await (await visit()).text()).toMatch(/Region Skåne (har inte angett något nummer|has given no number)/);
    const contact = "Läkemedelsjouren 040-12 34 56";
    await writePolicy(site.db, { regionCode: SKANE, policy: { rules: [] }, contact });
    for (const visit of ways) {
      const page = await (await visit()).text();
      expect(page).toContain(contact);
      expect(page).not.toMatch(/inte angett något nummer|given no number/);
    }
  });

  it("reaches the region's inbox, with a way to answer for those who curate", async () => {
    await ask({ fields: { question: "<script>x</script>", replyTo: "lakare@skane.example" } });
    const html = await (await curator.get("/inbox/12?view=questions")).text();
    expect(html).toContain("&lt;script&gt;x&lt;/script&gt;");
    expect(html).toContain('href="mailto:lakare@skane.example?subject=Din%20fr%C3%A5ga%20om%20Meropenem');
    expect(await (await reader.get("/inbox/12?view=questions")).text()).not.toContain("lakare@skane.example");
  });

  it.each([
    ["empty", { question: "  " }, "Skriv din fråga"],
    ["too long", { question: "x".repeat(2_001) }, "Skriv din fråga"],
    ["with a personnummer", { question: "Gäller 19850709-9805" }, "personnummer"],
    ["with an address that is none", { replyTo: "anna" }, "Ange en e-postadress"],
    ["with two addresses", { replyTo: "a@x.se,b@x.se" }, "Ange en e-postadress"],
  ])("%s is refused, with what was written kept", async (_name, fields, words) => {
    const response = await ask({ fields });
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain(words);
    expect(html).toContain((Object.values(fields)[0] ?? "").trim());
    expect(await readQuestions()).toEqual([]);
  });

  it("from a machine that fills in every field is thanked for and thrown away", async () => {
    const response = await ask({ fields: { website: "https://spam.example" } });
    expect(response.status).toBe(303);
    expect(await readQuestions()).toEqual([]);
  });

  it("that another site sends is refused", async () => {
    for (const headers of [
      { "sec-fetch-site": "cross-site" },
      { origin: "https://evil.example" },
      { origin: "null" },
    ]) {
      const response = await ask({ headers });
      expect(response.status).toBe(403);
      expect(await response.text()).toContain("Formuläret kom från en annan webbplats.");
    }
    expect(await readQuestions()).toEqual([]);
    expect((await ask({ headers: { "sec-fetch-site": "same-origin" } })).status).toBe(303);
    expect((await ask({ headers: { origin: "https://restsignal.example" } })).status).toBe(303);
  });

  it("is held back when too many come from one address, and only from that", async () => {
    const proxied = createApp({ ...site.deps, trustedProxies: 1 });
    const from = async (address: string) =>
      proxied.request(`/r/12/${caseId}/questions`, {
        method: "POST",
        body: new URLSearchParams({ question: "Räcker lagret?" }),
        headers: { "x-forwarded-for": address },
      });
    const statuses: number[] = [];
    for (let count = 0; count < 11; count += 1) statuses.push((await from("192.0.2.1")).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 303), 429]);
    expect((await from("192.0.2.2")).status).toBe(303);
    expect((await from("192.0.2.1")).headers.get("retry-after")).toBe("600");
    // One line has 2^64 addresses of IPv6.
    for (let count = 0; count < 10; count += 1) await from(`2001:db8::${count}`);
    expect((await from("2001:db8::ffff")).status).toBe(429);
  });

  it("is held back with its text kept when a case, or a region, has had more than anybody reads, from wherever", async () => {
    let now = NOW;
    const flooded = createApp({ ...site.deps, now: () => now, trustedProxies: 1 });
    let asked = 0;
    const send = async (id: number): Promise<Response> => {
      asked += 1;
      return flooded.request(`/r/12/${id}/questions`, {
        method: "POST",
        body: new URLSearchParams({ question: "Räcker <lagret>?" }),
        headers: { "x-forwarded-for": `203.${asked >> 8}.${asked & 255}.1` },
      });
    };
    const statuses = async (count: number, id: number) => {
      const seen = [];
      for (let time = 0; time < count; time += 1) seen.push((await send(id)).status);
      return seen;
    };
    expect(new Set(await statuses(30, caseId))).toEqual(new Set([303]));
    const refused = await send(caseId);
    expect(refused.status).toBe(429);
    const html = await refused.text();
    expect(html).toContain("Din fråga skickades inte.");
    expect(html).toContain("Räcker &lt;lagret&gt;?");
    const others = (await readSituations(site.db, SKANE)).map((line) => line.caseId).filter((id) => id !== caseId);
    expect((await send(others[0] ?? 0)).status).toBe(303);
    for (const id of others.slice(1, 4)) await statuses(30, id);
    expect((await send(others[5] ?? 0)).status).toBe(429);
    now = new Date(NOW.getTime() + 3_600_001);
    expect(await statuses(31, caseId)).toEqual([...Array.from({ length: 30 }, () => 303), 429]);
    now = new Date(NOW.getTime() + 2 * 3_600_001);
    expect((await send(caseId)).status).toBe(429);
    now = new Date(NOW.getTime() + 26 * 3_600_000);
    expect((await send(caseId)).status).toBe(303);
  });

  it("is limited in size, and belongs to a case that the region has", async () => {
    expect((await ask({ fields: { question: "x".repeat(40_000) } })).status).toBe(413);
    expect((await ask({ path: `/r/14/${caseId}/questions` })).status).toBe(404);
    expect((await ask({ path: "/r/12/999999/questions" })).status).toBe(404);
    expect((await ask({ path: "/r/99/1/questions" })).status).toBe(404);
    expect(await readQuestions()).toEqual([]);
  });
});

describe("closing a question", () => {
  async function askOne(): Promise<number> {
    await ask({ fields: { replyTo: "lakare@skane.example" } });
    return (await readQuestions())[0]?.id ?? 0;
  }

  it("keeps the note, erases the address, and is in the log without it", async () => {
    const id = await askOne();
    const response = await curator.post(`/questions/12/${id}/close`, { note: "Svarade per e-post" });
    expect(response.headers.get("location")).toBe("/inbox/12?view=questions&done=question");
    expect(await readQuestions()).toMatchObject([
      { state: "closed", reply_to: null, closing_note: "Svarade per e-post", closed_by: curator.accountId },
    ]);
    const log = await site.db
      .selectFrom("audit")
      .selectAll()
      .where("object_kind", "=", "question")
      .where("object_id", "=", String(id))
      .execute();
    expect(log).toMatchObject([{ deed: "question-closed", region_code: SKANE }]);
    expect(JSON.stringify(log)).not.toContain("lakare");
    expect(await (await curator.get("/inbox/12?view=questions")).text()).toContain("Ingen fråga väntar på svar.");
    expect((await curator.post(`/questions/12/${id}/close`, { note: "igen" })).status).toBe(409);
  });

  it.each([
    ["without a note", ""],
    ["with a personnummer in the note", "850709-9805"],
  ])("%s is refused, and the question stays open", async (_name, note) => {
    const id = await askOne();
    const response = await curator.post(`/questions/12/${id}/close`, { note });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(`id="note-${id}-wrong"`);
    expect(await readQuestions()).toMatchObject([{ state: "open", reply_to: "lakare@skane.example" }]);
  });

  it("is for curators of the region alone", async () => {
    const id = await askOne();
    expect((await reader.post(`/questions/12/${id}/close`, { note: "x" })).status).toBe(403);
    const other = await signIn(site.deps, [{ regionCode: "14", role: "curator" }]);
    expect((await other.post(`/questions/12/${id}/close`, { note: "x" })).status).toBe(403);
    expect((await other.post(`/questions/14/${id}/close`, { note: "x" })).status).toBe(409);
    expect(await readQuestions()).toMatchObject([{ state: "open" }]);
  });
});
