/** One page of many lines. */
export interface Slice<T> {
  readonly shown: readonly T[];
  /** Counts from 1. */
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  /** Places of the first and the last line shown, from 1; both 0 when there is none. */
  readonly from: number;
  readonly to: number;
}

/** `?page=`, from 1; what cannot be read is the first. */
export function parsePage(query: URLSearchParams): number {
  const text = query.get("page") ?? "";
  return /^[1-9]\d{0,4}$/.test(text) ? Number(text) : 1;
}

/** Which lines stand on a page; a page past the last is the last. */
export function findSlice(input: { total: number; page: number; size: number }): Omit<Slice<never>, "shown"> & {
  readonly offset: number;
} {
  const { total, size } = input;
  const pages = Math.max(1, Math.ceil(total / size));
  const page = Math.min(Math.max(1, input.page), pages);
  const offset = (page - 1) * size;
  return { page, pages, total, offset, from: total === 0 ? 0 : offset + 1, to: Math.min(total, offset + size) };
}

/** Cuts the page out of all lines. */
export function sliceLines<T>(lines: readonly T[], input: { page: number; size: number }): Slice<T> {
  const { offset, ...place } = findSlice({ ...input, total: lines.length });
  return { ...place, shown: lines.slice(offset, offset + input.size) };
}
