export const notesSv = {
  title: "Mellan regioner",
  lead: "Säg till andra regioner vad ni har eller behöver. Bara regionernas apotekare ser det här: inget går till förskrivare, flöden eller öppna sidor.",
  kinds: { have: "Vi har", need: "Vi behöver" },
  filter: {
    heading: "Sök",
    text: "Substans, ATC-kod eller text",
    kind: "Visa",
    any: "Allt",
    submit: "Visa",
    clear: "Rensa",
    range: (from: number, to: number, total: number) =>
      total === 0 ? "Inget passar det du sökte" : `Visar ${from}–${to} av ${total}`,
  },
  empty: "Ingen region har skrivit något ännu.",
  listHeading: "Anslag",
  written: (region: string, by: string, time: string) => `${region}, ${by}, ${time}`,
  close: "Ta bort",
  closeNote: (substance: string) => `Ta bort anslaget om ${substance}`,
  form: {
    heading: "Skriv ett anslag",
    fields: {
      region: "Region",
      kind: "Vad gäller det?",
      substance: "Substans",
      atc: "ATC-kod (kan lämnas tomt)",
      text: "Text",
    },
    hints: { text: "Till exempel mängd, hållbarhet och vem man ringer. Skriv inget om patienter." },
    submit: "Publicera för regionerna",
  },
  problems: {
    region: "Välj en region som du handlägger för.",
    kind: "Välj om ni har eller behöver.",
    substance: "Skriv substansen, högst 200 tecken.",
    atc: "En ATC-kod är till exempel J01DH02. Lämna tomt om du är osäker.",
    text: "Skriv en text på högst 1 000 tecken.",
    personnummer: "Texten ser ut att innehålla ett personnummer. Ta bort det.",
  },
  done: {
    written: "Anslaget är publicerat för regionerna.",
    closed: "Anslaget är borttaget.",
    gone: "Anslaget var redan borttaget.",
  },
};

export type NotesStrings = typeof notesSv;
