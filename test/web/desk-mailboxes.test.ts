import { beforeEach, expect, it } from "vitest";
import { writeLetterReturn } from "../../src/db/letters.ts";
import { readReaderLetters } from "../../src/db/reader-letters.ts";
import { DAILY } from "../../src/domain/rhythm.ts";
import { makeReaderLink } from "../../src/services/reader-letters.ts";
import { confirmSignUp, eraseStaleSignUps, requestSignUp } from "../../src/services/sign-ups.ts";
import { readPageForm } from "./desk-form.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { NOW, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

const HOUR_MS = 3_600_000;
const home = `/subscriptions/${SKANE}`;
const path = `${home}/mailboxes`;

let site: Site;
let clock = NOW;
let admin: DeskVisitor;
useSite({ now: () => clock }, async (opened) => {
  site = opened;
});
beforeEach(async () => {
  clock = NOW;
  for (const table of ["reader_link", "reader_letter", "sign_up"] as const) await site.db.deleteFrom(table).execute();
  admin = await signIn(site.deps, [{ regionCode: SKANE, role: "region-admin" }], "Anna Admin");
});

/** Nobody is signed in for so long. */
async function goOn(hours: number): Promise<void> {
  clock = new Date(NOW.getTime() + hours * HOUR_MS);
  admin = await signIn(site.deps, [{ regionCode: SKANE, role: "region-admin" }], "Anna Admin");
}

async function readHtml(visitor = admin): Promise<string> {
  return (await visitor.get(home)).text();
}

async function read(visitor = admin): Promise<string> {
  const html = await readHtml(visitor);
  return html
    .slice(html.indexOf("<main"))
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ");
}

async function invite(address = "avdelning.7@skane.example"): Promise<string | null> {
  const form = readPageForm(await readHtml(), path);
  const agreed = { agreedBy: "Avdelningschefen", agreedHow: "på avdelningens möte", agreedOn: "2026-08-20" };
  return (await admin.post(path, { ...form, address, ...agreed })).headers.get("location");
}

async function deed(name: "again" | "withdraw"): Promise<string | null> {
  return (await admin.post(`${path}/${name}`, readPageForm(await readHtml(), `${path}/${name}`))).headers.get(
    "location",
  );
}

const readLetters = () => site.db.selectFrom("reader_letter").select(["id", "state", "reason"]).orderBy("id").execute();

/** The token that the letter would have with it. */
async function tokenOf(letterId: number): Promise<string> {
  const [letter] = await readReaderLetters(site.db, [letterId]);
  if (letter === undefined) throw new Error("test: no letter was written");
  return (await makeReaderLink({ db: site.db, now: clock }, letter)) ?? "";
}

it("one that waits is not asked twice; sent again, its link holds as long as the letter says", async () => {
  expect(await invite()).toBe(`${home}?done=asked`);
  expect(await invite("Avdelning.7@SKANE.example")).toBe(`${home}?done=waiting`);
  expect(await readLetters()).toHaveLength(1);
  await goOn(40);
  expect(await deed("again")).toBe(`${home}?done=asked`);
  expect(await read()).toContain(
    "Senast frågad 2026-08-23 00:00. Svarar ingen före 2026-08-25 00:00 raderas adressen.",
  );
  const token = await tokenOf((await readLetters()).at(-1)?.id ?? 0);
  await goOn(60);
  await eraseStaleSignUps({ db: site.db, now: clock });
  expect(await confirmSignUp({ db: site.db, now: clock }, token)).toEqual({ kind: "confirmed" });
  const [signUp] = await site.db.selectFrom("sign_up").select("id").execute();
  const answered = { csrf: admin.csrf, invitation: String(signUp?.id) };
  for (const name of ["again", "withdraw"])
    expect((await admin.post(`${path}/${name}`, answered)).headers.get("location")).toBe(`${home}?done=not-waiting`);
});

it("one is withdrawn: the address is erased, what has not gone does not go, and the link that has opens nothing", async () => {
  await invite();
  const token = await tokenOf((await readLetters())[0]?.id ?? 0);
  const other = await signIn(site.deps, [{ regionCode: "14", role: "region-admin" }]);
  const form = readPageForm(await readHtml(), `${path}/withdraw`);
  const stolen = await other.post("/subscriptions/14/mailboxes/withdraw", { ...form, csrf: other.csrf });
  expect(stolen.headers.get("location")).toBe("/subscriptions/14?done=not-waiting");
  expect((await other.post(`${path}/withdraw`, { ...form, csrf: other.csrf })).status).toBe(403);
  expect(await deed("withdraw")).toBe(`${home}?done=withdrawn`);
  expect(await readLetters()).toMatchObject([{ state: "dead", reason: "it was withdrawn" }]);
  expect(await site.db.selectFrom("sign_up").select("id").execute()).toEqual([]);
  expect(await confirmSignUp({ db: site.db, now: clock }, token)).toEqual({ kind: "unknown" });
  expect((await site.app.request(`/prenumerera/bekrafta/${token}`)).status).toBe(404);
  for (const name of ["again", "withdraw"] as const)
    expect((await admin.post(`${path}/${name}`, form)).headers.get("location")).toBe(`${home}?done=not-waiting`);
  expect(await (await admin.get(`/audit/${SKANE}`)).text()).toContain("Inbjudan till gemensam brevlåda återkallad");
  // The mailbox can be asked anew.
  expect(await invite()).toBe(`${home}?done=asked`);
});

it("what became of its letter is told: on its way, sent, not really sent, not taken, come back", async () => {
  await invite();
  expect(await read()).toContain("Brevet är på väg.");
  const [letter] = await readLetters();
  const id = letter?.id ?? 0;
  const letters = () => site.db.updateTable("reader_letter").where("id", "=", id);
  await letters().set({ state: "sent", finished_at: NOW }).execute();
  expect(await read()).not.toMatch(/Brevet (är|skickades|gick|kom)/);
  await writeLetterReturn(site.db, "reader_letter", { id, verdict: "delayed", reason: "4.4.1", now: NOW });
  expect(await read()).not.toMatch(/Brevet (är|skickades|gick|kom)/);
  await writeLetterReturn(site.db, "reader_letter", { id, verdict: "hard", reason: "5.1.1", now: NOW });
  expect(await read()).toContain("Brevet kom tillbaka. Stämmer adressen?");
  await letters().set({ return_verdict: "delayed", state: "captured" }).execute();
  expect(await read()).toContain("Brevet skickades inte på riktigt");
  await letters().set({ state: "dead" }).execute();
  expect(await read()).toContain("Brevet gick inte att skicka. Stämmer adressen? Den kan också vara spärrad.");
});

it("too many letters are held, and the region is told for how long; who signed up and was not reached is counted, and not named", async () => {
  for (let count = 0; count < 3; count += 1) {
    await invite();
    await deed("withdraw");
  }
  expect(await invite()).toBe(`${home}?done=held`);
  const done = await (await admin.get(`${home}?done=held`)).text();
  expect(done).toContain("Försök igen om en timme. Går det inte då heller, i morgon.");
  expect(await read()).not.toContain("nådde inte fram: brevet");
  const wish = { filter: {}, atOnce: false, untilResolved: false };
  const delivery = { rhythm: DAILY, urgent: "day", quiet: null, language: "sv" } as const;
  const choices = { regionCodes: [SKANE] as [string], wish, delivery };
  const agreement = { version: "2026-11-27", text: "Ja." };
  for (const name of ["eva", "gun"])
    await requestSignUp(
      { db: site.db, now: NOW },
      { address: `${name}@region.example`, choices, agreement, network: "192.0.2.0/24" },
    );
  const ids = (await readLetters()).map(({ id }) => id);
  await writeLetterReturn(site.db, "reader_letter", {
    id: ids.at(-1) ?? 0,
    verdict: "hard",
    reason: "5.1.1",
    now: NOW,
  });
  const reader = await signIn(site.deps, [{ regionCode: SKANE, role: "reader" }]);
  const text = await read(reader);
  expect(text).toContain(
    "1 anmälan de senaste dygnen nådde inte fram: brevet att bekräfta med kom tillbaka eller gick inte att skicka.",
  );
  expect(text).not.toMatch(/g…@|gun/);
});
