export const outreachSv = {
  choose: {
    heading: "Välj period eller område",
    headingOwn: "Välj period",
    period: "Period",
    place: "Område",
    from: "Eller från och med",
    to: "Till och med",
    submit: "Visa",
    clear: "Senaste månaden",
    going: "pågår",
    asked: "den som visas nu",
  },
  faults: {
    unreadable: "Perioden gick inte att läsa. Senaste månaden visas.",
    reversed: "Perioden slutade innan den började. Senaste månaden visas.",
    "too-long": "Perioden är längre än fem år. Senaste månaden visas.",
    free: "Egna perioder är för SKR. Senaste månaden visas.",
  },
  going: "Perioden är inte slut, så siffrorna kommer att ändras.",
  nothing: "Inget att visa än",
  editions: "Frysta utgåvor",
  rows: {
    title: "Underlag",
    lead: (figure: string, place: string, period: string) => `${figure}: ${place}, ${period}`,
    counted: (count: number, left: number) =>
      `${count} ${count === 1 ? "rad räknas" : "rader räknas"}, ${left} är inte med.`,
    none: "Måttet har inga rader.",
    notOpened: "Raderna visas inte för någon: måttet räknar personer.",
    region: "Region",
    row: "Rad",
    case: (id: number) => `Fall ${id}`,
    counts: "Räknas",
    yes: "ja",
    no: (reason: string) => `nej: ${reason}`,
    back: "Till rapporten",
    unknown: "Det finns inget sådant mått.",
  },
  notFound: "Det finns ingen sådan utgåva eller fil.",
};

export type OutreachDeskStrings = typeof outreachSv;
