import { describe, expect, it } from "vitest";
import { addDays } from "../../src/domain/calendar.ts";
import { findStock, findStockOut, judgeStock, type StockNotice } from "../../src/domain/stock.ts";

type Pack = StockNotice["packages"][number];

const TODAY = "2026-11-20";
const pack = (over: Partial<Pack> = {}): Pack => ({
  status: "ongoing",
  start: "2026-11-01",
  forecastEnd: null,
  overdue: false,
  ...over,
});
const shortage = (...packages: Pack[]): StockNotice => ({ type: "shortage", packages });
const cessation = (...packages: Pack[]): StockNotice => ({ type: "cessation", packages });
/** What is true of a stock of so many days on the day of the test. */
const judge = (days: number | null, ...notices: StockNotice[]) => judgeStock(findStock(days, notices), TODAY);

describe("the region's stock", () => {
  it("of 21 days is out since 29 January when the shortage began on 8 January, and is never said to last 21 days", () => {
    expect(judge(21, shortage(pack({ start: "2026-01-08" })))).toEqual({ kind: "out", endsOn: "2026-01-29" });
  });

  it("lasts until its last day, and that day is the last on which it does", () => {
    const stock = findStock(21, [shortage(pack({ start: "2026-11-01" }))]);
    expect(judgeStock(stock, "2026-11-22")).toEqual({ kind: "lasts", endsOn: "2026-11-22" });
    expect(judgeStock(stock, "2026-11-23")).toEqual({ kind: "out", endsOn: "2026-11-22" });
  });

  it("runs from the start of a shortage, never from an end of sale", () => {
    const ceased = cessation(pack({ start: "2024-03-01" }));
    expect(judge(21, ceased)).toBeNull();
    expect(judge(21, ceased, shortage(pack({ start: "2026-11-15" })))).toEqual({ kind: "lasts", endsOn: "2026-12-06" });
  });

  it("runs from the coming start of what is not short yet", () => {
    const upcoming = shortage(pack({ status: "upcoming", start: "2026-12-01" }));
    expect(judge(14, upcoming)).toEqual({ kind: "lasts", endsOn: "2026-12-15" });
  });

  it("runs from the first start of what is open, not of what is over", () => {
    const [over, later, first] = [
      pack({ status: "ended", start: "2026-01-01" }),
      pack({ start: "2026-11-15" }),
      pack({ start: "2026-11-10" }),
    ];
    expect(judge(30, shortage(over, later), shortage(first))).toEqual({ kind: "lasts", endsOn: "2026-12-10" });
  });

  it("is told to last longer than the shortage when all of it is expected back by then, and makes nothing urgent", () => {
    const stock = findStock(61, [shortage(pack({ forecastEnd: "2026-12-01" }), pack({ forecastEnd: "2027-01-01" }))]);
    expect(judgeStock(stock, TODAY)).toEqual({ kind: "covers", endsOn: "2027-01-01" });
    expect(findStockOut(stock)).toBeNull();
  });

  it.each([
    ["one package is back later", pack({ forecastEnd: "2027-01-02" })],
    ["one package has no date", pack({ forecastEnd: null })],
    ["one package should have been back and is not", pack({ forecastEnd: "2026-11-10", overdue: true })],
    ["the forecast of one is from before it began", pack({ start: "2026-11-05", forecastEnd: "2026-11-03" })],
    ["one package is set to be back later than forecast", pack({ forecastEnd: "2026-12-01", actualEnd: "2027-06-01" })],
  ])("is not told to outlast the shortage when %s", (_why, other) => {
    const stock = findStock(61, [shortage(pack({ forecastEnd: "2026-12-01" }), other)]);
    expect(judgeStock(stock, TODAY)).toEqual({ kind: "lasts", endsOn: "2027-01-01" });
    expect(findStockOut(stock)).toBe("2027-01-01");
  });

  it("is none where the list says 0 days", () => {
    expect(judge(0, shortage(pack()))).toEqual({ kind: "none" });
  });

  it.each([
    ["the list gives no days", null, [shortage(pack())]],
    ["nothing is reported", 21, []],
    ["the shortage is over", 21, [shortage(pack({ status: "ended" }))]],
    ["the shortage was taken back", 21, [shortage(pack({ status: "withdrawn" }))]],
    ["nobody knows since when", 21, [shortage(pack({ start: null }))]],
    ["nobody knows since when one package is away", 21, [shortage(pack({ start: null }), pack())]],
  ])("is not spoken of when %s", (_why, days, notices) => {
    expect(judge(days, ...notices)).toBeNull();
  });

  it("of an old message that kept the days alone is not spoken of: nobody knows what holds of it now", () => {
    expect(judgeStock({ days: 21, endsOn: null }, TODAY)).toBeNull();
    expect(judgeStock({ days: 21, endsOn: "2026-12-01" }, TODAY)).toEqual({ kind: "lasts", endsOn: "2026-12-01" });
  });

  it("is never told to last until a day that has passed, whatever the days and the start", () => {
    for (let days = 1; days < 400; days += 13)
      for (let back = -60; back < 400; back += 7) {
        const state = judge(days, shortage(pack({ start: addDays(TODAY, -back) })));
        if (state?.kind === "lasts" || state?.kind === "covers") expect(state.endsOn >= TODAY).toBe(true);
        if (state?.kind === "out") expect(state.endsOn < TODAY).toBe(true);
      }
  });
});
