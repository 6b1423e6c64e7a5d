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
  stillWanted: {
    subject: (region: string) => `Vill ni fortfarande ha besked om läkemedelsbrist i ${region}?`,
    reminder: (region: string) => `Påminnelse: vill ni fortfarande ha besked om läkemedelsbrist i ${region}?`,
    greeting: "Hej!",
    what: (region: string, agreed: string) =>
      `Den här gemensamma brevlådan får besked om läkemedelsbrist i ${region}. Senast någon sade ja till det var ${agreed}. Vi frågar en gång om året, eftersom de som läser brevlådan byts ut.`,
    again: (asked: string) => `Vi frågade ${asked}, och ingen har svarat.`,
    button: "Se vad som kommer hit, och svara",
    silence:
      "Svarar ingen påminner vi en gång, om tre veckor. Svarar ingen då heller slutar inget: meddelandena fortsätter att komma hit, och regionen ser att ingen har svarat.",
    silenceAgain:
      "Svarar ingen nu heller slutar inget: meddelandena fortsätter att komma hit, och regionen ser att ingen har svarat. Vi påminner inte igen.",
    until: (time: string) => `Länken gäller till ${time}.`,
  },
  footer: (url: string) => `Restsignal ger besked om läkemedelsbrist. Det här brevet går inte att svara på. ${url}`,
};

export type ReaderLetterStrings = typeof readerLetterSv;
