import type { SubscriptionState } from "../../../domain/subscription.ts";

const subscriptionStates: Record<SubscriptionState, string> = {
  active: "Prenumerationen är igång.",
  paused: "Prenumerationen är pausad, eftersom meddelanden inte gick att leverera.",
  ended: "Prenumerationen är avslutad. Du får inga fler meddelanden.",
};

export const preferencesSv = {
  title: "Din prenumeration",
  what: (region: string, channel: string) => `Läkemedelsbrist i ${region}, via ${channel}.`,
  desk: (region: string, channel: string) => `Påminnelser från arbetsytan i ${region}, via ${channel}.`,
  deskAgain: "Ångrar du dig? Logga in och slå på påminnelserna under Regler.",
  alerts: (channel: string) => `Larm om Restsignals källor, via ${channel}.`,
  everything: "Du får alla meddelanden.",
  limited: "Du får meddelanden som gäller:",
  atc: (codes: string) => `ATC-koder som börjar på ${codes}`,
  priorities: (priorities: string) => `prioritet ${priorities}`,
  areas: (areas: string) => `område ${areas}`,
  states: subscriptionStates,
  end: "Avsluta prenumerationen",
  endedTitle: "Prenumerationen är avslutad",
  again: "Ångrar du dig? Börja prenumerera på nytt genom din region.",
  see: (region: string) => `Se läget i ${region}`,
};

export type PreferencesStrings = typeof preferencesSv;
