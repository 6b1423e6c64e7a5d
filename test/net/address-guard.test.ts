import { createServer, type AddressInfo, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  AddressRefused,
  createGuardedConnector,
  findPrivateHost,
  findPrivateRange,
} from "../../src/net/address-guard.ts";
import { readCases } from "../support/case-table.ts";

describe("which addresses are public", () => {
  test.each(
    readCases<[string]>(`
      127.0.0.1
      127.8.8.8
      0.0.0.0
      0.1.2.3
      10.0.0.1
      172.16.0.1
      192.168.1.1
      100.64.0.1
      169.254.169.254
      169.254.170.2
      168.63.129.16
      "2822734096"
      0xa83f8110
      168.63.33040
      100.100.100.200
      192.0.0.192
      fd00:ec2::254
      FD00:0EC2:0:0::254
      fd20:ce::254
      ::ffff:168.63.129.16
      64:ff9b::a83f:8110
      64:ff9b:1::a9fe:a9fe
      2002:a83f:8110::
      2002:a9fe:a9fe::1
      2001:0:a83f:8110::
      192.0.2.1
      198.18.0.1
      224.0.0.1
      255.255.255.255
      ::
      ::1
      ::127.0.0.1
      ::ffff:127.0.0.1
      ::ffff:7f00:1
      ::ffff:8.8.8.8
      64:ff9b::7f00:1
      2002:7f00:1::
      2001::1
      fe80::1
      fec0::1
      fc00::1
      ff02::1
      2001:db8::1
      4000::1
      not an address
      ""
    `),
  )("%j is not", (address) => {
    expect(findPrivateRange(address)).not.toBeNull();
  });

  test.each(["8.8.8.8", "193.181.14.10", "2a00:1450:400f:80c::200e", "2001:6b0::1"])("%j is", (address) => {
    expect(findPrivateRange(address)).toBeNull();
  });
});

describe("which names are public", () => {
  test.each(
    readCases<[string]>(`
      metadata.google.internal
      Metadata.Google.Internal.
      metadata
      instance-data.ec2.internal
      anything.internal..
      localhost
      db.localhost
      mail.region.local
      kubernetes.default.svc
      127.0.0.1
      168.63.129.16
    `),
  )("%j is not", (host) => {
    expect(findPrivateHost(host)).not.toBeNull();
  });

  test.each(["lakemedelsverket.se", "internal.example", "metadata.example", "local.se", "8.8.8.8"])("%j is", (host) => {
    expect(findPrivateHost(host)).toBeNull();
  });
});

describe("a guarded connection", () => {
  let server: Server;
  let port: string;

  beforeAll(async () => {
    server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = String(portOf(server));
  });
  afterAll(() => server.close());

  function dial(hostname: string, answers: readonly string[], allowPrivateHosts: readonly string[] = []) {
    const asked: string[] = [];
    const connect = createGuardedConnector({
      allowPrivateHosts,
      connectTimeoutMs: 1_000,
      lookup: (name, _options, callback) => {
        asked.push(name);
        callback(
          null,
          answers.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
        );
      },
    });
    return new Promise<{ error: Error | null; asked: string[] }>((resolve) => {
      connect({ hostname, protocol: "http:", port }, (error, socket) => {
        socket?.destroy();
        resolve({ error, asked });
      });
    });
  }

  test.each([
    [["127.0.0.1"]],
    [["::1"]],
    [["10.1.2.3"]],
    [["8.8.8.8", "127.0.0.1"]],
    [["2a00:1450::1", "fe80::1"]],
    [[]],
  ])("is refused when the name leads to %j", async (answers) => {
    const { error, asked } = await dial("rebind.example.test", answers);
    expect(error).toBeInstanceOf(AddressRefused);
    expect(asked).toEqual(["rebind.example.test"]);
  });

  test("is refused for a private literal, which no name lookup ever sees", async () => {
    const { error, asked } = await dial("127.0.0.1", []);
    expect(error).toBeInstanceOf(AddressRefused);
    expect(asked).toEqual([]);
  });

  test("asks for the name once, so that what is checked is what is dialled", async () => {
    let asked = 0;
    const connect = createGuardedConnector({
      allowPrivateHosts: [],
      connectTimeoutMs: 200,
      lookup: (_name, _options, callback) => {
        asked += 1;
        callback(null, [{ address: asked === 1 ? "10.0.0.1" : "8.8.8.8", family: 4 }]);
      },
    });
    const error = await new Promise<Error | null>((resolve) => {
      connect({ hostname: "rebind.example.test", protocol: "http:", port }, (...[fault]) => resolve(fault));
    });
    expect(error).toBeInstanceOf(AddressRefused);
    expect(asked).toBe(1);
  });

  test("opens a private address that is allowed with its port", async () => {
    expect((await dial("127.0.0.1", [], [`127.0.0.1:${port}`])).error).toBeNull();
  });

  test("is refused when another port of the private host is the allowed one", async () => {
    expect((await dial("127.0.0.1", [], ["127.0.0.1:1"])).error).toBeInstanceOf(AddressRefused);
  });
});

function portOf(server: Server): AddressInfo["port"] {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("test: unable to read the port of the server");
  return address.port;
}
