import { ANSWER, label, loneOption, option, otherOption, say } from "./ask.ts";
import { AGREEMENT, FREQUENCY, SATISFACTION } from "./outreach-scales.ts";
import type { Question, Section } from "./question.ts";

function agree(code: string, sv: string, en: string): Question {
  return { code, text: say(sv, en), parts: [{ ...ANSWER, kind: "one", options: AGREEMENT }] };
}

/** Whether the information reaches: Q09–Q13. */
export const REACH: Section = {
  code: "reach",
  title: say("Når informationen fram?", "Does the information reach?"),
  questions: [
    {
      code: "Q09",
      text: say(
        "Händer det att förskrivare får veta först av apoteket?",
        "Does it happen that prescribers first hear of it from the pharmacy?",
      ),
      parts: [{ ...ANSWER, kind: "one", options: FREQUENCY }],
    },
    agree("Q10", "Informationen når förskrivarna i tid", "The information reaches prescribers in time"),
    agree("Q11", "Informationen är anpassad till mottagaren", "The information is tailored to the reader"),
    agree("Q12", "Informationen anger vad man ska göra", "The information says what to do"),
    {
      code: "Q13",
      text: say(
        "Hur nöjda är ni med informationen om restsituationer?",
        "How satisfied are you with the information on shortages?",
      ),
      source: "EAHP",
      parts: [
        { ...label("mpa", "Från Läkemedelsverket", "From the Swedish MPA"), kind: "one", options: SATISFACTION },
        { ...label("sil", "I Sil", "In Sil"), kind: "one", options: SATISFACTION },
        { ...label("fass", "På Fass", "On Fass"), kind: "one", options: SATISFACTION },
      ],
    },
  ],
};

/** What it leads to, and what stands in the way: Q14–Q15. */
export const EFFECTS: Section = {
  code: "effects",
  title: say("Följder och hinder", "Consequences and obstacles"),
  questions: [
    {
      code: "Q14",
      text: say(
        "Vilka följder har restsituationer haft de senaste 12 månaderna?",
        "What have shortages led to in the last 12 months?",
      ),
      source: "EAHP",
      parts: [
        {
          ...ANSWER,
          kind: "several",
          options: [
            option("delayed-care", "Fördröjd vård", "Delayed care"),
            option("worse-treatment", "Sämre behandling", "Worse treatment"),
            option("cancelled-care", "Inställd vård", "Cancelled care"),
            option("medication-error", "Läkemedelsfel", "Medication errors"),
            option("extra-work", "Merarbete", "Extra work"),
            option("extra-cost", "Merkostnad", "Extra cost"),
            loneOption("none", "Inga följder", "No consequences"),
          ],
        },
      ],
    },
    {
      code: "Q15",
      text: say(
        "Vad hindrar er från att nå förskrivarna med rätt information?",
        "What keeps you from reaching prescribers with the right information?",
      ),
      hint: say(
        "Kryssa för alla hinder och rangordna de tre som väger tyngst.",
        "Tick every obstacle, and rank the three that weigh most.",
      ),
      parts: [
        {
          ...ANSWER,
          kind: "ranking",
          ranks: 3,
          options: [
            option("late-reports", "Sena anmälningar", "Late reports"),
            option("uncertain-dates", "Osäkra datum", "Uncertain dates"),
            option(
              "no-national-alternative",
              "Saknar nationella råd om alternativ",
              "No national advice on alternatives",
            ),
            option("alternative-short", "Alternativet är också slut", "The alternative is short, too"),
            option("many-systems", "Många system", "Many systems"),
            option("record-cannot-show", "Journalen kan inte visa det", "The record system cannot show it"),
            option("no-receiver-lists", "Saknar mottagarlistor", "No lists of receivers"),
            option("staffing", "Bemanning", "Staffing"),
            option("secrecy", "Sekretess", "Secrecy"),
            otherOption("other", "Annat", "Other"),
          ],
        },
      ],
    },
  ],
};
