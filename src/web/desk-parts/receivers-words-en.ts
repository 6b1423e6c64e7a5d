import type { ReceiverState } from "../../domain/receiver-state.ts";
import type { ReceiversStrings, Span } from "./receivers-words-sv.ts";

const weekdays = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");

const states: Readonly<Record<ReceiverState, (count: number, at: Span | null) => string>> = {
  delivered: (count) => `${count} delivered`,
  accepted: (count) => `${count} taken, but we are not told whether they were shown`,
  complained: (count) => `${count} delivered, but marked as spam`,
  captured: (count) => `${count} not really sent`,
  going: (count) => `${count} on the way`,
  digest: (count, at) => `${count} ${count === 1 ? "waits" : "wait"} for ${sayDigest(count, at)}`,
  later: (count, at) => `${count} ${count === 1 ? "waits" : "wait"}${at === null ? "" : ` until ${sayTimes(at)}`}`,
  paused: (count) => `${count} paused, ${count === 1 ? "gets" : "get"} it when the pause is over`,
  stopped: (count) => `${count} ${count === 1 ? "waits" : "wait"} for a stop to be let go`,
  late: (count) => `${count} late at the receiver's server`,
  unknown: (count) => `${count} we do not know whether they arrived`,
  returned: (count) => `${count} came back`,
  failed: (count) => `${count} did not arrive`,
  handled: (count) => `${count} did not arrive, seen to`,
  superseded: (count) => `${count} got a newer version instead`,
  needless: (count) => `${count} did not need it`,
  left: (count) => `${count} had left before it went out`,
};

function sayDigest(count: number, at: Span | null): string {
  if (at === null) return "the digest";
  return at.last === null
    ? `the digest of ${at.first}`
    : `${count === 1 ? "its digest" : "their digests"}, the first ${at.first} and the last ${at.last}`;
}

function sayTimes({ first, last }: Span): string {
  return last === null ? first : `between ${first} and ${last}`;
}

export const receiversEn: ReceiversStrings = {
  label: "Receivers",
  states,
  at: (weekday, date, minute) => `${weekdays[weekday - 1] ?? ""} ${date} at ${minute}`,
  total: (count, what) => `${count === 1 ? "1 receiver" : `${count} receivers`}: ${what}`,
  channel: (name, what) => `${name}: ${what}`,
  nobody: "Nobody subscribed to this when it went out. The open page and the feeds show it.",
  nobodyYet: "It is being handed out to its receivers. Nobody has had their turn yet.",
  handingOut: "It is still being handed out: there may be more receivers.",
  sendings: (version) => `Show the sendings of version ${version}`,
};
