import { casePath, regionPath } from "../../../addresses.ts";
import { nameRegion } from "../../../domain/region.ts";
import type { OwnData } from "../../../services/own-data.ts";
import { sayWish } from "../../wish-parts/subscription-words.ts";
import type { Opened } from "./link.tsx";
import type { ShownSubscription } from "./overview-page.tsx";

interface ExportInput {
  readonly opened: Opened;
  readonly data: OwnData;
  readonly shown: readonly ShownSubscription[];
  readonly publicUrl: string;
  readonly now: Date;
}

/** All that lies here about a reader, as JSON that other programs can read; no secret of its addresses is in it. */
export function writeExport({ opened: { address, page }, data, shown, publicUrl, now }: ExportInput): string {
  const told = {
    exportedAt: now,
    address,
    subscriptions: shown.map(({ own, wishes, names }) => ({
      id: own.id,
      region: nameRegion(own.regionCode),
      regionCode: own.regionCode,
      channel: own.channel,
      state: own.state,
      stateReason: own.stateReason,
      endedReason: own.endedReason,
      erasedAt: own.erasedAt,
      language: own.language,
      rhythm: own.rhythm,
      urgent: own.urgent,
      quietHours: own.quietFrom === null ? null : { from: own.quietFrom, to: own.quietTo },
      snoozedUntil: own.snoozedUntil,
      tellsSilence: own.tellsSilence,
      wishes: wishes.map(({ subscriptionId: _id, ...wish }) => ({
        ...wish,
        inWords: sayWish(page, wish, { regionCode: own.regionCode, names }),
      })),
    })),
    times: data.times,
    consents: data.consents,
    messages: data.deliveries.map(({ caseId, ...delivery }) => ({
      ...delivery,
      page:
        publicUrl +
        (caseId === null ? regionPath(delivery.regionCode) : casePath({ regionCode: delivery.regionCode, caseId })),
    })),
    returned: data.returns,
    letters: data.letters,
    signUps: data.signUps,
    suppressions: data.suppressions,
    questions: data.questions,
  };
  return `${JSON.stringify(told, null, 2)}\n`;
}
