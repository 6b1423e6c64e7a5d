import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeProducts } from "../../src/db/products.ts";
import type { ListEntry } from "../../src/domain/list.ts";
import type { Notice } from "../../src/domain/notice.ts";
import type { Product } from "../../src/domain/product.ts";
import { createApp } from "../../src/web/app.ts";
import { makeEntry, makeNotice, makePackage, type NoticeOver } from "../support/builders.ts";
import { createScene, nationalDouble, NO_GUARDS } from "../support/scene.ts";
import { signIn } from "./desk-visitor.ts";
import { createWebDeps } from "./site.ts";

const FILE = "21 augusti kl. 02:30";
const NOW = new Date("2026-08-21T06:00:00Z");

const scene = await createScene();
let app: ReturnType<typeof createApp>;
afterAll(() => scene.close());

async function begin(): Promise<void> {
  await scene.reset();
  scene.clock = NOW;
  app = createApp(createWebDeps(scene.db, { now: () => scene.clock }));
}

/** Takes in a file of the nation's, written in the night of that day. */
async function ingest(notices: readonly Notice[], day = "2026-08-21"): Promise<void> {
  const file = await scene.writeFile(JSON.stringify({ at: day, notices }));
  const result = await scene.ingestFrom(nationalDouble, { file, guards: NO_GUARDS });
  if (result.kind !== "ingested") throw new Error(`test: the file was not taken in: ${result.kind}`);
}

async function ask(question: string, path = "/r/12"): Promise<string> {
  return look(`${path}${path.includes("?") ? "&" : "?"}q=${encodeURIComponent(question)}`);
}

/** The text of a page's main part without its forms, spaces as one. */
async function look(path: string): Promise<string> {
  const response = await app.request(path);
  expect(response.status).toBe(200);
  const [main = ""] = /<main[\s\S]*<\/main>/.exec(await response.text()) ?? [];
  const text = main.replace(/<form[\s\S]*?<\/form>/g, "").replace(/<[^>]+>/g, " ");
  return text.replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replace(/\s+/g, " ");
}

let made = 0;
/** A notice of its own about a made-up product. */
function about(productName: string, atc: string, substance: string, over: NoticeOver = {}): Notice {
  made += 1;
  const nplId = String(20990000001000 + made);
  const pack = makePackage({ nplPackId: String(20990000200000 + made), nordicArticleNumber: { value: null } });
  const product = { productName, substances: [substance], atcTerm: substance, packages: [pack] };
  return makeNotice({ reportId: `report-${made}`, nplId, atc, ...product, ...over });
}

function line(substance: string, atc: string, over: Partial<ListEntry> = {}): ListEntry {
  return makeEntry({ substance, atc, ...over });
}

const PRODUCT: Product = {
  nplId: "20990000000999",
  name: "Nunamn",
  substance: "nytt",
  atc: "A01AA03",
  form: "Tablett",
  formGroup: "oral",
  strength: "1 mg",
  veterinary: false,
  status: "registered",
  rawStatus: "Godkänd",
  holder: "Exempel Pharma AB",
};

const PROPOFOL = about("Propofol Exempel 10 mg/ml Injektionsvätska, emulsion", "N01AX10", "propofol");
const LIST = [
  line("Meropenem", "J01DH02"),
  line("Meropenem", "J01DH02", { formGroup: null }),
  line("Morfin", "N02AA01"),
  line("Fentanyl", "N02AB03"),
  line("Fentanyl", "N02AB03", { formGroup: "transdermal" }),
  line("Cefotaxim", "J01DD01"),
  line("Propofol", "N01AX10"),
  line("Paracetamol", "N02BE01"),
  line("Hydralazin", "C02DB02"),
  line("Klonazepam", "N03AE01"),
  line("Noradrenalin", "C01CA03"),
];
const NOTICES = [
  makeNotice(),
  about("Dolcontin 30 mg Depottablett", "N02AA01", "morfinsulfat (pentahydrat)", { atcTerm: "Morfin" }),
  about("Matrifen 12 mikrogram/timme Depotplåster", "N02AB03", "fentanyl"),
  about("Cefexempel 1 g Pulver till injektionsvätska, lösning", "J01DD", "cefotaxim"),
  about("Djurkillen vet. 10 mg Tablett", "QP52AC13", "djurkillin"),
  about("Hallandin 1 mg Tablett", "A01AA01", "hallandin", { regionCode: "13" }),
  about("Varitslutin 1 mg Tablett", "A01AA02", "varitslutin", { packages: [makePackage({ ended: "2026-08-10" })] }),
];

describe("with a list and a file", () => {
  beforeAll(async () => {
    await begin();
    await scene.importList(LIST);
    await scene.importList([line("Morfin", "N02AA01")], "13");
    await ingest([...NOTICES, PROPOFOL], "2026-08-20");
    await ingest([...NOTICES, { ...PROPOFOL, packages: [makePackage({ ended: "2026-08-20" })] }]);
  });

  describe("on the region's list", () => {
    it("what is reported is shown as its case", async () => {
      const text = await ask("meropenem");
      expect(text).toContain("Anmält, på regionens lista (1)");
      expect(text).toMatch(
        /Meropenem , injektion\/infusion J01DH02 · prioritet \d · Antibiotika .*Brist sedan 1 augusti/,
      );
      expect(text).not.toContain("Morfin");
    });

    it.each(["morfin", "MORFIN", "morphine", "N02AA01", "n02 aa01", "morfin injektion 10 mg"])(
      "%s is on it and not reported: exactly that is said, and no more",
      async (question) => {
        expect(await ask(question)).toContain(
          `Morfin, injektion/infusion står på regionens lista. Ingen brist och ingen avslutad försäljning är anmäld för det i Läkemedelsverkets fil från ${FILE}. Det är inget löfte om att det finns på hyllan.`,
        );
      },
    );

    it("of several lines each is answered for: one is reported, the other not", async () => {
      const text = await ask("fentanyl");
      expect(text).toMatch(/Anmält, på regionens lista \(1\) .*Fentanyl , transdermalt/);
      expect(text).toContain("Fentanyl, injektion/infusion står på regionens lista. Ingen brist");
    });

    it("what is asked for in another form than the list has is not answered as if it were that", async () => {
      const text = await ask("morfin tablett");
      expect(text).toContain("Regionens lista har det du sökte, men inte i den form eller styrka du skrev (peroralt).");
      expect(text).toContain("På listan med annan form eller styrka (1)");
      expect(text).toMatch(/Anmält i landet, inte på regionens lista \(1\) .*Dolcontin 30 mg Depottablett/);
    });

    it("what other lines' cases tell is never called unreported", async () => {
      const text = await ask("meropenem");
      expect(text).toContain(
        "Meropenem står på regionens lista. Det som är anmält för det visas under: Meropenem, injektion/infusion",
      );
      expect(text).not.toContain("Ingen brist");
    });

    it("what may be about a line, and nobody has decided on, is told as that", async () => {
      const text = await ask("J01DD01");
      expect(text).toContain(
        "Cefotaxim, injektion/infusion står på regionens lista. En öppen anmälan kan gälla det, men uppgifterna räcker inte för att vara säker, och regionen har inte tagit ställning än: ",
      );
      expect(text).toContain("Cefexempel 1 g Pulver till injektionsvätska, lösning");
      expect(text).not.toContain("Ingen brist");
    });

    it("what was short and is over is told with its day", async () => {
      expect(await ask("propofol")).toMatch(/Ingen brist .* Tidigare: .*20 augusti\. Se tidigare meddelanden/);
    });

    it.each(["panodil", "alvedon", "acetaminophen"])(
      "%s leads to paracetamol, and says what was looked for",
      async (brand) => {
        const text = await ask(brand);
        expect(text).toContain("Vi sökte också på Paracetamol.");
        expect(text).toContain("Paracetamol, injektion/infusion står på regionens lista. Ingen brist");
      },
    );

    it("from an old file it is told with the file's day, under the warning", async () => {
      scene.clock = new Date("2027-02-01T06:00:00Z");
      const text = await ask("morfin");
      scene.clock = NOW;
      expect(text).toContain("kan vara inaktuella");
      expect(text).toContain("fil från 21 augusti 2026 kl. 02:30");
    });
  });

  describe("not on the region's list", () => {
    it("it is told what the nation's file reports, with its dates", async () => {
      const text = await ask("matrifen", "/r/13");
      expect(text).toContain("Inget på regionens lista passar ”matrifen”.");
      expect(text).toMatch(
        /Anmält i landet \(1\) .*Matrifen 12 mikrogram\/timme Depotplåster .* Brist sedan 1 augusti/,
      );
    });

    it("or that the file reports nothing, which is no promise", async () => {
      const text = await ask("tavegyl");
      expect(text).toContain("Vi sökte också på klemastin.");
      expect(text).toContain("Inget på regionens lista passar ”tavegyl”.");
      expect(text).toContain(
        `Läkemedelsverkets fil från ${FILE} har ingen öppen anmälan om ”tavegyl”. Det är inget löfte om att läkemedlet finns på hyllan.`,
      );
    });

    it("or that what was reported is over", async () => {
      expect(await ask("varitslutin")).toMatch(
        /har ingen öppen anmälan .* Det här har varit anmält: Varitslutin 1 mg Tablett : .*10 augusti/,
      );
    });

    it("medicines for animals are told as that", async () => {
      expect(await ask("djurkillen")).toContain("för djur");
    });

    it("another region's own notice is told to nobody but that region", async () => {
      expect(await ask("hallandin")).not.toContain("Hallandin 1 mg");
      expect(await ask("hallandin", "/")).not.toContain("Hallandin 1 mg");
      expect(await ask("hallandin", "/r/13")).toContain("Hallandin 1 mg");
    });

    it("a region without a list is answered from the nation's file", async () => {
      const text = await ask("meropenem", "/r/01");
      expect(text).toContain("Region Stockholm har ingen lista i Restsignal än.");
      expect(text).toContain("Anmält i landet (1)");
    });
  });

  describe("what may be misspelt is asked about and never answered", () => {
    it.each([
      ["Meropenm", "Meropenem"],
      ["meropenmem", "Meropenem"],
      ["morffin", "Morfin"],
      ["mofrin", "Morfin"],
      ["mrofin injektion", "Morfin"],
    ])("%s", async (question, meant) => {
      const html = await (await app.request(`/r/12?q=${encodeURIComponent(question)}`)).text();
      const text = await ask(question);
      expect(html).toContain(`href="/r/12?q=${meant}"`);
      expect(text).toContain("Menade du");
      expect(text).not.toContain("står på regionens lista");
      expect(text).not.toContain("Anmält");
    });

    it.each([
      ["hydroxizin", "Hydralazin"],
      ["klonidin", "Klonazepam"],
      ["ceftazidim", "Cefotaxim"],
      ["adrenalin", "Noradrenalin"],
    ])("%s is never answered with %s", async (question, other) => {
      expect(await ask(question)).not.toContain(`${other}, injektion/infusion står på`);
    });
  });

  describe("what nobody knows", () => {
    it("is told as that, and that we can say nothing of it", async () => {
      expect(await ask("blablaxyz")).toContain(
        `Vi känner inte igen ”blablaxyz”. Det finns inte på någon lista vi har, inte i Läkemedelsverkets fil från ${FILE} och inte bland de läkemedelsnamn vi känner till. Vi kan alltså inte säga något om det.`,
      );
      expect(await ask("99999999999999")).toContain("Numret 99999999999999 finns inte bland");
      expect(await ask("J01XX99")).toContain("Vi känner inte igen ATC-koden J01XX99");
    });

    it.each([
      ["?!", "Skriv namnet på ett läkemedel"],
      ["😀", "Skriv namnet på ett läkemedel"],
      ["%_%", "Skriv namnet på ett läkemedel"],
      ["e", "Skriv minst två tecken."],
      ["<script>alert(1)</script>", "Vi känner inte igen ”<script>alert(1)</script>”"],
      ["a'; drop table notice; --", "Vi känner inte igen"],
      ["morf\u200B\u00ADin", "Morfin, injektion/infusion står på"],
      [`morfin${" ".repeat(500)}`, "Morfin, injektion/infusion står på"],
      ["x".repeat(500), "Vi känner inte igen"],
      ["  ", "Vi vet inte hur mycket ("],
    ])("%j gets an answer that is true", async (question, answer) => {
      expect(await ask(question)).toContain(answer);
      expect(await ask(question, "/")).not.toContain("undefined");
    });
  });

  describe("numbers", () => {
    it.each(["20990000000011", "20990000100011", "012345", "01 23 45"])(
      "%s finds the medicine that has it",
      async (number) => {
        expect(await ask(number)).toMatch(/Meropenem , injektion\/infusion .*Brist sedan 1 augusti/);
      },
    );

    it("an article number without its zeros is asked about", async () => {
      expect(await ask("12345")).toContain("Menade du 012345");
    });
  });

  describe("the first page", () => {
    it("answers for the country and says which regions have it on their list", async () => {
      const meropenem = await ask("meropenem", "/");
      expect(meropenem).toMatch(
        /Region Skåne : på listan, något är anmält för 1 av 2 rader\. Mest berörd: okänd omfattning Anmält i landet \(1\)/,
      );
      expect(meropenem).not.toContain("Region Halland : på listan");
      const morphine = await ask("morfin", "/");
      expect(morphine).toMatch(/Region Skåne : på listan, inget öppet ärende Region Halland : på listan, inget öppet/);
      expect(morphine).toContain("Dolcontin 30 mg Depottablett");
    });

    it("sends the question on to the region that is chosen", async () => {
      const response = await app.request("/?q=morfin&region=12&lang=en");
      expect(response.status).toBe(302);
      expect(response.headers.get("location")).toBe("/r/12?q=morfin&lang=en");
      expect((await app.request("/?q=morfin&region=99")).status).toBe(200);
    });

    it("leads to all that is reported in the country, medicines for people and of no one region", async () => {
      const text = await look("/?show=all");
      expect(text).toContain("Brist och avslutad försäljning i hela landet");
      expect(text).toContain("Dolcontin 30 mg Depottablett");
      expect(text).not.toMatch(/Djurkillen|Hallandin|Varitslutin/);
    });
  });

  it("whoever may open cases at the desk is led there from each answer, and such a page is kept by nobody", async () => {
    const visitor = await signIn(createWebDeps(scene.db, { now: () => scene.clock }), [
      { role: "curator", regionCode: "12" },
    ]);
    for (const question of ["meropenem", "propofol"]) {
      const address = `/r/12?q=${question}`;
      const signedIn = await visitor.get(address);
      const html = await signedIn.text();
      const cases = html.match(/href="\/r\/12\/\d+"/g) ?? [];
      expect(html.match(/class="desk-link" href="\/cases\/\d+"/g)).toHaveLength(cases.length);
      expect([cases.length > 0, signedIn.headers.get("cache-control")]).toEqual([true, "private, no-store"]);
      const signedOut = await app.request(address);
      expect(await signedOut.text()).not.toContain("desk-link");
      for (const one of [signedIn, signedOut]) expect(one.headers.get("vary")).toMatch(/cookie/i);
    }
  });

  it("on an English page names that were looked for or found by are Swedish to a screen reader", async () => {
    const html = await (await app.request("/r/12?q=acetaminophen&lang=en")).text();
    expect(html).toContain('We also searched for <span lang="sv">Paracetamol</span>.');
    expect(html).toMatch(/<span lang="sv">Paracetamol<\/span>, injection\/infusion +is on the region&#39;s list/);
  });

  it("in English each of the truths is told", async () => {
    expect(await ask("morphine", "/r/12?lang=en")).toContain(
      "is on the region's list. No shortage and no end of sale is reported",
    );
    expect(await ask("matrifen", "/r/13?lang=en")).toContain("Reported in Sweden (1)");
    expect(await ask("meropenm", "/r/12?lang=en")).toContain("Did you mean Meropenem");
  });
});

describe("on the first day", () => {
  it("before any file says so, what happens next, and of a list's line that nobody can tell", async () => {
    await begin();
    expect(await look("/r/01")).toContain("Region Stockholm har inte lagt in någon lista än. Ingen fil är inläst än.");
    for (const path of ["/", "/r/01"])
      expect(await look(path)).toContain(
        "Ingen fil är inläst än. Restsignal hämtar Läkemedelsverkets fil varje timme.",
      );
    expect(await ask("panodil", "/")).toContain("Ingen fil från Läkemedelsverket är inläst än");
    expect(await ask("blablaxyz", "/")).toContain("så vi kan inte säga något om det");
    await scene.importList([line("Morfin", "N02AA01")]);
    expect(await look("/r/12")).toContain("Ingen fil är inläst än.");
    expect(await look("/r/12")).not.toContain("Inget läkemedel på regionens lista");
    expect(await look("/")).toContain("Region Skåne Vi vet inte än");
    expect(await ask("morfin")).toContain(
      "Morfin, injektion/infusion står på regionens lista. Ingen fil från Läkemedelsverket är inläst än, så vi vet inte om det är brist på det.",
    );
  });

  it("before any list shows all that is reported, a page at a time; a new file and a new list are found at once", async () => {
    await begin();
    const notices = Array.from({ length: 60 }, (_, index) =>
      about(`Exempel ${100 + index} Tablett`, "A01AA01", "exemplin"),
    );
    await ingest(notices, "2026-08-20");
    const first = await look("/");
    expect(first).toContain(
      "Ingen region har lagt in någon lista än. Här är allt som är anmält i landet: brist och försäljning som upphör.",
    );
    expect(first).toContain(
      "60 öppna anmälningar om brist eller avslutad försäljning av läkemedel för människor. Läkemedelsverkets fil är från 20 augusti kl. 02:30. Rad 1–50 av 60.",
    );
    expect(first).toContain("Exempel 100 Tablett");
    for (const path of ["/?page=2", "/r/01?page=2"]) {
      expect(await look(path)).toContain("Exempel 159 Tablett");
      expect(await look(path)).not.toContain("Exempel 100 Tablett");
    }
    expect(await ask("nyligen", "/")).toContain("Vi känner inte igen");
    await ingest([...notices, about("Nyligen 1 mg Tablett", "A01AA03", "nytt")]);
    expect(await ask("nyligen", "/")).toContain("Nyligen 1 mg Tablett");
    await scene.importList([line("Nytt ämne", "A01AA03", { formGroup: "oral" })]);
    expect(await ask("nyligen")).toContain("Nytt ämne , peroralt");
    const product = { ...PRODUCT, formerNames: ["Gammalnamn"] };
    await writeProducts(scene.db, [product]);
    for (const name of ["nunamn", "gammalnamn", product.nplId])
      expect(await ask(name)).toContain("Nytt ämne , peroralt");
  });
});

it("what was asked for and is not reported is told before what only has a product of that name, which is named", async () => {
  await begin();
  await scene.importList([line("Natriumklorid", "B05XA03"), line("Elektrolyter", "B05BB01")]);
  await ingest([about("Natriumklorid Exempel 9 mg/ml Infusionsvätska, lösning", "B05BB01", "natriumklorid")]);
  expect(await ask("natriumklorid")).toMatch(
    /Natriumklorid, injektion\/infusion står på regionens lista\. Ingen brist .* Anmält, på regionens lista \(1\) .* Elektrolyter , injektion\/infusion \(hittades via Natriumklorid Exempel\)/,
  );
});
