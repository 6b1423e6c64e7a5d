import { describe, expect, it } from "vitest";
import { viewMessage } from "../../src/addresses.ts";
import { createChannels } from "../../src/channels/index.ts";
import type { Alternative, AlternativeState } from "../../src/domain/alternative.ts";
import { LANGUAGES } from "../../src/domain/message.ts";
import { renderSample } from "../../src/services/draft-message.ts";
import { nameAlternative, sayAlternative } from "../../templates/alternatives-content.ts";
import { renderEmail } from "../../templates/email.tsx";
import { stringsOf } from "../../templates/language.ts";
import { makeExtentFact } from "../support/extent-facts.ts";
import { factsOf } from "../support/message-facts.ts";
import { makeView } from "../support/message-views.ts";

const on = "2026-11-27";
const product: Alternative = { kind: "product", nplId: "20990000000101", name: "Cefexem 1 g" };
const substance: Alternative = {
  kind: "substance",
  atc: "J01DD01",
  formGroup: "parenteral",
  strength: null,
  name: "cefotaxim",
};

function say(alternative: Alternative, state: AlternativeState, known: string | null = on): string {
  const t = stringsOf("sv");
  return `${nameAlternative(alternative, t)}: ${sayAlternative({ alternative, state, on: known }, { on, t })}`;
}

describe("what is said of an alternative", () => {
  it.each<[Alternative, AlternativeState, string]>([
    [product, { kind: "product", state: "unreported", from: null }, "Cefexem 1 g: inte anmält per 27 november"],
    [product, { kind: "product", state: "short", from: null }, "Cefexem 1 g: anmält som bristande (per 27 november)"],
    [
      product,
      { kind: "product", state: "coming", from: "2026-12-14" },
      "Cefexem 1 g: väntas få brist från 14 december (per 27 november)",
    ],
    [
      product,
      { kind: "product", state: "coming", from: "2026-11-20" },
      "Cefexem 1 g: anmält som bristande (per 27 november)",
    ],
    [
      product,
      { kind: "product", state: "ceasing", from: "2027-01-01" },
      "Cefexem 1 g: slutar säljas 1 januari 2027 (per 27 november)",
    ],
    [product, { kind: "product", state: "ceasing", from: null }, "Cefexem 1 g: slutar säljas (per 27 november)"],
    [
      product,
      { kind: "deregistered" },
      "Cefexem 1 g: står inte som registrerat läkemedel för människor hos Läkemedelsverket (per 27 november)",
    ],
    [product, { kind: "unlisted" }, "Cefexem 1 g: finns inte i Läkemedelsverkets produktregister (per 27 november)"],
    [product, { kind: "unknown" }, "Cefexem 1 g: vi vet inte om det är registrerat eller anmält"],
    [
      substance,
      { kind: "substance", registered: 1, extent: null },
      "Cefotaxim, injektion: inte anmält per 27 november (1 registrerat preparat)",
    ],
    [
      substance,
      { kind: "substance", registered: 5, extent: null },
      "Cefotaxim, injektion: inte anmält per 27 november (5 registrerade preparat)",
    ],
    [
      substance,
      { kind: "unlisted" },
      "Cefotaxim, injektion: har inget registrerat preparat i Läkemedelsverkets produktregister (per 27 november)",
    ],
    [
      substance,
      {
        kind: "substance",
        registered: 2,
        extent: makeExtentFact({ grade: "whole", registered: 2, short: 2, coming: 0, ceasing: 0, unreported: 0 }),
      },
      "Cefotaxim, injektion: båda registrerade preparaten är anmälda som bristande (per 27 november)",
    ],
  ])("of %j in %j: %s", (alternative, state, sentence) => {
    expect(say(alternative, state)).toBe(sentence);
  });

  it("never says that there is any", () => {
    expect(say(product, { kind: "product", state: "unreported", from: null }, null)).toContain("vi vet inte");
  });
});

it("ten alternatives with names of 200 signs that mean something to a channel fit every channel, in both languages", async () => {
  const view = makeView();
  const name = `<!channel> *Cefexem* [x](http://a.example) ${"&<>_~`|".repeat(30)}`.slice(0, 200);
  const alternatives = Array.from({ length: 10 }, (_, index): Alternative => ({
    kind: "product",
    nplId: String(20_990_000_000_100 + index),
    name,
  }));
  const facts = {
    ...factsOf("case", view.message),
    alternatives: alternatives.map((alternative) => ({ alternative, state: { kind: "unlisted" } as const, on })),
  };
  const advice = { type: "other-substance" as const, text: { sv: "Byt." }, alternatives };
  const told = viewMessage({ ...view.message, facts, advice }, (path) => `https://rest.example${path}`);
  const refuse = () => Promise.reject(new Error("test: nothing is sent"));
  const channels = createChannels({
    slack: { token: null },
    teams: { http: { request: refuse } },
    email: { smtpUrl: null, from: "Restsignal <utskick@restsignal.example>" },
  });
  for (const channel of channels.values())
    for (const language of LANGUAGES) {
      const about = { view: told, language, publicUrl: "https://rest.example", now: new Date("2026-11-27T08:00:00Z") };
      expect((await renderSample(channel, about)).kind).not.toBe("rejected");
    }
});

it.each(LANGUAGES)("a mail's text tells of the alternatives as its HTML does (%s)", (language) => {
  const view = makeView();
  const state = { kind: "product", state: "short", from: null } as const;
  const facts = { ...factsOf("case", view.message), alternatives: [{ alternative: product, state, on }] };
  const advice = { type: "other-substance" as const, text: { sv: "Byt." }, alternatives: [product] };
  const pieces = [{ view: { ...view, message: { ...view.message, facts, advice } } }];
  const about = { pieces, language, unsubscribeUrl: "https://rest.example/u", stale: null, part: null };
  const { html, text } = renderEmail(about);
  for (const part of [html, text]) expect(part).toContain(stringsOf(language).alternatives.heading);
  expect(text).toContain(`* Cefexem 1 g: ${stringsOf(language).alternatives.short}`);
});
