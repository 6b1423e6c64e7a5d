export const matchesSv = {
  title: "Träffar att bekräfta",
  regionTitle: (region: string) => `Träffar, ${region}`,
  views: { label: "Träffar", possible: "Att bekräfta", unmatched: "Utan träff", decided: "Beslutade" },
  filter: {
    heading: "Sök",
    text: "Produkt, substans eller ATC-kod",
    submit: "Visa",
    clear: "Rensa",
    range: (from: number, to: number, total: number) =>
      total === 0 ? "Inget att visa" : `Visar ${from}–${to} av ${total}`,
  },
  leads: {
    possible: "Källan säger för lite för att vara säker. Bekräfta att anmälan gäller raden på listan, eller avvisa.",
    unmatched: "Öppna anmälningar som inte träffar någon rad på listan. Hör en av dem dit, koppla den för hand.",
    decided: "Besluten gäller även när en ny fil eller en ny lista kommer. Ta tillbaka det som blev fel.",
  },
  empty: {
    possible: "Ingen träff väntar på besked.",
    unmatched: "Alla öppna anmälningar träffar listan.",
    decided: "Inga beslut om öppna anmälningar.",
  },
  line: "Rad på listan",
  why: "Varför",
  sourceWords: "Källans egna uppgifter",
  priority: (priority: number) => `prioritet ${priority}`,
  reason: "Skäl",
  confirm: "Bekräfta",
  refuse: "Avvisa",
  tie: "Koppla till en rad på listan",
  tieProduct: (product: string) => `Koppla till en rad på listan: ${product}`,
  undo: "Ta tillbaka",
  undoProduct: (product: string) => `Ta tillbaka beslutet: ${product}`,
  verdicts: { confirmed: "Bekräftad", refused: "Avvisad" },
  decided: (verdict: string, by: string, time: string) => `${verdict} av ${by} ${time}`,
  noEntry: (key: string) => `Raden finns inte på listan längre (${key}). Beslutet gäller igen om den kommer tillbaka.`,
  tiePage: {
    title: "Koppla för hand",
    lead: "Anmälan blir en säker träff på raden, och raden får ett ärende om den inte redan har ett.",
    entry: "Rad på listan",
    choose: "Välj en rad",
    submit: "Koppla",
    back: "Tillbaka utan att koppla",
    noList: "Regionen har ingen lista att koppla till.",
  },
  problems: {
    verdict: "Välj om träffen ska bekräftas eller avvisas.",
    notice: "Anmälan är inte öppen längre, eller gäller inte regionen.",
    entry: "Välj en rad som finns på regionens lista.",
    changed:
      "Anmälan, listan eller beslutet har ändrats sedan du öppnade sidan. Inget är gjort. Läs hur det står nu och besluta igen.",
    reason: "Skälet får vara högst 500 tecken.",
    personnummer: "Skälet ser ut att innehålla ett personnummer. Ta bort det.",
  },
  done: {
    confirmed: "Träffen är bekräftad.",
    refused: "Träffen är avvisad.",
    undone: "Beslutet är återtaget.",
    gone: "Beslutet var redan återtaget.",
    opened: "Ett ärende har öppnats och ligger i inkorgen.",
    closed:
      "Ett ärende har stängts, eftersom det inte har någon anmälan kvar. Har ni publicerat något om det, återta det.",
  },
};

export type MatchesStrings = typeof matchesSv;
