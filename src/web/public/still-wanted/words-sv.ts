/** Where a shared mailbox says that it still wants what it gets. */
export const stillWantedSv = {
  title: "Vill ni fortfarande ha det här?",
  lead: (region: string, name: string) => `Det här kommer från ${region} till er gemensamma brevlåda ${name}:`,
  keep: "Ja, fortsätt",
  end: "Nej, vi vill avsluta",
  endHint: "Då får ni först se vad som avslutas. Det gäller alla som läser brevlådan, och går att ångra.",
  silence: "Svarar ni inte slutar inget. Regionen ser att ingen har svarat.",
  /** Kept with the subscription as what was agreed to. */
  agreement:
    "Vi vill fortfarande att Restsignal skickar det som står här till brevlådan. Det går att avsluta när som helst, med länken i varje brev.",
  keptTitle: "Tack, det fortsätter",
  kept: (time: string) => `Senast någon sade ja var ${time}. Vi frågar igen om ett år.`,
  change: "Avsluta eller ändra",
  endedTitle: "Prenumerationen är avslutad",
  ended: "Den avslutades innan ni svarade här. Inget mer kommer.",
  endedLink: "Se prenumerationen",
  goneTitle: "Länken gäller inte längre",
  gone: "Inget har ändrats: det som kom förut fortsätter att komma. I varje brev finns en länk till prenumerationen. Regionen kan också bekräfta åt er.",
  foreign: {
    title: "Det gick inte",
    text: "Svaret kom från en annan webbplats. Inget har ändrats. Öppna länken i brevet och svara där.",
  },
};

export type StillWantedStrings = typeof stillWantedSv;
