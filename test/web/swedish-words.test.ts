import { parseHTML } from "linkedom";
import { expect, it } from "vitest";
import { createEmailChannel } from "../../src/channels/email.ts";
import { exampleViews, tailoredView } from "../support/message-views.ts";
import { drawMail, renderPayload } from "../support/sending.ts";
import { findCaseOf, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

let site: Site;
let app: Site["app"];

useSite({}, (opened) => {
  site = opened;
  ({ app } = site);
});

/** Where one of these stands in a document that is not in Swedish, and nothing says that it is. */
function findUnmarked(html: string, swedish: readonly string[]): string[] {
  const { document } = parseHTML(html);
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.closest('[lang="sv"], option, title') === null)
    .flatMap((element) => [...element.childNodes].filter(({ nodeType }) => nodeType === 3))
    .map(({ textContent }) => textContent ?? "")
    .filter((text) => swedish.some((word) => text.includes(word)));
}

it("on English pages what a source or a region has written is marked as Swedish", async () => {
  const notices = await site.db.selectFrom("notice").select("product_name").execute();
  const names = notices.map(({ product_name }) => product_name).filter((name) => name.length > 6);
  const words = [
    ...names,
    "Injektionsflaska",
    "Koncentrat",
    "Spara heparin",
    "Intensivvård",
    "Meropenem",
    "Heparin",
    "Propofol",
    "Midazolam",
  ];
  const cases = await Promise.all(
    ["Meropenem", "Heparin", "Fentanyl", "Noradrenalin"].map((name) => findCaseOf(site.db, name)),
  );
  const paths = ["/", "/r/12", "/r/01", "/kallor", ...cases.map((id) => `/r/12/${id}`)];
  let marked = 0;
  for (const path of paths) {
    const html = await (await app.request(`${path}?lang=en`)).text();
    expect([path, findUnmarked(/<main[^]*<\/main>/.exec(html)?.[0] ?? "", words)]).toEqual([path, []]);
    marked += html.split('<span lang="sv">').length - 1;
    expect(await (await app.request(path)).text()).not.toContain('<span lang="sv">');
  }
  expect(marked).toBeGreaterThan(50);
});

it("in English mails, too", async () => {
  const channel = createEmailChannel({ smtpUrl: null, from: "Restsignal <utskick@restsignal.example.se>" });
  const words = ["Pulver till", "Injektionsflaska", "Rektaltub", "Påhittad Läkemedel", "Antibiotika", "Dispens gäller"];
  for (const views of [...Object.values(exampleViews), tailoredView]
    .map((view) => [view])
    .concat([Object.values(exampleViews)])) {
    const drawn = drawMail(channel, await renderPayload(channel, { views, language: "en" }));
    expect(findUnmarked(drawn.html, words)).toEqual([]);
    expect(drawn.html).toContain('<span lang="sv">');
  }
});
