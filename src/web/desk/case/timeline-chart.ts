import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { IsoDate } from "../../../domain/calendar.ts";
import type { TimelineStrings } from "./timeline-words-sv.ts";
import type { Timeline, TimelineBar, TimelineRow } from "../../../domain/timeline.ts";

const TOP = 44;
/** Room for a bar below the words of its row. */
const BAR_HEIGHT = 18;
/** The words of a row stand above its bar, so that a narrow screen shows them without a column of their own. */
const LINE_HEIGHT = 16;
/** So many of the widest letters that names hold fit within the drawing. */
const LINE_CHARS = 58;
const DAY_MS = 86_400_000;

interface Drawn extends TimelineRow {
  readonly index: number;
  /** The row's words, whole, broken where a line of the drawing is full. */
  readonly label: string;
}

/** How high a row is: all are as high as the one with most words. */
interface Measures {
  readonly wordsHeight: number;
  readonly rowHeight: number;
}

type DrawnBar = Drawn & { readonly bar: TimelineBar };

function hasBar(row: Drawn): row is DrawnBar {
  return row.bar !== null;
}

/**
 * A time line as SVG with a title and a description, without styles of its own: the page's policy allows none, so every
 * part has a class. Colours come from the page, and no meaning is told by colour alone.
 */
export function drawTimeline({
  timeline,
  words,
  describe,
}: {
  timeline: Timeline;
  words: TimelineStrings;
  /** What stands above a row's bar. */
  describe: (row: TimelineRow) => string;
}): string {
  const rows = timeline.rows.map((row, index): Drawn => ({ ...row, index, label: breakText(describe(row)) }));
  const lines = Math.max(1, ...rows.map(({ label }) => label.split("\n").length));
  const wordsHeight = lines * LINE_HEIGHT + 4;
  const measures = { wordsHeight, rowHeight: wordsHeight + BAR_HEIGHT };
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const svg: SvgElement = Plot.plot({
    document,
    width: 720,
    height: TOP + rows.length * measures.rowHeight,
    marginTop: TOP,
    marginBottom: 0,
    marginLeft: 16,
    marginRight: 28,
    className: "timeline",
    x: { type: "utc", domain: [toTime(timeline.from), toTime(timeline.to)] },
    y: { type: "band", domain: rows.map(({ index }) => index), axis: null, padding: 0 },
    marks: listMarks(rows, { timeline, words, measures }),
  });
  for (const styled of svg.querySelectorAll("style")) styled.remove();
  for (const part of [svg, ...svg.querySelectorAll("*")])
    for (const attribute of ["style", "aria-label", "aria-description"]) part.removeAttribute(attribute);
  const titleId = "timeline-chart-title";
  const descriptionId = "timeline-chart-description";
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-labelledby", `${titleId} ${descriptionId}`);
  svg.setAttribute("class", "timeline");
  const name = (element: string, elementId: string, text: string) => {
    const made: SvgElement = document.createElementNS("http://www.w3.org/2000/svg", element);
    made.setAttribute("id", elementId);
    made.textContent = text;
    return made;
  };
  svg.prepend(
    name("title", titleId, words.chartTitle(rows.length)),
    name("desc", descriptionId, words.chartDescription(timeline.from, timeline.to, timeline.today)),
  );
  return svg.outerHTML;
}

/** What this file uses of the elements that linkedom makes: its types need a browser's. */
interface SvgElement {
  readonly outerHTML: string;
  textContent: string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  querySelectorAll(selector: string): Iterable<SvgElement>;
  prepend(...children: readonly SvgElement[]): void;
  remove(): void;
}

function listMarks(
  rows: readonly Drawn[],
  { timeline, words, measures }: { timeline: Timeline; words: TimelineStrings; measures: Measures },
) {
  const { wordsHeight, rowHeight } = measures;
  const bars = rows.filter(hasBar);
  const start = toTime(timeline.from);
  return [
    Plot.axisX({
      anchor: "top",
      ticks: chooseTicks(timeline),
      tickFormat: (time: Date) => time.toISOString().slice(0, 7),
      className: "timeline-axis",
    }),
    Plot.ruleY(rows, { y: "index", dy: rowHeight / 2, className: "timeline-line" }),
    ...(["ceased", "ongoing", "upcoming", "ended"] as const).map((look) => drawBars(bars, { look, wordsHeight })),
    Plot.barX(
      bars.filter(({ bar }) => bar.lateFrom !== null),
      {
        y: "index",
        x1: ({ bar }: DrawnBar) => toTime(bar.lateFrom ?? bar.from),
        x2: ({ bar }: DrawnBar) => toTime(bar.to),
        insetTop: wordsHeight,
        insetBottom: 6,
        className: "timeline-late",
      },
    ),
    Plot.ruleX([toTime(timeline.today)], { className: "timeline-today" }),
    Plot.text([words.today(timeline.today)], {
      x: [toTime(timeline.today)],
      frameAnchor: "top",
      dy: -34,
      className: "timeline-today-words",
    }),
    drawGlyphs(
      bars.filter(({ type }) => type === "cessation"),
      { glyph: "\u25A0", at: "from", dx: 6, wordsHeight },
    ),
    drawGlyphs(
      bars.filter(({ bar }) => bar.startsBefore),
      { glyph: "\u2190", at: "from", dx: -9, wordsHeight },
    ),
    drawGlyphs(
      bars.filter(({ bar }) => bar.goesOn),
      { glyph: "\u2192", at: "to", dx: 11, wordsHeight },
    ),
    Plot.text(rows, {
      x: () => start,
      y: "index",
      text: "label",
      textAnchor: "start",
      lineAnchor: "top",
      lineHeight: 1.25,
      dy: 3 - rowHeight / 2,
      className: "timeline-words",
    }),
  ];
}

type Look = "ceased" | "ongoing" | "upcoming" | "ended";

/** What has left the market is away for good, whatever its shortage was called. */
function lookOf({ status, ceases }: TimelineRow): Look | null {
  if (status === "withdrawn") return null;
  return ceases && status === "ongoing" ? "ceased" : status;
}

/** Ongoing is filled, what has left the market filled in grey, upcoming hollow, ended narrow; each is its own class. */
function drawBars(bars: readonly DrawnBar[], { look, wordsHeight }: { look: Look; wordsHeight: number }) {
  return Plot.barX(
    bars.filter((row) => lookOf(row) === look),
    {
      y: "index",
      x1: ({ bar }: DrawnBar) => toTime(bar.from),
      // A day is narrower than a line: what lasts none is still seen.
      x2: ({ bar }: DrawnBar) =>
        new Date(Math.max(toTime(bar.lateFrom ?? bar.to).getTime(), toTime(bar.from).getTime() + DAY_MS)),
      insetTop: look === "ended" ? wordsHeight + 4 : wordsHeight,
      insetBottom: look === "ended" ? 10 : 6,
      className: `timeline-${look}`,
    },
  );
}

function drawGlyphs(
  bars: readonly DrawnBar[],
  { glyph, at, dx, wordsHeight }: { glyph: string; at: "from" | "to"; dx: number; wordsHeight: number },
) {
  return Plot.text(bars, {
    x: ({ bar }: DrawnBar) => toTime(bar[at]),
    y: "index",
    text: () => glyph,
    dx,
    // The middle of the bar.
    dy: (wordsHeight - 6) / 2,
    className: "timeline-glyph",
  });
}

/** Months, as many as have room for their names. */
function chooseTicks({ from, to }: Timeline): string {
  const days = (toTime(to).getTime() - toTime(from).getTime()) / DAY_MS;
  return days > 500 ? "3 months" : days > 250 ? "2 months" : "month";
}

/** A calendar date has no hour: it is drawn at midnight UTC, so that no change of the clocks moves it. */
function toTime(date: IsoDate): Date {
  return new Date(`${date}T00:00:00Z`);
}

/** The text whole, in lines that fit: broken between words, and within one that fills a line alone. */
function breakText(text: string): string {
  const pieces = text.split(" ").flatMap((word) => word.match(new RegExp(`.{1,${LINE_CHARS}}`, "gu")) ?? []);
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + piece.length <= LINE_CHARS)
      lines[lines.length - 1] = `${last} ${piece}`;
    else lines.push(piece);
  }
  return lines.join("\n");
}
