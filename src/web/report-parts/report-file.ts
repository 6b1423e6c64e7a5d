import type { Context } from "hono";
import { findFormat, type ReportToWrite } from "../../outreach-report/formats.ts";

/** A form of a report as a file to keep; null when there is no such form. */
export async function answerReportFile(
  c: Pick<Context, "body">,
  { format: word, report, name }: { format: string; report: ReportToWrite; name: string },
): Promise<Response | null> {
  const format = findFormat(word);
  if (format === null) return null;
  const written = await format.write(report);
  const body = typeof written === "string" ? written : new Uint8Array(written);
  return c.body(body, 200, {
    "content-type": format.mediaType,
    "content-disposition": `attachment; filename="${name}.${format.extension}"`,
  });
}
