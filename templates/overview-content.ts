import { stockholmMinute } from "../src/domain/calendar.ts";
import type { CaseKind } from "../src/domain/case-dates.ts";
import type { MessageView, OverviewFacts, OverviewLine } from "../src/domain/message.ts";
import { CASELESS, type Content, type ContentItem } from "./content.ts";
import { nameEntry } from "./entry-name.ts";
import { describeHead } from "./message-head.ts";
import { describeContact, describeScope } from "./message-scope.ts";
import { describeSources } from "./source-content.ts";
import type { Strings } from "./strings/sv.ts";
import { cleanLine } from "./text.ts";

/** What is open in a region when its list first meets a source. */
export function describeOverview(view: MessageView, facts: OverviewFacts, t: Strings): Content {
  const { message, url } = view;
  const region = cleanLine(view.regionName);
  const subject = t.overviewSubject(facts.overview.length, region);
  return {
    ...CASELESS,
    ...describeHead(view, { kicker: t.kickers.overview, subject, t }),
    summary: summarize(facts.overview, t),
    context: region,
    scope: describeScope(message, t),
    lead: t.leads.overview,
    contact: describeContact(message, t),
    facts: { heading: t.overviewHeading, items: listCases(facts.overview, t), compact: true },
    sourceLines: [...describeSources(facts, t), t.published(stockholmMinute(message.publishedAt))],
    link: { text: t.openRegion, url },
  };
}

function summarize(overview: readonly OverviewLine[], t: Strings): string {
  const count = (kind: CaseKind) => overview.filter((line) => kindOf(line) === kind).length;
  return t.situation(count("short"), count("coming"), count("ceasing"));
}

/** By priority, 1 first and those without last; within one as the list has them. */
function listCases(overview: readonly OverviewLine[], t: Strings): ContentItem[] {
  const rank = ({ entry }: OverviewLine) => entry.priority ?? Number.POSITIVE_INFINITY;
  return overview
    .toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)))
    .map((line) => {
      const { entry } = line;
      const priority = entry.priority === null ? [] : [t.priorityShort(entry.priority)];
      return {
        title: nameEntry(entry, t),
        lines: [{ label: null, text: [t.kinds[kindOf(line)], ...priority].join(" · ") }],
      };
    });
}

/** Old overviews do not say whether it is a shortage; most were. */
function kindOf({ kind, status }: OverviewLine): CaseKind {
  return kind ?? (status === "upcoming" ? "coming" : "short");
}
