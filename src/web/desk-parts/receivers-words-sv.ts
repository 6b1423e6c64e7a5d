import type { ReceiverState } from "../../domain/receiver-state.ts";

/** When something leaves, in words; no last where it is the first. */
export interface Span {
  readonly first: string;
  readonly last: string | null;
}

const weekdays = "måndag tisdag onsdag torsdag fredag lördag söndag".split(" ");

const states: Readonly<Record<ReceiverState, (count: number, at: Span | null) => string>> = {
  delivered: (count) => `${count} framme`,
  accepted: (count) => `${count} mottagna, men vi får inte veta om de visades`,
  complained: (count) => `${count} framme, men ${count === 1 ? "markerat" : "markerade"} som skräppost`,
  captured: (count) => `${count} skickades inte på riktigt`,
  going: (count) => `${count} på väg`,
  digest: (count, at) => `${count} väntar på ${sayDigest(count, at)}`,
  later: (count, at) => `${count} väntar${at === null ? "" : ` till ${sayTimes(at)}`}`,
  paused: (count) => `${count} ${count === 1 ? "pausad" : "pausade"}, får det när pausen är slut`,
  stopped: (count) => `${count} väntar på att ett stopp släpps`,
  late: (count) => `${count} ${count === 1 ? "försenat" : "försenade"} hos mottagarens server`,
  unknown: (count) => `${count} vet vi inte om de kom fram`,
  returned: (count) => `${count} kom tillbaka`,
  failed: (count) => `${count} kom inte fram`,
  handled: (count) => `${count} kom inte fram, omhändertaget`,
  superseded: (count) => `${count} fick en nyare version i stället`,
  needless: (count) => `${count} behövde det inte`,
  left: (count) => `${count} hade slutat innan det gick ut`,
};

function sayDigest(count: number, at: Span | null): string {
  if (at === null) return "utskicket";
  return at.last === null
    ? `utskicket ${at.first}`
    : `${count === 1 ? "sitt" : "sina"} utskick, det första ${at.first} och det sista ${at.last}`;
}

function sayTimes({ first, last }: Span): string {
  return last === null ? first : `mellan ${first} och ${last}`;
}

/** Whom a message reached. */
export const receiversSv = {
  label: "Mottagare",
  states,
  at: (weekday: number, date: string, minute: string) => `${weekdays[weekday - 1] ?? ""} ${date} klockan ${minute}`,
  total: (count: number, what: string) => `${count} mottagare: ${what}`,
  channel: (name: string, what: string) => `${name}: ${what}`,
  nobody: "Ingen prenumererade på det här när det gick ut. Den öppna sidan och flödena visar det.",
  nobodyYet: "Det delas ut till mottagarna nu. Ingen har fått sin tur än.",
  handingOut: "Det delas fortfarande ut: fler mottagare kan komma.",
  sendings: (version: number) => `Visa utskicken av version ${version}`,
};

export type ReceiversStrings = typeof receiversSv;
