import { ANSWER, COST, label, option, say, textColumn } from "./ask.ts";
import type { Part, Section } from "./question.ts";

/** What a cost or a system is for. */
const GOODS: readonly (readonly [string, string, string])[] = [
  ["medicine", "Läkemedel", "Medicines"],
  ["device", "Medicintekniska produkter", "Medical devices"],
  ["protective", "Skyddsutrustning", "Protective equipment"],
];

function costParts(): Part[] {
  return GOODS.map((goods): Part => ({ ...label(...goods), kind: "number", ...COST }));
}

/** The systems by which a region secures its supply, and what they cost: asked once a year. */
export const SECURING: Section = {
  code: "securing",
  title: say("System och kostnader", "Systems and costs"),
  questions: [
    {
      code: "R01",
      text: say(
        "Vilka system använder ni för att säkra försörjningen?",
        "Which systems do you use to secure the supply?",
      ),
      hint: say("Ett system per rad.", "One system a row."),
      parts: [
        {
          ...ANSWER,
          kind: "rows",
          columns: [
            textColumn(["system", "System", "System"], { maxChars: 200, required: true }),
            {
              ...label("purpose", "Vad det är till för", "What it is for"),
              kind: "one",
              options: [
                option("stock", "Lager", "Stock"),
                option("purchasing", "Inköp", "Purchasing"),
                option("watching", "Bevakning av brister", "Watching shortages"),
                option("distribution", "Fördelning mellan enheter", "Distribution between units"),
                option("forecast", "Prognos av förbrukning", "Forecasting use"),
                option("other", "Annat", "Other"),
              ],
            },
            {
              ...label("goods", "Vilka varor", "Which goods"),
              kind: "one",
              options: [
                ...GOODS.map(([code, sv, en]) => option(code, sv, en)),
                option("several", "Flera av dem", "Several of them"),
              ],
            },
            { ...label("cost", "Kostnad i år, kronor", "Cost this year, SEK"), kind: "number", ...COST },
            {
              ...label("planned", "Planerad kostnad nästa år, kronor", "Planned cost next year, SEK"),
              kind: "number",
              ...COST,
            },
          ],
        },
      ],
    },
    {
      code: "R02",
      text: say("Vad kostar lager och beredskap i år?", "What do stock and preparedness cost this year?"),
      parts: costParts(),
    },
    {
      code: "R03",
      text: say("Vad planeras de kosta nästa år?", "What are they planned to cost next year?"),
      parts: costParts(),
    },
    {
      code: "R04",
      text: say("Vad saknas för att klara målen?", "What is missing to meet the targets?"),
      parts: [{ ...ANSWER, kind: "text", maxChars: 2_000 }],
    },
  ],
};
