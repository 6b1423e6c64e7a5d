import { stockholmInstant, stockholmMinute, type IsoDate } from "../../src/domain/calendar.ts";
import type { MessageView } from "../../src/domain/message.ts";
import type { Notice } from "../../src/domain/notice.ts";
import { publishWeeksNews } from "../../src/jobs/publish.handler.ts";
import { remindRegions } from "../../src/jobs/remind.handler.ts";
import { advanceClock } from "../../src/services/intake/advance-clock.ts";
import { importCatalogue } from "../../src/services/intake/import-catalogue.ts";
import { makeNotice, makePackage, type PackageOver } from "../support/builders.ts";
import { catalogueOf, type CatalogueRow } from "../support/catalogue-file.ts";
import type { DeliveryDesk } from "../support/delivery-desk.ts";

/** What a message is, and what it says of how much is hit. */
function describeView({ message: { facts, kind, version } }: MessageView): string {
  if (facts.kind !== "case") return kind;
  const grade = facts.extent?.grade ?? "none";
  const moved = facts.extentBefore === undefined ? grade : `${facts.extentBefore}→${grade}`;
  const review = facts.review === undefined ? "" : ", the advice is in review";
  return `${facts.entry.substance} ${version} ${kind}, ${moved}${review}`;
}

const MINUTE = 60_000;

/** Lets days pass as the service does: the clock after midnight, the night's file, all that is due every half hour. */
export function openStory({ scene, chat, email, attemptDue }: DeliveryDesk) {
  const told: string[] = [];
  const deps = () => ({ db: scene.db, now: () => scene.clock, digestChannels: new Set(["email"]) });
  const sendDue = async () => {
    await publishWeeksNews(deps());
    await remindRegions(deps());
    await attemptDue();
    for (const { name, written } of [chat, email])
      for (const { views } of written.splice(0))
        for (const view of views) told.push(`${stockholmMinute(scene.clock)} ${name}: ${describeView(view)}`);
  };
  const goTo = async (at: Date) => {
    while (scene.clock < at) {
      scene.clock = new Date(Math.min(at.getTime(), scene.clock.getTime() + 30 * MINUTE));
      await sendDue();
    }
  };
  return {
    told,
    async register(rows: readonly CatalogueRow[]) {
      await importCatalogue(deps(), { file: await scene.writeFile(catalogueOf(rows)), maxBytes: 1_000_000 });
    },
    /** A day with the file that came in its night; without one the source was silent. */
    async live(date: IsoDate, notices: readonly Notice[] | null, during: () => Promise<void> = async () => {}) {
      await goTo(new Date(stockholmInstant(date, 0).getTime() + 5 * MINUTE));
      await advanceClock(deps());
      await sendDue();
      await goTo(stockholmInstant(date, 3));
      if (notices !== null) {
        await scene.ingest({ at: new Date(scene.clock.getTime() - MINUTE).toISOString(), notices });
        await sendDue();
      }
      await goTo(stockholmInstant(date, 10));
      await during();
      await sendDue();
      await goTo(stockholmInstant(date, 23));
    },
  };
}

/** A report of a product of a substance, by its number. */
export function report(
  number: number,
  over: { atc?: string; ceases?: boolean; pack?: PackageOver; touched?: string } = {},
): Notice {
  const nplId = String(20_990_000_000_000 + number);
  const { atc = "J01DH02", ceases = false, pack = {}, touched = "2026-08-01" } = over;
  return makeNotice({
    reportId: `r${number}`,
    nplId,
    atc,
    lastUpdated: touched,
    type: ceases ? "cessation" : "shortage",
    rawType: ceases ? "CESSATION" : "SHORTAGE",
    productName: `Exempem ${number} 1 g Pulver till injektions-/infusionsvätska, lösning`,
    packages: [makePackage({ nplPackId: nplId, start: "2026-08-01", end: "2026-12-01", ...pack })],
  });
}

/** Products of the catalogue, by their numbers. */
export function products(atc: string, substance: string, ...numbers: readonly number[]): CatalogueRow[] {
  return numbers.map((number) => ({
    nplId: String(20_990_000_000_000 + number),
    name: `Exempem ${number}`,
    atc,
    substance,
  }));
}
