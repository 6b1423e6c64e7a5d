import { parseHTML } from "linkedom";

/** What this file uses of the elements that linkedom makes: its types need a browser's. */
interface Part {
  readonly localName: string;
  readonly textContent: string | null;
  querySelectorAll(selector: string): Iterable<Part>;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
}

/** Fields as a browser sends them. */
export type SentForm = Record<string, string | string[]>;

/**
 * What a browser would send of the page's form with that action, its fields as they stand and its buttons left out. Where
 * a page has several of them, `having` tells which by the fields it holds.
 */
export function readPageForm(html: string, action: string, having: Readonly<Record<string, string>> = {}): SentForm {
  const { document }: { document: Part } = parseHTML(html);
  for (const form of document.querySelectorAll("form")) {
    if ((form.getAttribute("action") ?? "").split("?")[0] !== action) continue;
    const fields = readFields(document, form);
    if (Object.entries(having).every(([name, value]) => fields[name] === value)) return fields;
  }
  throw new Error(`test: the page has no form to ${action}`);
}

function readFields(document: Part, form: Part): SentForm {
  const id = form.getAttribute("id");
  const outside = id === null ? [] : [...document.querySelectorAll(`[form="${id}"]`)];
  const sent: SentForm = {};
  for (const field of [...form.querySelectorAll("input, select, textarea"), ...outside]) {
    const name = field.getAttribute("name") ?? "";
    const value = valueOf(field);
    if (name === "" || value === null) continue;
    const held = sent[name];
    sent[name] = held === undefined ? value : [...(Array.isArray(held) ? held : [held]), value];
  }
  return sent;
}

/** Null for what is not sent: a box that is not ticked, and buttons. */
function valueOf(field: Part): string | null {
  if (field.localName === "textarea") return field.textContent ?? "";
  if (field.localName === "select") {
    const options = [...field.querySelectorAll("option")];
    return (options.find((option) => option.hasAttribute("selected")) ?? options[0])?.getAttribute("value") ?? "";
  }
  const type = field.getAttribute("type") ?? "text";
  if (["checkbox", "radio"].includes(type))
    return field.hasAttribute("checked") ? (field.getAttribute("value") ?? "on") : null;
  return ["submit", "button", "file"].includes(type) ? null : (field.getAttribute("value") ?? "");
}
