/** What readers are told by e-mail of their subscriptions. */
export const readerLetterSv = {
  regions: (count: number) => `${count} regioner`,
  and: "och",
  confirm: {
    subject: (regions: string) => `Bekräfta din prenumeration för ${regions}`,
    greeting: "Hej!",
    what: (regions: string) =>
      `Någon, troligen du, har bett om besked om läkemedelsbrist i ${regions} till den här adressen.`,
    known: (regions: string) =>
      `Du har redan en prenumeration för ${regions}. Vill du lägga till det här? Det du redan har ändras inte.`,
    whatNext: "Inget kommer förrän du har bekräftat. Länken visar vad du har valt, och där trycker du på Bekräfta.",
    button: "Se och bekräfta",
    until: (time: string) => `Länken gäller till ${time}.`,
    unexpected: "Var det inte du? Då behöver du inte göra något. Bekräftar ingen ändras inget, och begäran raderas.",
  },
  manage: {
    subject: "Länken till dina prenumerationer",
    greeting: "Hej!",
    what: "Någon, troligen du, har bett om länken till alla prenumerationer som går till den här adressen.",
    button: "Se och ändra",
    until: (time: string) =>
      `Länken gäller till ${time}. Skicka den inte vidare: den som har den kan ändra det som är ditt.`,
    unexpected: "Var det inte du? Då behöver du inte göra något. Inget har ändrats.",
  },
  silence: {
    subject: (month: string, regions: string) => `Inget för dig i ${month}: ${regions}`,
    silence: (month: string, regions: string) => `Inget för dig i ${month} av det som du har bett om i ${regions}.`,
    fine: (time: string) => `Allt fungerar: den senaste filen från Läkemedelsverket är från ${time}.`,
    stale: (time: string) =>
      `Men något kan saknas: den senaste filen från Läkemedelsverket är från ${time}. Vad som har ändrats efter det vet vi inte.`,
    button: "Se vad du får, eller stäng av det här brevet",
    after: "Brevet kommer bara efter en månad då inget annat kom.",
  },
  footer: (url: string) => `Restsignal ger besked om läkemedelsbrist. Det här brevet går inte att svara på. ${url}`,
};

export type ReaderLetterStrings = typeof readerLetterSv;
