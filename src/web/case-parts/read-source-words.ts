import { Parser } from "htmlparser2";
import { cleanLine, cleanText, clipText } from "../../domain/clean-text.ts";
import type { Notice } from "../../domain/notice.ts";

/** What a source wrote of a notice in its own words. */
export interface SourceWords {
  readonly productName: string;
  /** Where it stands at the source; null without an address that a browser may open. */
  readonly link: string | null;
  /** Free text of the source; null when there is none. */
  readonly text: string | null;
  /** Information blocks of the national file, each once, with the packages that have it. */
  readonly blocks: readonly {
    readonly packages: readonly string[];
    readonly lines: readonly string[];
    readonly raw: string;
  }[];
}

/** More than that no one reads, and no honest block holds. */
const MAX_CHARS = 20_000;
const MAX_LINES = 300;

/** The words of each notice that has any. */
export function listSourceWords(notices: readonly Notice[]): SourceWords[] {
  return notices
    .map((notice) => {
      const told = notice.packages.filter(({ information }) => information !== null && information.trim() !== "");
      const blocks = Map.groupBy(told, ({ information }) => information ?? "");
      return {
        productName: cleanLine(notice.productName),
        link: readLink(notice.link),
        text:
          notice.text === undefined || notice.text.trim() === "" ? null : clipText(cleanText(notice.text), MAX_CHARS),
        blocks: Array.from(blocks, ([raw, packages]) => ({
          packages: packages.map((pack) => cleanLine(pack.description) || pack.nplPackId),
          lines: readBlock(raw),
          raw: clipText(cleanText(raw), MAX_CHARS),
        })),
      };
    })
    .filter(({ link, text, blocks }) => link !== null || text !== null || blocks.length > 0);
}

/** Only what opens a page: a source could name an address that runs a script. */
function readLink(link: string | undefined): string | null {
  return link !== undefined && URL.canParse(link) && /^https?:$/.test(new URL(link).protocol) ? link : null;
}

/** Every text of a piece of XML of unknown shape, a line each, named by the element that holds it. */
function readBlock(xml: string): string[] {
  const lines: string[] = [];
  const names: string[] = [];
  let text = "";
  const flush = () => {
    const line = cleanLine(text);
    const name = names.at(-1);
    if (line !== "" && lines.length < MAX_LINES) lines.push(name === undefined ? line : `${name}: ${line}`);
    text = "";
  };
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        flush();
        names.push(name.replace(/^.*:/, ""));
        const told = Object.entries(attributes).filter(([key]) => !/^xmlns(:|$)/.test(key));
        text = told.map(([key, value]) => `${key}=${value}`).join(" ");
        flush();
      },
      ontext(data) {
        text += data;
      },
      onclosetag() {
        flush();
        names.pop();
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.write(xml.slice(0, MAX_CHARS));
  parser.end();
  flush();
  return lines.map((line) => clipText(line, 500));
}
