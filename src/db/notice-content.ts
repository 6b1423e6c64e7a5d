import type { Notice } from "../domain/notice.ts";

/** A notice as its row holds it: `content` without the information blocks, which `information` holds. */
export interface NoticeContent {
  readonly content: Notice;
  /** A block for each package in UTF-8, empty where there is none, with NUL between them; null when no package has one. */
  readonly information: Uint8Array | null;
}

/** No XML text can hold it. */
const SEPARATOR = "\0";

/** Takes the information blocks out of a notice. */
export function splitNotice(notice: Notice): NoticeContent {
  const { packages } = notice;
  if (packages.every((pack) => pack.information === null)) return { content: notice, information: null };
  return {
    content: { ...notice, packages: packages.map((pack) => ({ ...pack, information: null })) },
    information: Buffer.from(packages.map((pack) => pack.information ?? "").join(SEPARATOR)),
  };
}

/** Puts the information blocks back where they were. */
export function joinNotice({ content, information }: NoticeContent): Notice {
  if (information === null) return content;
  const blocks = Buffer.from(information).toString().split(SEPARATOR);
  const packages = content.packages.map((pack, place) => ({ ...pack, information: blocks[place] || null }));
  return { ...content, packages };
}
