export const overviewSv = {
  title: "Vilka läkemedel är det brist på just nu?",
  lead: "Restsignal visar vilka läkemedel på din regions lista som det är brist på, när de väntas åter och vad regionen råder dig att göra.",
  last: "Din senaste region:",
  choose: "Välj din region",
  /** Lines of which every product, a whole strength or what the region buys is reported. */
  severe: (count: number) => `Brist på ${count}`,
  unsure: (count: number) => `${count} där vi inte vet hur mycket`,
  part: (count: number) => `${count} delvis anmälda`,
  ceasing: (count: number) => `${count} där något preparat slutar säljas`,
  none: "Inget på listan är anmält",
  unknown: "Vi vet inte än",
  others: "Övriga regioner",
  noList: "har ingen lista i Restsignal ännu",
  followHeading: "Följ hela landet",
  followLead: "Nya meddelanden från alla regioner, i din nyhetsläsare.",
};

export type OverviewStrings = typeof overviewSv;
