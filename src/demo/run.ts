import type { GuardLimits } from "../domain/guard.ts";
import type { ListEntry } from "../domain/list.ts";
import type { DraftContent } from "../domain/draft.ts";
import { isOpen } from "../domain/notice.ts";
import type { Policy } from "../domain/policy.ts";
import { readOpenCases, type CaseOverview } from "../db/cases.ts";
import { readLatestPayload } from "../services/sent-payloads.ts";
import { readOpenMatches } from "../db/matches.ts";
import { writePolicy } from "../db/regions.ts";
import { saveSubscription } from "../db/subscriptions.ts";
import { advanceClock } from "../services/intake/advance-clock.ts";
import type { DeliverDeps } from "../jobs/deliver.handler.ts";
import { importCatalogue } from "../services/intake/import-catalogue.ts";
import { ingestFile, type IngestResult } from "../services/intake/ingest-file.ts";
import type { IngestDeps } from "../services/intake/intake.ts";
import { importList } from "../services/list-versions.ts";
import { deliverDue } from "../jobs/relay.handler.ts";
import { actAtCommandLine } from "../services/context.ts";
import { publishCase, type PublishingDeps } from "../services/publication.ts";
import type { Source } from "../sources/source.ts";
import { createToken } from "../secrets/token.ts";

/** Three regions that work in three ways, so that the demo shows each. */
const REGIONS: readonly { readonly code: string; readonly way: string; readonly policy: Policy }[] = [
  { code: "01", way: "all by rule", policy: { rules: [{ action: "auto" }] } },
  { code: "12", way: "priority 1 by rule", policy: { rules: [{ priorities: [1], action: "auto" }] } },
  { code: "24", way: "all reviewed", policy: { rules: [] } },
];

/** The region whose payloads and feeds are written out, and where a pharmacist publishes by hand. */
export const SHOWN_REGION = "12";

/** Names that exist nowhere: the demo sends nothing, and could not. */
const TARGETS = {
  slack: { channelId: "C0DEMO0001" },
  teams: { webhookUrl: "https://demo.westeurope.logic.azure.com/workflows/demo/triggers/manual/paths/invoke?sig=demo" },
  email: { address: "forskrivare@example.com" },
};

const ADVICE: DraftContent["advice"] = {
  type: "same-substance",
  text: {
    sv: "Exempelråd: använd ett annat preparat med samma substans så länge bristen varar. Kontakta läkemedelsenheten om det inte finns på avdelningen.",
    en: "Example advice: use another product with the same substance while the shortage lasts. Contact the pharmacy unit if the ward has none.",
  },
};

/** The example changes far more in a day than the nation does; the order of time still holds. */
const DEMO_GUARDS: GuardLimits = { minReports: 1, maxDropShare: 1, maxChangeShare: 1 };

export interface DemoInput {
  readonly source: Source;
  /** In order of time. */
  readonly files: readonly { readonly name: string; readonly path: string }[];
  readonly list: { readonly name: string; readonly entries: readonly ListEntry[] };
  /** The product register; null where none is given, and nobody knows how much is short. */
  readonly register: string | null;
  readonly maxBytes: number;
}

export interface DemoRegion {
  readonly code: string;
  readonly way: string;
  readonly entriesHit: number;
  readonly openNotices: number;
  readonly openCases: number;
  readonly waiting: number;
}

export interface DemoReport {
  readonly kind: "shown";
  readonly days: readonly { readonly name: string; readonly result: Extract<IngestResult, { kind: "ingested" }> }[];
  readonly regions: readonly DemoRegion[];
  readonly captured: readonly { readonly channel: string; readonly payload: unknown }[];
  readonly sendings: number;
}

/** Takes the files in, lets rules and a pharmacist publish, and captures what each channel would have sent. */
export async function runDemo(
  deps: { readonly intake: IngestDeps; readonly delivering: DeliverDeps },
  input: DemoInput,
): Promise<DemoReport | { readonly kind: "refused"; readonly reason: string }> {
  const { intake, delivering } = deps;
  await prepareRegions(intake, input);
  if (input.register !== null) {
    const { maxBytes, register: file } = input;
    const read = await importCatalogue({ ...intake, guards: DEMO_GUARDS }, { file, maxBytes });
    if (read.kind !== "ingested") return { kind: "refused", reason: `product register: ${read.reason}` };
  }
  const days: { name: string; result: Extract<IngestResult, { kind: "ingested" }> }[] = [];
  let sendings = 0;
  for (const { name, path } of input.files) {
    const file = {
      source: input.source,
      file: path,
      maxBytes: input.maxBytes,
      at: null,
      etag: null,
      lastModified: null,
    };
    const result = await ingestFile({ ...intake, guards: DEMO_GUARDS }, file);
    if (result.kind !== "ingested") return { kind: "refused", reason: `${name}: ${result.reason}` };
    days.push({ name, result });
    // The last day's messages wait for the pharmacist's, so that one digest holds them all.
    if (days.length < input.files.length) sendings += (await deliverDue(delivering, { all: true })).length;
  }
  // As every night: dates that have passed since the last file was written are told as passed.
  await advanceClock(intake);
  await publishByHand(intake);
  sendings += (await deliverDue(delivering, { all: true })).length;
  const regions: DemoRegion[] = [];
  for (const { code, way } of REGIONS) regions.push(await describeRegion(intake, { code, way }));
  const captured = await Promise.all(
    Object.keys(TARGETS).map(async (channel) => ({
      channel,
      payload: await readLatestPayload(delivering, { channel, regionCode: SHOWN_REGION }),
    })),
  );
  return { kind: "shown", days, regions, captured, sendings };
}

async function prepareRegions(intake: IngestDeps, { list }: DemoInput): Promise<void> {
  for (const { code, policy } of REGIONS) {
    await writePolicy(intake.db, { regionCode: code, policy });
    for (const [channel, target] of Object.entries(TARGETS))
      await saveSubscription(intake.db, {
        regionCode: code,
        channel,
        target,
        language: "sv",
        filter: {},
        token: createToken(),
        now: intake.now(),
      });
    await importList(actAtCommandLine(intake), { regionCode: code, fileName: list.name, entries: list.entries });
  }
}

/** The most important case that waits gets a message with advice, as a pharmacist would give it. */
async function publishByHand(deps: PublishingDeps): Promise<void> {
  const waiting = (await readOpenCases(deps.db, SHOWN_REGION)).find(isWaiting);
  if (waiting === undefined) return;
  const words = { kind: "auto", advice: ADVICE, urgency: "normal" } as const;
  const result = await publishCase(actAtCommandLine(deps, "demo"), { ...words, caseId: waiting.id });
  if (result.kind !== "published") throw new Error(`demo/run: unable to publish case ${waiting.id}`);
}

function isWaiting({ pendingUpdates, noticeStatus }: CaseOverview): boolean {
  return pendingUpdates > 0 && isOpen(noticeStatus);
}

async function describeRegion({ db }: IngestDeps, { code, way }: { code: string; way: string }): Promise<DemoRegion> {
  const matches = (await readOpenMatches(db, code)).filter(({ verdict }) => verdict === "certain");
  const cases = await readOpenCases(db, code);
  return {
    code,
    way,
    entriesHit: new Set(matches.map(({ entryKey }) => entryKey)).size,
    openNotices: new Set(matches.map(({ noticeId }) => noticeId)).size,
    openCases: cases.length,
    waiting: cases.filter(({ pendingUpdates }) => pendingUpdates > 0).length,
  };
}
