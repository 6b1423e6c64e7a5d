import { z } from "zod";
import { isProductAtc, isVeterinaryAtc } from "./atc.ts";
import type { IsoDate } from "./calendar.ts";
import { isSevere, type ExtentFact, type ProductState } from "./extent-fact.ts";
import { readWorst, type ProductReport } from "./extent.ts";
import { FORM_GROUPS } from "./form.ts";
import { fitStrength } from "./list-strength.ts";
import type { MatchSubject } from "./match.ts";
import { isRegisteredMedicine, type Product } from "./product.ts";

/** More than that no reader goes through at three in the morning. */
export const MAX_ALTERNATIVES = 10;

const MAX_NAME_CHARS = 200;
const name = z.string().min(1).max(MAX_NAME_CHARS);
/** A substance's own code: a shorter one names a group, and nobody can say how much of a group is left. */
const substanceCode = z.string().refine((code) => code.length === 7 && isProductAtc(code) && !isVeterinaryAtc(code));

/** What an advice names by code: one product, or every product of a substance in a form. */
export const alternativeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("product"), nplId: z.string().regex(/^\d{14}$/), name }),
  z.strictObject({
    kind: z.literal("substance"),
    atc: substanceCode,
    formGroup: z.enum(FORM_GROUPS),
    strength: z.string().min(1).max(MAX_NAME_CHARS).nullable(),
    /** The substance's, without form and strength. */
    name,
  }),
]);
export type Alternative = z.infer<typeof alternativeSchema>;

/** What the sources say of an alternative. Registered and unreported does not mean that it is on a shelf. */
export type AlternativeState =
  /** There is no catalogue, so that nobody knows whether there is such a product. */
  | { readonly kind: "unknown" }
  /** The catalogue has no such product, or no product of that substance in that form. */
  | { readonly kind: "unlisted" }
  /** The catalogue does not have it as a registered medicine for people, or no more. */
  | { readonly kind: "deregistered" }
  | {
      readonly kind: "product";
      readonly state: ProductState;
      /** The first day on which it is so; null when it is so already, or when no day is told. */
      readonly from: IsoDate | null;
    }
  | {
      readonly kind: "substance";
      /** Registered products of it; null without a catalogue. */
      readonly registered: number | null;
      /** Null while nothing of it is reported. */
      readonly extent: ExtentFact | null;
    };

/** An alternative with what was known of it. */
export interface AlternativeFact {
  readonly alternative: Alternative;
  readonly state: AlternativeState;
  /** The day of the file of reports, or of the catalogue where that alone says it; null without one. */
  readonly on: IsoDate | null;
}

/** An alternative that has become worse than readers were told. */
export interface FallenFact extends AlternativeFact {
  /** The day on which that was found. */
  readonly fellOn: IsoDate;
}

/** An advice that does not hold as it was told, and is being reviewed; stands in the place of its words. */
export interface AdviceReview {
  /** The version that told it. */
  readonly version: number;
  /** The day on which it was told. */
  readonly toldOn: IsoDate;
  readonly fallen: readonly FallenFact[];
}

/** What an alternative is known by, in forms and to tell it from others: `product:…`, `substance:J01DD01/parenteral/1 g`. */
export function alternativeKey(alternative: Alternative): string {
  if (alternative.kind === "product") return `product:${alternative.nplId}`;
  const { atc, formGroup, strength } = alternative;
  return `substance:${[atc, formGroup, ...(strength === null ? [] : [strength])].join("/")}`;
}

/** The alternative of such a key, by that name; null when it is none. */
export function parseAlternative(key: string, shownName: string): Alternative | null {
  const [, kind = "", code = ""] = /^(product|substance):(.*)$/su.exec(key) ?? [];
  const [atc, formGroup, ...strength] = code.split("/");
  const read = alternativeSchema.safeParse(
    kind === "product"
      ? { kind, nplId: code, name: shownName }
      : { kind, atc, formGroup, strength: strength.length === 0 ? null : strength.join("/"), name: shownName },
  );
  return read.success ? read.data : null;
}

/** The alternatives, each once, as they came. */
export function distinctAlternatives(alternatives: readonly Alternative[]): Alternative[] {
  return [...new Map(alternatives.map((one) => [alternativeKey(one), one])).values()];
}

/**
 * How far it is from being of use, from 0, where nothing is against it. Of a substance that goes on in other products
 * or strengths the advice holds: what is away of it is told, and no more.
 */
export function levelOf(state: AlternativeState): number {
  switch (state.kind) {
    case "unknown":
      return 0;
    case "unlisted":
    case "deregistered":
      return 4;
    case "product":
      return levelOfProduct(state);
    case "substance":
      if (state.extent === null || !isSevere(state.extent.grade)) return 0;
      return state.extent.grade !== "whole" ? 1 : state.extent.from === null ? 3 : 2;
  }
}

function levelOfProduct({ state, from }: Extract<AlternativeState, { kind: "product" }>): number {
  switch (state) {
    case "unreported":
      return 0;
    case "ceasing":
      return from === null ? 3 : 1;
    case "coming":
      return 2;
    case "short":
      return 3;
  }
}

/** What the sources say of one product; `known` is the catalogue's, null where it has none of that number. */
export function judgeProduct(input: {
  hasCatalogue: boolean;
  known: Product | null;
  reports: readonly ProductReport[];
}): AlternativeState {
  const { hasCatalogue, known, reports } = input;
  if (reports.length > 0) return { kind: "product", ...readWorst(reports) };
  if (!hasCatalogue) return { kind: "unknown" };
  if (known === null) return { kind: "unlisted" };
  return isRegisteredMedicine(known) ? { kind: "product", state: "unreported", from: null } : { kind: "deregistered" };
}

/** Whether what is reported is of the substance beyond doubt. */
export function isOfSubstance(
  { atc, formGroup, strength }: Extract<Alternative, { kind: "substance" }>,
  subject: MatchSubject,
): boolean {
  return (
    (subject.codes.includes(atc) || subject.cataloguedAtc === atc) &&
    subject.formGroup === formGroup &&
    (strength === null || fitStrength(strength, subject.strength) === "same")
  );
}

/** What they say of a substance in a form; `registered` is null without a catalogue, `extent` where nothing is reported. */
export function judgeSubstance(registered: number | null, extent: ExtentFact | null): AlternativeState {
  if (extent === null && registered === null) return { kind: "unknown" };
  if (extent === null && registered === 0) return { kind: "unlisted" };
  return { kind: "substance", registered, extent };
}

/** Whether something is against giving it: it is short or will be, ceases, or is not registered. */
export function isDown(state: AlternativeState): boolean {
  return levelOf(state) > 0;
}

/** Whether it has become worse than it was told to be; that nobody knows is never worse. */
export function isWorse({ told, now }: { told: AlternativeState; now: AlternativeState }): boolean {
  // Of what no catalogue knew nothing good was told: that it is reported as well is worse.
  const before = told.kind === "unlisted" && now.kind !== "unlisted" ? 0 : levelOf(told);
  return levelOf(now) > before;
}

/** `message`: a newer one took its place · `returned`: it is as it was told again · `kept`: somebody decided that the advice stands. */
export type MendingKind = "message" | "returned" | "kept";
