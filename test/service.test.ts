import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import packageJson from "../package.json" with { type: "json" };
import { createCommandLine, readAnswer, type CommandLine } from "./support/command-line.ts";
import { startServiceProcess, type ServiceProcess } from "./support/service-process.ts";

const findingSchema = z.object({
  part: z.string(),
  state: z.enum(["failing", "missing", "optional", "ready"]),
  detail: z.string(),
  mend: z.string().optional(),
});
const doctorSchema = z.object({ mode: z.string(), findings: z.array(findingSchema) });

let line: CommandLine;
/** An authority that takes a question and never answers. */
let silent: Server;
let asked: Promise<unknown>;
let env: Record<string, string>;

beforeAll(async () => {
  line = await createCommandLine("new folder");
  silent = createServer(() => {});
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  asked = once(silent, "request");
  const address = silent.address();
  const host = `127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  env = {
    DATABASE_URL: line.databaseUrl,
    LAKEMEDELSVERKET_URL: `http://${host}/file.xml`,
    LAKEMEDELSVERKET_PRODUCTS_URL: `http://${host}/file.xlsx`,
    ALLOW_PRIVATE_HOSTS: host,
    PORT: "0",
    LOG_LEVEL: "error",
  };
});
afterAll(async () => {
  silent?.closeAllConnections();
  silent?.close();
  await line?.close();
});

async function ask(more: Record<string, string> = {}, code = 1) {
  const { findings } = readAnswer(
    await line.run(["doctor", "--json"], { env: { ...env, ...more } }),
    doctorSchema,
    code,
  );
  return findings;
}

describe("on an empty machine", () => {
  it("`doctor` says that something needed is missing, what does it, and makes nothing by looking", async () => {
    for (const time of ["first", "second"]) {
      const findings = await ask();
      expect([time, findings.find(({ part }) => part === "database")]).toEqual([
        time,
        expect.objectContaining({ state: "missing", mend: "npm start makes it" }),
      ]);
      expect(findings.some(({ state }) => state === "failing")).toBe(false);
    }
  });

  it("the start says at once what it does, with address and mode, then that it is ready and what comes next", async () => {
    const service = startServiceProcess(env);
    await service.said(/Ready: http:\/\/127\.0\.0\.1:[1-9]\d*\. Ctrl-C stops it\./);
    await service.said(/Then: /);
    const lines = service.written().split("\n");
    expect(lines[0]).toMatch(/^Restsignal starts: pages at http:\/\/127\.0\.0\.1:0, database .+, nothing is sent/);
    expect(lines[1]).toMatch(/^Opening the database/);
    expect(service.written()).toContain("The national file is fetched now");
    expect(service.written()).toContain(
      "Next: accounts: nobody can sign in yet.\n  npm run -s restsignal -- user add ",
    );
    await expectSoonStopped(service);
  });
});

/** Ends without waiting for others, though a browser holds a connection and the authority never answers. */
async function expectSoonStopped(service: ServiceProcess): Promise<void> {
  const port = Number(/Ready: http:\/\/127\.0\.0\.1:(\d+)/.exec(service.written())?.[1]);
  const browser = connect(port, "127.0.0.1");
  await once(browser, "connect");
  browser.on("error", () => {});
  browser.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  await once(browser, "data");
  await asked;
  const begun = performance.now();
  service.interrupt();
  await service.said(/Stopping/);
  expect(await service.ended).toBe(0);
  // Two minutes is what the authority may take.
  expect(performance.now() - begun).toBeLessThan(100_000);
  expect(service.written()).toMatch(/Stopped\.\n$/);
}

describe("a start that cannot work", () => {
  it.each([
    [
      "a queue's server that does not answer",
      { REDIS_URL: "redis://:hemligt@127.0.0.1:1" },
      /^Restsignal did not start: Redis does not answer at 127\.0\.0\.1:1: check REDIS_URL and that it runs\n$/,
    ],
    [
      "a database's server that does not answer",
      { DATABASE_URL: "postgres://u:hemligt@127.0.0.1:1/x" },
      /^Restsignal did not start: db\/.+\n {2}because: connect ECONNREFUSED 127\.0\.0\.1:1\n$/,
    ],
    [
      "a database named without a server",
      { DATABASE_URL: "postgres://u:hemligt@/x?host=/nowhere" },
      /^Restsignal did not start: db\/.+\n {2}because: connect ENOENT \/nowhere/,
    ],
  ])("for %s ends at once, not in silence, and says why without a password", async (_name, more, words) => {
    const service = startServiceProcess({ ...env, ...more });
    expect(await service.ended).toBe(1);
    expect(service.complained()).toMatch(words);
    expect(service.complained() + service.written()).not.toContain("hemligt");
  });
});

it("`npm start` has nobody in between who kills a service that is too busy to answer a signal within a moment", () => {
  // `tsx` as a program does so after 60 ms, in which a file is still being taken in.
  const { start } = z.object({ start: z.string() }).parse(packageJson.scripts);
  expect(start).toMatch(/^node --import=tsx .*workers\/all\.ts$/);
});

describe("while the service runs", () => {
  it("`doctor` says what it hears from it, what it could not look at, and checks the rest; a Ctrl-C that npm hands on once more is one wish", async () => {
    const port = String(20_000 + (process.pid % 20_000));
    const service = startServiceProcess({ ...env, PORT: port });
    await service.said(/Ready: /);
    const findings = await ask({ PORT: port });
    const database = findings.find(({ part }) => part === "database");
    expect(database?.state).toBe("failing");
    expect(database?.detail).toMatch(
      /in use by the running service \(process \d+\), which says: degraded, data none; its lists/,
    );
    expect(findings.map(({ part }) => part)).toEqual(expect.arrayContaining(["queue", "channel email", "PUBLIC_URL"]));
    service.interrupt();
    await service.said(/Stopping/);
    service.interrupt();
    expect(await service.ended).toBe(0);
    expect(service.written()).toMatch(/Stopped\.\n$/);
  });
});

describe("an installation that lacks ten things", () => {
  it("is told each with what mends it, what does not work first, and the exit code says so", async () => {
    const findings = await ask({ DELIVERY_MODE: "live", HOST: "0.0.0.0" });
    const missing = findings.filter(({ state }) => state === "missing");
    expect(missing.map(({ part }) => part)).toEqual([
      "source lakemedelsverket",
      "source lakemedelsverket-products",
      "accounts",
      "lists",
      "channel email",
      "PUBLIC_URL",
    ]);
    const order = ["failing", "missing", "optional", "ready"];
    const states = findings.map(({ state }) => order.indexOf(state));
    expect(states).toEqual(states.toSorted((one, other) => one - other));
    // A region's own notices are written at the desk: there is no file to take in.
    expect(findings.find(({ part }) => part === "source manual")).toMatchObject({
      state: "optional",
      detail: expect.stringContaining("written at the desk"),
    });
    expect(JSON.stringify(findings)).not.toContain("ingest manual");
    const told = await line.run(["doctor"], { env });
    expect(told.code).toBe(1);
    expect(told.stdout).toMatch(/\nNext: npm run -s restsignal -- ingest lakemedelsverket\n$/);
  });
});
