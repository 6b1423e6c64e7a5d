import type { EndReason, SubscriptionState } from "../../../domain/subscription.ts";

const subscriptionStates: Record<SubscriptionState, string> = {
  active: "Prenumerationen är igång.",
  paused: "Prenumerationen är pausad, eftersom meddelanden inte gick att leverera.",
  ended: "Du får inga fler meddelanden.",
};

const reasons: Record<EndReason, string> = {
  "too-many": "Det kom för mycket",
  "not-relevant": "Det gällde inte mig",
  "other-channel": "Jag får det på annat sätt",
  "changed-work": "Jag har bytt arbete eller uppdrag",
  other: "Något annat",
};

export const preferencesSv = {
  title: "Din prenumeration",
  what: (region: string, channel: string) => `Läkemedelsbrist i ${region}, via ${channel}.`,
  desk: (region: string, channel: string) => `Påminnelser från arbetsytan i ${region}, via ${channel}.`,
  deskAgain: "Ångrar du dig? Logga in och slå på påminnelserna under Regler.",
  alerts: (channel: string) => `Larm om Restsignals källor, via ${channel}.`,
  wishesTitle: "Du får",
  noWishes: "Just nu inget: alla bevakningar är avslutade.",
  whenTitle: "När",
  states: subscriptionStates,
  end: "Avsluta prenumerationen",
  endHint: "Du kan ångra dig på nästa sida.",
  endedTitle: "Prenumerationen är avslutad",
  undo: "Ångra: börja igen",
  undoHint:
    "Allt du hade valt finns kvar. Det som väntade på att skickas när du avslutade kommer som vanligt, med det senaste om varje läkemedel. Annat som har kommit ut sedan dess skickas inte. Det finns på regionens sida.",
  undone: "Prenumerationen är igång igen, med allt du hade valt. Det som väntade kommer som vanligt.",
  again: "Ångrar du dig? Börja prenumerera på nytt.",
  reason: {
    title: "Vill du säga varför?",
    hint: "Du behöver inte svara. Svaret hjälper regionen att skicka rätt saker.",
    legend: "Varför du avslutade",
    reasons,
    send: "Skicka svaret",
    thanks: "Tack. Svaret är sparat.",
    none: "Välj ett svar först, eller låt bli att svara.",
  },
  silence: {
    on: "Efter en månad då inget kom får du ett kort brev om att allt fungerar.",
    off: "Du får inget brev efter en månad då inget kom.",
    turnOff: "Stäng av månadsbrevet",
    turnOn: "Slå på månadsbrevet",
    isOn: "Månadsbrevet är på.",
    isOff: "Månadsbrevet är avstängt. Allt annat kommer som förut.",
  },
  change: {
    title: "Vill du ändra något i stället?",
    titleEnded: "Har du fler prenumerationer?",
    text: "Den här sidan kan bara avsluta den här prenumerationen, eftersom mejl ibland skickas vidare. Vi mejlar dig en länk där du kan ändra allt: vad du får, när det kommer, paus och språk. Länken går till adressen som prenumerationen har.",
    send: "Mejla mig länken",
    sent: "Om du inte redan har fått många länkar i dag är en på väg till adressen som prenumerationen har. Den gäller i 24 timmar. Kommer den inte inom några minuter, titta i skräpposten.",
    other: (channel: string) => `Vill du ändra något? Det gör den som har lagt till prenumerationen i ${channel}.`,
  },
  wrong: {
    title: "Inget har ändrats",
    text: "Det som skickades hit går inte att läsa som ett val. Öppna sidan och tryck på en av knapparna.",
    open: "Öppna sidan",
  },
  see: (region: string) => `Se läget i ${region}`,
};

export type PreferencesStrings = typeof preferencesSv;
