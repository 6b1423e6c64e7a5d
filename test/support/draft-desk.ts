import { findAccount, insertAccount } from "../../src/db/accounts.ts";
import { findCase, type RegionCase } from "../../src/db/cases.ts";
import { sealFacts } from "../../src/services/alternatives.ts";
import { saveDraft, stepBack, type StepBack } from "../../src/services/drafts.ts";
import { handOverDraft, type HandOver, type HandOverContext } from "../../src/services/hand-over.ts";
import { readOpenDraft, type Draft } from "../../src/db/open-drafts.ts";
import { readPublication } from "../../src/services/held-case.ts";
import type { RegionRole } from "../../src/domain/account.ts";
import { EVERYBODY } from "../../src/domain/audience.ts";
import type { DraftContent, SeenDraft } from "../../src/domain/draft.ts";
import { publishDueDrafts } from "../../src/jobs/publish.handler.ts";
import { makeEntry, makeNotice } from "./builders.ts";
import { REGION, type Scene } from "./scene.ts";

export function makeContent(over: Partial<DraftContent> = {}): DraftContent {
  return {
    kind: "auto",
    advice: { type: "other-form", text: { sv: "Ge tabletter." } },
    audience: { areas: [...EVERYBODY.areas], roles: [...EVERYBODY.roles] },
    urgency: "normal",
    validUntil: null,
    ...over,
  };
}

/** A case of meropenem in the scene's region, people, and what they do with its draft. */
export interface DraftDesk {
  readonly caseId: number;
  addPerson(name: string, role?: RegionRole): Promise<number>;
  /** Saves over the draft as it stands, or over the revision that is given. */
  write(
    accountId: number,
    content?: DraftContent,
    seen?: { id: number; revision: number } | null,
  ): ReturnType<typeof saveDraft>;
  /** Hands it over having seen the words and the facts as they stand. */
  handOver(
    accountId: number,
    over?: Partial<HandOver & Pick<HandOverContext, "channels">>,
  ): ReturnType<typeof handOverDraft>;
  /** Takes what stands there now a step back; false when it does not take it. */
  back(accountId: number, action: StepBack, reason?: string): Promise<boolean>;
  draft(): Promise<Draft | null>;
  factsHash(): Promise<string>;
  publishDue(): ReturnType<typeof publishDueDrafts>;
  /** Lets so much time pass. */
  wait(ms: number): void;
}

/** Somebody with an account as the one who does what a service does. */
export async function actAs({ db, clock }: Scene, accountId: number): Promise<HandOverContext> {
  const account = await findAccount(db, accountId);
  if (account === null) throw new Error(`test desk: there is no account ${accountId}`);
  const actor = { kind: "person", id: accountId, name: account.name, address: "127.0.0.1" } as const;
  return {
    db,
    now: clock,
    actor,
    grants: account.grants,
    channels: new Map(),
    publicUrl: "https://restsignal.example",
  };
}

export async function findTestCase({ db }: Scene, caseId: number): Promise<RegionCase> {
  const found = await findCase(db, caseId);
  if (found === null) throw new Error(`test desk: there is no case ${caseId}`);
  return found;
}

/** What a page that shows it now would send along. */
function seeDraft(draft: Draft | null): SeenDraft {
  return { id: draft?.id ?? 0, revision: draft?.revision ?? 0 };
}

export async function createDraftDesk(scene: Scene): Promise<DraftDesk> {
  const { db } = scene;
  await scene.takeList([makeEntry()]);
  await scene.ingest({ at: "2026-08-20", notices: [makeNotice()] });
  const { id: caseId } = await db.selectFrom("region_case").select("id").executeTakeFirstOrThrow();
  const found = await findTestCase(scene, caseId);
  const desk: DraftDesk = {
    caseId,
    addPerson(name, role = "curator") {
      const grants = [{ regionCode: REGION, role }];
      return insertAccount(db, { email: `${name}@region.example`, name, subject: null, grants, now: scene.clock });
    },
    async write(accountId, content = makeContent(), seen) {
      const open = await desk.draft();
      const own = open === null ? null : { id: open.id, revision: open.revision };
      const writing = { found, content, origin: null, seen: seen === undefined ? own : seen };
      return saveDraft(await actAs(scene, accountId), writing);
    },
    async handOver(accountId, { channels = new Map(), ...over } = {}) {
      const factsHash = await desk.factsHash();
      const seen = seeDraft(await desk.draft());
      const handing = { found, action: "schedule" as const, seen, publishAt: null, factsHash, ...over };
      return handOverDraft({ ...(await actAs(scene, accountId)), channels }, handing);
    },
    async back(accountId, action, reason) {
      const step = { found, action, seen: seeDraft(await desk.draft()), reason: reason ?? null };
      return (await stepBack(await actAs(scene, accountId), step)).kind === "done";
    },
    draft: () => readOpenDraft(db, caseId),
    async factsHash() {
      const prepared = await readPublication(db, { caseId, kind: null, hasAdvice: true });
      if (prepared.kind === "refused") throw new Error(`test desk: ${prepared.reason}`);
      const advice = (await desk.draft())?.content.advice ?? null;
      return sealFacts(db, { regionCode: found.regionCode, advice, factsHash: prepared.factsHash });
    },
    publishDue: () => publishDueDrafts({ db, now: () => scene.clock, digestChannels: new Set() }),
    wait(ms) {
      scene.clock = new Date(scene.clock.getTime() + ms);
    },
  };
  return desk;
}

/** The desk with somebody who writes and somebody who approves. */
export async function createStaffedDesk(scene: Scene): Promise<{ desk: DraftDesk; anna: number; bo: number }> {
  const desk = await createDraftDesk(scene);
  return { desk, anna: await desk.addPerson("anna"), bo: await desk.addPerson("bo", "approver") };
}
