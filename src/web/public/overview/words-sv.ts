export const overviewSv = {
  title: "Vilka läkemedel är det brist på just nu?",
  lead: "Restsignal visar vilka läkemedel på din regions lista som det är brist på, när de väntas åter och vad regionen råder dig att göra.",
  last: "Din senaste region:",
  choose: "Välj din region",
  short: (count: number) => `Brist på ${count}`,
  coming: (count: number) => `väntas på ${count}`,
  ceasing: (count: number) => `${count} med slutad försäljning`,
  none: "Inget på listan är anmält",
  unknown: "Vi vet inte än",
  others: "Övriga regioner",
  noList: "har ingen lista i Restsignal ännu",
  followHeading: "Följ hela landet",
  followLead: "Nya meddelanden från alla regioner, i din nyhetsläsare.",
};

export type OverviewStrings = typeof overviewSv;
