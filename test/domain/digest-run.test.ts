import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { planRuns } from "../../src/domain/digest-run.ts";
import { DAILY, WEEKLY } from "../../src/domain/rhythm.ts";

const LONG_AGO = new Date("2020-01-01T00:00:00Z");

/** `daily 2026-08-20 05:00`: cadence, date, and when in UTC. */
function plan(now: string, since = LONG_AGO): string[] {
  return planRuns({ rhythms: [DAILY, WEEKLY], since, now: new Date(now) }).map(
    ({ rhythm, date, dueAt }) => `${rhythm.kind} ${date} ${dueAt.toISOString().slice(11, 16)}`,
  );
}

describe("the runs that are due", () => {
  it("are those of the last week, with Monday's for whoever reads once a week", () => {
    // A Thursday.
    expect(plan("2026-08-20T05:00:00Z")).toEqual([
      "daily 2026-08-13 05:00",
      "daily 2026-08-14 05:00",
      "daily 2026-08-15 05:00",
      "daily 2026-08-16 05:00",
      "daily 2026-08-17 05:00",
      "weekly 2026-08-17 05:00",
      "daily 2026-08-18 05:00",
      "daily 2026-08-19 05:00",
      "daily 2026-08-20 05:00",
    ]);
    expect(plan("2026-08-20T04:59:59Z")).not.toContain("daily 2026-08-20 05:00");
  });

  it("are none of before the first start, and that of the very moment", () => {
    expect(plan("2026-08-20T08:00:00Z", new Date("2026-08-20T08:00:00Z"))).toEqual([]);
    expect(plan("2026-08-20T05:00:00Z", new Date("2026-08-20T05:00:00Z"))).toEqual(["daily 2026-08-20 05:00"]);
    expect(plan("2026-08-21T08:00:00Z", new Date("2026-08-20T08:00:00Z"))).toEqual(["daily 2026-08-21 05:00"]);
  });

  it.each([
    ["the night the clocks go forward, at 02:30 by the old time", "2026-03-29T01:30:00Z", "2026-03-28 06:00"],
    ["the morning after, a minute before", "2026-03-29T04:59:59Z", "2026-03-28 06:00"],
    ["the morning after", "2026-03-29T05:00:00Z", "2026-03-29 05:00"],
    ["the night the clocks go back, at the first 02:30", "2026-10-25T00:30:00Z", "2026-10-24 05:00"],
    ["the night the clocks go back, at the second 02:30", "2026-10-25T01:30:00Z", "2026-10-24 05:00"],
    ["the morning after that, an hour early", "2026-10-25T05:00:00Z", "2026-10-24 05:00"],
    ["the morning after that", "2026-10-25T06:00:00Z", "2026-10-25 06:00"],
    ["New Year's Day", "2027-01-01T06:00:00Z", "2027-01-01 06:00"],
    ["a leap day", "2028-02-29T06:00:00Z", "2028-02-29 06:00"],
    ["the day after a leap day", "2028-03-01T06:00:00Z", "2028-03-01 06:00"],
    ["28 February of a year without one", "2027-03-01T05:59:59Z", "2027-02-28 06:00"],
  ])("have one time a day, whatever the clocks do: %s", (_name, now, last) => {
    const daily = plan(now).filter((run) => run.startsWith("daily"));
    expect(daily.at(-1)).toBe(`daily ${last}`);
    expect(new Set(daily.map((run) => run.slice(0, 16))).size).toBe(daily.length);
  });

  it("are the same whatever the machine's own zone is", () => {
    const script =
      'import { planRuns } from "./src/domain/digest-run.ts";' +
      'import { WEEKLY } from "./src/domain/rhythm.ts";' +
      'process.stdout.write(JSON.stringify(planRuns({ rhythms: [WEEKLY], since: new Date(0), now: new Date("2026-10-26T06:00:00Z") })));';
    const answers = ["UTC", "America/Los_Angeles", "Pacific/Kiritimati", "Europe/Stockholm"].map((zone) =>
      execFileSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
        env: { ...process.env, TZ: zone },
        encoding: "utf8",
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('"time":"07:00"},"date":"2026-10-26","dueAt":"2026-10-26T06:00:00.000Z"');
  });
});
