/** What is said of the alternatives that an advice names. Each state ends without a full stop; `on` is a day in words. */
export interface AlternativeWords {
  readonly heading: string;
  /** The end of what is told, with the day that it is known on; null where no file tells. */
  readonly unreported: (on: string) => string;
  readonly short: string;
  /** Null where no day is told. */
  readonly coming: (from: string | null) => string;
  readonly ceasing: (from: string | null) => string;
  readonly deregistered: string;
  readonly unlistedProduct: string;
  readonly unlistedSubstance: string;
  /** Nobody has reported it, and no catalogue says whether it is registered. */
  readonly unknown: string;
  readonly registered: (count: number) => string;
  readonly on: (on: string) => string;
  /** Of an alternative that has fallen: what was known of it when it was told, and from which day it is as it was. */
  readonly toldAs: (state: string) => string;
  readonly back: (date: string) => string;
  /** Of an advice that holds no more. */
  readonly review: {
    readonly kicker: string;
    readonly heading: string;
    readonly lead: string;
    /** The same of a message that reaches its reader after its own advice has fallen. */
    readonly leadOwn: string;
    readonly told: (version: number, toldOn: string, fallen: number) => string;
    readonly promise: (region: string) => string;
    /** What fell is back, and readers were told that it fell. */
    readonly returned: string;
    /** The same, where somebody decided that the advice stands though it is not. */
    readonly kept: (version: number) => string;
  };
}

export const alternativesSv: AlternativeWords = {
  heading: "Alternativen i rådet, enligt Läkemedelsverket",
  unreported: (on) => `inte anmält per ${on}`,
  short: "anmält som bristande",
  coming: (from) => (from === null ? "väntas få brist" : `väntas få brist från ${from}`),
  ceasing: (from) => (from === null ? "slutar säljas" : `slutar säljas ${from}`),
  deregistered: "står inte som registrerat läkemedel för människor hos Läkemedelsverket",
  unlistedProduct: "finns inte i Läkemedelsverkets produktregister",
  unlistedSubstance: "har inget registrerat preparat i Läkemedelsverkets produktregister",
  unknown: "vi vet inte om det är registrerat eller anmält",
  registered: (count) => (count === 1 ? "1 registrerat preparat" : `${count} registrerade preparat`),
  on: (on) => `per ${on}`,
  toldAs: (state) => `När rådet gavs: ${state}.`,
  back: (date) => `Sedan ${date} är det inte längre så.`,
  review: {
    kicker: "Rådet ses över",
    heading: "Rådet håller inte längre",
    lead: "Ett råd som ni har fått håller inte längre.",
    leadOwn: "Rådet som hörde till det här meddelandet håller inte längre.",
    told: (version, toldOn, fallen) =>
      `Rådet i version ${version}, från ${toldOn}, nämner ${fallen === 1 ? "ett alternativ" : `${fallen} alternativ`} som har fallit bort:`,
    promise: (region) => `${region} ser över rådet. Fråga innan ni följer det.`,
    returned: "Det som föll bort är tillbaka. Regionen har ännu inte skickat något nytt råd.",
    kept: (version) => `Regionen har sett vad som har hänt med alternativen och låter rådet i version ${version} stå.`,
  },
};
