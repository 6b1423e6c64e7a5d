import { randomBytes } from "node:crypto";
import { IncomingMessage } from "node:http";
import { stockholmMinute } from "../../domain/calendar.ts";
import type { HeldCopy } from "../../domain/entity-tag.ts";
import type { Keeping } from "../frame/keeping.ts";
import { createPageClock } from "../frame/page-clock.ts";
import { addressOf } from "../frame/request-limits.ts";
import {
  chooseVisitLanguage,
  holdsCookie,
  lastRegionCookie,
  mayBeSignedIn,
  readLastRegion,
  writeLanguageCookie,
} from "../frame/visit-cookies.ts";
import type { WebDeps } from "../web-deps.ts";
import { createAnswerLog } from "./answer-log.ts";
import { createAnswers, type Made, type Question } from "./answers.ts";
import { takeAnswer, writeAnswer, type KeptAnswer } from "./kept-answer.ts";
import { createAddressReader, type KeptAddress } from "./kept-address.ts";
import { createPublicState } from "./public-state.ts";

/** Answers with what is kept, or has it made; null when the request is none of those. */
export type AnswerKept = (request: Request, bindings: unknown) => Response | Promise<Response> | null;

interface KeeperInput {
  readonly deps: Pick<WebDeps, "db" | "now" | "log" | "publicUrl">;
  /** Makes an answer: the site as it is without a keeper. */
  readonly make: (request: Request, bindings: { readonly keeping?: Keeping }) => Promise<Response>;
}

/** As much of a request as its answer hangs on. */
interface Asked extends HeldCopy {
  readonly method: string;
  readonly path: string;
  readonly address: KeptAddress;
  readonly cookie: string | null | undefined;
  readonly acceptLanguage: string | null | undefined;
  readonly acceptEncoding: string | null | undefined;
}

/**
 * Stands before the site and keeps what is the same for everybody: public pages, once for each language, and feeds. What
 * is kept comes of a request that holds nothing but what is asked for, so that nothing of a reader can be in it; what is a
 * reader's own, such as a cookie, is added to the answer that goes to them. Whoever may be signed in is answered anew.
 */
export function createKeeper({ deps, make }: KeeperInput): AnswerKept {
  const { now, log, publicUrl } = deps;
  const answers = createAnswers({ state: createPublicState(deps.db), now });
  const readAddress = createAddressReader();
  const logKept = createAnswerLog(log);
  const sayMinute = createMinutes();

  const write = (asked: Asked, answer: KeptAnswer, at: Date): Response => {
    const { method, ifNoneMatch, ifModifiedSince, acceptEncoding } = asked;
    const wish = { head: method === "HEAD", acceptEncoding, ifNoneMatch, ifModifiedSince };
    return writeAnswer(answer, { wish, minute: sayMinute(at), cookies: listCookies(asked, answer) });
  };

  const writeWaitedFor = (
    asked: Asked,
    { answer, isMade, startedAt }: { answer: KeptAnswer; isMade: boolean; startedAt: Date },
  ): Response => {
    const at = now();
    const { method, path } = asked;
    const response = write(asked, answer, at);
    const answered = { method, path, status: response.status, ms: at.getTime() - startedAt.getTime() };
    if (isMade) log.info(answered, "request");
    else logKept(answered);
    return response;
  };

  /** Those that the browser has not got. */
  const listCookies = ({ cookie, acceptLanguage, address }: Asked, answer: KeptAnswer): readonly string[] => {
    const own = answer.cookies.filter((written) => !holdsCookie(cookie, written));
    const language = writeLanguageCookie({ lang: address.lang, cookie, acceptLanguage }, publicUrl);
    return language === null ? own : [...own, language];
  };

  return (request, bindings) => {
    const asked = readAsked(request, { bindings, readAddress });
    if (asked === null) return null;
    const startedAt = now();
    const { question, headers } = readQuestion(asked);
    const kept = answers.find(question, startedAt);
    if (kept !== null) {
      const response = write(asked, kept, startedAt);
      logKept({ method: asked.method, path: asked.path, status: response.status, ms: 0 });
      return response;
    }
    const makeOne = (): Promise<Made> => makeAnswer({ make, now }, asked.address.address, headers);
    return answers.get(question, makeOne).then(
      (got) => writeWaitedFor(asked, { ...got, startedAt }),
      // The site says what is wrong.
      () => make(request, {}),
    );
  };
}

function readAsked(
  request: Request,
  { bindings, readAddress }: { bindings: unknown; readAddress: (address: string) => KeptAddress | null },
): Asked | null {
  const { method } = request;
  if (method !== "GET" && method !== "HEAD") return null;
  const written = addressOf(request.url);
  const address = readAddress(written);
  if (address === null) return null;
  const header = headersOf(request, bindings);
  const isPage = address.kind === "page";
  const cookie = isPage ? header("cookie") : null;
  if (mayBeSignedIn(cookie)) return null;
  return {
    method,
    path: written.split("?", 1)[0] ?? "",
    address,
    cookie,
    acceptLanguage: isPage ? header("accept-language") : null,
    acceptEncoding: header("accept-encoding"),
    ifNoneMatch: header("if-none-match"),
    ifModifiedSince: header("if-modified-since"),
  };
}

/** The headers as Node has read them; to make `Headers` of them costs as much as the answer. */
function headersOf(request: Request, bindings: unknown): (name: string) => string | null | undefined {
  if (typeof bindings === "object" && bindings !== null && "incoming" in bindings) {
    const { incoming } = bindings;
    if (incoming instanceof IncomingMessage) return (name) => incoming.headers[name]?.toString();
  }
  return (name) => request.headers.get(name);
}

/** What is asked for, and the headers of a request that asks for that and tells nothing else. */
function readQuestion({ address, cookie, acceptLanguage }: Asked): {
  question: Question;
  headers: Record<string, string>;
} {
  const { plain } = address;
  if (address.kind === "feed") return { question: { key: address.address, plain }, headers: {} };
  const language = chooseVisitLanguage({ lang: address.lang, cookie, acceptLanguage });
  const region = address.namesLastRegion ? readLastRegion(cookie) : undefined;
  return {
    question: { key: `${language} ${region?.code ?? ""} ${address.address}`, plain },
    headers: {
      "accept-language": language,
      ...(region === undefined ? {} : { cookie: lastRegionCookie(region) }),
    },
  };
}

async function makeAnswer(
  { make, now }: Pick<KeeperInput, "make"> & Pick<WebDeps, "now">,
  address: string,
  headers: Record<string, string>,
): Promise<Made> {
  // As long as what stands there in the end, and nobody can write it into a text of theirs.
  const minute = randomBytes(12).toString("base64url");
  const clock = createPageClock(now());
  const request = new Request(`http://localhost${address}`, { headers });
  const answer = await takeAnswer(await make(request, { keeping: { clock, minute } }), minute);
  const keep = answer.status === 200 && !(answer.headers["cache-control"] ?? "").includes("no-store");
  return { answer, until: clock.until, keep };
}

/** The minute in Stockholm, worked out once in each. */
function createMinutes(): (at: Date) => string {
  let last = { minute: Number.NaN, text: "" };
  return (at) => {
    const minute = Math.floor(at.getTime() / 60_000);
    if (minute !== last.minute) last = { minute, text: stockholmMinute(at) };
    return last.text;
  };
}
