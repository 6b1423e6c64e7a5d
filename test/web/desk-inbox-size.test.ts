import type { KyselyPlugin } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { insertWaitingCases } from "../support/waiting-cases.ts";
import { signIn, type DeskVisitor } from "./desk-visitor.ts";
import { createEmptySite, NOW, SKANE, type Site } from "./site.ts";

const CASES = 2_000;
const MAX_PAGE_BYTES = 300_000;

let site: Site;
let visitor: DeskVisitor;
let queries = 0;
/** Counts every query that is asked. */
const counter: KyselyPlugin = {
  transformQuery: ({ node }) => {
    queries += 1;
    return node;
  },
  transformResult: async ({ result }) => result,
};

beforeAll(async () => {
  site = await createEmptySite();
  const grants = [{ regionCode: SKANE, role: "curator" } as const];
  visitor = await signIn({ ...site.deps, db: site.db.withPlugin(counter) }, grants);
});
afterAll(() => site.close());

async function look(path: string): Promise<{ html: string; asked: number }> {
  queries = 0;
  const response = await visitor.get(path);
  expect(response.status).toBe(200);
  return { html: await response.text(), asked: queries };
}

it("2,000 cases that wait are a page of bounded size, in as many queries as one case", async () => {
  await insertWaitingCases(site.db, { regionCode: SKANE, count: 1, now: NOW });
  const one = await look("/inbox/12");
  await site.db.deleteFrom("case_update").execute();
  await site.db.deleteFrom("match").execute();
  await site.db.deleteFrom("case_spell").execute();
  await site.db.deleteFrom("region_case").execute();
  await site.db.deleteFrom("notice").execute();
  await site.db.deleteFrom("source_state").execute();
  await site.db.deleteFrom("snapshot").execute();

  await insertWaitingCases(site.db, { regionCode: SKANE, count: CASES, now: NOW });
  const many = await look("/inbox/12");
  expect(many.html).toContain("Visar 2000 av 2000 ärenden");
  expect(many.html).toContain("Rad 1–50");
  expect(many.html.match(/name="case"/g)).toHaveLength(50);
  expect(Buffer.byteLength(many.html)).toBeLessThan(MAX_PAGE_BYTES);
  expect(many.asked).toBe(one.asked);

  const last = await look("/inbox/12?page=40");
  expect(last.html).toContain("Rad 1951–2000");
  const past = await look("/inbox/12?page=999");
  expect(past.html).toContain("Sida 40 av 40");
  const filtered = await look("/inbox/12?q=exempem+17&priority=2");
  expect(filtered.html).toMatch(/Visar \d+ av 2000/);
  expect(filtered.asked).toBe(one.asked);
});
