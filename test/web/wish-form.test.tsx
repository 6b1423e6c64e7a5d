import { describe, expect, it } from "vitest";
import { json } from "../../src/db/client.ts";
import { readWishOptions } from "../../src/db/wish-options.ts";
import type { FormValues } from "../../src/web/frame/form.ts";
import { createPage, type Page } from "../../src/web/frame/page.ts";
import {
  DELIVERY_FIELDS,
  DeliveryFields,
  fillDelivery,
  readDelivery,
} from "../../src/web/wish-parts/delivery-form.tsx";
import {
  fillWish,
  noWishValues,
  readWish,
  WISH_FIELDS,
  WishFields,
  type WishValues,
} from "../../src/web/wish-parts/wish-form.tsx";
import { SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";
import { writeHtml } from "../../templates/html.ts";

const page: Page = createPage({
  url: new URL("https://rest.example/"),
  source: "none",
  assets: { favicon: "", theme: "", components: "", site: "", desk: "" },
  version: "test",
  mode: "live",
  language: "sv",
});
const everything = {
  areas: ["Akutsjukvård"],
  roles: ["läkare"],
  priorities: [1, 2],
  extents: ["whole", "own"],
  categories: ["Antibiotika"],
  atc: ["J01DH", "N02BE01"],
  news: ["new", "resolved"],
} as const;

let site: Site;
useSite({}, (opened) => {
  site = opened;
});

describe("the fields of a wish", () => {
  it("give back the wish that they were filled with, whatever was chosen", () => {
    for (const name of Object.keys(everything))
      for (const atOnce of [true, false]) {
        const [, chosen] = Object.entries(everything).find(([facet]) => facet === name) ?? [];
        const wish = { filter: { [name]: chosen }, atOnce };
        expect(readWish(page, fillWish(wish))).toMatchObject({ kind: "read", wish });
      }
    expect(readWish(page, {})).toEqual({ kind: "read", values: noWishValues, wish: { filter: {}, atOnce: false } });
  });

  it("take codes as people write them, each once, and name what is none", () => {
    expect(readWish(page, { atc: " j01dh;  N02BE01,, J01DH\n" })).toMatchObject({
      wish: { filter: { atc: ["J01DH", "N02BE01"] } },
    });
    expect(readWish(page, { atc: "J01DH, alvedon, <b>" })).toMatchObject({
      kind: "refused",
      problems: [{ field: "atc", problem: expect.stringContaining("alvedon, <b>.") }],
    });
  });

  it.each<[string, FormValues]>([
    ["a priority that is none", { priorities: "first" }],
    ["a priority below 1", { priorities: ["1", "0"] }],
    ["an extent that is none", { extents: "huge" }],
    ["a kind of news that is none", { news: ["new", "gossip"] }],
    ["an empty name", { areas: "" }],
    ["a name longer than any", { areas: "x".repeat(301) }],
    ["more boxes than there are", { categories: Array.from({ length: 101 }, (_, index) => `group ${index}`) }],
    ["more codes than anybody needs", { atc: Array.from({ length: 101 }, () => "J01").join(" ") }],
  ])("refuse %s, and never take it for a wider wish", (_name, sent) => {
    expect(readWish(page, sent).kind).toBe("refused");
  });

  it("offer what the regions' lists name, and what is wanted still though no list names it any more", async () => {
    const areas = json(["Öron", "Intensivvård"]);
    await site.db.updateTable("list_entry").set({ areas }).where("priority", "=", 1).execute();
    const options = await readWishOptions(site.db, [SKANE, "01"]);
    expect(options.areas).toEqual(["Intensivvård", "Öron"]);
    expect(options.priorities).toContain(1);
    const values: WishValues = { ...noWishValues, areas: ["Ögon"] };
    const html = writeHtml(<WishFields page={page} options={options} values={values} />);
    expect(html).toMatch(/value="Ögon" checked/);
    expect(html).not.toMatch(/value="Intensivvård" checked/);
    for (const name of WISH_FIELDS) expect(html.includes(`name="${name}"`)).toBe(true);
    expect(await readWishOptions(site.db, ["01"])).toEqual({ areas: [], categories: [], priorities: [] });
  });
});

describe("the fields of how it comes", () => {
  const quiet = { from: "22:00", to: "06:30" };

  it("give back what they were filled with", () => {
    for (const rhythm of [
      { kind: "at-once" },
      { kind: "daily", time: "15:30" },
      { kind: "weekly", weekday: 7, time: "07:00" },
    ] as const)
      for (const choices of [
        { rhythm, urgent: "always", quiet, language: "en" },
        { rhythm, urgent: "digest", quiet: null, language: "sv" },
      ] as const)
        expect(readDelivery(page, fillDelivery(choices))).toMatchObject({ kind: "read", choices });
  });

  it.each([
    ["rhythm", "hourly"],
    ["time", "07:15"],
    ["weekday", "8"],
    ["urgent", ""],
    ["quietFrom", ""],
    ["quietTo", "22:00"],
    ["language", "fi"],
  ])("say what is wrong with %s, at its field", (name, value) => {
    const values = fillDelivery({ rhythm: { kind: "at-once" }, urgent: "day", quiet, language: "sv" });
    const read = readDelivery(page, { ...values, [name]: value });
    expect(read).toMatchObject({ kind: "refused", problems: [{ field: name }] });
    if (read.kind !== "refused") return;
    const html = writeHtml(<DeliveryFields page={page} values={read.values} problems={read.problems} />);
    for (const field of DELIVERY_FIELDS) expect(html).toContain(`name="${field}"`);
    expect(html).toContain(read.problems[0]?.problem ?? "?");
  });
});
