import { makeEntry } from "../support/builders.ts";
import { NOTHING_SAID_OF_PACKAGE, type Package } from "../../src/domain/notice.ts";
import type { Situation, SituationNotice } from "../../src/db/situation.ts";

/** A package from 1 August to 1 October 2026. */
export function makePackage(over: { start?: string | null; forecastEnd?: string | null; actualEnd?: string }): Package {
  const { start = "2026-08-01", forecastEnd = "2026-10-01", actualEnd = null } = over;
  return {
    ...NOTHING_SAID_OF_PACKAGE,
    nplPackId: "20990000000001",
    description: "Ampull, 10 x 1 ml",
    start: { value: start },
    forecastEnd: { value: forecastEnd },
    actualEnd: { value: actualEnd },
  };
}

export function makeSituationNotice(over: Partial<SituationNotice> = {}): SituationNotice {
  return {
    nplId: "20990000000001",
    productName: "Meropenem Exempel 1 g Pulver till injektionsvätska",
    type: "shortage",
    status: "ongoing",
    vanished: false,
    asOf: "2026-08-21",
    packages: [makePackage({})],
    ...over,
  };
}

export function makeSituation(notices: readonly SituationNotice[]): Situation {
  return { caseId: 1, entry: makeEntry(), extent: null, notices, lastMessage: null };
}
