import type { ExtentCounts, ExtentGrade } from "../../src/domain/extent-fact.ts";
import { joinWords } from "../../src/domain/words.ts";
import type { ExtentWords, ReportedWords, SharedState } from "./extent-sv.ts";

export const extentEn: ExtentWords = {
  briefForms: { parenteral: "injection" },
  whole: (products) => {
    const { count, isListed } = products;
    const what = isListed ? "registered" : "known";
    const all = count === 1 ? `the only ${what} product` : nameAll(count, `${what} `);
    return `${all} ${say(products)}`;
  },
  part: (products) => `${products.count} of ${products.registered} products ${say(products)}`,
  some: (products) => `${products.count} ${products.count === 1 ? "product" : "products"} ${say(products)}`,
  own: (products) => {
    const { count, bought, names } = products;
    if (count === 1) {
      const of = bought === 1 ? "" : ` (1 of the ${bought} you purchase)`;
      return `the product you purchase, ${names.join()}, ${say(products)}${of}`;
    }
    if (count === bought)
      return names.length === 0
        ? `${count === 2 ? "both" : `all ${count}`} products you purchase ${say(products)}`
        : `the products you purchase, ${joinWords(names, "and")}, ${say(products)}`;
    const named = names.length === 0 ? "" : `, ${joinWords(names, "and")},`;
    return `${count} of the ${bought} products you purchase${named} ${say(products)}`;
  },
  gone: ({ count, strengths, products, from }) => {
    const last = from === null ? "" : ` (${products === 1 ? "" : "in full "}from ${from})`;
    if (count > 1)
      return strengths.length === 0
        ? `all products of ${count} strengths are reported${last}`
        : `all products of the strengths ${joinWords(strengths, "and")} are reported${last}`;
    const strength = `of the strength ${strengths.join()}`;
    if (products === 1) return `the only product ${strength} is reported${last}`;
    return `${nameAll(products)} ${strength} are reported${last}`;
  },
  states: ({ short, coming, ceasing }, comingFrom) =>
    [
      short === 0 ? "" : `${short} ${be(short)} short now`,
      coming === 0 ? "" : `${coming} ${be(coming)} expected to become short${sayFrom(coming, comingFrom)}`,
      ceasing === 0 ? "" : `${ceasing} ${cease(ceasing)} to be sold`,
    ]
      .filter(Boolean)
      .join(", "),
  unreported: (count) => `${count} ${be(count)} not reported short`,
  noOther: (count) =>
    count === 1
      ? "the other registered product is not reported"
      : `none of the ${count} other registered products is reported`,
  othersUnknown: "we do not know how many other products there are",
  allFrom: (count, date) => `from ${date} ${count === 2 ? "both" : `all ${count}`} are affected`,
  toldFrom: (date) => `all of this holds from ${date}`,
  notReported: "Not reported does not mean in stock.",
  notInStock: "That a product is registered and not reported does not mean that it is in stock.",
  briefly: {
    whole: ({ count, state }) => {
      const all = count === 1 ? "the only product" : count === 2 ? "both products" : `all ${count} products`;
      return `${all} ${sayBriefly(count, state)}`;
    },
    part: ({ count, state, registered }) => `${count} of ${registered} products ${sayBriefly(count, state)}`,
    some: ({ count, state }) =>
      `${count} ${count === 1 ? "product" : "products"} ${sayBriefly(count, state)}, others unknown`,
    own: ({ count, state, bought }) =>
      bought === 1
        ? `the product you purchase ${sayBriefly(count, state)}`
        : count === bought
          ? `your ${count} purchased products ${sayBriefly(count, state)}`
          : `${count} of your ${bought} purchased products ${sayBriefly(count, state)}`,
    gone: ({ count, strengths }) =>
      strengths.length === 0 ? `${count} strengths wholly reported` : `${joinWords(strengths, "and")} wholly reported`,
  },
  tersely: {
    whole: ({ count, state }) => {
      const all = count === 1 ? "the only product" : count === 2 ? "both" : `all ${count}`;
      return `${all} ${sayBriefly(count, state)}`;
    },
    part: ({ count, state, registered }) => `${count} of ${registered} ${sayBriefly(count, state)}`,
    some: ({ count, state }) => `${count} ${count === 1 ? "product" : "products"} ${sayBriefly(count, state)}`,
    own: ({ count, state }) => `your ${count === 1 ? "product" : "products"} ${sayBriefly(count, state)}`,
    gone: ({ count, strengths }) =>
      `${strengths.length === 1 ? strengths.join() : `${count} strengths`} wholly reported`,
  },
  kickers: {
    own: "Purchased product affected",
    strength: "All products of a strength reported",
    part: "Some products reported",
    ceasing: "Some products cease to be sold",
  },
  marks: {
    before: (counts) => `before: ${sayCounts(counts)}`,
    worsened: "more is affected than before",
    eased: "less is affected than before",
    update: "update",
  },
  moved: (before, counts, now) => {
    const told = counts === null || counts.reported === counts.registered ? "" : ` (${sayCounts(counts)})`;
    return `Before: ${GRADES[before]}${told}. Now: ${now}`;
  },
  datesOf: (count, dates) => `${count === 1 ? "The reported product" : "The reported products"}: ${dates}`,
  counted: (before, now) => `Products reported: ${sayCounts(now)}, before: ${sayCounts(before)}`,
  details: {
    heading: "Product by product",
    own: "Purchased",
    ownStates: {
      short: () => "reported short",
      coming: (from) => (from === null ? "expected to become short" : `expected to become short from ${from}`),
      ceasing: (from) => (from === null ? "ceases to be sold" : `ceases to be sold on ${from}`),
      unreported: () => "not reported short",
      otherPack: () => "your package is not reported, but another package of the product is",
      unknown: () => "we do not know: it is neither in the product register nor among the reports",
    },
    gone: "Strengths of which all products are reported",
    left: "Not reported",
    more: (count) => `and ${count} more not reported: see the web page`,
    source: (catalogueOn, fileTime) =>
      `Facts of Läkemedelsverket, not advice: the product register as of ${catalogueOn}${fileTime === null ? "" : `, reports as of ${fileTime}`}.`,
  },
  overview: {
    subject: ({ severe, partly, unknown }, region) => {
      const more = [
        partly === 0 ? "" : `${partly} more affected in part`,
        unknown === 0 ? "" : `${unknown} to an extent we do not know`,
      ].filter(Boolean);
      const list = `on the list of ${region}`;
      if (severe > 0) return [`${severe} ${plural(severe)} short ${list}`, ...more].join(", ");
      return partly > 0
        ? [`${partly} ${plural(partly)} ${list} affected in part`, ...more.slice(1)].join(", ")
        : `${unknown} ${plural(unknown)} ${list} affected, we do not know how much`;
    },
    summary: {
      whole: (count) => `of ${count} ${plural(count)} all registered products are reported`,
      own: (count) => `of ${count} a purchased product is reported`,
      strength: (count) => `of ${count} all products of some strength are reported`,
      part: (count) => `of ${count} some products are reported`,
      ceasing: (count) => `of ${count} some products cease to be sold`,
      unknown: (count) => `of ${count} we do not know how much is affected`,
    },
  },
};

const GRADES: Readonly<Record<ExtentGrade, string>> = {
  whole: "all registered products reported",
  own: "a purchased product reported",
  strength: "all products of some strength reported",
  part: "some products reported",
  ceasing: "some products cease to be sold",
  unknown: "we did not know how much",
};

function sayCounts({ reported, registered }: ExtentCounts): string {
  return registered === null
    ? `${reported} ${reported === 1 ? "product" : "products"}`
    : `${reported} of ${registered}`;
}

function plural(count: number): string {
  return count === 1 ? "medicine" : "medicines";
}

function nameAll(count: number, registered = ""): string {
  return count === 2 ? `both ${registered}products` : `all ${count} ${registered}products`;
}

function sayFrom(count: number, date: string | null): string {
  if (date === null) return "";
  return count === 1 ? ` from ${date}` : `, the last from ${date}`;
}

function say({ count, state, from }: ReportedWords): string {
  switch (state) {
    case "short":
      return `${be(count)} reported short`;
    case "coming":
      return `${be(count)} expected to become short${sayFrom(count, from)}`;
    case "ceasing": {
      const ceases = `${cease(count)} to be sold`;
      if (from === null) return ceases;
      return count === 1 ? `${ceases} on ${from}` : `${ceases}, the last on ${from}`;
    }
    case "mixed":
      return `${be(count)} reported`;
  }
}

function sayBriefly(count: number, state: SharedState): string {
  if (state === "ceasing") return `${cease(count)} to be sold`;
  return state === "coming" ? "expected short" : "reported";
}

function be(count: number): string {
  return count === 1 ? "is" : "are";
}

function cease(count: number): string {
  return count === 1 ? "ceases" : "cease";
}
