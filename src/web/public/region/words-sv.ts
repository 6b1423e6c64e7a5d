export const regionSv = {
  title: (region: string) => `Läkemedelsbrist i ${region}`,
  nothing: "Inget läkemedel på regionens lista är rapporterat som brist just nu.",
  nothingFits: "Inget på listan passar filtret.",
  priority: (priority: number) => `Prioritet ${priority}`,
  noPriority: "Utan prioritet",
  columns: {
    medicine: "Läkemedel",
    state: "Läge",
    products: "Produkter",
    advice: "Råd",
  },
  noAdvice: "Inget råd ännu",
  retracted: "Meddelandet är återtaget",
  closedHeading: "Inte längre aktuellt, de senaste 14 dagarna",
  closed: (date: string) => `sedan ${date}`,
  followHeading: "Följ regionen",
  followLead: "Få nya meddelanden i din nyhetsläsare.",
  followFiltered: "Flödena följer din filtrering på ATC-kod och prioritet.",
  filter: {
    heading: "Filtrera listan",
    atc: "ATC-kod eller början",
    badAtc: "En ATC-kod är 1–8 bokstäver och siffror, till exempel J01DH02.",
    priority: "Prioritet",
    status: "Status",
    any: "Alla",
    submit: "Visa",
    clear: "Rensa",
    showing: (shown: number, total: number) => `Visar ${shown} av ${total}`,
  },
};

export type RegionStrings = typeof regionSv;
