import type { Actor, PersonActor } from "../domain/audit.ts";
import type { Db } from "../db/schema.ts";
import { isAllowed, type Grant, type Permission } from "../domain/account.ts";
import type { JobRequest } from "../jobs/queue.ts";

/**
 * What a verb is done with. A verb takes this and its input, begins the one transaction, and returns what happened or why
 * it was refused; it is the same verb whether a page, the command line or a job calls it.
 */
export interface ServiceContext {
  readonly db: Db;
  readonly now: Date;
  /** For the audit: who does it and from where. */
  readonly actor: Actor;
  /** What they may do; `all` for what goes on by itself and for whoever has the command line. */
  readonly grants: readonly Grant[] | "all";
  /** Puts work into the queue, after the transaction; left out where none is made. */
  readonly enqueue?: (jobs: readonly JobRequest[]) => Promise<void>;
}

/** What goes on by itself, as whoever did it. */
export const SYSTEM: Actor = { kind: "system" };

interface ActingDeps {
  readonly db: Db;
  readonly now: () => Date;
}
type Acting<D extends ActingDeps> = Omit<D, keyof ActingDeps> & ServiceContext;

/** The context of what no person does, with whatever else its verbs need. */
export function actAsSystem<D extends ActingDeps>(deps: D): Acting<D> {
  return { ...deps, now: deps.now(), actor: SYSTEM, grants: "all" };
}

/** The same of whoever has the command line, who need not say their name. */
export function actAtCommandLine<D extends ActingDeps>(deps: D, name: string | null = null): Acting<D> {
  return { ...actAsSystem(deps), actor: { kind: "command-line", name } };
}

/** The actor may not do that there: nothing is done. */
export interface Forbidden {
  readonly kind: "forbidden";
}
export const FORBIDDEN: Forbidden = { kind: "forbidden" };

/** Whether the actor may do that in that region; for what concerns the nation, give the operations' code. */
export function mayDo({ grants }: ServiceContext, permission: Permission, regionCode: string): boolean {
  return grants === "all" || isAllowed({ grants }, permission, regionCode);
}

/** Somebody with an account who may do what they ask for, and when they do it. */
export interface Worker {
  readonly actor: PersonActor;
  readonly now: Date;
}

/** Does in one transaction what only a person with that permission can do. */
export async function workAsPerson<Result>(
  ctx: ServiceContext,
  { permission, regionCode }: { permission: Permission; regionCode: string },
  work: (trx: Db, worker: Worker) => Promise<Result>,
): Promise<Result | Forbidden> {
  const worker = findWorker(ctx, permission, regionCode);
  if (worker === null) return FORBIDDEN;
  return ctx.db.transaction().execute((trx) => work(trx, worker));
}

/** Who does what only a person can do, such as write; null when the actor is none, or may not. */
export function findWorker(ctx: ServiceContext, permission: Permission, regionCode: string): Worker | null {
  const { actor, now } = ctx;
  if (actor.kind !== "person" || !mayDo(ctx, permission, regionCode)) return null;
  return { actor, now };
}
