import { type MessageView } from "../../src/domain/message.ts";
import {
  exampleViews,
  makeEntryFact,
  makeFacts,
  makeNoticeFact,
  makePackageFact,
  makeView,
  tailoredView,
} from "./message-views.ts";

const CONTACT = "Läkemedelsjouren dygnet runt 040-12 34 56, lakemedelsfunktionen.jourverksamheten@skane.example";
const LONG_NAME = "Dinatriumklodronattetrahydrat/natriumdivätefosfatdihydrat/magnesiumkloridhexahydrat";
const LONG_URL = `https://lakemedelsinformation.skane.example/${"behandlingsrekommendation-".repeat(8)}2026`;
const LONG_PRODUCT = `Natriumhyaluronatkoncentrat${"superlångtpreparatnamn".repeat(6)} 1 234 567,89 mikrogram/ml Pulver`;

/** Messages whose words are longer than a phone is wide, and whose top has all that a message can say there. */
export const longViews = {
  "long names": makeView({
    urgency: "high",
    contact: CONTACT,
    facts: makeFacts({
      entry: makeEntryFact({ substance: LONG_NAME, strength: "1 234 567,89 mikrogram/ml", category: LONG_NAME }),
      notices: [
        makeNoticeFact({ productName: LONG_PRODUCT, holder: `${LONG_NAME} AB` }),
        makeNoticeFact({
          productName: `${LONG_PRODUCT} II`,
          packages: [makePackageFact({ description: LONG_PRODUCT, forecastEnd: "2027-12-31" })],
        }),
      ],
      stock: { days: 20, endsOn: "2026-09-10" },
    }),
  }),
  "a long address in the advice": makeView({
    contact: LONG_URL,
    advice: { type: "other-substance", text: { sv: `Läs ${LONG_URL}\n\n${LONG_PRODUCT}` } },
  }),
  "a correction by a rule, with a stock": makeView({
    kind: "correction",
    version: 4,
    reviewed: false,
    contact: CONTACT,
    facts: makeFacts({ stock: { days: 20, endsOn: "2026-09-10" } }),
    advice: { type: "local-stock", text: { sv: "Spara till akuten." }, fromVersion: 3 },
  }),
  "no advice, by a rule": makeView({ advice: null, reviewed: false, contact: CONTACT }),
  "a retraction that says why": makeView({
    kind: "retraction",
    version: 3,
    contact: CONTACT,
    advice: { type: "no-action", text: { sv: "Meddelandet gällde fel styrka." } },
  }),
  "a retraction that does not": { ...exampleViews.retraction },
  "a resolved case": exampleViews.resolved,
  "for some readers, on another region's words": tailoredView,
} satisfies Record<string, MessageView>;
