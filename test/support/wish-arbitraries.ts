import * as fc from "fast-check";
import { CHANGE_KINDS } from "../../src/domain/change.ts";
import { EXTENT_GRADES } from "../../src/domain/extent-fact.ts";
import type { CaseFacts, MessageKind } from "../../src/domain/message.ts";
import { NEWS_TOPICS, subscriptionFilterSchema } from "../../src/domain/subscription.ts";
import { makeExtentFact } from "./extent-facts.ts";
import { makeEntryFact, makeFacts, makeNoticeFact, makeOverviewFacts } from "./message-views.ts";

/** Few, so that they meet; `İ`, quotes and a pair of code units are where JSON, SQL and JavaScript could differ. */
const word = fc.constantFrom("läkare", "Läkare", "la\u0308kare", "akut", "İ", "i", `a"b'c\\d`, "{}", "null", "😀", " ");
const code = fc.constantFrom("J", "J01", "J01D", "J01DH", "J01DH02", "J01DH51", "N", "N02", "QJ01", "V03AB");
const priority = fc.constantFrom(1, 2, 3, 12);
const some = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: 1, maxLength: 3 });
const any = <T>(of: fc.Arbitrary<T>) => fc.array(of, { maxLength: 3 });

const category = fc.constantFrom("Basläkemedel", "basläkemedel", "Beredskap");
const caseNumber = fc.constantFrom(1, 2, 12);
/** Any choice of a subscriber. */
export const anyFilter = fc
  .record(
    {
      atc: some(code),
      priorities: some(priority),
      categories: some(category),
      areas: some(word),
      roles: some(word),
      extents: some(fc.constantFrom(...EXTENT_GRADES)),
      news: some(fc.constantFrom(...NEWS_TOPICS)),
      cases: some(caseNumber),
    },
    { requiredKeys: [] },
  )
  .map((wish) => subscriptionFilterSchema.parse(wish));
const grade = fc.option(fc.constantFrom(...EXTENT_GRADES));
const caseFacts: fc.Arbitrary<CaseFacts> = fc
  .record({
    entry: fc.record({
      atc: fc.oneof(code, fc.constant("")),
      priority: fc.option(priority),
      category: fc.option(category),
    }),
    now: grade,
    before: grade,
    changes: any(fc.constantFrom(...CHANGE_KINDS)),
  })
  .map(({ entry, now, before, changes }) =>
    makeFacts({
      entry: makeEntryFact(entry),
      notices: [makeNoticeFact({ changes: changes.map((kind) => ({ kind, from: null, to: null })) })],
      ...(now === null ? {} : { extent: makeExtentFact({ grade: now }) }),
      ...(before === null ? {} : { extentBefore: before }),
    }),
  );
/** Any message in a case, or an overview, with what was told before. */
export const anyMessage = fc.record({
  facts: fc.oneof({ weight: 4, arbitrary: caseFacts }, { weight: 1, arbitrary: fc.constant(makeOverviewFacts([])) }),
  told: fc.option(caseFacts),
  kind: fc.constantFrom<MessageKind>("new", "update", "correction", "resolved", "retraction"),
  audience: fc.record({ areas: any(word), roles: any(word) }),
  urgency: fc.constantFrom("normal", "high"),
  purpose: fc.constantFrom("readers", "desk"),
});
