import type { Definition } from "./definitions.ts";

type Definitions = Readonly<Record<string, Definition>>;

const TELLING_SV =
  "Nya meddelanden, uppdateringar och rättelser räknas; slutmeddelanden och återkallelser kan inte ge råd.";
const TELLING_EN = "New messages, updates and corrections count; messages that end or take back cannot advise.";
const SAVED_SV =
  "Bara meddelanden där både den egna tiden och tiden för den andra regionens text är ifyllda räknas. Ingen tid uppskattas. Talet är negativt om det tog längre tid än för den första.";
const SAVED_EN =
  "Only messages where both the region's own time and the time of the other region's text were filled in are counted. No time is estimated. The figure is negative where it took longer than it took the first.";

export const MESSAGE_DEFINITIONS_SV: Definitions = {
  messages: {
    name: "Meddelanden",
    definition:
      "Meddelanden till läsare som publicerades i perioden. Varje version av ett meddelande räknas. Påminnelser till dem som arbetar med listan räknas inte.",
  },
  "messages-reviewed": {
    name: "Andel granskade av en person",
    definition: "Andel av meddelandena som en person har granskat innan de gick ut.",
  },
  "messages-by-rule": {
    name: "Andel publicerade av en regel",
    definition: "Andel av meddelandena som en av regionens regler publicerade utan att någon tryckte på knappen.",
  },
  "messages-telling": {
    name: "Meddelanden som kan ge råd",
    definition: `Meddelanden i perioden som berättar om en brist. ${TELLING_SV}`,
  },
  "messages-with-advice": {
    name: "Andel med råd",
    definition: `Andel som säger vad man ska göra. Rådet ”avvakta” räknas som råd. ${TELLING_SV}`,
  },
  "needs-prescriber": {
    name: "Andel där förskrivaren behöver göra något",
    definition: `Andel vars råd är något annat än att avvakta eller att apoteket byter till ett utbytbart läkemedel. Meddelanden utan råd räknas som att de inte kräver något, eftersom ingen har sagt vad. Jämför: i Norge ledde 9 procent av anmälningarna 2023 till råd om annan behandling. ${TELLING_SV}`,
  },
  "messages-targeted": {
    name: "Andel med målgrupp",
    definition: "Andel av meddelandena som är riktade till vissa områden eller roller och inte till alla.",
  },
  "messages-targeted-area": {
    name: "Andel riktade till områden",
    definition: "Andel av meddelandena som är riktade till ett eller flera vårdområden.",
  },
  "messages-targeted-role": {
    name: "Andel riktade till roller",
    definition: "Andel av meddelandena som är riktade till en eller flera roller, till exempel läkare.",
  },
  "messages-reused": {
    name: "Andel råd från en annan region",
    definition: `Andel av meddelandena med råd vars text togs över från en annan region. ${TELLING_SV}`,
  },
  "minutes-saved": {
    name: "Minuter sparade genom återbruk",
    definition: `För varje text som togs över från en annan region: de minuter som den första texten tog, minus de minuter som det egna meddelandet tog. Summan av dem. ${SAVED_SV}`,
  },
  "corrections-per-100": {
    name: "Rättelser och återkallelser per 100 meddelanden",
    definition: "Rättelser och återkallelser i perioden, per 100 meddelanden i perioden, dem själva inräknade.",
  },
  "messages-corrections": { name: "Andel rättelser", definition: "Andel av meddelandena som rättar ett tidigare." },
  "messages-retractions": {
    name: "Andel återkallelser",
    definition: "Andel av meddelandena som säger att ett tidigare var fel och inte gäller.",
  },
};

export const MESSAGE_DEFINITIONS_EN: Definitions = {
  messages: {
    name: "Messages",
    definition:
      "Messages to readers that were published in the period. Every version of a message counts. Reminders to those who look after the list do not.",
  },
  "messages-reviewed": {
    name: "Share reviewed by a person",
    definition: "Share of the messages that a person had reviewed before they went out.",
  },
  "messages-by-rule": {
    name: "Share published by a rule",
    definition: "Share of the messages that one of the region's rules published without anybody pressing the button.",
  },
  "messages-telling": {
    name: "Messages that can advise",
    definition: `Messages in the period that tell of a shortage. ${TELLING_EN}`,
  },
  "messages-with-advice": {
    name: "Share with advice",
    definition: `Share that says what to do. The advice to wait is advice. ${TELLING_EN}`,
  },
  "needs-prescriber": {
    name: "Share where the prescriber has to act",
    definition: `Share whose advice is another than to wait, or that the pharmacy gives an interchangeable medicine. Messages without advice count as asking for nothing, since nobody has said what. Compare: in Norway 9 per cent of the reports of 2023 led to advice on another treatment. ${TELLING_EN}`,
  },
  "messages-targeted": {
    name: "Share with a target group",
    definition: "Share of the messages that are for some areas or roles and not for all.",
  },
  "messages-targeted-area": {
    name: "Share for areas",
    definition: "Share of the messages that are for one or several areas of care.",
  },
  "messages-targeted-role": {
    name: "Share for roles",
    definition: "Share of the messages that are for one or several roles, such as doctors.",
  },
  "messages-reused": {
    name: "Share of advice from another region",
    definition: `Share of the messages with advice whose text was taken over from another region. ${TELLING_EN}`,
  },
  "minutes-saved": {
    name: "Minutes saved by reuse",
    definition: `For each text that was taken over from another region: the minutes that the first text took, less the minutes that the region's own message took. The sum of them. ${SAVED_EN}`,
  },
  "corrections-per-100": {
    name: "Corrections and retractions per 100 messages",
    definition: "Corrections and retractions in the period, for 100 messages in the period, themselves among them.",
  },
  "messages-corrections": {
    name: "Share of corrections",
    definition: "Share of the messages that correct an earlier one.",
  },
  "messages-retractions": {
    name: "Share of retractions",
    definition: "Share of the messages that say that an earlier one was wrong and does not hold.",
  },
};
