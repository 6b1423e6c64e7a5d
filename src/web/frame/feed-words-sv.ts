export const feedSv = {
  nation: "Läkemedelsbrist i Sveriges regioner",
  region: (region: string) => `Läkemedelsbrist i ${region}`,
  description: "Meddelanden till förskrivare om brist på läkemedel på regionernas listor.",
  wishes: { atc: "ATC", priority: "prioritet", area: "område" },
  link: (format: string) => `${format}-flöde`,
  badAtc: "Parametern atc ska vara 1–8 bokstäver och siffror, till exempel ?atc=J01DH02.",
  badPriority: "Parametern priority ska vara ett heltal från 1, till exempel ?priority=1.",
  badArea: "Parametern area ska vara 1–100 tecken, till exempel ?area=Akutsjukvård.",
  tooMany: "Ett flöde tar högst 20 värden av varje parameter.",
  unknownRegion: "Det finns ingen region med den koden. Koden är länets två siffror, till exempel /r/12/feed.rss.",
};

export type FeedStrings = typeof feedSv;
