import type { JSX } from "hono/jsx/jsx-runtime";

/** The HTML of an element whose components are all synchronous, as every template's are. */
export function writeHtml(element: JSX.Element): string {
  const html: unknown = element.toString();
  if (typeof html !== "string") throw new TypeError("templates: unable to write HTML: a component is asynchronous");
  return html;
}
