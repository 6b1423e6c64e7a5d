import { stockholmDate, stockholmMinute, type IsoDate } from "../src/domain/calendar.ts";
import type { CaseKind } from "../src/domain/case-dates.ts";
import { EXTENT_GRADES, isSevere, rankGrade, type ExtentGrade } from "../src/domain/extent-fact.ts";
import type { MessageView, OverviewFacts, OverviewLine } from "../src/domain/message.ts";
import { capitalize } from "../src/domain/words.ts";
import { CASELESS, type Content, type ContentItem } from "./content.ts";
import { nameEntry } from "./entry-name.ts";
import { sayExtentBriefly } from "./extent-sentence.ts";
import { describeHead } from "./message-head.ts";
import { describeContact, describeScope } from "./message-scope.ts";
import { joinSentences } from "./plain-answer.ts";
import { describeSources } from "./source-content.ts";
import type { Strings } from "./strings/sv.ts";
import { cleanLine } from "./text.ts";

/** What is open in a region when its list first meets a source. */
export function describeOverview(view: MessageView, facts: OverviewFacts, t: Strings): Content {
  const { message, url } = view;
  const region = cleanLine(view.regionName);
  const subject = describeSubject(facts.overview, region, t);
  return {
    ...CASELESS,
    ...describeHead(view, { kicker: t.kickers.overview, subject, t }),
    subject: capitalize(subject),
    summary: summarize(facts.overview, t),
    context: region,
    scope: describeScope(message, t),
    lead: t.leads.overview,
    contact: describeContact(message, t),
    facts: {
      heading: t.overviewHeading,
      items: listCases(facts.overview, stockholmDate(message.publishedAt), t),
      compact: true,
    },
    sourceLines: [...describeSources(facts, t), t.published(stockholmMinute(message.publishedAt))],
    link: { text: t.openRegion, url },
  };
}

function describeSubject(overview: readonly OverviewLine[], region: string, t: Strings): string {
  const grades = overview.map(({ extent }) => extent?.grade ?? null);
  if (grades.every((grade) => grade === null)) return t.overviewSubject(overview.length, region);
  const severe = grades.filter(isSevere).length;
  const unknown = grades.filter((grade) => grade === null || grade === "unknown").length;
  return t.extent.overview.subject({ severe, partly: grades.length - severe - unknown, unknown }, region);
}

function summarize(overview: readonly OverviewLine[], t: Strings): string {
  if (overview.some(({ extent }) => extent !== undefined)) return summarizeExtents(overview, t);
  const count = (kind: CaseKind) => overview.filter((line) => kindOf(line) === kind).length;
  return t.situation(count("short"), count("coming"), count("ceasing"));
}

/** A sentence for each grade, the worst first. */
function summarizeExtents(overview: readonly OverviewLine[], t: Strings): string {
  const counts = EXTENT_GRADES.map((grade) => ({
    grade,
    count: overview.filter((line) => gradeOf(line) === grade).length,
  }));
  const told = counts.filter(({ count }) => count > 0);
  return `${joinSentences(told.map(({ grade, count }) => capitalize(t.extent.overview.summary[grade](count))))}. ${t.extent.notReported}`;
}

/** What is hit most first, then by priority, 1 first and those without last; within one as the list has them. */
function listCases(overview: readonly OverviewLine[], on: IsoDate, t: Strings): ContentItem[] {
  const priorityOf = ({ entry }: OverviewLine) => entry.priority ?? Number.MAX_SAFE_INTEGER;
  return overview
    .toSorted((a, b) => rankGrade(a.extent?.grade) - rankGrade(b.extent?.grade) || priorityOf(a) - priorityOf(b))
    .map((line) => {
      const { entry, extent } = line;
      const priority = entry.priority === null ? [] : [t.priorityShort(entry.priority)];
      const told = extent === undefined ? t.kinds[kindOf(line)] : capitalize(sayExtentBriefly(extent, on, t));
      return { title: nameEntry(entry, t), lines: [{ label: null, text: [told, ...priority].join(" · ") }] };
    });
}

/** What was not measured is as little known as what could not be. */
function gradeOf({ extent }: OverviewLine): ExtentGrade {
  return extent?.grade ?? "unknown";
}

/** Old overviews do not say whether it is a shortage; most were. */
function kindOf({ kind, status }: OverviewLine): CaseKind {
  return kind ?? (status === "upcoming" ? "coming" : "short");
}
