import { describe, expect, it } from "vitest";
import { insertListVersion } from "../../src/db/lists.ts";
import { readSituations } from "../../src/db/situation.ts";
import { REGIONS } from "../../src/domain/region.ts";
import { createApp } from "../../src/web/app.ts";
import { signIn } from "./desk-visitor.ts";
import { createEmptySite, findCaseOf, NOW, publish, SKANE, type Site } from "./site.ts";
import { useSite } from "./use-site.ts";

let site: Site;
let app: Site["app"];

useSite({}, (opened) => {
  site = opened;
  ({ app } = site);
});

async function read(path: string): Promise<string> {
  return (await app.request(path)).text();
}

/** The text of a page without its tags, spaces as one. */
async function readText(path: string): Promise<string> {
  const html = await read(path);
  const text = html.replace(/<(script|style|head)[\s\S]*?<\/\1>/g, "").replace(/<[^>]+>/g, " ");
  return text.replaceAll("&#39;", "'").replace(/\s+/g, " ");
}

describe("the first page", () => {
  it("names all 21 regions, and says which have no list", async () => {
    const text = await readText("/");
    for (const { name } of REGIONS) expect(text).toContain(name);
    expect(text.match(/har ingen lista i Restsignal ännu/g)).toHaveLength(19);
  });

  it("claims no shortage before anybody knows how much is reported, on either page", async () => {
    const text = await readText("/r/12");
    expect(text).toContain("Något är anmält för 41 läkemedel på regionens lista. Hur stor del av dem vet vi inte.");
    expect(text).toMatch(/Vi vet inte hur mycket \(41\) Läkemedelsverkets produktregister är inte inläst\./);
    expect(await readText("/")).toContain("Region Skåne 41 där vi inte vet hur mycket Västra Götalandsregionen");
  });

  it("says where the facts come from and of what time", async () => {
    expect(await readText("/")).toContain("Källa: Läkemedelsverket, uppgifter per 2026-08-21 02:27");
  });

  it("says when nothing has been read yet", async () => {
    const empty = await createEmptySite();
    const response = await createApp(empty.deps).request("/");
    expect(response.status).toBe(200);
    expect(await response.text()).toContain("Inga uppgifter är inlästa ännu.");
    await empty.close();
  });
});

describe("a region's page", () => {
  it("shows every open case of the list, with a link to it", async () => {
    const html = await read(`/r/${SKANE}`);
    for (const { caseId } of await readSituations(site.db, SKANE)) expect(html).toContain(`href="/r/12/${caseId}"`);
  });

  it("orders what is as much reported by priority, the most important first", async () => {
    const told = (await readText(`/r/${SKANE}`)).matchAll(/ · prioritet (\d)/g);
    const priorities = Array.from(told, ([, priority]) => priority).join("");
    expect(priorities).toBe(`${"1".repeat(30)}${"2".repeat(8)}${"3".repeat(3)}`);
  });

  it("tells of a case how much is reported, its dates and kind of advice", async () => {
    expect(await readText("/r/12?q=meropenem")).toMatch(
      /Meropenem , injektion\/infusion J01DH02 · prioritet 1 · Infektion 3 preparat är anmälda\.[^·]* Brist[^·]* Annat preparat med samma substans/,
    );
    expect(await readText("/r/12?q=kaliumklorid")).toMatch(
      /Skulle ha kommit åter 30 juni, inget nytt datum\. Inget råd ännu/,
    );
    expect(await readText("/r/12?q=pilokarpin")).toMatch(/Slutar säljas 30 september/);
  });

  it.each([
    ["the beginning of an ATC code", "atc=j01", 7],
    ["an ATC code that the list has the beginning of", "atc=B01AD02", 1],
    ["a priority", "priority=3", 3],
    ["a status", "status=upcoming", 7],
    ["several at once", "atc=J01&status=upcoming&priority=1", 1],
    ["nothing that is there", "priority=9", 0],
  ])("is filtered by %s", async (_what, query, count) => {
    expect(await readText(`/r/12?${query}`)).toContain(`Visar ${count} av 41`);
  });

  it("says what is wrong with an ATC code, shows it again and filters by nothing", async () => {
    const html = await read("/r/12?atc=%3Cb%3E%25");
    expect(html).toContain("En ATC-kod är 1–8 bokstäver och siffror");
    expect(html).toContain('value="&lt;b&gt;%"');
    expect(html).toContain("Visar 41 av 41");
  });

  it("names its feeds for readers and for programs, with the same wishes", async () => {
    const html = await read("/r/12?atc=J01&priority=1");
    expect(html).toContain('<link rel="alternate" type="application/rss+xml"');
    expect(html.match(/href="\/r\/12\/feed\.atom\?atc=J01&amp;priority=1"/g)).toHaveLength(2);
  });

  it("lists what closed in the last 14 days, and no longer", async () => {
    expect(await readText("/r/12")).toMatch(
      /Inte längre aktuellt, de senaste 14 dagarna .*Propofol, injektion\/infusion sedan/,
    );
    const later = createApp({ ...site.deps, now: () => new Date(NOW.getTime() + 15 * 86_400_000) });
    expect(await (await later.request("/r/12")).text()).not.toContain("Propofol");
  });

  it("says of a region without a list that it has none, and shows what is reported in the whole country", async () => {
    const text = await readText("/r/01");
    expect(text).toContain(
      "Region Stockholm har inte lagt in någon lista än. Här är allt som är anmält i landet: brist och försäljning som upphör.",
    );
    expect(text).toMatch(/Amlodipin Skenfarma 10 mg Tablett .* Brist sedan/);
  });

  it("says so when nothing on the list is short", async () => {
    await insertListVersion(site.db, { regionCode: "20", fileName: "list.csv", entries: [], importedAt: NOW });
    expect(await read("/r/20")).toContain("Inget läkemedel på regionens lista är rapporterat som brist just nu.");
  });
});

describe("a case's page", () => {
  it("shows the newest message first, with its advice, and the earlier ones folded below", async () => {
    const html = await read(`/r/12/${await findCaseOf(site.db, "Meropenem")}`);
    const places = ["två injektionsflaskor", "Läget nu enligt Läkemedelsverket", "<details", "version 1"];
    const found = places.map((text) => html.indexOf(text));
    expect(found).not.toContain(-1);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  });

  it("shows the source's facts when the region has published nothing, and says so", async () => {
    const text = await readText(`/r/12/${await findCaseOf(site.db, "Noradrenalin")}`);
    expect(text).toContain("Region Skåne har inte lämnat något råd ännu.");
    expect(text).toMatch(
      /Noradrenalin Exempelpharma 1 mg\/ml .*Ampull, 10 x 4 ml; Ampull, 5 x 10 ml Brist sedan 21 augusti, väntas åter 8 oktober/,
    );
    expect(text).toContain("Regionens lager räcker till omkring 8 september.");
  });

  it("says the same of the stock as the inbox and the message, and what is true on the day it is read", async () => {
    const caseId = await findCaseOf(site.db, "Noradrenalin");
    const curator = await signIn(site.deps, [{ regionCode: SKANE, role: "curator" }], "Siv Lager");
    const textOf = async (response: Response) => (await response.text()).replace(/<[^>]+>/g, "");
    const says = "Regionens lager räcker till omkring 8 september.";
    expect(await textOf(await curator.get("/inbox/12"))).toContain("lager till omkring 8 september");
    await publish(site.db, { caseId });
    const readOn = async (now: string) => {
      const later = createApp({ ...site.deps, now: () => new Date(now) });
      return textOf(await later.request(`/r/12/${caseId}`));
    };
    expect(await readOn("2026-08-22T06:00:00Z")).toContain(says);
    const late = await readOn("2026-09-20T06:00:00Z");
    expect(late).toContain("Utan nya leveranser beräknas regionens lager vara slut sedan 8 september.");
    expect(late).not.toMatch(/lager räcker/);
  });

  it("never says that what leaves the market comes back", async () => {
    const text = await readText(`/r/12/${await findCaseOf(site.db, "Pilokarpin")}`);
    expect(text).toMatch(/Slutar säljas 30 september/);
  });

  it("says when a message is urgent", async () => {
    expect(await readText(`/r/12/${await findCaseOf(site.db, "Heparin")}`)).toMatch(/Brådskande Ny läkemedelsbrist/);
  });

  it("shows a message's text as text, whatever it holds", async () => {
    const caseId = await findCaseOf(site.db, "Glukagon");
    const text = { sv: '<script>alert(1)</script> & "citat"' };
    await publish(site.db, { caseId, advice: { type: "no-action", text } });
    const html = await read(`/r/12/${caseId}`);
    expect(html).not.toContain("<script");
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;citat&quot;");
  });

  it("is found in its own region only", async () => {
    const caseId = await findCaseOf(site.db, "Meropenem");
    expect((await app.request(`/r/12/${caseId}`)).status).toBe(200);
    expect((await app.request(`/r/14/${caseId}`)).status).toBe(404);
  });
});

describe("every page", () => {
  const paths = ["/", "/r/12", "/r/01", "/tillganglighet", "/r/99", "/nowhere"];

  it.each(["/r/99", "/r/12/0", "/r/12/999999", "/r/12/1%20or%201=1", "/r/12/99999999999999999999", "/nowhere"])(
    "%s does not exist, which is said in Swedish with status 404",
    async (path) => {
      const response = await app.request(path);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain("<h1>Sidan finns inte</h1>");
    },
  );

  it.each(paths)("%s says its language, has a skip link first, one h1 and the landmarks", async (path) => {
    const html = await read(path);
    expect(html).toMatch(/^<!doctype html>\n<html lang="sv"/);
    expect(/<body>\s*<a[^>]*href="([^"]+)"/.exec(html)?.[1]).toBe("#content");
    expect(html.match(/<h1/g)).toHaveLength(1);
    for (const landmark of ["<header", '<main id="content"', "<footer"]) expect(html).toContain(landmark);
  });

  it.each(paths)("%s is there in English, and leads back to Swedish", async (path) => {
    const html = await read(`${path}?lang=en`);
    expect(html).toContain('<html lang="en"');
    expect(html).toContain('lang="sv"');
    expect(html).toContain("Skip to content");
  });

  it("keeps the language from link to link, and the reader's filter when the language changes", async () => {
    const html = await read("/r/12?lang=en&q=meropenem");
    expect(html).toMatch(/href="\/r\/12\/\d+\?lang=en"/);
    expect(html).toContain('href="/r/12?q=meropenem&amp;lang=sv"');
    expect(html).toContain('<input type="hidden" name="lang" value="en"');
  });

  it("warns when the facts are older than 36 hours, and not before", async () => {
    const fileTime = new Date("2026-08-21T00:27:13.435Z").getTime();
    const at = async (hours: number, path: string) => {
      const later = createApp({ ...site.deps, now: () => new Date(fileTime + hours * 3_600_000) });
      return (await later.request(path)).text();
    };
    for (const path of paths) {
      expect(await at(35.9, path)).not.toContain("kan vara inaktuella");
      expect(await at(36.1, path)).toContain(
        "Uppgifterna är från 2026-08-21 02:27, för 36 timmar sedan, och kan vara inaktuella.",
      );
    }
  });

  it("tells where to report accessibility faults, with or without a contact", async () => {
    expect(await read("/tillganglighet")).toContain('href="mailto:kontakt@restsignal.example"');
    const without = createApp({ ...site.deps, contact: null });
    const html = await (await without.request("/tillganglighet")).text();
    expect(html).toContain("Kontakta din regions läkemedelsfunktion");
    expect(html).toContain("ej granskad av extern part");
  });
});
