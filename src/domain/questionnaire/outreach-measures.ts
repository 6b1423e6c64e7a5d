import { ANSWER, COST, days, label, option, otherOption, PERCENT, say, textColumn } from "./ask.ts";
import type { Section } from "./question.ts";

const MEASURE_CHARS = 1_000;

/** What was done, what is planned and what is needed: Q16–Q18. */
export const MEASURES: Section = {
  code: "measures",
  title: say("Åtgärder och behov", "Measures and needs"),
  questions: [
    {
      code: "Q16",
      text: say(
        "Vilka åtgärder har ni analyserat för att nå förskrivare med anpassad information?",
        "Which measures to reach prescribers with tailored information have you analysed?",
      ),
      hint: say("En åtgärd per rad.", "One measure a row."),
      parts: [
        {
          ...ANSWER,
          kind: "rows",
          columns: [
            textColumn(["measure", "Åtgärd", "Measure"], { maxChars: MEASURE_CHARS, required: true }),
            {
              ...label("status", "Status", "Status"),
              kind: "one",
              options: [
                option("rejected", "Förkastad", "Rejected"),
                option("ongoing", "Pågår", "Ongoing"),
                option("introduced", "Införd", "Introduced"),
              ],
            },
            textColumn(["effect", "Effekt", "Effect"], { maxChars: MEASURE_CHARS }),
            { ...label("cost", "Kostnad i kronor", "Cost in SEK"), kind: "number", ...COST },
          ],
        },
      ],
    },
    {
      code: "Q17",
      text: say("Vilka åtgärder planerar ni?", "Which measures do you plan?"),
      hint: say("En åtgärd per rad. Skriv funktion, inte namn.", "One measure a row. Write a function, not a name."),
      parts: [
        {
          ...ANSWER,
          kind: "rows",
          columns: [
            textColumn(["what", "Vad", "What"], { maxChars: MEASURE_CHARS, required: true }),
            textColumn(["when", "När", "When"], { maxChars: 100 }),
            textColumn(["responsible", "Ansvarig funktion", "Responsible function"], { maxChars: 200 }),
          ],
        },
      ],
    },
    {
      code: "Q18",
      text: say("Vilket nationellt stöd behöver ni?", "Which national support do you need?"),
      parts: [
        {
          ...ANSWER,
          kind: "several",
          options: [
            option("shared-advice", "Gemensamma råd", "Shared advice"),
            option("shared-text", "Gemensam text", "Shared wording"),
            option("stock-data", "Lagerdata", "Stock data"),
            option("earlier-reports", "Tidigare anmälan", "Earlier reports"),
            option("record-integration", "Integration i journalen", "Integration in record systems"),
            option("on-call", "Jourfunktion", "An on-call function"),
            option("law", "Juridik", "Law"),
            otherOption("other", "Annat", "Other"),
          ],
        },
      ],
    },
  ],
};

/** Devices and stock: Q19–Q20. */
export const SUPPLY: Section = {
  code: "supply",
  title: say("Medicinteknik och lager", "Devices and stock"),
  questions: [
    {
      code: "Q19",
      text: say("Hur är det med medicintekniska produkter?", "How is it with medical devices?"),
      parts: [
        {
          ...label("routine", "Har ni samma rutin som för läkemedel?", "Have you the same routine as for medicines?"),
          kind: "one",
          options: [
            option("same", "Ja, samma", "Yes, the same"),
            option("own", "Nej, en egen rutin", "No, a routine of its own"),
            option("none", "Nej, ingen rutin", "No routine"),
          ],
        },
        {
          ...label("shortage", "Har ni haft brist det senaste året?", "Have you had shortages in the last year?"),
          kind: "one",
          options: [
            option("affected-care", "Ja, och vården påverkades", "Yes, and care was affected"),
            option("no-effect", "Ja, men vården påverkades inte", "Yes, but care was not affected"),
            option("no", "Nej", "No"),
          ],
        },
        {
          ...label("emdn", "Andel av produkterna som har en EMDN-kod", "Share of products with an EMDN code"),
          kind: "number",
          ...PERCENT,
        },
      ],
    },
    {
      code: "Q20",
      text: say("Hur ser lagerhållningen ut?", "How do you keep stock?"),
      parts: [
        {
          ...label("target", "Mål för hur länge lagret ska räcka", "Target for how long stock lasts"),
          kind: "number",
          ...days(730),
        },
        {
          ...label("share", "Andel av listan som når målet", "Share of the list that meets the target"),
          kind: "number",
          ...PERCENT,
        },
        {
          ...label("source", "Var kommer uppgifterna ifrån?", "Where do the figures come from?"),
          kind: "one",
          options: [
            option("stock-system", "Eget lagersystem", "Own stock system"),
            option("supplier", "Leverantör eller apoteksaktör", "Supplier or pharmacy operator"),
            option("counted", "Räknat för hand", "Counted by hand"),
            otherOption("other", "Annat", "Other"),
          ],
        },
        { ...label("age", "Hur gamla är uppgifterna?", "How old are the figures?"), kind: "number", ...days(3_650) },
      ],
    },
  ],
};
