/** Words for the one search field and its answers. Each says no more than is known: what is on a list, and what a file reports. */
export const searchSv = {
  label: "Sök läkemedel",
  hint: "Namn, substans, ATC-kod eller nummer",
  submit: "Sök",
  region: "Sök i",
  nation: "Hela landet",
  showList: "Visa hela listan",
  showNation: "Visa alla anmälningar i landet",
  results: (text: string) => `Svar på ”${text}”`,
  /** Before names. */
  also: "Vi sökte också på",
  /** Before a name. */
  via: "hittades via",
  fileTime: (date: string, time: string) => `${date} kl. ${time}`,
  meant: "Menade du",
  none: "Skriv namnet på ett läkemedel eller en substans, en ATC-kod eller ett nummer.",
  short: "Skriv minst två tecken.",

  reportedHeading: (count: number) => `Anmält, på regionens lista (${count})`,
  listedHeading: (count: number) => `Inget anmält, på regionens lista (${count})`,
  otherHeading: (count: number) => `På listan med annan form eller styrka (${count})`,
  noneFits: (wish: string) => `Regionens lista har det du sökte, men inte i den form eller styrka du skrev (${wish}).`,
  /** After the name of a line, as is all down to `unsure` but `quietMany` and `noFileMany`. */
  quiet: (file: string) =>
    `står på regionens lista. Ingen brist och ingen avslutad försäljning är anmäld för det i Läkemedelsverkets fil från ${file}. Det är inget löfte om att det finns på hyllan.`,
  quietMany: (file: string) =>
    `Det här står på regionens lista. Ingen brist och ingen avslutad försäljning är anmäld för något av det i Läkemedelsverkets fil från ${file}. Det är inget löfte om att det finns på hyllan.`,
  /** Of a device, which no file of medicines tells of. */
  quietDevice:
    "är en medicinteknisk produkt på regionens lista. Läkemedelsverkets fil gäller bara läkemedel, så vi vet inte om det är brist på den.",
  noFile:
    "står på regionens lista. Ingen fil från Läkemedelsverket är inläst än, så vi vet inte om det är brist på det.",
  noFileMany:
    "Det här står på regionens lista. Ingen fil från Läkemedelsverket är inläst än, så vi vet inte om det är brist på något av det.",
  elsewhere: "står på regionens lista. Det som är anmält för det visas under:",
  unsure: (count: number) =>
    `står på regionens lista. ${count === 1 ? "En öppen anmälan" : `${count} öppna anmälningar`} kan gälla det, men uppgifterna räcker inte för att vara säker, och regionen har inte tagit ställning än:`,
  past: (text: string) => `Tidigare: ${text}.`,
  seeCase: "Se tidigare meddelanden",
  hidden: (count: number) => `${count} till på listan passar också. Skriv mer av namnet för att se dem.`,

  notListed: (text: string) => `Inget på regionens lista passar ”${text}”.`,
  noList: (region: string) => `${region} har ingen lista i Restsignal än.`,
  nationHeading: (count: number) => `Anmält i landet (${count})`,
  nationBesideHeading: (count: number) => `Anmält i landet, inte på regionens lista (${count})`,
  relatedHeading: (count: number) => `Andra anmälda läkemedel med samma ATC-kod (${count})`,
  noOwn: (text: string, file: string) =>
    `Läkemedelsverkets fil från ${file} har ingen öppen anmälan om ”${text}”. Det är inget löfte om att läkemedlet finns på hyllan.`,
  noFileNation: "Ingen fil från Läkemedelsverket är inläst än, så vi vet inte vad som är anmält i landet.",
  endedLead: "Det här har varit anmält:",
  animals: "för djur",
  columns: { medicine: "Läkemedel", state: "Läget" },

  unknown: (text: string, file: string) =>
    `Vi känner inte igen ”${text}”. Det finns inte på någon lista vi har, inte i Läkemedelsverkets fil från ${file} och inte bland de läkemedelsnamn vi känner till. Vi kan alltså inte säga något om det.`,
  unknownBeforeFile: (text: string) =>
    `Vi känner inte igen ”${text}”. Ingen fil från Läkemedelsverket är inläst än, så vi kan inte säga något om det.`,
  parts: (text: string) =>
    `”${text}” är inget namn som vi känner igen som helhet, men delar av det är kända. Sök på ett läkemedel i taget.`,
  unknownHelp: "Kontrollera stavningen, eller sök på substans eller ATC-kod.",
  unknownNumber: (digits: string) =>
    `Numret ${digits} finns inte bland de anmälningar och läkemedel vi känner till. Vi har mest nummer på läkemedel som är anmälda: sök på namn, substans eller ATC-kod i stället. NPL-id och NPL-förpackningsid har 14 siffror, varunummer 6.`,
  unknownCode: (code: string) =>
    `Vi känner inte igen ATC-koden ${code}: inget på en lista och ingen anmälan har den. Vi kan alltså inte säga något om den.`,

  regionsHeading: "På regionernas listor",
  /** `worst` is how much is reported of the line most hit; null where nothing is. */
  regionCounts: ({ listed, reported, worst }: { listed: number; reported: number; worst: string | null }) =>
    worst === null
      ? `på listan${listed === 1 ? "" : ` (${listed} rader)`}, inget öppet ärende`
      : listed === 1
        ? `på listan: ${worst}`
        : `på listan, något är anmält för ${reported} av ${listed} rader. Mest berörd: ${worst}`,
  noRegion: "Ingen region som har en lista i Restsignal har det på den.",

  allHeading: "Brist och avslutad försäljning i hela landet",
  allLead: (count: number, file: string) =>
    `${count} ${count === 1 ? "öppen anmälan" : "öppna anmälningar"} om brist eller avslutad försäljning av läkemedel för människor. Läkemedelsverkets fil är från ${file}.`,
  noListYet: (region: string) => `${region} har inte lagt in någon lista än.`,
  noListsYet: "Ingen region har lagt in någon lista än.",
  insteadAll: "Här är allt som är anmält i landet: brist och försäljning som upphör.",
  beforeFile: "Ingen fil är inläst än.",
  beforeFileNext:
    "Restsignal hämtar Läkemedelsverkets fil varje timme. När den första är inläst står det som är anmält här.",
};

export type SearchStrings = typeof searchSv;
