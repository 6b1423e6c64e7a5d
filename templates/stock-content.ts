import type { IsoDate } from "../src/domain/calendar.ts";
import type { StockFact } from "../src/domain/message.ts";
import { judgeStock } from "../src/domain/stock.ts";
import type { Strings } from "./strings/sv.ts";

/** What is true of the region's stock today; null when there is nothing to say. */
export function describeStock(stock: StockFact | null, today: IsoDate, t: Strings): string | null {
  const state = judgeStock(stock, today);
  if (state === null) return null;
  return state.kind === "none" ? t.stock.none : t.stock[state.kind](t.date(state.endsOn, today));
}

/** The same in a row of a table, where there is room for a few words. */
export function describeStockBriefly(stock: StockFact | null, today: IsoDate, t: Strings): string | null {
  const state = judgeStock(stock, today);
  if (state === null) return null;
  return state.kind === "none" ? t.stockBriefly.none : t.stockBriefly[state.kind](t.date(state.endsOn, today));
}

/** The same in a message, which is read on later days: what lies ahead stands with the day it was computed. */
export function describeStockThen(stock: StockFact | null, computedOn: IsoDate, t: Strings): string | null {
  const state = judgeStock(stock, computedOn);
  if (state === null || state.kind === "none" || state.kind === "out") return describeStock(stock, computedOn, t);
  return t.stock[state.kind](t.date(state.endsOn, computedOn), t.date(computedOn, state.endsOn));
}
