import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Bars } from "../../templates/outreach/outline.ts";

const BAR_HEIGHT = 20;

/** What this file uses of the elements that linkedom makes: its types need a browser's. */
interface SvgElement {
  readonly outerHTML: string;
  textContent: string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  querySelectorAll(selector: string): Iterable<SvgElement>;
  remove(): void;
  prepend(...children: readonly SvgElement[]): void;
}

/**
 * Bars as SVG with a title and a description, their numbers written at their ends. `id` tells it from others of a page;
 * a page whose policy allows no styles of its own takes it without.
 */
export function drawBars({ title, description, bars }: Bars, id: string, { isStyled = true } = {}): string {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const values = bars.map(({ value }) => value);
  const svg: SvgElement = Plot.plot({
    document,
    width: 640,
    height: bars.length * BAR_HEIGHT + 10,
    marginLeft: 190,
    marginRight: 80,
    marginTop: 5,
    marginBottom: 5,
    className: "bars",
    style: { fontFamily: "Source Sans 3", fontSize: "12px", background: "none" },
    x: { axis: null, domain: [Math.min(0, ...values), Math.max(0, ...values, 1e-9)] },
    y: { axis: "left", label: null, tickSize: 0, domain: bars.map(({ label }) => label) },
    marks: [
      Plot.barX(bars, { x: "value", y: "label", fill: "#1e5a8a", insetTop: 3, insetBottom: 3 }),
      Plot.ruleX([0], { stroke: "#444" }),
      Plot.text(bars, { x: (bar) => Math.max(0, bar.value), y: "label", text: "text", textAnchor: "start", dx: 4 }),
    ],
  });
  for (const part of [svg, ...svg.querySelectorAll("*")])
    for (const attribute of ["aria-label", "aria-description", "aria-hidden"]) part.removeAttribute(attribute);
  if (!isStyled) {
    for (const styled of svg.querySelectorAll("style")) styled.remove();
    for (const part of [svg, ...svg.querySelectorAll("*")]) part.removeAttribute("style");
  }
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-labelledby", `${id}-title ${id}-description`);
  const name = (element: string, text: string): SvgElement => {
    const made: SvgElement = document.createElementNS("http://www.w3.org/2000/svg", element);
    made.setAttribute("id", `${id}-${element === "title" ? "title" : "description"}`);
    made.textContent = text;
    return made;
  };
  svg.prepend(name("title", title), name("desc", description));
  return svg.outerHTML;
}
