import { describe, expect, test } from "vitest";
import type { MessageKind, StockFact } from "../../src/domain/message.ts";
import { stringsOf } from "../../templates/language.ts";
import { describeMessage } from "../../templates/message-content.ts";
import { describeStock, describeStockBriefly } from "../../templates/stock-content.ts";
import { makeFacts, makeView } from "../support/message-views.ts";

const AHEAD: StockFact = { days: 21, endsOn: "2026-12-12" };
const PASSED: StockFact = { days: 21, endsOn: "2026-01-29" };
const TODAY = "2026-11-20";

describe("what is said of the region's stock", () => {
  test.each<[StockFact, string, string]>([
    [AHEAD, "Regionens lager räcker till omkring 12 december.", "The region's stock lasts until around 12 December."],
    [
      { days: 90, endsOn: "2027-02-01" },
      "Regionens lager räcker till omkring 1 februari 2027.",
      "The region's stock lasts until around 1 February 2027.",
    ],
    [
      { ...AHEAD, covers: true },
      "Regionens lager räcker till omkring 12 december, längre än bristen väntas pågå.",
      "The region's stock lasts until around 12 December, longer than the shortage is expected to.",
    ],
    [
      PASSED,
      "Utan nya leveranser beräknas regionens lager vara slut sedan 29 januari.",
      "Without new deliveries the region's stock is estimated to have run out on 29 January.",
    ],
    [{ days: 0, endsOn: "2026-01-08" }, "Regionen har inget eget lager.", "The region has no stock of its own."],
  ])("%j today", (stock, sv, en) => {
    expect(describeStock(stock, TODAY, stringsOf("sv"))).toBe(sv);
    expect(describeStock(stock, TODAY, stringsOf("en"))).toBe(en);
  });

  test.each<[StockFact, string, string]>([
    [AHEAD, "lager till omkring 12 december", "stock until around 12 December"],
    [
      { ...AHEAD, covers: true },
      "lager till omkring 12 december, längre än bristen",
      "stock until around 12 December, longer than the shortage",
    ],
    [PASSED, "utan leveranser slut sedan 29 januari", "without deliveries out since 29 January"],
    [{ days: 0, endsOn: "2026-01-08" }, "inget eget lager", "no stock of its own"],
  ])("%j in a row of a table is a few words, the day among them", (stock, sv, en) => {
    expect(describeStockBriefly(stock, TODAY, stringsOf("sv"))).toBe(sv);
    expect(describeStockBriefly(stock, TODAY, stringsOf("en"))).toBe(en);
  });

  const stockIn = (stock: StockFact, kind: MessageKind, status: "ongoing" | "ended" = "ongoing") => {
    const publishedAt = new Date("2026-11-20T07:00:00Z");
    return describeMessage(makeView({ kind, publishedAt, facts: makeFacts({ stock, status }) }), "sv").stock;
  };

  test("a message that is read later says on which day it was computed how long the stock lasts", () => {
    expect(stockIn(AHEAD, "new")).toBe("Regionens lager räcker till omkring 12 december (beräknat 20 november).");
    expect(stockIn({ days: 90, endsOn: "2027-02-01" }, "update")).toBe(
      "Regionens lager räcker till omkring 1 februari 2027 (beräknat 20 november 2026).",
    );
  });

  test("stock that is out by the count is said to be so without new deliveries: other products may have been bought", () => {
    expect(stockIn(PASSED, "update")).toBe("Utan nya leveranser beräknas regionens lager vara slut sedan 29 januari.");
  });

  test("a message that the shortage is over, or that takes a message back, does not speak of stock", () => {
    expect([stockIn(AHEAD, "resolved"), stockIn(AHEAD, "retraction"), stockIn(AHEAD, "update", "ended")]).toEqual([
      null,
      null,
      null,
    ]);
  });

  test("an old message that kept the days alone does not say that the stock lasts them", () => {
    expect(stockIn({ days: 21, endsOn: null }, "new")).toBeNull();
  });
});
