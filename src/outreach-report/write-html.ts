import { textOfCell, type Block, type Outline, type Section, type Table } from "../../templates/outreach/outline.ts";
import { drawBars } from "./draw-bars.ts";

const STYLE = `
body{font:1rem/1.5 "Source Sans 3",system-ui,sans-serif;max-width:70rem;margin:0 auto;padding:1rem;color:#1a1a1a;background:#fff}
.table{overflow-x:auto;margin:1rem 0}table{border-collapse:collapse;min-width:20rem}
caption{text-align:left;font-weight:600;padding:.3rem 0}th,td{text-align:left;vertical-align:top;padding:.25rem .6rem .25rem 0;border-bottom:1px solid #ccc}
thead th{border-bottom:2px solid #333}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.lead{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1rem;padding:0;list-style:none}.lead b{display:block;font-size:1.6rem}
figure{margin:1rem 0}svg{max-width:100%;height:auto}.about{color:#444}
@media (prefers-color-scheme:dark){body{color:#eee;background:#161616}th,td{border-color:#555}thead th{border-color:#ccc}.about{color:#ccc}svg{background:#fff}}
`;

/** The report as one page of its own: no script, nothing that is fetched. */
export function writeHtml(outline: Outline): string {
  const { language, title, about, sections } = outline;
  let drawings = 0;
  const parts = sections.map((section) => writeSection(section, () => `bars-${(drawings += 1)}`));
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escape(title)}</title><style>${STYLE}</style></head><body><main>`,
    `<h1>${escape(title)}</h1>`,
    ...about.map((line) => `<p class="about">${escape(line)}</p>`),
    ...parts,
    "</main></body></html>\n",
  ].join("");
}

function writeSection({ heading, level, blocks }: Section, nameDrawing: () => string): string {
  const tag = level === 1 ? "h2" : "h3";
  return `<${tag}>${escape(heading)}</${tag}>${blocks.map((block) => writeBlock(block, nameDrawing)).join("")}`;
}

function writeBlock(block: Block, nameDrawing: () => string): string {
  switch (block.kind) {
    case "paragraph":
      return `<p>${escape(block.text)}</p>`;
    case "lead":
      return `<ul class="lead">${block.figures
        .map(({ name, value, note }) => `<li>${escape(name)} <b>${escape(value)}</b> ${escape(note)}</li>`)
        .join("")}</ul>`;
    case "table":
      return block.rows.length === 0 ? "" : writeTable(block);
    case "bars":
      return `<figure>${drawBars(block, nameDrawing())}<figcaption>${escape(block.title)}</figcaption></figure>`;
  }
}

/** A wide table scrolls in a part of its own, which the keyboard reaches. */
function writeTable({ caption, columns, rows }: Table): string {
  const head = columns.map(
    ({ title, isNumber }) => `<th scope="col"${isNumber ? ' class="n"' : ""}>${escape(title)}</th>`,
  );
  const body = rows.map((row) => {
    const cells = row.map((cell, index) => {
      const kind = columns[index]?.isNumber === true ? ' class="n"' : "";
      const text = escape(textOfCell(cell));
      return index === 0 ? `<th scope="row"${kind}>${text}</th>` : `<td${kind}>${text}</td>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  });
  const label = escape(caption);
  return `<div class="table" role="region" tabindex="0" aria-label="${label}"><table><caption>${label}</caption><thead><tr>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
}

const SIGNS: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escape(text: string): string {
  return text.replace(/[^\P{Cc}\t\n\r]/gu, "").replace(/[&<>"']/gu, (sign) => SIGNS[sign] ?? "");
}
