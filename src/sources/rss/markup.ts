import { Tokenizer } from "htmlparser2";

export interface MarkupReader {
  onText(start: number, end: number): void;
  /** A sign that an entity stands for. */
  onEntity(codePoint: number): void;
  onOpenTag?(start: number, end: number): void;
  onCloseTag?(start: number, end: number): void;
  onSelfClosingTag?(): void;
}

const ignore = (): void => undefined;

/** Reads markup from outside piece by piece, places counted from its beginning; nothing is kept of what has been read. */
export function readMarkup(markup: string, reader: MarkupReader): void {
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ontext: (start, end) => reader.onText(start, end),
      ontextentity: (codePoint) => reader.onEntity(codePoint),
      onopentagname: (start, end) => reader.onOpenTag?.(start, end),
      onclosetag: (start, end) => reader.onCloseTag?.(start, end),
      onselfclosingtag: () => reader.onSelfClosingTag?.(),
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onprocessinginstruction: ignore,
      onattribdata: ignore,
      onattribentity: ignore,
      onattribend: ignore,
      onattribname: ignore,
      onopentagend: ignore,
      onend: ignore,
    },
  );
  tokenizer.write(markup);
  tokenizer.end();
}
