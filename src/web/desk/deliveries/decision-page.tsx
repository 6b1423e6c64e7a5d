import type { DecisionPlan } from "../../../services/sending-decisions.ts";
import { GOES_OUT, MAX_DECISION_REASON_CHARS } from "../../../domain/sending-view.ts";
import { describeReason } from "../../desk-parts/reasons.ts";
import { nameChannel } from "../../frame/channel-name.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { DeskForm, SubmitButton, TextField } from "../../parts/form-fields.tsx";
import { DeskLayout } from "../desk-layout.tsx";
import { writeDecisionQuery, type DecisionQuery } from "./delivery-query.ts";
import type { PlaceProps } from "./place.ts";
import { deliveriesWords } from "./words.ts";

interface DecisionProps extends PlaceProps {
  readonly query: DecisionQuery;
  readonly plan: DecisionPlan;
  /** The first receivers, as pages may name them. */
  readonly receivers: readonly string[];
  /** What was written, and what is wrong with it. */
  readonly note: string;
  readonly problems: readonly FieldProblem[];
}

const SHOWN_REMOTES = 20;

/** How many a decision is about, and whom, before it is taken. */
export function DecisionPage(props: DecisionProps) {
  const { page, place, query, plan, note, problems } = props;
  const t = deliveriesWords[page.language];
  const words = t.decisions[query.decision];
  const goesOut = GOES_OUT[query.decision];
  const { going, goingWithOld: reached } = plan;
  const back = query.sending === null ? place.path : `${place.path}/sendings/${query.sending}`;
  return (
    <DeskLayout
      page={{ ...page, query: writeDecisionQuery(query) }}
      title={words.title(going || reached || plan.sendings)}
      regionCode={place.regionCode}
      area={place.region === null ? "operations" : "deliveries"}
    >
      {plan.sendings === 0 ? <p>{t.decide.none}</p> : <About {...props} goesOut={goesOut} />}
      {reached === 0 ? (
        <p>
          <a href={linkTo(page.language, back)}>{t.decide.cancel}</a>
        </p>
      ) : (
        <DeskForm page={page} action={`${place.path}/decide`} class="delivery-decision">
          {[...writeDecisionQuery({ ...query, upTo: query.upTo ?? plan.upTo })].map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          {goesOut && plan.outdated > 0 ? (
            <label class="choice">
              <input class="ds-input" type="checkbox" name="outdated" value="yes" /> {t.decide.includeOutdated}
            </label>
          ) : null}
          <TextField
            name="note"
            label={t.decide.reason}
            hint={t.decide.reasonHint}
            value={note}
            maxChars={MAX_DECISION_REASON_CHARS}
            problems={problems}
          />
          <p class="actions">
            <SubmitButton text={words.button(going === reached ? going : 1)} />{" "}
            <a href={linkTo(page.language, back)}>{t.decide.cancel}</a>
          </p>
        </DeskForm>
      )}
    </DeskLayout>
  );
}

function About(props: DecisionProps & { readonly goesOut: boolean }) {
  const { page, query, plan, goesOut } = props;
  const { decide: t, decisions } = deliveriesWords[page.language];
  const { going, goingWithOld } = plan;
  return (
    <>
      {goingWithOld === 0 ? null : <p class="lead">{decisions[query.decision].lead}</p>}
      <p>
        <strong>{t.count(plan.sendings, plan.messages)}</strong>{" "}
        {query.reason === null ? null : t.because(describeReason(page, query.reason))}{" "}
        {query.from === "" && query.to === "" ? null : t.span(query.from || "…", query.to || "…")}
        {goingWithOld === 0 || going === plan.sendings ? null : (
          <>
            {" "}
            <strong>{t.goes({ going, withOld: goingWithOld, of: plan.sendings })}</strong>
          </>
        )}
      </p>
      {(goesOut ? listWarnings(page, plan) : []).map((warning) => (
        <p class="ds-alert" data-color="warning">
          {warning}
        </p>
      ))}
      <Receivers {...props} />
    </>
  );
}

/** What is not sent, and what may come twice. */
function listWarnings(page: Page, { withdrawn, unreachable, outdated, unsure }: DecisionPlan): string[] {
  const { decide: t } = deliveriesWords[page.language];
  const warnings = [
    [withdrawn, t.withdrawn],
    [unreachable, t.unreachable],
    [outdated, t.outdated],
    [unsure, t.unsure],
  ] as const;
  return warnings.flatMap(([count, word]) => (count > 0 ? [word(count)] : []));
}

function Receivers({ page, plan, receivers }: DecisionProps) {
  const { decide: t } = deliveriesWords[page.language];
  const { remotes, goingWithOld: reached } = plan;
  if (reached === 0) return null;
  return (
    <>
      <p>{t.to}</p>
      <ul>
        {receivers.map((receiver) => (
          <li class="address">{receiver}</li>
        ))}
        {reached > receivers.length ? <li>{t.more(reached - receivers.length)}</li> : null}
      </ul>
      {reached > 1 ? (
        <ul>
          {remotes.slice(0, SHOWN_REMOTES).map(({ channel, remote, sendings: number }) => (
            <li>
              {nameChannel(page, channel)}: {t.at(number, remote === "" ? t.nowhere : remote)}
            </li>
          ))}
          {remotes.length > SHOWN_REMOTES ? <li>{t.more(remotes.length - SHOWN_REMOTES)}</li> : null}
        </ul>
      ) : null}
    </>
  );
}
