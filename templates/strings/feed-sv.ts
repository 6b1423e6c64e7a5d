/** What a feed says of a message that no longer holds as it was told. */
export const feedSv = {
  retracted: {
    title: (title: string) => `Återtaget: ${title}`,
    text: (at: string) => `Det här meddelandet var fel och togs tillbaka ${at}. Bortse från det.`,
    why: "Därför återtogs det:",
    link: "Läs vad som gäller",
  },
  corrected: {
    title: (title: string) => `Rättat: ${title}`,
    text: (at: string) => `Det här meddelandet innehöll ett fel och ersattes ${at} av en rättelse. Bortse från det.`,
    link: "Läs rättelsen",
  },
};

export type FeedEntryStrings = typeof feedSv;
