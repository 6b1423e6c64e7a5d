import type { SetTarget } from "../../../db/readiness-targets.ts";
import { GOODS, type Goods } from "../../../domain/outreach/readiness-target.ts";
import { sayNumber } from "../../../domain/questionnaire/describe.ts";
import { nameRegion, OPERATIONS } from "../../../domain/region.ts";
import {
  sumCosts,
  type ReadinessAnswers,
  type ReadinessYear,
  type SignedCost,
} from "../../../services/readiness-years.ts";
import type { FieldProblem } from "../../frame/form.ts";
import type { Page } from "../../frame/page.ts";
import { DeskForm, ProblemSummary, SubmitButton } from "../../parts/form-fields.tsx";
import { Cell, StackedTable } from "../../parts/stacked-table.tsx";
import { DeskLayout } from "../desk-layout.tsx";
import { targetForm, type TargetValues } from "./form.ts";
import { readinessWords } from "./words.ts";

const { Field } = targetForm;

export interface ReadinessPageProps {
  readonly page: Page;
  /** Whose page it is; null for the nation's. */
  readonly regionCode: string | null;
  readonly path: string;
  readonly targets: readonly SetTarget[];
  readonly years: readonly ReadinessYear[];
  /** Whether the visitor may set targets here. */
  readonly maySet: boolean;
  readonly values: TargetValues;
  readonly problems: readonly FieldProblem[];
  readonly done: string | undefined;
}

/** The targets of the stock, and what regions answered of systems and costs, year by year. */
export function ReadinessPage(props: ReadinessPageProps) {
  const { page, regionCode, targets, years, problems, done } = props;
  const t = readinessWords[page.language];
  return (
    <DeskLayout
      page={page}
      title={t.title}
      regionCode={regionCode}
      area={regionCode === null ? "rounds" : "questionnaire"}
      done={done}
    >
      <ProblemSummary page={page} problems={problems} />
      <p class="lead">{t.lead}</p>
      <h2>{t.targets}</h2>
      {targets.length === 0 ? <p>{t.noTargets}</p> : <Targets {...props} />}
      <p>{t.own}</p>
      {props.maySet ? <TargetForm {...props} /> : null}
      <h2>{t.years}</h2>
      {years.length === 0 ? <p>{t.noYears}</p> : null}
      {years.map((year) => (
        <Year page={page} year={year} regionCode={regionCode} />
      ))}
    </DeskLayout>
  );
}

function Targets({ page, targets }: ReadinessPageProps) {
  const t = readinessWords[page.language];
  const { table } = t;
  const columns = [table.who, table.goods, table.category, table.from, table.days, table.set];
  return (
    <StackedTable columns={columns} label={table.label}>
      <tbody role="rowgroup">
        {targets.map(({ regionCode, goods, category, validFrom, days, setBy }) => (
          <tr role="row">
            <th role="rowheader" scope="row">
              {regionCode === OPERATIONS.code ? t.nation : nameRegion(regionCode)}
            </th>
            <Cell label={table.goods}>{t.goods[goods]}</Cell>
            <Cell label={table.category}>{category === "" ? t.all : category}</Cell>
            <Cell label={table.from}>{validFrom}</Cell>
            <Cell label={table.days}>{days ?? t.none}</Cell>
            <Cell label={table.set}>{setBy}</Cell>
          </tr>
        ))}
      </tbody>
    </StackedTable>
  );
}

function TargetForm({ page, path, values, problems }: ReadinessPageProps) {
  const t = readinessWords[page.language];
  const form = { words: t.form, values, problems };
  return (
    <details open={problems.length > 0}>
      <summary>{t.form.heading}</summary>
      <DeskForm page={page} action={`${path}/targets`} label={t.form.heading}>
        <Field {...form} name="goods" options={GOODS.map((goods) => [goods, t.goods[goods]])} />
        <Field {...form} name="category" />
        <Field {...form} name="validFrom" />
        <Field {...form} name="days" />
        <SubmitButton text={t.form.button} />
      </DeskForm>
    </details>
  );
}

interface YearProps {
  readonly page: Page;
  readonly year: ReadinessYear;
  readonly regionCode: string | null;
}

const COSTS = ["cost", "planned"] as const;

/** The regions side by side in a year; on a region's own page only itself. */
function Year({ page, year: { round, regions }, regionCode }: YearProps) {
  const t = readinessWords[page.language];
  const { costs } = t;
  const shown = regions.filter((region) => regionCode === null || region.regionCode === regionCode);
  return (
    <section>
      <h3>{t.year(round.period)}</h3>
      <StackedTable
        columns={[costs.region, costs.systems, costs.cost, costs.planned]}
        label={costs.label(round.period)}
      >
        <tbody role="rowgroup">
          {shown.map((region) => (
            <RegionRow page={page} region={region} />
          ))}
          {regionCode === null ? <SumRow page={page} regions={shown} /> : null}
        </tbody>
      </StackedTable>
    </section>
  );
}

function RegionRow({ page, region }: { readonly page: Page; readonly region: ReadinessAnswers }) {
  const { costs } = readinessWords[page.language];
  const { name, signed } = region;
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        {name}
      </th>
      <Cell label={costs.systems}>{signed === null ? costs.unsigned : (signed.systems ?? costs.words.unanswered)}</Cell>
      {COSTS.map((which) => (
        <Cell label={costs[which]}>
          {signed === null ? "–" : <GoodsLines page={page} say={(goods) => sayCost(page, signed[which][goods])} />}
        </Cell>
      ))}
    </tr>
  );
}

/** A line for each kind of goods. */
function GoodsLines({ page, say }: { readonly page: Page; readonly say: (goods: Goods) => string }) {
  return (
    <>
      {GOODS.map((goods) => (
        <span class="goods-line">
          {readinessWords[page.language].goods[goods]}: {say(goods)}
        </span>
      ))}
    </>
  );
}

function sayCost({ language }: Page, cost: SignedCost): string {
  const { costs } = readinessWords[language];
  if (typeof cost === "number") return costs.kronor(sayNumber(cost, language));
  return costs.words[cost ?? "unanswered"];
}

function SumRow({ page, regions }: { readonly page: Page; readonly regions: readonly ReadinessAnswers[] }) {
  const { costs } = readinessWords[page.language];
  const say = (which: "cost" | "planned") => (goods: Goods) => {
    const sum = sumCosts(regions, which)[goods];
    return sum === null ? "–" : costs.known(sayNumber(sum.sum, page.language), sum.n);
  };
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        {costs.sum}
      </th>
      <Cell label={costs.systems}>–</Cell>
      {COSTS.map((which) => (
        <Cell label={costs[which]}>
          <GoodsLines page={page} say={say(which)} />
        </Cell>
      ))}
    </tr>
  );
}
