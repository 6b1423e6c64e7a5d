import { deliveriesPath } from "../../addresses.ts";
import { HELD_UP_TO } from "../../db/delivery-stops.ts";
import { stockholmMinute } from "../../domain/calendar.ts";
import { writeStopScope } from "../../domain/delivery-stop.ts";
import { isAllowed, listRegions } from "../../domain/account.ts";
import { nameRegion, OPERATIONS } from "../../domain/region.ts";
import { capitalize } from "../../domain/words.ts";
import { nameChannel } from "../frame/channel-name.ts";
import { linkTo, type Page } from "../frame/page.ts";
import { DeskForm } from "../parts/form-fields.tsx";
import { nameHand } from "./named-hand.ts";
import { describeReason } from "./reasons.ts";
import type { ShownStop } from "./shown-stops.ts";
import { stopsWords } from "./stops-words.ts";

interface StopsProps {
  readonly page: Page;
  readonly stops: readonly ShownStop[];
}

/** More of them stand on the page of stops only. */
export const SHOWN_STOPS = 4;

/** What is stopped, on every page of the desk: who stopped it, when, why and what waits; with the way to let it go on. */
export function StopsBanner({ page, stops }: StopsProps) {
  const t = stopsWords[page.language];
  const left = stops.length - SHOWN_STOPS;
  const path = stopsPath(page);
  return (
    <section class="ds-alert stops-banner" data-color="danger" aria-label={t.label}>
      <StopList page={page} stops={stops.slice(0, SHOWN_STOPS)} />
      {left > 0 ? (
        <p>{path === null ? t.more(left) : <a href={linkTo(page.language, path)}>{t.more(left)}</a>}</p>
      ) : null}
    </section>
  );
}

export function StopList({ page, stops }: StopsProps) {
  return (
    <ul class="stops">
      {stops.map((stop) => (
        <Stop page={page} stop={stop} />
      ))}
    </ul>
  );
}

function Stop({ page, stop }: { readonly page: Page; readonly stop: ShownStop }) {
  const t = stopsWords[page.language];
  const { stoppedAt, stoppedBy, waiting, mayResume } = stop;
  const at = stockholmMinute(stoppedAt);
  return (
    <li>
      <p>
        <strong>{nameStop(page, stop)}</strong>{" "}
        {stoppedBy === null ? t.byItself(at) : t.by(capitalize(nameHand(page, stoppedBy)), at)} {t.reason}{" "}
        {describeStopReason(page, stop)} <strong>{t.waiting(waiting, waiting >= HELD_UP_TO)}</strong>
      </p>
      {mayResume ? (
        <DeskForm page={page} action={resumePath(page, stop)} label={`${t.resume}: ${nameStop(page, stop)}`}>
          <input type="hidden" name="scope" value={writeStopScope(stop.scope)} />
          <input type="hidden" name="return" value={returnPath(page)} />
          <button class="ds-button" type="submit" data-variant="secondary" data-size="sm">
            {t.resume}
          </button>
        </DeskForm>
      ) : null}
    </li>
  );
}

/** What a person wrote stands as written; what a receiver answered is worded. */
function describeStopReason(page: Page, { reason, stoppedBy }: ShownStop): string {
  return stoppedBy === null ? describeReason(page, reason) : `”${reason}”.`;
}

/** What is stopped, as a sentence. */
function nameStop(page: Page, { scope, receiver }: Pick<ShownStop, "scope" | "receiver">): string {
  const t = stopsWords[page.language];
  switch (scope.kind) {
    case "all":
      return t.all;
    case "channel":
      return t.channel(nameChannel(page, scope.channel));
    case "remote":
      return t.remote(nameChannel(page, scope.channel), scope.remote);
    case "subscription":
      return receiver === null ? t.unknown : t.subscription(receiver.name, nameRegion(receiver.regionCode));
  }
}

/** Where all stops stand that the visitor may see. */
function stopsPath({ visitor }: Page): string | null {
  if (visitor === null) return null;
  if (isAllowed(visitor.account, "operate", OPERATIONS.code)) return `${deliveriesPath(null)}/stops`;
  const [region] = listRegions(visitor.account, "read");
  return region === undefined ? null : `${deliveriesPath(region)}/stops`;
}

function resumePath({ visitor }: Page, { receiver }: ShownStop): string {
  const isOperator = visitor !== null && isAllowed(visitor.account, "operate", OPERATIONS.code);
  return `${deliveriesPath(isOperator ? null : (receiver?.regionCode ?? null))}/stops/resume`;
}

function returnPath({ path, query }: Page): string {
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}
