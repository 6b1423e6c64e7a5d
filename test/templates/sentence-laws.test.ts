import { describe, expect, test } from "vitest";
import { addDays, daysBetween, stockholmDate, type IsoDate } from "../../src/domain/calendar.ts";
import { caseStatus } from "../../src/domain/case.ts";
import { datePackage } from "../../src/domain/case-dates.ts";
import { CHANGE_KINDS } from "../../src/domain/change.ts";
import type { Language, MessageKind, MessageView, NoticeFact, PackageFact } from "../../src/domain/message.ts";
import type { NoticeType } from "../../src/domain/notice.ts";
import { findStock } from "../../src/domain/stock.ts";
import type { Content } from "../../templates/content.ts";
import { stringsOf } from "../../templates/language.ts";
import { describeMessage } from "../../templates/message-content.ts";
import { makeFacts, makeNoticeFact, makePackageFact, makeView } from "../support/message-views.ts";
import { factsOf } from "../support/message-facts.ts";

/** Days on which messages are written: an ordinary one, and the first and the last of a year. */
const DAYS: readonly IsoDate[] = ["2026-08-21", "2027-01-01", "2026-12-31"];
const KINDS: readonly MessageKind[] = ["new", "update", "correction", "resolved", "retraction"];
const TYPES: readonly NoticeType[] = ["shortage", "cessation", "unknown"];

/** Dates of a package seen from a day: long ago, lately, to come, and not given. */
function listPackages(on: IsoDate): PackageFact[] {
  const starts = [addDays(on, -900), addDays(on, -5), on, addDays(on, 40), null];
  const ends = [addDays(on, -3), on, addDays(on, 60), `${on.slice(0, 4)}-12-31`, null];
  const actual = [addDays(on, -1), addDays(on, -1000), addDays(on, 20), null];
  return starts.flatMap((start) =>
    ends.flatMap((forecastEnd) =>
      actual.map((actualEnd) => {
        const { status, overdue } = datePackage({ start, forecastEnd, actualEnd }, on);
        return makePackageFact({ start, forecastEnd, actualEnd, status, overdue });
      }),
    ),
  );
}

interface Made {
  readonly view: MessageView;
  readonly on: IsoDate;
  readonly types: readonly NoticeType[];
}

function makeNotice(type: NoticeType, packages: readonly PackageFact[], over: Partial<NoticeFact> = {}): NoticeFact {
  return makeNoticeFact({
    type,
    packages,
    status: caseStatus(packages.map(({ status }) => status)) ?? "ended",
    changes: [],
    ...over,
  });
}

function write(on: IsoDate, kind: MessageKind, version: number, notices: readonly NoticeFact[]): Made {
  const status = caseStatus(notices.map((notice) => notice.status));
  const facts = makeFacts({ notices, status, stock: findStock(21, notices) });
  const publishedAt = new Date(`${on}T07:00:00Z`);
  return {
    view: makeView({ kind, version, facts, publishedAt, advice: null }),
    on,
    types: notices.map(({ type }) => type),
  };
}

/** Every kind and type, with each package alone, each pair of unlike ones, vanished or not, and every change. */
function* listMessages(): Generator<Made> {
  for (const on of DAYS) {
    const packages = listPackages(on);
    const changes = CHANGE_KINDS.flatMap((change) =>
      [addDays(on, -30), addDays(on, 90), null].flatMap((from) =>
        [addDays(on, -2), addDays(on, 90), null].map((to) => ({ kind: change, from, to })),
      ),
    );
    for (const [place, pack] of packages.entries())
      for (const type of TYPES) {
        const other = packages[(place * 7 + 3) % packages.length] ?? pack;
        const otherType = TYPES[(place + TYPES.indexOf(type) + 1) % TYPES.length] ?? type;
        const change = changes.slice(place % changes.length).slice(0, 4);
        for (const kind of KINDS) {
          yield write(on, kind, kind === "new" ? 1 : 2, [makeNotice(type, [pack], { changes: change })]);
          yield write(on, kind, 1, [makeNotice(type, [pack, other, pack], { vanished: place % 2 === 0 })]);
          yield write(on, kind, 3, [
            makeNotice(type, [pack], { changes: change }),
            makeNotice(otherType, [other], { nplId: "2", productName: "Annat 2 mg Tablett", changes: change }),
            makeNotice(type, [pack], { reportId: "again" }),
          ]);
        }
      }
  }
}

/** What is said in a message, our words apart from the names of products and packages. */
function listSentences(content: Content): string[] {
  const named = new Set(["Berörda förpackningar", "Affected packages"]);
  const items = content.facts.items.flatMap(({ lines }) =>
    lines.filter(({ label }) => label === null || !named.has(label)),
  );
  return [
    content.headline.split(": ")[0] ?? "",
    content.summary ?? "",
    content.lead ?? "",
    content.stock ?? "",
    ...(content.changes?.lines ?? []).map(({ text }) => text),
    ...items.filter(({ label }) => label === null).map(({ text }) => text),
  ].filter(Boolean);
}

/** Dates as the words say them, each with what stands before it. */
function listDates(
  sentence: string,
  language: Language,
  on: IsoDate,
): { before: string; date: IsoDate; after: string }[] {
  const { months } = stringsOf(language);
  const pattern = new RegExp(`(\\d{1,2}) (${months.join("|")})(?: (\\d{4}))?`, "g");
  return [...sentence.matchAll(pattern)].map((match) => {
    const month = String(months.indexOf(match[2] ?? "") + 1).padStart(2, "0");
    const date = `${match[3] ?? on.slice(0, 4)}-${month}-${(match[1] ?? "").padStart(2, "0")}`;
    return { before: sentence.slice(0, match.index), date, after: sentence.slice(match.index + match[0].length) };
  });
}

const COMING = {
  sv: /(väntas åter|väntas sluta|Slutar säljas|den sista slutar|från|räcker till omkring|Nytt datum åter:|mellan)$/,
  en: /(expected back|expected to end|Sale ceases|the last ceases|from|lasts until around|New date of return:|between)$/,
} as const;
const PAST = {
  sv: /(sedan|slutade säljas|Slutade säljas|tog slut|skulle ha kommit åter|skulle ha slutat|togs bort)$/,
  en: /(since|Sale ceased|ended|should have been back|should have ended|taken away|run out on)$/,
} as const;
const FOREIGN = {
  sv: /\b(the|since|shortage|package|packages|expected|sale|ceases|ceased|delayed|and|no date|back)\b/i,
  en: /(förpackning|brist|\båter\b|sedan|väntas|säljas|uppgift|försenad|\boch\b|datum)/i,
} as const;
const HOLES = /undefined|null|NaN|\[object|\(\)|\( | \)|\s{2}|,\s*,|\.\s*\.|: ?$|, ?$/;
const AGENCY =
  /restsituation|restnoter|försäljningsuppehåll|återkallad|se nedan|på den här sidan|(?<!^)anmälan(?! drogs)/i;

describe.each(["sv", "en"] as const)("of every message there can be, in %s,", (language) => {
  const told = [...listMessages()].map((made) => ({ ...made, content: describeMessage(made.view, language) }));
  const sentences = told.flatMap((made) => listSentences(made.content).map((text) => ({ ...made, text })));
  /** Those that break a law, each once, so that a fault can be read. */
  const broken = (law: (one: (typeof sentences)[number]) => boolean) => [
    ...new Set(sentences.filter((one) => !law(one)).map(({ text, on }) => `${on}: ${text}`)),
  ];

  test("there are many, and each has a headline", () => {
    expect(told.length).toBeGreaterThan(10_000);
    expect(told.filter(({ content }) => content.headline.startsWith(":"))).toEqual([]);
  });

  test("no sentence has a hole", () => {
    expect(broken(({ text }) => !HOLES.test(text))).toEqual([]);
  });

  test("no day that has passed is told as coming", () => {
    const isTrue = ({ text, on }: { text: string; on: IsoDate }) =>
      listDates(text, language, on).every(({ before, date, after }) => {
        const marked = after.startsWith(", som har passerat") || after.startsWith(", which has passed");
        return marked || !COMING[language].test(before.trimEnd()) || date >= on;
      });
    expect(broken(isTrue)).toEqual([]);
  });

  test("no day to come is told as past", () => {
    const isTrue = ({ text, on }: { text: string; on: IsoDate }) =>
      listDates(text, language, on).every(({ before, date }) => !PAST[language].test(before.trimEnd()) || date <= on);
    expect(broken(isTrue)).toEqual([]);
  });

  test("nothing is said twice", () => {
    const twice = told.filter(({ content: { summary, changes, facts } }) => {
      const lines = (changes?.lines ?? []).map((line) => JSON.stringify(line));
      const titles = facts.items.map(({ title }) => title);
      const inItems = facts.items.some(({ lines: own }) => {
        const texts = own.map((line) => JSON.stringify(line));
        return new Set(texts).size < texts.length;
      });
      // What the summary says of some products alone, those repeat: else nothing tells which they are.
      const ofAll =
        facts.items.length > 0 && facts.items.every((item) => item.lines.some(({ text }) => text === summary));
      return inItems || ofAll || new Set(lines).size < lines.length || new Set(titles).size < titles.length;
    });
    expect(twice.map(({ content }) => content)).toEqual([]);
  });

  test("what stops being sold is never said to come back", () => {
    const back = language === "sv" ? /\båter\b(?! anges)/i : /\b(back|return)\b(?!,)/i;
    const faults = told
      .filter(({ types }) => types.every((type) => type === "cessation"))
      .flatMap(({ content }) => listSentences(content).filter((text) => back.test(text) && !/taken back/.test(text)));
    expect([...new Set(faults)]).toEqual([]);
  });

  test("no shortage that began long ago is called new", () => {
    const kicker = stringsOf(language).kickers.newShortage;
    const faults = told.filter(({ view, content, on }) => {
      const starts = factsOf("case", view.message)
        .notices.filter(({ type }) => type === "shortage")
        .flatMap(({ packages }) =>
          packages.filter((pack) => ["ongoing", "upcoming"].includes(datePackage(pack, on).status)),
        )
        .map(({ start }) => start ?? "1900-01-01");
      return content.kicker === kicker && starts.some((start) => daysBetween(start, on) > 30);
    });
    expect(faults.map(({ content }) => content.headline)).toEqual([]);
  });

  test("the stock is spoken of while something is short, and at no other time", () => {
    const faults = told.filter(({ view, content }) => {
      const { kind } = view.message;
      const facts = factsOf("case", view.message);
      const over =
        kind === "resolved" || kind === "retraction" || facts.status === "ended" || facts.status === "withdrawn";
      return content.stock !== null && (over || facts.notices.every(({ type }) => type === "cessation"));
    });
    expect(faults.map(({ content }) => content.stock)).toEqual([]);
  });

  test("no word of the other language stands in it", () => {
    expect(broken(({ text }) => !FOREIGN[language].test(text))).toEqual([]);
  });

  test("no word of the agencies', and nothing about the page, is left unexplained", () => {
    expect(broken(({ text }) => !AGENCY.test(text))).toEqual([]);
  });

  test("every message is read on the day that it is dated", () => {
    expect(told.filter(({ view, on }) => stockholmDate(view.message.publishedAt) !== on)).toEqual([]);
  });
});
