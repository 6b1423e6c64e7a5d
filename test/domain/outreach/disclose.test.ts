import { beforeAll, describe, expect, it } from "vitest";
import type { Highs } from "highs";
import { discloseFigures, hidePersons, type ShownFigure } from "../../../src/domain/outreach/disclose.ts";
import type { Edition } from "../../../src/domain/outreach/disclosure-editions.ts";
import { loadSolver } from "../../../src/domain/outreach/disclosure-solver.ts";
import { writeCut, type Cut, type Figure } from "../../../src/domain/outreach/figure.ts";
import { parsePeriod, type Period } from "../../../src/domain/outreach/period.ts";
import { PLACES, placesOf } from "../../../src/domain/outreach/place.ts";
import type { FigureFacts } from "../../../src/domain/outreach/report.ts";

let solver: Highs;
beforeAll(async () => {
  solver = await loadSolver();
});

const SPECS: readonly FigureFacts[] = [
  {
    id: "readers",
    cohort: "end",
    unit: "count",
    sensitive: true,
    shape: "count",
    single: ["channel"],
    by: [["channel"]],
  },
  {
    id: "narrower",
    cohort: "end",
    unit: "share",
    sensitive: true,
    base: "readers",
    shape: "share",
    single: [],
    by: [],
  },
  { id: "cases", cohort: "stock", unit: "count", shape: "count", single: [] },
  {
    id: "mails",
    cohort: "period",
    unit: "count",
    shape: "count",
    single: ["channel"],
    reveals: ({ channel }) => ({ id: "readers", cut: channel === undefined ? {} : { channel } }),
  },
];

function period(word: string): Period {
  const found = parsePeriod(word);
  if (typeof found === "string") throw new Error(found);
  return found;
}

/** Readers of each region by channel, and how many of them want less than the whole region, summed over all places. */
function figuresOf(
  readers: Readonly<Record<string, readonly [mail: number, chat: number, narrower: number]>>,
): Figure[] {
  return PLACES.flatMap((place) => {
    const own = Object.entries(readers).filter(([code]) => placesOf(code).includes(place));
    const sum = (of: 0 | 1 | 2) => own.reduce((total, [, counts]) => total + counts[of], 0);
    const count = (id: string, cut: Cut, value: number): Figure => ({ id, place, cut, value, n: value, excluded: [] });
    const all = sum(0) + sum(1);
    return [
      count("cases", {}, 2),
      ...(sum(1) === 0 ? [] : [count("mails", { channel: "chat" }, 7 * sum(1))]),
      count("readers", {}, all),
      ...(sum(0) === 0 ? [] : [count("readers", { channel: "mail" }, sum(0))]),
      ...(sum(1) === 0 ? [] : [count("readers", { channel: "chat" }, sum(1))]),
      { ...count("narrower", {}, 0), value: all === 0 ? null : sum(2) / all, n: all, part: sum(2) },
    ];
  });
}

/** The whole, what each channel and each role has of it, and what both have. */
function listCuts(cells: readonly { channel: string; role: string; value: number }[]): { cut: Cut; value: number }[] {
  const add = (of: readonly { value: number }[]) => of.reduce((sum, { value }) => sum + value, 0);
  return [
    { cut: {}, value: add(cells) },
    ...[...Map.groupBy(cells, ({ channel }) => channel)].map(([channel, own]) => ({
      cut: { channel },
      value: add(own),
    })),
    ...[...Map.groupBy(cells, ({ role }) => role)].map(([role, own]) => ({ cut: { role }, value: add(own) })),
    ...cells.map(({ channel, role, value }) => ({ cut: { channel, role }, value })),
  ];
}

const nameOf = ({ id, place, cut }: ShownFigure): string => `${id} ${place} ${writeCut(cut)}`;
const hiddenOf = (figures: readonly ShownFigure[]): string[] => figures.filter((one) => "hidden" in one).map(nameOf);

async function disclose(figures: readonly Figure[], over: { word?: string; earlier?: readonly Edition[] } = {}) {
  const { word = "2026-08", earlier = [] } = over;
  return discloseFigures({ period: period(word), figures, specs: SPECS, earlier, key: "secret", solver });
}

describe("figures about persons", () => {
  it("of one to four are hidden, with another that would give them away, and nobody is told which is which", async () => {
    const { figures, exposed } = await disclose(
      figuresOf({ "12": [40, 3, 20], "14": [60, 30, 50], "01": [70, 50, 60] }),
    );
    const hidden = hiddenOf(figures);
    expect(hidden).toContain('readers 12 [["channel","chat"]]');
    // Region 12 alone makes up no healthcare region: what is hidden of it is hidden in more than one place.
    expect(hidden.length).toBeGreaterThan(3);
    expect(hidden.filter((name) => name.startsWith("cases"))).toEqual([]);
    expect(exposed).toEqual([]);
    const one = figures.find((figure) => nameOf(figure) === 'readers 12 [["channel","chat"]]');
    expect(one).toEqual({ id: "readers", place: "12", cut: { channel: "chat" }, hidden: true });
  });

  it("are not given away by what went to each of them", async () => {
    const { figures } = await disclose(figuresOf({ "12": [40, 3, 20], "14": [60, 30, 50], "01": [70, 50, 60] }));
    const hidden = hiddenOf(figures);
    const readers = hidden.filter((name) => name.startsWith("readers") && name.includes("chat"));
    const mails = hidden.filter((name) => name.startsWith("mails"));
    expect(mails).toEqual(readers.map((name) => name.replace("readers", "mails")));
    expect(mails).toContain('mails 12 [["channel","chat"]]');
  });

  it("of none, and of many, are told", async () => {
    const { figures } = await disclose(figuresOf({ "12": [40, 0, 20], "14": [60, 30, 45] }));
    expect(hiddenOf(figures)).toEqual([]);
  });

  it("are hidden as shares too: 49 of 50 tells of one", async () => {
    const { figures } = await disclose(figuresOf({ "12": [50, 0, 49], "14": [60, 30, 45] }));
    expect(hiddenOf(figures)).toContain("narrower 12 []");
  });

  it("tell the same again, and what one edition hid no later one gives away", async () => {
    const readers = { "12": [40, 3, 20], "14": [60, 30, 50], "01": [70, 50, 60] } as const;
    const first = await disclose(figuresOf(readers));
    const again = await disclose(figuresOf(readers), { earlier: [first.edition] });
    expect(hiddenOf(again.figures)).toEqual(hiddenOf(first.figures));
    const corrected = await disclose(figuresOf({ ...readers, "01": [71, 50, 60] }), { earlier: [first.edition] });
    expect(hiddenOf(corrected.figures)).toContain('readers 12 [["channel","chat"]]');
  });

  it("as it stood at the end of a month and of its quarter are one and the same, so that the same are hidden", async () => {
    const even = Object.fromEntries(["03", "04", "17", "19", "20", "21"].map((code) => [code, [40, 30, 20] as const]));
    const readers = { ...even, "18": [40, 3, 20] } as const;
    const month = await disclose(figuresOf(readers), { word: "2026-09" });
    const quarter = await disclose(figuresOf(readers), { word: "2026-Q3" });
    expect(hiddenOf(quarter.figures)).toEqual(hiddenOf(month.figures));
    expect(hiddenOf(month.figures)).toContain('readers 18 [["channel","chat"]]');
  });

  it("are not given away by adding up over one of two dimensions", async () => {
    const roles = ["doctor", "nurse", "midwife"];
    const counts: Readonly<Record<string, readonly number[]>> = {
      mail: [30, 3, 20],
      chat: [25, 40, 35],
      feed: [12, 9, 15],
    };
    const cells = Object.entries(counts).flatMap(([channel, own]) =>
      own.map((value, at) => ({ channel, role: roles[at] ?? "", value })),
    );
    const figures = listCuts(cells).map(({ cut, value }): Figure => ({
      id: "readers",
      place: "12",
      cut,
      value,
      n: value,
      excluded: [],
    }));
    const by = [["channel"], ["role"], ["channel", "role"]];
    for (const single of [["channel", "role"], ["channel"]]) {
      const specs = SPECS.map((spec) => (spec.id === "readers" ? { ...spec, single, by } : spec));
      const shown = await discloseFigures({
        period: period("2026-08"),
        figures,
        specs,
        earlier: [],
        key: "secret",
        solver,
      });
      // One more is hidden among the nurses, and one more of those who have mail.
      const hidden = shown.figures.filter((one) => "hidden" in one).map(({ cut }) => cut);
      expect(hidden.filter(({ role }) => role === "nurse").length).toBeGreaterThan(1);
      if (single.length === 2) expect(hidden.filter(({ channel }) => channel === "mail").length).toBeGreaterThan(1);
    }
  });

  it("are all hidden from whoever may not ask for the period", () => {
    const hidden = hiddenOf(hidePersons(figuresOf({ "12": [40, 30, 20] }), SPECS));
    expect(hidden.every((name) => !name.startsWith("cases"))).toBe(true);
    expect(hidden.length).toBeGreaterThan(50);
  });
});
