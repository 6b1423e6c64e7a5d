/** Writes XML: every text is clean already, and escaped here. */
type Attributes = Readonly<Record<string, string>>;

export function writeDocument(root: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${root}\n`;
}

/** An element that holds others, written as markup. */
export function branch(name: string, children: readonly string[], attributes: Attributes = {}): string {
  return `<${name}${writeAttributes(attributes)}>\n${children.join("\n")}\n</${name}>`;
}

/** An element that holds text. */
export function leaf(name: string, text: string, attributes: Attributes = {}): string {
  return `<${name}${writeAttributes(attributes)}>${escapeMarkup(text)}</${name}>`;
}

export function empty(name: string, attributes: Attributes = {}): string {
  return `<${name}${writeAttributes(attributes)}/>`;
}

function writeAttributes(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeMarkup(value)}"`)
    .join("");
}

/** Text as it stands in XML and in HTML. */
export function escapeMarkup(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
