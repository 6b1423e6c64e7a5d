import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { portOf } from "./nobody.ts";

export interface ImapDouble {
  readonly url: string;
  readonly wrongPasswordUrl: string;
  /** What lies in each mailbox. */
  readonly boxes: Map<string, Buffer[]>;
  /** Answers the next move with no, or ends the line in the middle of one that was done. */
  failNextMove(how: "refuse" | "hang up"): void;
  readonly stop: () => Promise<void>;
}

interface Kept {
  readonly uid: number;
  readonly raw: Buffer;
}

/** Enough of an IMAP server (RFC 9051, MOVE) for a mailbox to be read and emptied. */
export async function startImapDouble(): Promise<ImapDouble> {
  const boxes = new Map<string, Buffer[]>([["INBOX", []]]);
  const failures: ("refuse" | "hang up")[] = [];
  const uids = new WeakMap<Buffer, number>();
  const sockets = new Set<Socket>();
  let last = 100;
  const list = (name: string): Kept[] =>
    (boxes.get(name) ?? []).map((raw) => {
      const uid = uids.get(raw) ?? (last += 1);
      uids.set(raw, uid);
      return { uid, raw };
    });

  function answer(socket: Socket, line: string, session: { box: string }): string {
    const [, tag = "*", command = "", rest = ""] = /^(\S+) ((?:UID )?\S+) ?(.*)$/s.exec(line) ?? [];
    const words = rest.match(/"(?:[^"\\]|\\.)*"|\S+/g)?.map((word) => word.replaceAll(/^"|"$/g, "")) ?? [];
    const ok = `${tag} OK done\r\n`;
    switch (command.toUpperCase()) {
      case "CAPABILITY":
        return `* CAPABILITY IMAP4rev1 UIDPLUS MOVE\r\n${ok}`;
      case "LOGIN":
        return words[1] === "hemligt" ? ok : `${tag} NO [AUTHENTICATIONFAILED] wrong password\r\n`;
      case "LIST":
        return `* LIST (\\Noselect) "/" ""\r\n${ok}`;
      case "SELECT":
      case "EXAMINE": {
        session.box = words[0] ?? "";
        if (!boxes.has(session.box)) return `${tag} NO [NONEXISTENT] there is no such mailbox\r\n`;
        return `* ${list(session.box).length} EXISTS\r\n* FLAGS (\\Seen)\r\n* OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT ${last + 1}] x\r\n${ok}`;
      }
      case "UID SEARCH":
        return `* SEARCH ${list(session.box)
          .map(({ uid }) => uid)
          .join(" ")}\r\n${ok}`;
      case "UID FETCH":
        return fetchOne(socket, { kept: list(session.box), uid: Number(words[0]), items: rest }) + ok;
      case "CREATE":
        boxes.set(words[0] ?? "", []);
        return ok;
      case "UID MOVE":
        return move({ tag, uid: Number(words[0]), from: session.box, to: words[1] ?? "" }) ?? "";
      case "LOGOUT":
        return `* BYE\r\n${ok}`;
      default:
        return ok;
    }
  }

  function move(input: { tag: string; uid: number; from: string; to: string }): string | null {
    const { tag, uid, from, to } = input;
    const target = boxes.get(to);
    if (target === undefined) return `${tag} NO [TRYCREATE] there is no such mailbox\r\n`;
    const failure = failures.shift();
    if (failure === "refuse") return `${tag} NO not now\r\n`;
    const place = list(from).findIndex((kept) => kept.uid === uid);
    const [raw] = boxes.get(from)?.splice(place, 1) ?? [];
    if (raw !== undefined) target.push(raw);
    if (failure === "hang up") return null;
    return `* OK [COPYUID 1 ${uid} ${uid}] moved\r\n* ${place + 1} EXPUNGE\r\n${tag} OK done\r\n`;
  }

  function fetchOne(socket: Socket, { kept, uid, items }: { kept: Kept[]; uid: number; items: string }): string {
    const place = kept.findIndex((one) => one.uid === uid);
    const found = kept[place];
    if (found === undefined) return "";
    const [, start = "0", length = "999999999"] = /<(\d+)\.(\d+)>/.exec(items) ?? [];
    const part = found.raw.subarray(Number(start), Number(start) + Number(length));
    const label = items.includes("<") ? `BODY[]<${start}>` : "BODY[]";
    socket.write(`* ${place + 1} FETCH (UID ${uid} ${label} {${part.length}}\r\n`);
    socket.write(part);
    return ")\r\n";
  }

  const server = createServer((socket) => {
    const session = { box: "" };
    let unread = "";
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    socket.setEncoding("latin1").on("data", (chunk: string) => {
      unread += chunk;
      for (let end = unread.indexOf("\r\n"); end >= 0; end = unread.indexOf("\r\n")) {
        const line = unread.slice(0, end);
        unread = unread.slice(end + 2);
        const told = answer(socket, line, session);
        if (told === "") socket.destroy();
        else socket.write(told);
      }
    });
    socket.write("* OK IMAP4rev1 ready\r\n");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const at = `127.0.0.1:${portOf(server)}`;
  return {
    url: `imap://restsignal:hemligt@${at}/INBOX`,
    wrongPasswordUrl: `imap://restsignal:fel@${at}/INBOX`,
    boxes,
    failNextMove: (how) => void failures.push(how),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
