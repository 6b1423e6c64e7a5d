import { nameEntry } from "../../../../templates/entry-name.ts";
import { stockholmDate } from "../../../domain/calendar.ts";
import { deskCasePath } from "../../../addresses.ts";
import type { PolicyAction, PolicyDecision, PolicyRule } from "../../../domain/policy.ts";
import type { ActionCounts, PolicyTrial, TrialCase, TrialUpdate } from "../../../domain/policy-trial.ts";
import { linkTo, type Page, type RegionProps } from "../../frame/page.ts";
import { DateText } from "../../parts/status.tsx";
import { DeskLayout } from "../desk-layout.tsx";
import { DeskForm, SubmitButton } from "../../parts/form-fields.tsx";
import { ProposalFields } from "./policies-page.tsx";
import { RuleList } from "../../desk-parts/rule-list.tsx";
import { policiesWords } from "../../desk-parts/policies-words.ts";
import { Cell, StackedTable } from "../../parts/stacked-table.tsx";

interface PolicyTrialPageProps extends RegionProps {
  readonly proposal: readonly PolicyRule[];
  readonly mark: string;
  readonly trial: PolicyTrial;
  readonly since: Date;
}

const ACTIONS = ["auto", "review", "ignore"] as const satisfies readonly PolicyAction[];
const DIFFERING_SHOWN = 20;
const EXAMPLES_SHOWN = 5;

/** What proposed rules would have done to the region's own news, before anybody saves them. */
export function PolicyTrialPage({ page, region, proposal, mark, trial, since }: PolicyTrialPageProps) {
  const t = policiesWords[page.language];
  const count = trial.cases.length;
  const from = stockholmDate(since);
  return (
    <DeskLayout page={page} title={t.trial.title} regionCode={region.code} area="policies">
      <p class="lead">{count === 1 ? t.trial.one(from) : t.trial.lead(count, from)}</p>
      {count === 0 ? null : <Figures page={page} trial={trial} />}
      <section aria-labelledby="per-rule">
        <h2 id="per-rule">{t.proposal}</h2>
        <RuleList
          page={page}
          rules={proposal}
          under={(_rule, place) =>
            count === 0 ? null : (
              <p class="quiet">
                {t.trial.perRule}: {t.trial.ruleCount(trial.perRule[place] ?? 0)}
              </p>
            )
          }
        />
      </section>
      <section aria-labelledby="save">
        <h2 id="save">{t.trial.saveHeading}</h2>
        <p>{t.trial.saveLead}</p>
        <div class="buttons">
          <DeskForm page={page} action={`/policies/${region.code}/rules`}>
            <ProposalFields proposal={proposal} mark={mark} />
            <SubmitButton text={t.buttons.save} />
          </DeskForm>
          <DeskForm page={page} action={`/policies/${region.code}/proposal`}>
            <ProposalFields proposal={proposal} mark={mark} />
            <SubmitButton text={t.buttons.back} name="do" value="back" variant="secondary" />
          </DeskForm>
        </div>
      </section>
    </DeskLayout>
  );
}

function Figures({ page, trial }: { readonly page: Page; readonly trial: PolicyTrial }) {
  const t = policiesWords[page.language].trial;
  return (
    <>
      <Table
        caption={t.what}
        first={t.what}
        columns={[t.proposed, t.current]}
        rows={ACTIONS.flatMap((action): [string, string, string][] => [
          [t.counts[action], String(trial.proposed[action]), String(trial.current[action])],
          ...(action === "review" && trial.sentLater.proposed + trial.sentLater.current > 0
            ? [
                [t.sentLater, String(trial.sentLater.proposed), String(trial.sentLater.current)] as [
                  string,
                  string,
                  string,
                ],
              ]
            : []),
        ])}
      />
      <h2>{t.real}</h2>
      <ul>
        <li>{`${t.realSentByRule}: ${trial.real.sentByRule}`}</li>
        <li>{`${t.realSentByPerson}: ${trial.real.sentByPerson}`}</li>
        <li>{`${t.realIgnored}: ${trial.real.ignored}`}</li>
        <li>{`${t.realDismissed}: ${trial.real.dismissed}`}</li>
        <li>{`${t.realWaiting}: ${trial.real.waiting}`}</li>
      </ul>
      <p class="hint">{t.honest}</p>
      <Table
        caption={t.weeks}
        first={t.weekColumn}
        columns={[t.proposed, t.current, t.realColumn]}
        rows={trial.weeks.map(({ monday, proposed, current, real }) => [
          t.week(monday),
          describeCounts(proposed, page),
          describeCounts(current, page),
          t.realLine(real.sentByRule + real.sentByPerson, real.waiting, real.ignored + real.dismissed),
        ])}
      />
      <Differing page={page} trial={trial} />
      <Examples page={page} trial={trial} />
    </>
  );
}

function describeCounts({ auto, review, ignore }: ActionCounts, page: Page): string {
  return policiesWords[page.language].trial.countLine(auto, review, ignore);
}

interface TableProps {
  readonly caption: string;
  readonly first: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly [string, ...string[]])[];
}

/** Narrow, its rows become cards by style alone, which makes browsers forget that it is a table: hence the roles. */
function Table({ caption, first, columns, rows }: TableProps) {
  return (
    <StackedTable class="trial" caption={caption} columns={[first, ...columns]}>
      <tbody role="rowgroup">
        {rows.map(([head, ...cells]) => (
          <tr role="row">
            <th role="rowheader" scope="row">
              {head}
            </th>
            {cells.map((cell, index) => (
              <Cell label={columns[index]}>{cell}</Cell>
            ))}
          </tr>
        ))}
      </tbody>
    </StackedTable>
  );
}

function Differing({ page, trial }: { readonly page: Page; readonly trial: PolicyTrial }) {
  const t = policiesWords[page.language].trial;
  const differing = trial.cases.filter(({ proposed, current }) => proposed.action !== current.action);
  return (
    <section aria-labelledby="differing">
      <h2 id="differing">{t.differing}</h2>
      {differing.length === 0 ? (
        <p>{t.noDifference}</p>
      ) : (
        <Lines page={page} cases={differing} most={DIFFERING_SHOWN} />
      )}
    </section>
  );
}

function Examples({ page, trial }: { readonly page: Page; readonly trial: PolicyTrial }) {
  const t = policiesWords[page.language].trial;
  return (
    <section aria-labelledby="examples">
      <h2 id="examples">{t.examples}</h2>
      {ACTIONS.map((action) => {
        const cases = trial.cases.filter(({ proposed }) => proposed.action === action);
        return cases.length === 0 ? null : (
          <details>
            <summary>
              {t.counts[action]} ({cases.length})
            </summary>
            <Lines page={page} cases={cases} most={EXAMPLES_SHOWN} />
          </details>
        );
      })}
    </section>
  );
}

interface LinesProps {
  readonly page: Page;
  readonly cases: readonly TrialCase[];
  readonly most: number;
}

function Lines({ page, cases, most }: LinesProps) {
  const { words, language } = page;
  const { trial, changeNames } = policiesWords[language];
  const nameChanges = ({ update }: TrialCase) =>
    update.changes.length === 0
      ? words.reminder[update.kind === "expired" ? "expired" : "newLine"]
      : [...new Set(update.changes)].map((kind) => changeNames[kind]).join(", ");
  return (
    <>
      <ul class="trial-cases">
        {cases.slice(0, most).map((one) => (
          <li>
            <DateText date={stockholmDate(one.update.createdAt)} />{" "}
            <a href={linkTo(language, deskCasePath(one.update.caseId))}>{nameEntry(one.update.entry, words)}</a>:{" "}
            {nameChanges(one)}.
            <br />
            <span class="quiet">
              {trial.outcome(
                describeDecision(one.proposed, page),
                describeDecision(one.current, page),
                describeReal(one.update, page).toLocaleLowerCase("sv"),
              )}
            </span>
          </li>
        ))}
      </ul>
      {cases.length > most ? <p>{trial.shown(most, cases.length)}</p> : null}
    </>
  );
}

function describeReal({ decision, byRule }: TrialUpdate, { language }: Page): string {
  const { trial } = policiesWords[language];
  switch (decision) {
    case "published":
      return byRule ? trial.realSentByRule : trial.realSentByPerson;
    case "ignored":
      return trial.realIgnored;
    case "dismissed":
      return trial.realDismissed;
    case "returned":
      return trial.realReturned;
    case "gathered":
    case "pending":
    case "baseline":
      return trial.realWaiting;
  }
}

function describeDecision({ action, rule, place }: PolicyDecision, page: Page): string {
  const { trial, rule: nameRule } = policiesWords[page.language];
  const by = rule === null || place === null ? trial.noRule : nameRule(place + 1, rule.name);
  return `${trial.counts[action].toLocaleLowerCase("sv")} (${by})`;
}
