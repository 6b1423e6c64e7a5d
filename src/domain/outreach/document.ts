import type { IsoDate } from "../calendar.ts";
import { LANGUAGES } from "../message.ts";
import { defineFigure, DEFINITIONS_VERSION, type Definition } from "./definitions.ts";
import type { Figure } from "./figure.ts";
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
  readonly versions: DataVersions;
  readonly places: readonly { readonly id: PlaceId; readonly name: string | null }[];
  readonly definitions: readonly ({
    readonly id: string;
    readonly cohort: string;
    readonly unit: string;
    readonly sensitive: boolean;
  } & Readonly<Record<"sv" | "en", Definition>>)[];
  readonly figures: readonly Figure[];
  /** The same notice in all regions, side by side. */
  readonly shortages: readonly Shortage[];
}

/** Puts together what a report is, in the one order that it has. */
export function writeDocument(input: {
  readonly period: Period;
  readonly dataFrom: IsoDate;
  readonly followedTo: IsoDate;
  readonly places: readonly PlaceId[];
  readonly figures: readonly Figure[];
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
