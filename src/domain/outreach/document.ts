import type { IsoDate } from "../calendar.ts";
import { LANGUAGES } from "../message.ts";
import { defineFigure, DEFINITIONS_VERSION, type Definition } from "./definitions.ts";
import type { ShownFigure } from "./disclose.ts";
import type { Cohort, Unit } from "./figure.ts";
import type { Period } from "./period.ts";
import { namePlace, type PlaceId } from "./place.ts";
import { FIGURES } from "./report.ts";
import type { Shortage } from "./shortages.ts";

/** What the figures are made of, so that whoever has the same can make them again. */
export interface DataVersions {
  /** The files that were believed when it was made, in order. */
  readonly snapshots: readonly { readonly id: number; readonly source: string; readonly sha256: string }[];
  /** The lists that were in use in the period. */
  readonly lists: readonly { readonly id: number; readonly regionCode: string; readonly takenOn: IsoDate }[];
}

/** A report as it is written down: every form of it is made of this and of nothing else. */
export interface OutreachDocument {
  /** The shape of this document. */
  readonly format: "restsignal-outreach/1";
  readonly period: Pick<Period, "id" | "from" | "to">;
  /** The day of the first file that was taken in: of earlier days nothing is known. */
  readonly dataFrom: IsoDate;
  /** The last day of which anything counts. */
  readonly followedTo: IsoDate;
  readonly definitionsVersion: number;
  /** Figures about one to four persons, and those that would give them away, are hidden. */
  readonly hidesFewer: 5;
  readonly versions: DataVersions;
  readonly places: readonly { readonly id: PlaceId; readonly name: string | null }[];
  readonly definitions: readonly ({
    readonly id: string;
    readonly cohort: Cohort;
    readonly unit: Unit;
    readonly sensitive: boolean;
  } & Readonly<Record<"sv" | "en", Definition>>)[];
  readonly figures: readonly ShownFigure[];
  /** The same notice in all regions, side by side. */
  readonly shortages: readonly Shortage[];
}

/** Puts together what a report is, in the one order that it has. */
export function writeDocument(input: {
  readonly period: Period;
  readonly dataFrom: IsoDate;
  readonly followedTo: IsoDate;
  readonly places: readonly PlaceId[];
  readonly figures: readonly ShownFigure[];
  readonly shortages: readonly Shortage[];
  readonly versions: DataVersions;
}): OutreachDocument {
  const { period, dataFrom, followedTo, places, figures, shortages, versions } = input;
  return {
    format: "restsignal-outreach/1",
    period: { id: period.id, from: period.from, to: period.to },
    dataFrom,
    followedTo,
    definitionsVersion: DEFINITIONS_VERSION,
    hidesFewer: 5,
    versions,
    places: places.map((id) => ({ id, name: namePlace(id) })),
    definitions: FIGURES.map(({ id, cohort, unit, sensitive = false }) => {
      const [sv, en] = LANGUAGES.map((language) => defineFigure(id, language));
      if (sv === undefined || en === undefined) throw new Error("domain/outreach: a language is missing");
      return { id, cohort, unit, sensitive, sv, en };
    }),
    figures,
    shortages,
  };
}

/** JSON with its keys in order and nothing between: the same of the same, whoever writes it. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
  return `{${fields.join(",")}}`;
}

/** A document that this version or an earlier one wrote, read again. Throws for what is none. */
export function readDocument(text: string): OutreachDocument {
  const document: unknown = JSON.parse(text);
  if (!isDocument(document)) throw new Error("domain/outreach: this is no report of the shape restsignal-outreach/1");
  return document;
}

/** What we froze ourselves is what we wrote: its first field tells which shape that was. */
function isDocument(value: unknown): value is OutreachDocument {
  return typeof value === "object" && value !== null && "format" in value && value.format === "restsignal-outreach/1";
}
