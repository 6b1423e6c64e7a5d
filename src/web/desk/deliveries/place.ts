import { deliveriesPath } from "../../../addresses.ts";
import { isAllowed, type Permission } from "../../../domain/account.ts";
import { OPERATIONS, type Region } from "../../../domain/region.ts";
import type { Page } from "../../frame/page.ts";
import { onNation, onRegion, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";

/** Whose sendings are looked at: a region's, or all when `region` is null, which is for those who run Restsignal. */
export interface Place {
  readonly region: Region | null;
  readonly regionCode: string | null;
  readonly path: string;
}

export interface PlaceProps {
  readonly page: Page;
  readonly place: Place;
}

function placeOf(region: Region | null): Place {
  const regionCode = region?.code ?? null;
  return { region, regionCode, path: deliveriesPath(regionCode) };
}

/** A page or an action of both desks: in a region for whoever `needs` allows, for all regions for those who run Restsignal. */
export function onBoth(
  method: "get" | "post",
  path: string,
  { needs, handle }: { needs: Permission; handle: (c: DeskContext, place: Place) => Answer | Promise<Answer> },
): DeskRoute[] {
  return [
    onRegion[method](`/deliveries/:region${path}`, needs, (c, region) => handle(c, placeOf(region))),
    onNation[method](`${deliveriesPath(null)}${path}`, "operate", (c) => handle(c, placeOf(null))),
  ];
}

/** Whether whoever looks may do that to what is shown. */
export function mayHere({ visitor }: Page, { regionCode }: Place, permission: Permission): boolean {
  if (visitor === null) return false;
  return regionCode === null
    ? isAllowed(visitor.account, "operate", OPERATIONS.code)
    : isAllowed(visitor.account, permission, regionCode);
}
