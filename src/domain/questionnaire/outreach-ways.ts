import { ANSWER, days, label, loneOption, option, otherOption, say } from "./ask.ts";
import type { Option, Section } from "./question.ts";

const YES_NO: Option[] = [option("yes", "Ja", "Yes"), option("no", "Nej", "No")];

/** The situation, and who watches it: Q01–Q04. */
export const SITUATION: Section = {
  code: "situation",
  title: say("Läget hos er", "Your situation"),
  questions: [
    {
      code: "Q01",
      text: say("Hur ofta påverkar restsituationer arbetet hos er?", "How often do shortages affect your work?"),
      source: "EAHP",
      parts: [
        {
          ...ANSWER,
          kind: "one",
          options: [
            option("daily", "Dagligen", "Daily"),
            option("weekly", "Varje vecka", "Weekly"),
            option("monthly", "Varje månad", "Monthly"),
            option("few-times-a-year", "Några gånger per år", "A few times a year"),
            option("never", "Aldrig", "Never"),
          ],
        },
      ],
    },
    {
      code: "Q02",
      text: say("Hur är läget jämfört med förra året?", "How is the situation compared with last year?"),
      source: "PGEU",
      parts: [
        {
          ...ANSWER,
          kind: "one",
          options: [
            option("worse", "Sämre", "Worse"),
            option("same", "Oförändrat", "The same"),
            option("better", "Bättre", "Better"),
          ],
        },
      ],
    },
    {
      code: "Q03",
      text: say(
        "Vem bevakar restsituationer och försäljningsuppehåll hos er?",
        "Who watches shortages and sales suspensions in your region?",
      ),
      hint: say("Skriv funktioner, inte namn på personer.", "Write functions, not names of people."),
      parts: [
        {
          ...label("role", "Roller", "Roles"),
          kind: "several",
          options: [
            option("pharmacist", "Apotekare eller receptarie på läkemedelsenheten", "Pharmacist at the medicines unit"),
            option("hospital-pharmacy", "Sjukhusapoteket", "The hospital pharmacy"),
            option("physician", "Läkare, till exempel informationsläkare", "Physician"),
            option("drug-committee", "Läkemedelskommittén", "The drug and therapeutics committee"),
            option("procurement", "Inköp eller upphandling", "Procurement"),
            otherOption("other", "Annan", "Other"),
          ],
        },
        {
          ...label("people", "Antal personer", "Number of people"),
          kind: "number",
          unit: say("personer", "people"),
          min: 0,
          max: 1_000,
          decimals: 0,
        },
        { ...label("weekends", "Bevakas det även på helger?", "Also at weekends?"), kind: "one", options: YES_NO },
      ],
    },
    {
      code: "Q04",
      text: say("Hur mycket tid tar arbetet centralt?", "How much time does the work take centrally?"),
      source: "CPE",
      parts: [
        {
          ...label("time", "Tid per arbetsdag", "Time per working day"),
          kind: "one",
          options: [
            option("under-1-h", "Mindre än 1 timme", "Less than 1 hour"),
            option("about-1-h", "Ungefär 1 timme", "About 1 hour"),
            option("from-1-to-2-h", "Mellan 1 och 2 timmar", "Between 1 and 2 hours"),
            option("over-2-h", "Mer än 2 timmar", "More than 2 hours"),
          ],
        },
        {
          ...label("fte", "Heltidstjänster", "Full-time posts"),
          kind: "number",
          unit: say("heltidstjänster", "full-time posts"),
          min: 0,
          max: 500,
          decimals: 2,
        },
      ],
    },
  ],
};

const WAYS: Option[] = [
  option("order-template", "Journal: ordinationsmall", "Record system: order template"),
  option("record-other", "Journal: på annat sätt", "Record system: in another way"),
  option("sil", "Visning från Sil", "Shown from Sil"),
  option("intranet", "Intranät", "Intranet"),
  option("email", "E-post", "E-mail"),
  option("teams", "Teams", "Teams"),
  option("slack", "Slack", "Slack"),
  option("meeting", "Möte eller läkemedelsråd", "Meeting or medicines council"),
  option("formulary", "Rekommendationslista", "Formulary"),
  option("hospital-pharmacy", "Sjukhusapotek", "Hospital pharmacy"),
];
const OTHER_WAY: Option = option("other", "Annan väg", "Another way");

/** The ways to prescribers, and who stands for what is said: Q05–Q08. */
export const WAYS_SECTION: Section = {
  code: "ways",
  title: say("Vägarna till förskrivarna", "The ways to prescribers"),
  questions: [
    {
      code: "Q05",
      text: say("Vilka vägar använder ni i dag?", "Which ways do you use today?"),
      parts: [{ ...ANSWER, kind: "several", options: [...WAYS, { ...OTHER_WAY, own: true }] }],
    },
    {
      code: "Q06",
      text: say("Vilka når ni på varje väg?", "Whom do you reach by each way?"),
      hint: say("Hoppa över vägar som ni inte använder.", "Leave out ways that you do not use."),
      parts: [
        {
          ...ANSWER,
          kind: "matrix",
          rows: [...WAYS, OTHER_WAY],
          columns: [
            option("inpatient", "Slutenvård", "Inpatient care"),
            option("primary-care", "Primärvård", "Primary care"),
            option("dental", "Tandvård", "Dental care"),
            option("municipal", "Kommun", "Municipal care"),
            option("private", "Privata vårdgivare", "Private providers"),
          ],
        },
      ],
    },
    {
      code: "Q07",
      text: say("Vad anpassar ni informationen efter?", "What do you tailor the information to?"),
      parts: [
        {
          ...ANSWER,
          kind: "several",
          options: [
            option("unit", "Enhet", "Unit"),
            option("specialty", "Specialitet", "Specialty"),
            option("role", "Roll", "Role"),
            option("patient-group", "Patientgrupp", "Patient group"),
            option("medicine-list", "Läkemedelslista", "List of medicines"),
            loneOption("none", "Ingen anpassning", "No tailoring"),
          ],
        },
      ],
    },
    {
      code: "Q08",
      text: say("Vem godkänner råden till förskrivarna?", "Who approves the advice to prescribers?"),
      hint: say("Skriv funktioner, inte namn på personer.", "Write functions, not names of people."),
      parts: [
        {
          ...label("approver", "Den som godkänner", "Who approves"),
          kind: "one",
          options: [
            option("pharmacist", "Apotekare på läkemedelsenheten", "Pharmacist at the medicines unit"),
            option("head", "Läkemedelschef eller motsvarande", "Head of medicines or equivalent"),
            option("drug-committee", "Läkemedelskommittén", "The drug and therapeutics committee"),
            option("specialist", "Specialistläkare eller expertgrupp", "Specialist physician or expert group"),
            option("nobody", "Ingen särskild", "Nobody in particular"),
            otherOption("other", "Annan", "Other"),
          ],
        },
        {
          ...label("reserve", "Reservrutin när den som godkänner är borta", "Routine when whoever approves is away"),
          kind: "one",
          options: [
            option("written", "Ja, skriftlig", "Yes, written"),
            option("unwritten", "Ja, inte skriftlig", "Yes, not written"),
            option("no", "Nej", "No"),
          ],
        },
        {
          ...label(
            "target",
            "Mål: tid från Läkemedelsverkets publicering till att förskrivarna har fått veta",
            "Target: time from publication by the Swedish MPA until prescribers know",
          ),
          kind: "number",
          ...days(365),
        },
      ],
    },
  ],
};
