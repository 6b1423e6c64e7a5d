import { raw } from "hono/html";
import type { Bars } from "../../../templates/outreach/outline.ts";
import { drawBars } from "../../outreach-report/draw-bars.ts";

/** Bars as a page may show them: its policy allows no styles of their own. The table above says the same. */
export function BarsFigure({ bars }: { readonly bars: Bars }) {
  return (
    <figure class="report-bars">
      {raw(drawBars(bars, "bars", { isStyled: false }))}
      <figcaption>{bars.title}</figcaption>
    </figure>
  );
}
