import type { PersonActor } from "../../domain/audit.ts";
import type { Context } from "hono";
import type { RegionCase } from "../../db/cases.ts";
import type { Visitor } from "../../db/sessions.ts";
import type { Permission } from "../../domain/account.ts";
import type { Region } from "../../domain/region.ts";
import type { Forbidden } from "../../services/context.ts";
import type { HandOverContext } from "../../services/hand-over.ts";
import type { OwnContext } from "../../services/sessions.ts";
import type { FormValues } from "../frame/form.ts";
import type { WebEnv } from "../frame/page.ts";
import type { WebDeps } from "../web-deps.ts";

/** What every request at the desk carries beside its page. */
export interface DeskEnv {
  Variables: WebEnv["Variables"] & {
    readonly visitor: Visitor;
    /** For the audit: who does it and from where. */
    readonly actor: PersonActor;
  };
}

export type DeskContext = Context<DeskEnv>;
/** What a handler gives; what a service forbids is answered by the gate, as what the gate itself refuses. */
export type Answer = Response | Forbidden;
type Answering = Answer | Promise<Answer>;

interface DeskRouteBase {
  readonly method: "get" | "post";
  readonly path: string;
  /** The largest form it takes, in bytes; a megabyte when left out. */
  readonly maxBodyBytes?: number;
  /** A POST before which whoever it is proves that once more, unless they did a short while ago. */
  readonly fresh?: true;
  /** What a form held, for whoever's session ended before it came; where it is left out, what people write in words. */
  readonly tellWritten?: (c: Context<WebEnv>, values: FormValues) => Promise<readonly string[]>;
}

/**
 * A page or an action of the desk. There is no other way to add one, and `desk.ts` answers none before it has asked who
 * it is, what they may do in the region that it is about, and, for a POST, whether our own form sent it.
 * - `region`: its path has `:region`. · `case`: its path has `:case`, whose region counts.
 * - `regions`: for whoever has the permission in some region; the handler keeps to `listRegions`.
 * - `nation`: for those with a role of the nation. · `self`: for everybody who is signed in, about themselves.
 */
export type DeskRoute = DeskRouteBase &
  (
    | {
        readonly about: "region";
        readonly needs: Permission;
        readonly handle: (c: DeskContext, region: Region) => Answering;
      }
    | {
        readonly about: "case";
        readonly needs: Permission;
        readonly handle: (c: DeskContext, region: Region, found: RegionCase) => Answering;
      }
    | {
        readonly about: "regions" | "nation";
        readonly needs: Permission;
        readonly handle: (c: DeskContext) => Answering;
      }
    | { readonly about: "self"; readonly handle: (c: DeskContext) => Answering }
  );

type Door = Exclude<DeskRoute["about"], "self">;
type HandleOf<A extends Door> = Extract<DeskRoute, { readonly about: A }>["handle"];

function routesAbout<A extends Door>(about: A) {
  // What a route is about and what handles it go together, which a union of objects cannot say of its members apart.
  const make = (method: DeskRoute["method"]) => (path: string, needs: Permission, handle: HandleOf<A>) =>
    ({ about, method, path, needs, handle }) as Extract<DeskRoute, { readonly about: A }>;
  return { get: make("get"), post: make("post") };
}

/** Pages and actions about a region, a case, some region, the nation: `onRegion.get("/audit/:region", "read", …)`. */
export const onRegion = routesAbout("region");
export const onCase = routesAbout("case");
export const onRegions = routesAbout<"regions" | "nation">("regions");
export const onNation = routesAbout<"regions" | "nation">("nation");

/** Whoever is signed in, as the one who does what a service does. */
export function actAsVisitor(deps: WebDeps, c: DeskContext): OwnContext & HandOverContext {
  const { actor, visitor } = c.var;
  const { db, now, enqueue, secretKey, channels, publicUrl } = deps;
  return { db, now: now(), actor, grants: visitor.account.grants, enqueue, secretKey, channels, publicUrl };
}
