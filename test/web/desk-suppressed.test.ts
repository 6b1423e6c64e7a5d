import { expect, it } from "vitest";
import { hashContent } from "../../src/db/client.ts";
import { saveSubscription } from "../../src/db/subscriptions.ts";
import { insertSuppression, type Suppression } from "../../src/db/suppressions.ts";
import { readPageForm } from "./desk-form.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { NOW, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

let site: Site;
let admin: DeskVisitor;
let reader: DeskVisitor;
useSite({ now: () => NOW }, async (opened) => {
  site = opened;
  admin = await signIn(site.deps, [{ regionCode: SKANE, role: "region-admin" }], "Anna Admin");
  reader = await signIn(site.deps, [{ regionCode: SKANE, role: "reader" }]);
});

const home = `/subscriptions/${SKANE}/suppressed`;

async function suppress(name: string, over: Partial<Suppression> = {}): Promise<number> {
  const about = { channel: "email", targetHash: hashContent({ address: `${name}@skane.example` }), since: NOW };
  const why = { reason: "complaint", source: "inbox", note: null, regionCode: SKANE } as const;
  const id = await insertSuppression(site.db, { ...about, ...why, ...over });
  if (id === null) throw new Error("test: it is suppressed already");
  return id;
}

function subscribe(name: string, regionCode = SKANE): Promise<number> {
  const target = { address: `${name}@skane.example` };
  const token = `${name}-${regionCode}-${"x".repeat(20)}`;
  return saveSubscription(site.db, {
    regionCode,
    channel: "email",
    target,
    language: "sv",
    filter: {},
    token,
    now: NOW,
  });
}

async function read(path = home, visitor = admin): Promise<string> {
  return textOf(await (await visitor.get(path)).text());
}

function textOf(html: string): string {
  return html
    .slice(html.indexOf("<main"))
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ");
}

it("a region sees who of its own is suppressed, why and since when, masked; who may not change that sees no forms", async () => {
  expect(await read()).toContain("Ingen som prenumererar i regionen är spärrad.");
  await subscribe("nadja");
  await suppress("nadja");
  await suppress("okand", { reason: "by-hand", source: "desk", note: "Bad om det på telefon." });
  await suppress("annan", { regionCode: "14" });
  const text = await read();
  expect(text).toContain("2 adresser är spärrade: dit skickas inget, varken meddelanden eller brev.");
  expect(text).toMatch(
    /n…@skane\.example E-post Mottagaren markerade ett mejl som skräppost\. Det sade mottagarens e-post\. 2026-/,
  );
  expect(text).toContain(
    "Okänd adress: vi har bara ett fingeravtryck av den. E-post Någon lade till adressen för hand. Från arbetsytan. Bad om det på telefon.",
  );
  expect(await (await admin.get(home)).text()).not.toMatch(/nadja|annan@/);
  const seen = await read(home, reader);
  expect(seen).toContain("2 adresser är spärrade");
  expect(seen).not.toMatch(/Häv spärren|Slå upp/);
  expect(await read(`${home}?lang=en`)).toContain("2 addresses are suppressed");
  expect(await read(`/subscriptions/${SKANE}`)).toContain("Spärrade adresser");
});

it("is lifted with a reason that stands in the log, once; without one, or with a personnummer, it is not", async () => {
  const id = await suppress("lyft");
  const form = { ...readPageForm(await (await admin.get(home)).text(), `${home}/lift`), suppression: String(id) };
  for (const reason of ["", "gäller 19850101-1236", "x".repeat(301)])
    expect((await admin.post(`${home}/lift`, { ...form, reason })).status).toBe(422);
  const lift = () => admin.post(`${home}/lift`, { ...form, reason: "Hon ringde och vill ha dem igen" });
  expect((await lift()).headers.get("location")).toBe(`${home}?done=done`);
  expect((await lift()).headers.get("location")).toBe(`${home}?done=unknown`);
  const log = await read(`/audit/${SKANE}`);
  expect(log).toContain("Spärr av adress hävd");
  expect(log).toContain("Hon ringde och vill ha dem igen");
});

it("what is another region's is seen as suppressed where it matters, without its why, and lifted by nobody here", async () => {
  await subscribe("delad");
  const id = await suppress("delad", { regionCode: "14", note: "hemligt skäl" });
  const alien = await suppress("främmande", { regionCode: null, source: "command-line" });
  expect(await read()).toContain("Bara den som driver Restsignal kan häva den.");
  const form = readPageForm(await (await admin.get(home)).text(), `${home}/look-up`);
  for (const suppression of [id, alien]) {
    const lifted = await admin.post(`${home}/lift`, { ...form, suppression: String(suppression), reason: "vill" });
    expect(lifted.headers.get("location")).toBe(`${home}?done=elsewhere`);
  }
  expect((await reader.post(`${home}/lift`, { csrf: reader.csrf, suppression: "1", reason: "vill" })).status).toBe(403);
  const other = await signIn(site.deps, [{ regionCode: "14", role: "region-admin" }]);
  expect((await other.post(`${home}/lift`, { csrf: other.csrf, suppression: "1", reason: "vill" })).status).toBe(403);
});

it("an address is looked up by a form, so that it stands in no address and no log, and is told masked", async () => {
  await suppress("eva");
  await suppress("frida", { regionCode: "14" });
  const form = readPageForm(await (await admin.get(home)).text(), `${home}/look-up`);
  const lookUp = async (address: string) => {
    const answer = await admin.post(`${home}/look-up`, { ...form, address });
    const html = await answer.text();
    return { status: answer.status, html, text: textOf(html) };
  };
  const own = await lookUp(" Eva@Skane.example ");
  expect(own.text).toMatch(
    /e…@skane\.example är spärrad sedan 2026-\S+ \S+\. Mottagaren markerade ett mejl som skräppost\./,
  );
  expect(own.html).not.toContain("eva@");
  const alien = await lookUp("frida@skane.example");
  expect(alien.text).toContain("f…@skane.example är spärrad, men inte genom er region.");
  expect(alien.text).not.toContain("f…@skane.example är spärrad sedan");
  expect((await lookUp("gun@skane.example")).text).toContain("g…@skane.example är inte spärrad.");
  for (const address of ["", "inte en adress", `${"a".repeat(400)}@skane.example`, "a@b.se\r\nBcc: c@d.se"])
    expect((await lookUp(address)).status).toBe(422);
});
