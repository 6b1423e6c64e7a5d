import type { OwnProductState, ProductState, ReportState } from "../../domain/extent-fact.ts";

const states: Record<ProductState, (count: number) => string> = {
  short: (count) => `Brist nu (${count})`,
  coming: (count) => `Brist väntas (${count})`,
  ceasing: (count) => `Slutar säljas eller har slutat säljas (${count})`,
  unreported: (count) => `Inte anmälda (${count})`,
};

const ownStates: Record<OwnProductState, string> = {
  short: "brist nu",
  coming: "brist väntas",
  ceasing: "slutar säljas eller har slutat säljas",
  unreported: "inte anmält",
  otherPack: "er förpackning är inte anmäld, men en annan förpackning av preparatet är det",
  unknown: "vi vet inte, listan anger inget nummer som säkert hör till ett registrerat preparat eller en anmälan",
};

/** The products of a case one by one. "Anmält" is what a source says; what is not reported may be away too. */
export const extentSv = {
  heading: (count: number) => `Preparat för preparat (${count})`,
  reportedHeading: (count: number) => `Anmälda preparat (${count})`,
  fileOf: (time: string) => `Anmälningarna är från Läkemedelsverkets fil ${time}.`,
  catalogueOf: (day: string) => `Vilka preparat som är registrerade är från Läkemedelsverkets produktregister ${day}.`,
  unknown: {
    noCatalogue:
      "Läkemedelsverkets produktregister är inte inläst. Därför vet vi inte vilka andra preparat som är registrerade, och inte hur stor del det här är.",
    noSubstance: (atc: string) =>
      `Listans ATC-kod ${atc} är en grupp och ingen enskild substans. Därför vet vi inte hur stor del av läkemedlet det här är.`,
    device:
      "Raden har ingen ATC-kod. Därför vet vi inte vilka andra produkter som finns, och inte hur stor del det här är.",
  },
  strengthsHeading: "Efter styrka",
  columns: { strength: "Styrka", reported: "Anmälda", unreported: "Inte anmälda" },
  noStrength: "Styrkan går inte att läsa",
  /** Of the reported, by what is reported. */
  counts: ({ short, coming, ceasing }: Readonly<Record<ReportState, number>>) => {
    const reported = short + coming + ceasing;
    const parts = [
      short === 0 ? "" : `${short} brist nu`,
      coming === 0 ? "" : `${coming} brist väntas`,
      ceasing === 0 ? "" : `${ceasing} slutar säljas`,
    ].filter(Boolean);
    return reported === 0 ? "0" : `${reported} (${parts.join(", ")})`;
  },
  noneLeft: "0: inget är kvar som ingen har anmält",
  states,
  ownHeading: "Regionens upphandlade preparat",
  ownStates,
  from: (date: string) => `från ${date}`,
};

export type ExtentStrings = typeof extentSv;
