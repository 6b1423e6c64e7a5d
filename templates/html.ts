import type { JSX } from "hono/jsx/jsx-runtime";

/** The HTML of an element whose components are all synchronous, as every template's are. */
export function writeHtml(element: JSX.Element): string {
  if (element instanceof Promise) throw new TypeError("templates: unable to write HTML: a component is asynchronous");
  return element.toString();
}
