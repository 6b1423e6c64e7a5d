import type { Page } from "../frame/page.ts";
import { reportWords } from "./words.ts";

/** What people call a period: `augusti 2026`, `kvartal 3 2026`, `2026`. */
export function namePeriod(id: string, { language, words }: Page): string {
  const t = reportWords[language];
  const [, year = "", quarter, month] = /^(\d{4})(?:-Q(\d)|-(\d\d))?$/u.exec(id) ?? [];
  if (quarter !== undefined) return t.quarter(quarter, year);
  if (month !== undefined) return `${words.months[Number(month) - 1] ?? month} ${year}`;
  const [from = "", to] = id.split("..");
  return to === undefined ? id : t.free(from, to);
}
