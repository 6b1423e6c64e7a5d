import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import type { z } from "zod";
import { parseInstant } from "../domain/calendar.ts";
import { cleanLine } from "../domain/clean-text.ts";
import { isAhead } from "../domain/guard.ts";
import { identifyManualNotice, MANUAL_SOURCE, manualNoticeSchema, type ManualNotice } from "../domain/manual-notice.ts";
import {
  MISSING,
  NOTHING_SAID,
  NOTHING_SAID_OF_PACKAGE,
  type Device,
  type Field,
  type Notice,
} from "../domain/notice.ts";
import type { ReadInput, ReadResult, Source } from "./source.ts";

/** Notices written by hand, one JSON file each. */
export const manual: Source = {
  name: MANUAL_SOURCE,
  title: "Regionernas egna anmälningar",
  defaultUrl: null,
  complete: false,
  use: "facts",
  read: (input) => readManualNotice(input, MANUAL_SOURCE),
};

async function readManualNotice(input: ReadInput, source: string): Promise<ReadResult> {
  const bytes = await readBytes(input);
  if (bytes === null)
    return { kind: "rejected", reason: `the file is larger than the ${input.maxBytes} bytes allowed` };
  const json = parseJson(bytes);
  if (json === undefined) return { kind: "rejected", reason: "the file is no JSON: write one notice as an object" };
  const parsed = manualNoticeSchema.safeParse(json);
  if (!parsed.success) return { kind: "rejected", reason: describeIssues(parsed.error) };
  const { writtenAt } = parsed.data;
  const createdAt = parseInstant(writtenAt) ?? new Date(0);
  if (isAhead(createdAt, input.now))
    return {
      kind: "rejected",
      reason: `writtenAt: ${writtenAt} has not come yet; give the time at which it was written`,
    };
  await input.onNotices([adaptManualNotice(parsed.data, source)], createdAt);
  return {
    kind: "read",
    createdAt,
    rawCreatedAt: writtenAt,
    reports: 1,
    notices: 1,
    packages: 1,
    skippedReportIds: [],
    skippedReports: 0,
    bytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    warnings: [],
    warningCount: 0,
  };
}

async function readBytes({ file, maxBytes }: ReadInput): Promise<Buffer | null> {
  try {
    return (await stat(file)).size > maxBytes ? null : await readFile(file);
  } catch (cause) {
    throw new Error(`manual: unable to read ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function describeIssues({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join(".") || "the notice"}: ${cleanLine(message)}`).join("; ");
}

/** One notice of one package. Without an id it gets one from what was written when, the same each time it is read. */
function adaptManualNotice(written: ManualNotice, source: string): Notice {
  const device = written.kind === "device" ? readDevice(written) : null;
  return {
    ...NOTHING_SAID,
    source,
    reportId: written.id ?? createHash("sha256").update(identifyManualNotice(written)).digest("hex").slice(0, 32),
    // Known by the report alone: an article number may have been written wrong, and be put right.
    nplId: "",
    type: written.type,
    rawType: written.type,
    lastUpdated: { value: written.writtenAt },
    productName: written.productName,
    holder: written.holder || (device?.manufacturer ?? ""),
    atc: written.kind === "medicine" ? { value: written.atc } : MISSING,
    packages: [
      {
        ...NOTHING_SAID_OF_PACKAGE,
        // The one package, whose number may be put right too.
        nplPackId: "",
        description: written.packageDescription ?? "",
        nordicArticleNumber: toField(device === null ? written.articleNumber : undefined),
        start: { value: written.start },
        forecastEnd: toField(written.forecastEnd),
        actualEnd: toField(written.actualEnd),
        lastUpdated: { value: written.writtenAt },
      },
    ],
    regionCode: written.regionCode,
    ...(device === null ? {} : { device }),
    ...(written.note ? { text: written.note } : {}),
  };
}

function readDevice(written: Extract<ManualNotice, { kind: "device" }>): Device {
  return {
    emdn: written.emdn ?? null,
    articleNumber: written.articleNumber,
    manufacturer: written.manufacturer,
  };
}

function toField(value: string | undefined): Field<string> {
  return value === undefined ? MISSING : { value };
}
