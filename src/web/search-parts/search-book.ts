import { setImmediate } from "node:timers/promises";
import { readEntries } from "../../db/lists.ts";
import type { Db } from "../../db/schema.ts";
import {
  readNoticeNames,
  readProductNames,
  readSearchMark,
  type NoticeNames,
  type SearchMark,
} from "../../db/search.ts";
import { parseProductName } from "../../domain/product-name.ts";
import { NameIndex } from "../../domain/search-names.ts";
import type { SearchBook, SearchList } from "../../domain/search.ts";

/** So few at once that nobody else waits for it. */
const SLICE = 200;

/** Gives everything that can be found, as it stands now. It is read once for all who ask, and again only where it changed. */
export type OpenSearchBook = () => Promise<SearchBook>;

interface BookState {
  mark: SearchMark;
  lastSnapshot: number;
  book: SearchBook;
}

export function createSearchBook(db: Db): OpenSearchBook {
  let state: BookState = {
    mark: { files: "", products: "", lists: [] },
    lastSnapshot: 0,
    book: { notices: new NameIndex(), products: new NameIndex(), entries: new NameIndex(), lists: [] },
  };
  let reading: Promise<void> = Promise.resolve();
  const refresh = async (): Promise<void> => {
    const mark = await readSearchMark(db);
    if (JSON.stringify(mark) !== JSON.stringify(state.mark)) state = await readState(db, state, mark);
  };
  return async () => {
    // One after the other: whoever waits for the first reading finds the book up to date.
    const turn = reading.catch(() => {}).then(refresh);
    reading = turn;
    await turn;
    return state.book;
  };
}

async function readState(db: Db, before: BookState, mark: SearchMark): Promise<BookState> {
  const { book } = before;
  const lastSnapshot =
    mark.files === before.mark.files ? before.lastSnapshot : await addNotices(db, book.notices, before.lastSnapshot);
  const products = mark.products === before.mark.products ? book.products : await readProducts(db);
  const isSameLists = JSON.stringify(mark.lists) === JSON.stringify(before.mark.lists);
  const listed = isSameLists ? book : await readLists(db, mark);
  return {
    mark,
    lastSnapshot,
    book: { notices: book.notices, products, entries: listed.entries, lists: listed.lists },
  };
}

/** Adds what files since then brought; gives the newest of them. */
async function addNotices(db: Db, index: NameIndex, afterSnapshot: number): Promise<number> {
  let newest = afterSnapshot;
  let afterId = 0;
  for (;;) {
    const notices = await readNoticeNames(db, { afterSnapshot, afterId, limit: SLICE });
    for (const notice of notices) {
      addNotice(index, notice);
      newest = Math.max(newest, notice.snapshotId);
      afterId = notice.id;
    }
    if (notices.length < SLICE) return newest;
    await setImmediate();
  }
}

function addNotice(index: NameIndex, notice: NoticeNames): void {
  const { id, codes } = notice;
  const product = index.add(parseProductName(notice.productName).name, { kind: "product", codes, notice: id });
  const substances = notice.atcTerm === null ? notice.substances : [...notice.substances, notice.atcTerm];
  for (const substance of substances) index.add(substance, { kind: "substance", codes, notice: id });
  for (const digits of notice.numbers) if (digits !== "") index.addNumber(digits, product, id);
}

async function readProducts(db: Db): Promise<NameIndex> {
  const index = new NameIndex();
  for (let offset = 0; ; offset += SLICE) {
    const products = await readProductNames(db, { offset, limit: SLICE });
    if (products.length === 0) return index;
    for (const { name, substance, atc, nplIds, formerNames } of products) {
      const codes = atc === null ? [] : [atc];
      const product = index.add(name, { kind: "product", codes });
      for (const former of formerNames) if (former !== null) index.add(former, { kind: "product", codes });
      if (substance !== "") index.add(substance, { kind: "substance", codes });
      for (const nplId of nplIds) index.addNumber(nplId, product);
    }
    await setImmediate();
  }
}

async function readLists(db: Db, { lists }: SearchMark): Promise<{ entries: NameIndex; lists: SearchList[] }> {
  const entries = new NameIndex();
  const read: SearchList[] = [];
  for (const { regionCode, versionId } of lists) {
    const lines: SearchList["lines"][number][] = [];
    for (const [place, entry] of (await readEntries(db, versionId)).entries()) {
      const { key, row, atc, emdn, substance, formGroup, strength, priority, category } = entry;
      const known = { key, row, atc, emdn, substance, formGroup, strength, priority, category };
      lines.push({ entry: known, name: entries.add(substance, { kind: "entry" }) });
      if (place % SLICE === SLICE - 1) await setImmediate();
    }
    read.push({ regionCode, lines });
  }
  return { entries, lists: read };
}
