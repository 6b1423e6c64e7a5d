import { SUBSCRIBE_WISH_PATH, viewMessage } from "../../../addresses.ts";
import { describeMessage } from "../../../../templates/message-content.ts";
import { MessageBody } from "../../../../templates/message-body.tsx";
import type { Content } from "../../../../templates/content.ts";
import { stockholmMinute, type IsoDate } from "../../../domain/calendar.ts";
import { tellSame, type EntryFact, type Message, type CaseFacts } from "../../../domain/message.ts";
import { nameEntry } from "../../../../templates/entry-name.ts";
import { describeStock } from "../../../../templates/stock-content.ts";
import { describeContact } from "../../../../templates/message-scope.ts";
import { linkTo, type Page, type RegionProps } from "../../frame/page.ts";
import type { Signal } from "../../../db/signals.ts";
import { NordicSignals } from "../../case-parts/nordic-signals.tsx";
import { DeskLink } from "../../frame/desk-link.tsx";
import { Layout } from "../../frame/layout.tsx";
import { EntryName } from "../../frame/swedish.tsx";
import { AskPharmacist } from "./question-form.tsx";
import { AdviceNotice, type AdviceStanding } from "../../case-parts/advice-falls.tsx";
import { CurrentNotices, type EndedNotice } from "../../case-parts/current-notices.tsx";
import { CaseStatus } from "../../parts/status.tsx";
import { ExtentLead, ExtentSection, type CurrentExtent } from "../../case-parts/extent-section.tsx";
import { threadWords } from "../../case-parts/thread-words.ts";

interface CasePageProps extends RegionProps {
  readonly caseId: number;
  readonly entry: EntryFact;
  /** Newest first. */
  readonly thread: readonly Message[];
  /** What the source says now; null when the case has no notices any more. */
  readonly facts: CaseFacts | null;
  readonly ended: readonly EndedNotice[];
  readonly extent: CurrentExtent;
  /** How the advice that readers have stands. */
  readonly standing: AdviceStanding;
  readonly signals: readonly Signal[];
  readonly today: IsoDate;
  /** How the region is reached now; null when it has not said. */
  readonly contact: string | null;
  /** The absolute address of a path. */
  readonly link: (path: string) => string;
}

/** One case: the region's messages, newest first, and apart from them what the source says now. */
export function CasePage(props: CasePageProps) {
  const { page, region, caseId, entry, thread, facts, ended, extent, standing, signals, today, contact, link } = props;
  const t = threadWords[page.language];
  const { words, language } = page;
  const name = nameEntry(entry, words);
  const [newest, ...earlier] = thread.map((message) => ({
    message,
    content: describeMessage(viewMessage(message, link), language, today),
  }));
  const stock = describeStock(facts?.stock ?? null, today, words);
  // The newest message says what is true of the stock today: the day it was written may be long past.
  const stockAbove = newest !== undefined && newest.content.stock !== null;
  const asked = describeContact({ contact }, words);
  return (
    <Layout
      page={page}
      title={`${name} – ${region.name}`}
      trail={[{ text: region.name, path: `/r/${region.code}` }]}
      feed={{ regionCode: region.code, filter: { cases: [caseId] }, title: `${name} – ${region.name}` }}
    >
      <h1>
        <EntryName page={page} entry={entry} />
      </h1>
      <ExtentLead page={page} current={extent} today={today} />
      <p class="facts-line">
        {facts === null || extent.extent !== null ? null : <CaseStatus words={words} facts={facts} today={today} />}
        {newest === undefined ? <span class="quiet">{describeEntry(entry, words)}</span> : null}
        <DeskLink page={page} regionCode={region.code} caseId={caseId} />
      </p>
      <AdviceNotice page={page} region={region} thread={thread} standing={standing} today={today} />
      {newest === undefined ? (
        <div class="ds-alert" data-color="info">
          <p>{t.none(region.name)}</p>
          {asked === null ? null : <p>{asked}</p>}
        </div>
      ) : (
        <NewestMessage
          page={page}
          message={newest.message}
          // What is said of the region holds now, whenever the message was written.
          content={{ ...newest.content, contact: asked, stock: stockAbove ? stock : null }}
          facts={facts === null ? "gone" : tellSame(newest.message.facts, facts) ? "same" : "changed"}
        />
      )}
      <FollowLink page={page} regionCode={region.code} caseId={caseId} />
      <ExtentSection page={page} entry={entry} current={extent} today={today} />
      <CurrentNotices page={page} facts={facts} ended={ended} stock={stockAbove ? null : stock} today={today} />
      {signals.length === 0 ? null : <NordicSignals page={page} signals={signals} today={today} />}
      {earlier.length === 0 ? null : (
        <section aria-labelledby="earlier">
          <h2 id="earlier">{t.earlier}</h2>
          {earlier.map((item) => (
            <EarlierMessage page={page} {...item} />
          ))}
        </section>
      )}
      <AskPharmacist page={page} region={region} contact={contact} casePath={page.path} />
    </Layout>
  );
}

/** Leads to where one subscribes to what comes of this case. */
function FollowLink({ page: { language }, regionCode, caseId }: { page: Page; regionCode: string; caseId: number }) {
  const query = new URLSearchParams({ region: regionCode, case: String(caseId) });
  return (
    <p>
      <a href={linkTo(language, SUBSCRIBE_WISH_PATH, query)}>{threadWords[language].follow}</a>
    </p>
  );
}

/** What a message says in its first line, for a case without one. */
function describeEntry({ atc, category, priority }: EntryFact, words: Page["words"]): string {
  return [atc, category, priority === null ? null : words.priority(priority)].filter(Boolean).join(" · ");
}

interface MessageProps {
  readonly page: Page;
  readonly message: Message;
  readonly content: Content;
}

interface NewestMessageProps extends MessageProps {
  /** How its facts stand to what the page tells of now. */
  readonly facts: "same" | "changed" | "gone";
}

function NewestMessage({ page: { language }, message, content, facts }: NewestMessageProps) {
  const t = threadWords[language];
  const id = `message-${message.id}`;
  return (
    <article class="message newest" aria-labelledby={id}>
      <h2 id={id}>
        {content.urgent === null ? null : <span class="mark warning">{content.urgent}</span>} {content.kicker}{" "}
        <span class="quiet">{t.version(message.version)}</span>
      </h2>
      {facts === "changed" ? <p class="superseded">{t.outdated}</p> : null}
      <MessageBody content={content} headingLevel={3} ownPage facts={facts !== "same"} />
    </article>
  );
}

function EarlierMessage({ page: { language }, message, content }: MessageProps) {
  const t = threadWords[language];
  return (
    <details class="message" id={`message-${message.id}`}>
      <summary>
        {content.kicker}{" "}
        <span class="quiet">
          {t.version(message.version)}, {stockholmMinute(message.publishedAt)}
        </span>
      </summary>
      <p class="superseded">{t.superseded}</p>
      <MessageBody content={content} headingLevel={3} />
    </details>
  );
}
