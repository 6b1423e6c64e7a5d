import type { Child } from "hono/jsx";
import type { JSX } from "hono/jsx/jsx-runtime";
import { writeHtml } from "../../../templates/html.ts";
import { stringsOf } from "../../../templates/language.ts";
import type { Strings } from "../../../templates/strings/sv.ts";
import type { MissingContact } from "../../domain/contact.ts";
import type { DeliveryMode } from "../../domain/delivery.ts";
import { LANGUAGES, type Language } from "../../domain/message.ts";
import type { Region } from "../../domain/region.ts";
import type { Assets } from "./assets.ts";
import type { Visitor } from "../../db/sessions.ts";
import type { Keeping } from "./keeping.ts";
import type { PageClock } from "./page-clock.ts";
import type { SourceNote } from "./source-note.ts";
import { en } from "../words/en.ts";
import { sv, type PageStrings } from "../words/sv.ts";

const pageStrings: Record<Language, PageStrings> = { sv, en };

/** What every page needs to know of the request and the site. */
export interface Page {
  readonly language: Language;
  /** The pages' own phrases. */
  readonly t: PageStrings;
  /** The phrases that pages share with messages. */
  readonly words: Strings;
  /** Path of the page, and its query without `lang`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** `unknown` when the database could not be asked. */
  readonly source: SourceNote | "none" | "unknown";
  readonly assets: Assets["paths"];
  readonly version: string;
  readonly mode: DeliveryMode;
  /** Where and when it was fetched, to the minute, for paper; null where nobody prints. */
  readonly fetched: { readonly url: string; readonly at: string } | null;
  /** At the desk of a region that has not said how it is reached: how many persons it takes to say it. */
  readonly contactMissing: MissingContact;
  /** Whether an edition of the outreach report is public; left out where nobody has asked. */
  readonly hasReport?: boolean;
  /** At the desk: what is stopped until somebody lets it go on, as it stands on each page. */
  readonly stops?: Child;
  /** Who is signed in, at the desk; null on every public page. */
  readonly visitor: Visitor | null;
  /** On a public page, the regions whose desk the reader may open; none for whoever is not signed in. */
  readonly deskRegions?: ReadonlySet<string>;
}

/** What every page of one region is made from. */
export interface RegionProps {
  readonly page: Page;
  readonly region: Region;
}

export interface WebEnv {
  Bindings: { readonly keeping?: Keeping };
  Variables: { page: Page; clock: PageClock };
}

/** The language that a request asks for; Swedish when it asks for none or for one we lack. */
export function parseLanguage(text: string | null | undefined): Language {
  return LANGUAGES.find((language) => language === text) ?? "sv";
}

export function createPage(input: {
  url: URL;
  source: Page["source"];
  assets: Assets["paths"];
  version: string;
  mode: DeliveryMode;
  /** That of the address when left out. */
  language?: Language;
  fetched?: Page["fetched"];
}): Page {
  const query = new URLSearchParams(input.url.searchParams);
  const language = input.language ?? parseLanguage(query.get("lang"));
  query.delete("lang");
  return {
    ...input,
    language,
    ...phrasesOf(language),
    path: input.url.pathname,
    query,
    fetched: input.fetched ?? null,
    contactMissing: null,
    visitor: null,
  };
}

/** The same page in another language. */
export function withLanguage(page: Page, language: Language): Page {
  return { ...page, language, ...phrasesOf(language) };
}

function phrasesOf(language: Language): Pick<Page, "t" | "words"> {
  return { t: pageStrings[language], words: stringsOf(language) };
}

/** An address on the site that keeps the reader's language. */
export function linkTo(language: Language, path: string, query: URLSearchParams = new URLSearchParams()): string {
  const whole = new URLSearchParams(query);
  if (language !== "sv") whole.set("lang", language);
  return whole.size === 0 ? path : `${path}?${whole.toString()}`;
}

/** The same page in a language that is then remembered: said also where it is the one of the site. */
export function chooseLanguage(language: Language, path: string, query: URLSearchParams): string {
  const whole = new URLSearchParams(query);
  whole.set("lang", language);
  return `${path}?${whole.toString()}`;
}

/** A whole document. */
export function renderDocument(element: JSX.Element): string {
  return `<!doctype html>\n${writeHtml(element)}`;
}
