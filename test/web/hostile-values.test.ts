import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATIONS } from "../../src/domain/region.ts";
import { createApp } from "../../src/web/app.ts";
import { type DeskVisitor, signIn } from "./desk-visitor.ts";
import { addressOf } from "./route-address.ts";
import { createPostgresSite, findCaseOf, SKANE, type Site } from "./site.ts";

/** Values as they stand in an address or a form, that some program some day trips over. */
const VALUES: Readonly<Record<string, string>> = {
  "half of a surrogate pair": "%ED%A0%80",
  "bytes that are no UTF-8": "%FF%C3%28%80",
  "a broken escape": "%zz%",
  "a name of every object": "__proto__",
  "another name of every object": "constructor",
  "a number that is too large": "99999999999999999999",
  "a number below zero": "-1",
  "a number of other digits": "%D9%A1%EF%BC%92",
  "no number": "NaN",
  "a day that never is": "2026-02-31",
  "an array": "%5B%5D",
  "a wildcard": "%25%5F%5C",
  "a line end": "a%0D%0Aset-cookie:%20b=c",
  "a way out": "..%2F..%2Fetc%2Fpasswd",
  "control characters": "%01%1B%7F%C2%85%E2%80%AE",
  markup: "%3Cscript%3Ealert(1)%3C/script%3E'%22",
  "a long text": "x".repeat(5_000),
};
const NUL = "a%00b";

let site: Site;
let app: ReturnType<typeof createApp>;
let paths: readonly { readonly method: string; readonly path: string }[];
let known: Readonly<Record<string, string>>;
let admin: DeskVisitor;
/** Every name that a form or a filter of ours has. */
let names: readonly string[];

beforeAll(async () => {
  site = await createPostgresSite();
  app = createApp({ ...site.deps, trustedProxies: 1 });
  known = { region: SKANE, case: String(await findCaseOf(site.db, "Meropenem")) };
  paths = app.routes.filter(({ method, path }) => method !== "ALL" && !path.endsWith("*"));
  admin = await signInAgain();
  names = await findNames();
});
afterAll(() => site?.close());

function signInAgain(): Promise<DeskVisitor> {
  return signIn(site.deps, [
    { regionCode: SKANE, role: "region-admin" },
    { regionCode: OPERATIONS.code, role: "operator" },
    { regionCode: OPERATIONS.code, role: "analyst" },
  ]);
}

/** Looks at every page and writes down what its fields and links are called. */
async function findNames(): Promise<string[]> {
  const found = new Set(["lang", "done", "view", "page", "return", "q", "state", "code", "iss", "before", "show"]);
  for (const { path } of paths.filter(({ method }) => method === "GET")) {
    const page = await (await visit(addressOf(path, known))).text();
    for (const [, name = ""] of page.matchAll(/\sname="([\w-]+)"/g)) found.add(name);
    for (const [, name = ""] of page.matchAll(/href="[^"]*[?;]([\w-]+)=/g)) found.add(name);
  }
  found.delete("csrf");
  return [...found];
}

let visits = 0;

async function visit(address: string, init: RequestInit = {}): Promise<Response> {
  visits += 1;
  const headers = new Headers(init.headers);
  headers.set("cookie", `__Host-restsignal_session=${admin.token}`);
  headers.set("x-forwarded-for", `10.1.${(visits >> 8) & 255}.${visits & 255}`);
  const answer = await app.request(`https://restsignal.example${address}`, { ...init, headers });
  if (address.startsWith("/account/sign-out")) admin = await signInAgain();
  return answer;
}

async function sendForm(address: string, fields: string): Promise<Response> {
  return visit(address, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: `${fields}&csrf=${encodeURIComponent(admin.csrf)}`,
  });
}

/** What was asked, where the answer was that something broke, or was not the one that was to come. */
async function findFaults(
  requests: Iterable<readonly [string, () => Promise<Response>]>,
  expected: (status: number) => boolean,
): Promise<string[]> {
  const faults: string[] = [];
  for (const [asked, ask] of requests) {
    const answer = await ask();
    await answer.text();
    if (!expected(answer.status)) faults.push(`${answer.status} ${asked.slice(0, 200)}`);
  }
  return faults;
}

const isNoFailure = (status: number) => status < 500;
const posts = () => paths.filter(({ method }) => method === "POST").map(({ path }) => addressOf(path, known));
const gets = () => paths.filter(({ method }) => method === "GET").map(({ path }) => addressOf(path, known));

/** The path with one of its parts after another replaced. */
function* replaceParts(path: string, value: string): Generator<string> {
  const parts = path.split("/");
  for (const [index, part] of parts.entries())
    if (part.startsWith(":")) yield addressOf(parts.with(index, value).join("/"), known);
}

describe("no value breaks a route", () => {
  it.each(Object.entries(VALUES))("in the place of any part of any path: %s", async (_what, value) => {
    function* requests() {
      for (const { method, path } of paths)
        for (const address of replaceParts(path, value))
          yield [`${method} ${address}`, () => (method === "GET" ? visit(address) : sendForm(address, "a=b"))] as const;
    }
    expect(await findFaults(requests(), isNoFailure)).toEqual([]);
  });

  it.each(Object.entries(VALUES))("in every field of a query at once, also sent twice: %s", async (_what, value) => {
    const query = names.map((name) => `${name}=${value.slice(0, 60)}`).join("&");
    const twice = names.slice(0, 60).map((name) => `${name}=${value.slice(0, 15)}&${name}=1`);
    function* requests() {
      for (const address of gets())
        for (const search of [query, twice.join("&")]) yield [address, () => visit(`${address}?${search}`)] as const;
    }
    expect(await findFaults(requests(), isNoFailure)).toEqual([]);
  });

  it.each(Object.entries(VALUES))("in every field of a form at once, also sent twice: %s", async (_what, value) => {
    const once = names.map((name) => `${name}=${value}`);
    function* requests() {
      for (const address of posts())
        for (const fields of [once, once.flatMap((field) => [field, field])])
          yield [address, () => sendForm(address, fields.join("&"))] as const;
    }
    expect(await findFaults(requests(), isNoFailure)).toEqual([]);
  });

  it("in any header", async () => {
    const values = [
      "\u00ff".repeat(3_000),
      "a=b; ".repeat(3_000),
      ",".repeat(3_000),
      '"',
      "unknown, ::ffff:1.2.3.4:99",
    ];
    const headers = ["cookie", "x-forwarded-for", "if-none-match", "if-modified-since", "accept-language", "origin"];
    function* requests() {
      for (const address of ["/", "/feed.rss", `/r/${SKANE}`, "/login", `/inbox/${SKANE}`, "/healthz"])
        for (const name of [...headers, "sec-fetch-site", "accept-encoding", "range", "content-type", "user-agent"])
          for (const value of values)
            yield [`${address} ${name}`, async () => app.request(address, { headers: { [name]: value } })] as const;
    }
    expect(await findFaults(requests(), isNoFailure)).toEqual([]);
  });
});

describe("a NUL, which no text of the database holds, is answered with 400", () => {
  it("in any part of any path", async () => {
    function* requests() {
      for (const { method, path } of paths)
        for (const address of replaceParts(path, NUL))
          yield [`${method} ${address}`, () => (method === "GET" ? visit(address) : sendForm(address, "a=b"))] as const;
    }
    expect(await findFaults(requests(), (status) => status === 400)).toEqual([]);
  });

  it("in any field of a query, and in its name", async () => {
    function* requests() {
      for (const address of gets())
        for (const field of [`area=${NUL}`, `${NUL}=1`, `lang=en&q=${NUL}`])
          yield [`${address}?${field}`, () => visit(`${address}?${field}`)] as const;
    }
    expect(await findFaults(requests(), (status) => status === 400)).toEqual([]);
  });

  it("in any field of a form, and in its name", async () => {
    function* requests() {
      // A subscriber's own page reads no form at all.
      for (const address of posts().filter((path) => !path.startsWith("/preferences/")))
        for (const field of [`note=${NUL}`, `${NUL}=1`])
          yield [`${address} ${field}`, () => sendForm(address, field)] as const;
    }
    expect(await findFaults(requests(), (status) => status === 400)).toEqual([]);
  });
});

describe("what is too much is refused", () => {
  it("a field that is longer than any of ours, with 413", async () => {
    function* requests() {
      for (const address of posts().filter((path) => !path.startsWith("/preferences/")))
        for (const fields of [`note=${"x".repeat(250_000)}`, `${"n".repeat(300)}=1`, "a=1&".repeat(5_000)])
          yield [`${address} ${fields.slice(0, 10)}`, () => sendForm(address, fields)] as const;
    }
    expect(await findFaults(requests(), (status) => status === 413)).toEqual([]);
  });

  it("an address with more parameters than a page has, with 400, and one that is too long, with 414", async () => {
    function* many() {
      for (const address of gets()) yield [address, () => visit(`${address}?${"a=1&".repeat(1_900)}`)] as const;
    }
    function* long() {
      for (const address of gets()) yield [address, () => visit(`${address}?q=${"x".repeat(9_000)}`)] as const;
    }
    expect(await findFaults(many(), (status) => status === 400)).toEqual([]);
    expect(await findFaults(long(), (status) => status === 414)).toEqual([]);
  });
});
