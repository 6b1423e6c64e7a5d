import type { ReaderRole } from "../../domain/audience.ts";
import type { NewsTopic } from "../../domain/subscription.ts";
import type { UrgentChoice } from "../../domain/rhythm.ts";

const roles: Record<ReaderRole, string> = {
  läkare: "Läkare",
  sjuksköterska: "Sjuksköterska",
  barnmorska: "Barnmorska",
  farmaceut: "Farmaceut",
  tandläkare: "Tandläkare",
  "övriga förskrivare": "Annan förskrivare",
};

const news: Record<NewsTopic, string> = {
  new: "Något nytt är anmält",
  extent: "Det blir värre eller bättre",
  dates: "Ett datum flyttas eller passeras",
  advice: "Bara rådet är nytt",
  resolved: "Det är över",
};

const urgent: Record<UrgentChoice, string> = {
  always: "Direkt, också under tysta timmar",
  day: "Direkt, men inte under tysta timmar",
  digest: "Tillsammans med det andra",
};

/** The fields by which somebody says what they want, and how it is to come. */
export const wishSv = {
  wish: {
    fields: {
      areas: "Områden",
      roles: "Vad du är",
      priorities: "Prioritet på regionens lista",
      extents: "Hur mycket som är anmält",
      categories: "Grupper på regionens lista",
      atc: "ATC-koder",
      news: "När du vill få veta något",
      atOnce: "Hur det kommer",
    },
    hints: {
      areas: "Inget kryss betyder alla områden. Det som inte är riktat till något område får du ändå.",
      roles: "Inget kryss betyder alla. Det som inte är riktat till någon särskild får du ändå.",
      priorities: "Inget kryss betyder alla. 1 är viktigast.",
      extents: "Inget kryss betyder allt. Du får också veta när det blir mindre.",
      categories: "Inget kryss betyder alla grupper. Det som läggs till i en grupp senare är med.",
      atc: "Hela koder eller början av koder, med komma mellan. Exempel: J01DH, N02BE01. Tomt betyder alla läkemedel.",
      news: "Inget kryss betyder alltid. Rättelser och återtaganden får du i vilket fall.",
    },
    problems: {
      atc: (codes: string) => `Det här är ingen ATC-kod: ${codes}. Skriv till exempel J01DH eller N02BE01.`,
      manyAtc: (most: number) => `Skriv högst ${most} ATC-koder. En början som J01 tar med allt som börjar så.`,
      unknown: "Ett av valen går inte att läsa. Välj igen.",
    },
  },
  roles,
  news,
  atOnce: "Varje meddelande direkt, i stället för i utskicket",
  priority: (priority: number) => `Prioritet ${priority}`,
  delivery: {
    fields: {
      rhythm: "När det kommer",
      time: "Klockan",
      weekday: "Veckodag",
      urgent: "Brådskande meddelanden",
      quietFrom: "Tysta timmar från",
      quietTo: "Tysta timmar till",
      language: "Språk",
    },
    hints: {
      time: "Svensk tid. Gäller utskick varje dag och varje vecka.",
      weekday: "Gäller utskick varje vecka.",
      urgent: "Regionen avgör vad som är brådskande.",
      quietFrom: "Då kommer inget direkt. Välj ingen tid om du inte vill ha tysta timmar.",
    },
    problems: {
      rhythm: "Välj när det ska komma.",
      time: "Välj ett klockslag.",
      weekday: "Välj en veckodag.",
      urgent: "Välj vad som händer med brådskande meddelanden.",
      quietFrom: "Välj både från och till, eller ingen av dem.",
      quietTo: "Tysta timmar kan inte börja och sluta samma tid.",
      language: "Välj ett språk.",
    },
  },
  rhythms: { "at-once": "Varje meddelande direkt", daily: "Varje dag, samlat", weekly: "Varje vecka, samlat" },
  weekdays: ["Måndag", "Tisdag", "Onsdag", "Torsdag", "Fredag", "Lördag", "Söndag"],
  urgent,
  noTime: "Ingen tid",
  holds: {
    stopped:
      "Just nu kommer inget: din region håller inne det som skulle skickas till dig. Det som kommer ut väntar så länge. Fråga regionen varför.",
    suppressed:
      "Just nu skickas inget till adressen: ett brev anmäldes som skräppost, eller så har någon bett om att inget ska skickas dit. Fråga regionen om det är fel.",
  },
};

export type WishStrings = typeof wishSv;
