import type { Definition } from "./definitions.ts";

type Definitions = Readonly<Record<string, Definition>>;

const SENT_SV =
  "Bara det som skulle skickas räknas: inte det som ersattes av en nyare version, inte till dem som hade lämnat eller inte vill ha något, och inte det som skrevs ned utan att skickas. Det som ännu väntar räknas med.";
const SENT_EN =
  "Only what was to be sent counts: not what a newer version took the place of, not to those who had left or want nothing, and not what was written down and sent to nobody. What still waits is counted.";
const LATER_SV = "Det som händer mer än 30 dagar efter periodens slut räknas inte.";
const LATER_EN = "What happens more than 30 days after the end of the period is not counted.";

export const DELIVERY_DEFINITIONS_SV: Definitions = {
  deliveries: {
    name: "Leveranser",
    definition: `Ett meddelande till en mottagare är en leverans. Leveranser av periodens meddelanden, efter kanal och vad som blev av dem. ”Levererad” är bara det som mottagaren bekräftar. ”Lämnad” har kanalen tagit emot, men ingen säger om den kom fram. Ett brev som kom tillbaka är ”återsänt” och inte levererat. Flöden har inga leveranser: ingen vet vem som läser dem. ${LATER_SV}`,
  },
  "deliveries-delivered": {
    name: "Andel levererade",
    definition: `Andel av leveranserna där mottagaren bekräftar att meddelandet har kommit fram, och som inte kom tillbaka. För e-post är mottagaren mottagarens e-postserver. ${SENT_SV} ${LATER_SV}`,
  },
  "deliveries-accepted": {
    name: "Andel lämnade",
    definition: `Andel av leveranserna som kanalen har tagit emot utan att någon säger om de kom fram. De räknas aldrig som levererade. ${SENT_SV} ${LATER_SV}`,
  },
  "deliveries-failed": {
    name: "Andel misslyckade",
    definition: `Andel av leveranserna som inte togs emot eller som kom tillbaka. ${SENT_SV} ${LATER_SV}`,
  },
  "deliveries-unknown": {
    name: "Andel där ingen vet",
    definition: `Andel av leveranserna där ingen vet om de kom fram: svaret uteblev, eller mottagarens server försöker ännu. ${SENT_SV} ${LATER_SV}`,
  },
  "delivered-hours-median": {
    name: "Timmar från publicering till leverans, median",
    definition: `Hälften av det som mottagaren har bekräftat hade kommit fram inom så många timmar. Räknat i hela minuter, och med den väntan som mottagaren själv har valt, till exempel ett dagligt utskick. ${SENT_SV}`,
  },
  "taken-hours-median": {
    name: "Timmar från publicering till mottagande, median",
    definition: `Som föregående, men också det som kanalen har tagit emot utan att någon säger om det kom fram. ${SENT_SV}`,
  },
  replays: {
    name: "Omsända",
    definition:
      "Utskick som inte gick fram och som någon i perioden beslutade att skicka på nytt. Ett utskick kan ha flera meddelanden.",
  },
};

export const DELIVERY_DEFINITIONS_EN: Definitions = {
  deliveries: {
    name: "Deliveries",
    definition: `A message to a receiver is a delivery. Deliveries of the period's messages, by channel and what became of them. Delivered is only what the receiver confirms. Accepted was taken by the channel, and nobody says whether it got there. A mail that came back is returned and not delivered. Feeds have no deliveries: nobody knows who reads them. ${LATER_EN}`,
  },
  "deliveries-delivered": {
    name: "Share delivered",
    definition: `Share of the deliveries where the receiver confirms that the message got there, and that did not come back. Of mail the receiver is its receiver's mail server. ${SENT_EN} ${LATER_EN}`,
  },
  "deliveries-accepted": {
    name: "Share accepted",
    definition: `Share of the deliveries that the channel took without anybody saying whether they got there. They are never counted as delivered. ${SENT_EN} ${LATER_EN}`,
  },
  "deliveries-failed": {
    name: "Share failed",
    definition: `Share of the deliveries that were not taken or that came back. ${SENT_EN} ${LATER_EN}`,
  },
  "deliveries-unknown": {
    name: "Share that nobody knows of",
    definition: `Share of the deliveries of which nobody knows whether they got there: no answer came, or the receiver's server tries on. ${SENT_EN} ${LATER_EN}`,
  },
  "delivered-hours-median": {
    name: "Hours from publication to delivery, median",
    definition: `Half of what receivers have confirmed had got there within so many hours. In whole minutes, and with the wait that the receiver chose, such as a daily digest. ${SENT_EN}`,
  },
  "taken-hours-median": {
    name: "Hours from publication until it was taken, median",
    definition: `As the one before, with what the channel took without anybody saying whether it got there. ${SENT_EN}`,
  },
  replays: {
    name: "Sent anew",
    definition:
      "Sendings that did not get there and that somebody decided in the period to send anew. A sending may have several messages.",
  },
};
