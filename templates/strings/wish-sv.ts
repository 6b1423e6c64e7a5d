import type { ExtentGrade } from "../../src/domain/extent-fact.ts";
import type { NewsTopic } from "../../src/domain/subscription.ts";
import { possessive } from "./possessive-sv.ts";

/** What several of the same kind are, already joined: `1 och 2`, `akutsjukvård och anestesi`. */
export interface JoinedWords {
  readonly names: string;
  readonly count: number;
}

/** What readers have asked for, in clauses that `wish-words.ts` puts together with commas. */
export interface WishWords {
  readonly everything: string;
  readonly onList: (what: string, region: string) => string;
  readonly inRegion: (what: string, region: string) => string;
  /** What those who run Restsignal get. */
  readonly operations: string;
  readonly priorities: (priorities: JoinedWords) => string;
  readonly atcGroup: (code: string) => string;
  readonly atcCode: (code: string) => string;
  /** A case of which nothing is known but its number. */
  readonly unknownCase: (id: number) => string;
  readonly categories: (categories: JoinedWords) => string;
  readonly areas: (areas: JoinedWords) => string;
  readonly roles: (roles: string) => string;
  /** What readers may be, as one calls several of them. */
  readonly roleNames: Readonly<Partial<Record<string, string>>>;
  readonly extents: Readonly<Record<ExtentGrade, string>>;
  readonly when: (extents: string) => string;
  readonly news: Readonly<Record<NewsTopic, string>>;
  readonly onlyNews: (news: string) => string;
  readonly untilResolved: string;
  readonly atOnce: string;
  readonly daily: (time: string) => string;
  /** Weekday 1 is Monday. */
  readonly weekly: (weekday: number, time: string) => string;
  readonly notDuring: (from: string, to: string) => string;
  readonly onlyUrgentDuring: (from: string, to: string) => string;
  readonly urgentAtOnce: string;
  readonly evenDuring: (from: string, to: string) => string;
  readonly urgentToo: string;
  readonly snoozed: (date: string) => string;
  /** Why something came that did not wait. */
  readonly comesUrgently: string;
  /** A whole sentence. */
  readonly followEnded: (what: string) => string;
  readonly or: string;
  readonly more: (count: number) => string;
}

const weekdays = "måndagar tisdagar onsdagar torsdagar fredagar lördagar söndagar".split(" ");

export const wishSv: WishWords = {
  everything: "allt",
  onList: (what, region) => `${what} på ${possessive(region)} lista`,
  inRegion: (what, region) => `${what} i ${region}`,
  operations: "larm om Restsignals drift",
  priorities: ({ names }) => `prioritet ${names}`,
  atcGroup: (code) => `ATC-grupp ${code}`,
  atcCode: (code) => `ATC-kod ${code}`,
  unknownCase: (id) => `ärende ${id}`,
  categories: ({ names, count }) => `${count === 1 ? "kategori" : "kategorierna"} ${names}`,
  areas: ({ names, count }) => `${count === 1 ? "område" : "områdena"} ${names}`,
  roles: (roles) => `för ${roles}`,
  roleNames: {
    läkare: "läkare",
    sjuksköterska: "sjuksköterskor",
    barnmorska: "barnmorskor",
    farmaceut: "farmaceuter",
    tandläkare: "tandläkare",
  },
  extents: {
    whole: "allt är anmält",
    own: "er egen produkt är anmäld",
    strength: "en hel styrka är anmäld",
    part: "en del är anmält",
    ceasing: "något slutar säljas",
    unknown: "det inte går att säga hur mycket som är anmält",
  },
  when: (extents) => `när ${extents}`,
  news: {
    new: "något nytt",
    extent: "ändrad omfattning",
    dates: "ändrade datum",
    advice: "ändrat råd",
    resolved: "att det är över",
  },
  onlyNews: (news) => `bara besked om ${news}`,
  untilResolved: "tills det är åter",
  atOnce: "direkt",
  daily: (time) => `varje dag ${time}`,
  weekly: (weekday, time) => `${weekdays[weekday - 1] ?? ""} ${time}`,
  notDuring: (from, to) => `men inte mellan ${from} och ${to}`,
  onlyUrgentDuring: (from, to) => `mellan ${from} och ${to} bara det brådskande`,
  urgentAtOnce: "det brådskande direkt",
  evenDuring: (from, to) => `även mellan ${from} och ${to}`,
  urgentToo: "även det brådskande",
  snoozed: (date) => `pausat till ${date}`,
  comesUrgently: "brådskande, därför direkt",
  followEnded: (what) => `Du följer inte längre ${what}: det är över.`,
  or: "eller",
  more: (count) => `${count} till`,
};
