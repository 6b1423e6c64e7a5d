import type { NewsTopic } from "../../domain/subscription.ts";

export const feedSv = {
  nation: "Läkemedelsbrist i Sveriges regioner",
  region: (region: string) => `Läkemedelsbrist i ${region}`,
  description: "Meddelanden till förskrivare om brist på läkemedel på regionernas listor.",
  wishes: {
    atc: "ATC",
    priority: "prioritet",
    area: "område",
    category: "kategori",
    role: "roll",
    case: "ärende",
  },
  /** What a message is about. */
  news: {
    new: "nya ärenden",
    extent: "ändrad omfattning",
    dates: "ändrade datum",
    advice: "ändrade råd",
    resolved: "det som är över",
  } satisfies Record<NewsTopic, string>,
  link: (format: string) => `${format}-flöde`,
  page: "Så lägger du till flödet",
  all: "Alla flöden",
  badAtc: "Parametern atc ska vara 1–8 bokstäver och siffror, till exempel ?atc=J01DH02.",
  badNumber: (name: string, most: number) =>
    `Parametern ${name} ska vara ett heltal från 1 till ${most}, till exempel ?${name}=1.`,
  badName: (name: string) => `Parametern ${name} ska vara 1–100 tecken.`,
  badWord: (name: string, words: readonly string[]) => `Parametern ${name} ska vara något av ${words.join(", ")}.`,
  tooMany: "Ett flöde tar högst 20 värden av varje parameter, och en adress på högst 1 500 tecken.",
  noArchivePage: "Så långt tillbaka eller framåt går inte flödets arkiv. Följ länkarna i flödet.",
  unknownRegion: "Det finns ingen region med den koden. Koden är länets två siffror, till exempel /r/12/feed.rss.",
};

export type FeedStrings = typeof feedSv;
