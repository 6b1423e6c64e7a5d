import type { Cut, Measure } from "../../../channels/channel.ts";
import type { Language } from "../../../domain/message.ts";

const languages: Record<Language, string> = { sv: "På svenska", en: "På engelska" };

/** Names of the channels' limits; one that is not here is shown as it is. */
const limits: Record<string, string> = {
  blocks: "Block",
  textChars: "Längsta texten",
  headerChars: "Rubriken",
  messageChars: "Hela meddelandet",
  messageBytes: "Hela kortet",
  htmlBytes: "Mejlets HTML (Gmail döljer resten)",
};

const units: Record<Measure["unit"], string> = { characters: "tecken", bytes: "kB", blocks: "" };

/** What will be done when the limit is passed. */
const over: Record<Cut["kind"], string> = {
  "left-out":
    "Går det över utelämnas först de sista produkterna, med antal och länk. Räcker inte det får meddelandet inte plats alls.",
  parted: "Går det över delas det på flera mejl. Ingenting utelämnas.",
  split: "Går den över delas texten i flera.",
  "headline-as-text": "Går den över står den som fet text.",
};

export const previewsSv = {
  title: "Så här ser det ut hos mottagarna",
  lead: "Det här är exakt vad som skickas, till en påhittad mottagare.",
  languages,
  show: "Visa förhandsvisningen",
  feed: "Nyhetsflöde",
  refusedTitle: "Det här stoppar publiceringen",
  refused: (channel: string, language: string) =>
    `${channel}, ${language.toLocaleLowerCase("sv")}: går inte att skicka. Korta rådet.`,
  warningsTitle: "Meddelandet är långt",
  reason: "Kanalens svar:",
  sizes: "Storlek",
  noLimit: "Ingen gräns för längden.",
  limits,
  units,
  size: (used: string, limit: string, unit: string) => `${used} av ${limit} ${unit}`.trim(),
  near: "nära gränsen",
  over,
  cuts: {
    leftOut: (count: number) =>
      `${count === 1 ? "1 produkt får" : `${count} produkter får`} inte plats. Meddelandet säger hur många och länkar till sidan.`,
    parted: (count: number) => `Meddelandet går ut som ${count} mejl efter varandra. Ingenting saknas.`,
    split: (count: number) => `Långa texter är delade och har blivit ${count} block fler. Ingenting saknas.`,
    headline: "Rubriken är för lång för att vara rubrik och står som fet text. Ingenting saknas.",
  },
  drawing: (channel: string) => `Meddelandet som det ser ut i ${channel}`,
  payload: (what: string) => `Det som skickas (${what})`,
  part: (number: number, of: number) => `Del ${number} av ${of}`,
  unknown: (type: string) => `Del som förhandsvisningen inte kan rita: ${type}`,
  app: "APP",
  mail: {
    from: "Från",
    subject: "Ämne",
    frame: (subject: string) => `Mejlet: ${subject}`,
    text: "Mejlets textdel",
    noFrame: "Spara ärendet för att se mejlet.",
  },
};

export type PreviewsStrings = typeof previewsSv;
