import { deskCasePath } from "../../../addresses.ts";
import type { SendingRecord } from "../../../db/sending-record.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import { hideAddresses } from "../../../domain/delivery-reason.ts";
import type { Language } from "../../../domain/message.ts";
import { nameRegion } from "../../../domain/region.ts";
import type { AttemptLine } from "../../../domain/sending.ts";
import { viewOf } from "../../../domain/sending-view.ts";
import type { ShownPayload } from "../../../services/sent-payloads.ts";
import { nameHand } from "../../desk-parts/named-hand.ts";
import { describeReason } from "../../desk-parts/reasons.ts";
import { PreviewDrawing, Payload } from "../../desk-parts/drawings/preview-drawing.tsx";
import { nameChannel } from "../../frame/channel-name.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { Cell, StackedTable } from "../../parts/stacked-table.tsx";
import { DeskLayout } from "../desk-layout.tsx";
import { readToldDecision } from "./decision-told.ts";
import { writeDecisionQuery } from "./delivery-query.ts";
import { OPEN_DECISIONS } from "./open-reasons.tsx";
import { mayHere, type PlaceProps } from "./place.ts";
import { SendingHindrances } from "./sending-hindrances.tsx";
import { SendingReturns } from "./sending-returns.tsx";
import { deliveriesWords } from "./words.ts";

interface SendingProps extends PlaceProps {
  readonly sending: SendingRecord;
  readonly shown: ShownPayload;
  /** Who gets it, as pages may say. */
  readonly receiver: string;
  readonly language: Language;
  readonly now: Date;
}

/** One sending: how it stands and what one can do first, then each attempt, and what went out. */
export function SendingPage(props: SendingProps) {
  const { page, place, sending } = props;
  const t = deliveriesWords[page.language].sending;
  return (
    <DeskLayout
      page={page}
      title={t.title(sending.id)}
      regionCode={place.regionCode}
      area={place.region === null ? "operations" : "deliveries"}
      done={readToldDecision(page)}
    >
      <Standing {...props} />
      <Deeds {...props} />
      <Facts {...props} />
      <Attempts {...props} />
      <Sent {...props} />
      <p>
        <a href={linkTo(page.language, place.path)}>{t.back}</a>
      </p>
    </DeskLayout>
  );
}

function Standing(props: SendingProps) {
  const { page, sending } = props;
  const t = deliveriesWords[page.language].sending;
  const view = viewOf({ ...sending, isHandled: sending.handledAt !== null });
  const isOpen = view === "failed" || view === "unknown";
  const isReturned = sending.returnedAs !== null && sending.returnedAs !== "late";
  return (
    <div
      class="ds-alert delivery-answer"
      data-color={isOpen || isReturned ? "warning" : view === "delivered" ? "success" : "info"}
    >
      <p>
        <strong>{sending.state === "claimed" ? t.answers.claimed : t.answers[view]}</strong> {explain(props)}
      </p>
      <SendingReturns page={page} returns={sending.returns} />
      {sending.unsure && (view === "failed" || view === "waiting") ? <p>{t.unsure}</p> : null}
      {view === "waiting" || isOpen ? <SendingHindrances page={page} sending={sending} /> : null}
      <Replays {...props} />
    </div>
  );
}

/** Why it stands so, and what comes next. */
function explain({ page, now, sending: { state, outcome, reason, dueAt } }: SendingProps): string {
  const t = deliveriesWords[page.language].sending;
  const wordOf = outcome !== null && "wordOf" in outcome ? outcome.wordOf : undefined;
  return [
    ...(reason === null ? [] : [describeReason(page, reason)]),
    ...(wordOf === undefined ? [] : [t.wordOf(nameHand(page, wordOf))]),
    ...(state === "due" && dueAt !== null ? [dueAt > now ? t.next(stockholmMinute(dueAt)) : t.nextNow] : []),
  ].join(" ");
}

/** The sending that went instead of this one, and the one that this went instead of. */
function Replays({ page, place, sending: { replayedAs, replayOf } }: SendingProps) {
  const t = deliveriesWords[page.language].sending;
  const lines = [
    ...(replayedAs === null ? [] : [{ id: replayedAs, text: t.replayedAs(replayedAs) }]),
    ...(replayOf === null ? [] : [{ id: replayOf, text: t.replayOf(replayOf) }]),
  ];
  return (
    <>
      {lines.map(({ id, text }) => (
        <p>
          <a href={linkTo(page.language, `${place.path}/sendings/${id}`)}>{text}</a>
        </p>
      ))}
    </>
  );
}

function Deeds({ page, place, sending }: SendingProps) {
  const { sending: t, decisions } = deliveriesWords[page.language];
  const { id, state, handledAt } = sending;
  const open = (state === "dead" && handledAt === null) || state === "unknown" ? state : null;
  const mayDecide = open !== null && mayHere(page, place, "curate");
  const mayStop = mayHere(page, place, "administer");
  if (!mayDecide && !mayStop) return null;
  const stop = new URLSearchParams({ subscription: String(sending.subscription.id) });
  return (
    <>
      {mayDecide && open !== null ? (
        <>
          <h2>{t.decide}</h2>
          <p class="delivery-deeds">
            {OPEN_DECISIONS[open].map((decision, index) => (
              <a
                class="ds-button"
                data-variant={index === 0 ? "primary" : "secondary"}
                href={linkTo(page.language, `${place.path}/decide`, writeDecisionQuery({ decision, sending: id }))}
              >
                {decisions[decision].link}
              </a>
            ))}
          </p>
        </>
      ) : null}
      {mayStop ? (
        <p>
          <a href={`${linkTo(page.language, `${place.path}/stops`, stop)}#stop`}>{t.stop}</a>
        </p>
      ) : null}
    </>
  );
}

function Facts({ page, place, sending, receiver }: SendingProps) {
  const { sending: t, lanes } = deliveriesWords[page.language];
  const time = (at: Date | null) => (at === null ? "–" : stockholmMinute(at));
  const lines: [string, string][] = [
    [t.to, receiver],
    [t.region, nameRegion(sending.regionCode)],
    [t.channel, nameChannel(page, sending.channel)],
    [t.lane, lanes[sending.lane]],
    [t.remote, sending.remote === "" ? "–" : sending.remote],
    [t.made, time(sending.createdAt)],
    [t.begun, time(sending.startedAt)],
    [t.ended, time(sending.finishedAt)],
    [t.number, sending.key ?? "–"],
  ];
  return (
    <>
      <h2>{t.facts}</h2>
      <dl class="delivery-facts">
        {lines.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      <h2>{t.messages}</h2>
      <ul>
        {sending.members.map(({ messageId, caseId, version }) => (
          <li>
            {caseId === null || place.region === null ? (
              t.message(messageId, version)
            ) : (
              <a href={linkTo(page.language, deskCasePath(caseId))}>{t.message(messageId, version)}</a>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function Attempts({ page, sending }: SendingProps) {
  const t = deliveriesWords[page.language].sending;
  const columns = t.attemptColumns;
  return (
    <>
      <h2>{t.attempts}</h2>
      {sending.log.length === 0 ? (
        <p>{t.noAttempts}</p>
      ) : (
        <StackedTable class="delivery-attempts" label={t.attempts} columns={Object.values(columns)}>
          <tbody role="rowgroup">
            {sending.log.map((line, index) => (
              <tr role="row">
                <th role="rowheader" scope="row">
                  {index + 1}
                </th>
                <Cell label={columns.begun}>{line.startedAt === null ? t.notBegun : showTime(line.startedAt)}</Cell>
                <Cell label={columns.ended}>{showTime(line.endedAt)}</Cell>
                <Cell label={columns.outcome}>
                  {nameOutcome(page, line)} {line.late === true ? <strong>{t.late}</strong> : null}
                </Cell>
                <Cell label={columns.why}>
                  <Why page={page} line={line} />
                </Cell>
              </tr>
            ))}
          </tbody>
        </StackedTable>
      )}
    </>
  );
}

/** To the second: attempts follow each other closely. */
function showTime(instant: string): string {
  const at = new Date(instant);
  return `${stockholmMinute(at)}:${String(at.getUTCSeconds()).padStart(2, "0")}`;
}

function nameOutcome(page: Page, { outcome }: AttemptLine): string {
  const { sending, outcomes } = deliveriesWords[page.language];
  return outcome === null ? sending.inCapture : outcomes[outcome.kind];
}

/** In our words, and as it was told, with no address in it. */
function Why({ page, line: { outcome } }: { readonly page: Page; readonly line: AttemptLine }) {
  const t = deliveriesWords[page.language].sending;
  if (outcome === null) return null;
  if ("wordOf" in outcome && outcome.wordOf !== undefined) return <>{t.wordOf(nameHand(page, outcome.wordOf))}</>;
  if (!("reason" in outcome)) return null;
  const told = hideAddresses(outcome.reason);
  return (
    <>
      {describeReason(page, told)}
      <div class="quiet delivery-raw" lang="en">
        {told}
      </div>
    </>
  );
}

function Sent({ page, place, sending, shown, language }: SendingProps) {
  const t = deliveriesWords[page.language].sending;
  const name = nameChannel(page, sending.channel);
  if (shown.kind === "unwritten")
    return (
      <>
        <h2>{t.payload}</h2>
        <p>{sending.state === "due" || sending.state === "claimed" ? t.unwritten : t.neverWritten}</p>
      </>
    );
  const path = `${place.path}/sendings/${sending.id}`;
  const data = shown.kind === "shown" ? shown.payload : shown.data;
  const drawing = shown.kind === "shown" ? shown.drawing : null;
  return (
    <section class="previews" aria-labelledby="payload">
      <h2 id="payload">{t.payload}</h2>
      <p>{shown.kind === "shown" ? t.payloadLead : data === null ? t.cleared : t.broken}</p>
      {drawing === null ? null : (
        <PreviewDrawing
          page={page}
          name={name}
          drawing={drawing}
          language={language}
          now={sending.renderedAt ?? sending.createdAt}
          mailPath={`${path}/mail`}
        />
      )}
      {data === null ? null : <Payload page={page} what="JSON" name={name} text={JSON.stringify(data, null, 2)} />}
      <p class="delivery-deeds">
        <a href={`${path}/payload.json`}>{t.json}</a>
        {drawing !== null && drawing.kind !== "adaptive-card" ? <a href={`${path}/payload.txt`}>{t.text}</a> : null}
      </p>
    </section>
  );
}
