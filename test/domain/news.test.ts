import { expect, it } from "vitest";
import { listNews } from "../../src/domain/news.ts";

it("news of a case are its changes, the grade that moved and the advice that fell, each kind once", () => {
  expect(listNews([], [])).toEqual([]);
  expect(listNews(["ended", "started", "ended"], [])).toEqual(["ended", "started"]);
  expect(
    listNews(
      ["started"],
      [
        { from: "part", to: "whole" },
        { from: "strength", to: "whole" },
      ],
    ),
  ).toEqual(["started", "extent-worsened"]);
  expect(listNews([], [{ from: "whole", to: "part" }], { fallen: true })).toEqual(["extent-eased", "advice-fallen"]);
  expect(listNews([], [{ from: "unknown", to: "whole" }], { fallen: false })).toEqual([]);
});
