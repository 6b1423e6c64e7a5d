import { readSuppressions } from "../../../db/suppressions.ts";
import { cleanLine } from "../../../domain/clean-text.ts";
import { MAX_EMAIL_CHARS, parseEmailAddress } from "../../../domain/email-address.ts";
import type { Region } from "../../../domain/region.ts";
import { parseRowId } from "../../../domain/row-id.ts";
import { MAX_SUPPRESSION_NOTE_CHARS } from "../../../domain/suppression.ts";
import { lift, lookUp } from "../../../services/suppressions.ts";
import { describeReceiver } from "../../desk-parts/shown-stops.ts";
import { readForm, textOf } from "../../frame/form.ts";
import { renderDocument } from "../../frame/page.ts";
import { readFreeText, wordFreeText } from "../../parts/free-text.ts";
import { readDone, redirectDone } from "../../parts/notice.ts";
import type { WebDeps } from "../../web-deps.ts";
import { actAsVisitor, onRegion, type Answer, type DeskContext, type DeskRoute } from "../desk-route.ts";
import { SuppressedPage, type SuppressedPageProps } from "./suppressed-page.tsx";
import { suppressedWords } from "./words.ts";

const SHOWN = 200;
const CHANNEL = "email";

/** Where nothing is sent of a region's, to see for all of its desk; its administrators look up and lift. */
export function createSuppressedRoutes(deps: WebDeps): readonly DeskRoute[] {
  const path = "/subscriptions/:region/suppressed";
  return [
    onRegion.get(path, "read", (c, region) => answer(deps, c, { region })),
    // By a form, so that no address stands in an address.
    onRegion.post(`${path}/look-up`, "administer", (c, region) => answerLookUp(deps, c, region)),
    onRegion.post(`${path}/lift`, "administer", (c, region) => answerLift(deps, c, region)),
  ];
}

const pathOf = ({ code }: Region) => `/subscriptions/${code}/suppressed`;

interface Said extends Partial<Pick<SuppressedPageProps, "lookedUp" | "address" | "refused" | "problems">> {
  readonly region: Region;
}

async function answer({ db, channels }: WebDeps, c: DeskContext, said: Said): Promise<Response> {
  const { region, lookedUp = null, address = "", refused = null, problems = [] } = said;
  // An answer to a form has no address to come back to, which its link to the other language needs.
  const page = { ...c.var.page, path: pathOf(region) };
  const found = await readSuppressions(db, { regionCode: region.code, limit: SHOWN + 1 });
  const suppressions = found.slice(0, SHOWN).map(({ target, ...one }) => {
    const isKnown = target !== null && target !== undefined;
    return { ...one, name: isKnown ? describeReceiver(channels, { channel: one.channel, target }) : null };
  });
  const done = readDone(page, suppressedWords[page.language].done);
  const props = { page, region, suppressions, more: found.length > SHOWN, lookedUp, address, refused, problems, done };
  return c.html(renderDocument(<SuppressedPage {...props} />), problems.length === 0 ? 200 : 422);
}

async function answerLookUp(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  const written = cleanLine(textOf(await readForm(c), "address")).slice(0, MAX_EMAIL_CHARS);
  const address = parseEmailAddress(written);
  const { lookUp: words } = suppressedWords[c.var.page.language];
  if (address === null)
    return answer(deps, c, { region, address: written, problems: [{ field: "address", problem: words.problem }] });
  const place = { channel: CHANNEL, target: { address } };
  const found = await lookUp(actAsVisitor(deps, c), { place, regionCode: region.code });
  if (found?.kind === "forbidden") return found;
  const name = describeReceiver(deps.channels, place);
  const told = found === null ? null : found.kind === "elsewhere" ? found.kind : found.suppression;
  return answer(deps, c, { region, lookedUp: { name, found: told } });
}

async function answerLift(deps: WebDeps, c: DeskContext, region: Region): Promise<Answer> {
  const form = await readForm(c);
  const id = parseRowId(textOf(form, "suppression")) ?? 0;
  const { lift: words } = suppressedWords[c.var.page.language];
  const said = readFreeText(form, { name: "reason", maxChars: MAX_SUPPRESSION_NOTE_CHARS });
  if (said.kind === "refused") {
    const problem = wordFreeText(c.var.page, said, {
      field: "reason",
      personnummer: words.personnummer,
      other: words.problem,
    });
    return answer(deps, c, { region, refused: { id, reason: said.text }, problems: [problem] });
  }
  const result = await lift(actAsVisitor(deps, c), { which: { id }, regionCode: region.code, reason: said.text });
  if (result.kind === "forbidden") return result;
  if (result.kind !== "refused") return redirectDone(c, pathOf(region), result.kind);
  const problems = [{ field: "reason", problem: words.problem }];
  return answer(deps, c, { region, refused: { id, reason: said.text }, problems });
}
