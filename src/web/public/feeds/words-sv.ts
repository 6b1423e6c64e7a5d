import type { FeedFormat } from "../../../domain/feed-format.ts";
import type { FeedFacet } from "./feed-facets.ts";

/** How a feed is added to one program. */
export interface FeedGuide {
  readonly program: string;
  readonly steps: readonly string[];
  readonly note: string | null;
}

export const feedPageSv = {
  feed: "Flöde",
  feeds: "Alla flöden",
  lead: "Ett flöde ger varje nytt meddelande i ett program som du redan har. Kopiera en av adresserna dit.",
  formats: {
    rss: "RSS, som de flesta program vill ha",
    atom: "Atom",
    json: "JSON Feed",
  } satisfies Record<FeedFormat, string>,
  slow: "Program hämtar flöden var femtonde minut, eller mer sällan. Det som är brådskande når dig säkrare med e-post:",
  subscribe: "prenumerera",
  addHeading: "Så lägger du till det",
  guides: (rss: string): FeedGuide[] => [
    {
      program: "Slack",
      steps: [
        "Lägg till Slacks egen app RSS på din arbetsyta, eller be den som sköter Slack.",
        `Skriv i kanalen: /feed subscribe ${rss}`,
      ],
      note: "Slack hämtar var femtonde minut.",
    },
    {
      program: "Teams, med Power Automate",
      steps: [
        "Skapa ett automatiskt molnflöde i Power Automate och välj utlösaren ”När ett feedobjekt publiceras” (RSS).",
        `Klistra in adressen: ${rss}`,
        "Välj ”PublishDate” som den egenskap som avgör vad som är nytt.",
        "Lägg till åtgärden ”Publicera meddelande i en chatt eller kanal”, med flödesobjektets titel och länk.",
      ],
      note: "Flödet i Power Automate är personligt: ge en kollega delat ägarskap, så att det inte tystnar när du slutar.",
    },
    {
      program: "Outlook för Windows, den klassiska",
      steps: ["Högerklicka på mappen RSS-feeds och välj ”Lägg till en ny RSS-feed”.", `Klistra in adressen: ${rss}`],
      note: "Nya Outlook, Outlook på webben och i telefonen läser inga flöden. Där är e-post rätt.",
    },
    {
      program: "Telefon eller webbläsare",
      steps: [
        "Öppna din läsare, till exempel Feedly, Inoreader eller NetNewsWire, och välj att lägga till ett flöde.",
        `Klistra in adressen: ${rss}`,
      ],
      note: "Läsaren ska inte kräva inloggning här: flödena är öppna.",
    },
  ],
  newest: "Det här står i flödet nu",
  archive: "Äldre meddelanden i flödet",
  none: "Inget meddelande ännu.",
  older: "Äldre meddelanden",
  newer: "Nyare meddelanden",
  toNewest: "De nyaste meddelandena",
  narrower: "Smalare flöden",
  facets: {
    priorities: "Efter prioritet på listan",
    areas: "Efter område",
    categories: "Efter kategori på listan",
    extents: "Efter hur mycket som är anmält",
    atc: "Efter ATC-grupp",
  } satisfies Record<FeedFacet["kind"], string>,
  feedsLead:
    "Välj din region. Där finns flödets adresser, och smalare flöden för ett område, en prioritet eller en ATC-grupp.",
  nation: "Hela landet",
  regions: "Regioner med en lista",
  noLists: "Ingen region har en lista i bruk ännu.",
  others: "Regioner utan lista ännu",
  opmlHeading: "Alla på en gång",
  opml: "De flesta läsare kan ta in flera flöden från en fil:",
  opmlLink: "alla regioners flöden (OPML)",
  opmlRegion: "Alla flöden för regionen (OPML)",
};

export type FeedPageStrings = typeof feedPageSv;
