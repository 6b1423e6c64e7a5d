import type { RegionFollowed } from "../../../db/questionnaire-signatures.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import type { Round, RoundState } from "../../../domain/questionnaire/round.ts";
import { nameRegion } from "../../../domain/region.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import {
  ChoicesField,
  DeskForm,
  ProblemSummary,
  SelectField,
  SubmitButton,
  TextAreaField,
  TextField,
} from "../../parts/form-fields.tsx";
import { Cell, StackedTable } from "../../parts/stacked-table.tsx";
import { DeskLayout } from "../desk-layout.tsx";
import { roundsWords } from "./words.ts";

interface FollowPageProps {
  readonly page: Page;
  readonly round: Round;
  readonly state: RoundState;
  readonly regions: readonly RegionFollowed[];
  /** Regions in which somebody can answer. */
  readonly answering: ReadonlySet<string>;
  readonly reason: string;
  readonly problems: readonly FieldProblem[];
  readonly done: string | undefined;
}

/** Who has answered, and what an analyst can do about who has not; never a word of a draft. */
export function FollowPage(props: FollowPageProps) {
  const { page, round, state, regions, problems, done } = props;
  const { language } = page;
  const t = roundsWords[language];
  const count = (...kinds: readonly string[]) => regions.filter(({ progress }) => kinds.includes(progress)).length;
  const signed = count("signed", "correcting");
  return (
    <DeskLayout
      page={page}
      title={t.heading(t.names[round.questionnaire], round.period)}
      regionCode={null}
      area="rounds"
      done={done}
    >
      <ProblemSummary page={page} problems={problems} />
      <p class="lead">
        <strong>{t.headline(signed, count("draft"), count("not-begun"))}</strong> {sayDays(props)}
      </p>
      <p>{t.drafts}</p>
      <Regions {...props} />
      {signed === 0 ? null : (
        <p>
          {t.download}:{" "}
          {(["csv", "json"] as const).map((format) => (
            <>
              <a href={linkTo(language, `/rounds/${round.id}/answers.${format}`)}>{t.formats[format]}</a>{" "}
            </>
          ))}
        </p>
      )}
      {state === "closed" ? null : <Deeds {...props} />}
    </DeskLayout>
  );
}

function sayDays({ page: { language }, round, state }: FollowPageProps): string {
  const t = roundsWords[language];
  if (state === "closed") return t.over(round.lastDay);
  return state === "planned" ? `${t.notYet(round.opensOn)} ${t.lastDay(round.lastDay)}` : t.lastDay(round.lastDay);
}

function Regions({ page, regions, answering, state }: FollowPageProps) {
  const { t } = page;
  const { table, progress, signedBy, nobody } = roundsWords[page.language];
  return (
    <StackedTable columns={[table.region, table.progress, table.saved, table.signed]} label={table.label}>
      <tbody role="rowgroup">
        {regions.map((region) => (
          <tr role="row">
            <th role="rowheader" scope="row">
              {nameRegion(region.regionCode)}
            </th>
            <Cell label={table.progress}>
              {progress[region.progress]}
              {state === "closed" || answering.has(region.regionCode) ? null : (
                <>
                  <br />
                  <span class="mark warning">{nobody}</span>
                </>
              )}
            </Cell>
            <Cell label={table.saved}>{region.savedAt === null ? "–" : stockholmMinute(region.savedAt)}</Cell>
            <Cell label={table.signed}>
              {region.signed === null
                ? "–"
                : signedBy(
                    region.signed.by,
                    t.desk.roles[region.signed.role].toLocaleLowerCase("sv"),
                    stockholmMinute(region.signed.at),
                  )}
            </Cell>
          </tr>
        ))}
      </tbody>
    </StackedTable>
  );
}

function Deeds(props: FollowPageProps) {
  const { page, round, state, problems } = props;
  const t = roundsWords[page.language];
  const path = `/rounds/${round.id}`;
  return (
    <>
      {state === "open" ? (
        <section>
          <h2>{t.remind.heading}</h2>
          <p>{t.remind.text}</p>
          <DeskForm page={page} action={`${path}/remind`}>
            <SubmitButton text={t.remind.button} variant="secondary" />
          </DeskForm>
        </section>
      ) : null}
      <section>
        <h2>{t.move.heading}</h2>
        <DeskForm page={page} action={`${path}/last-day`}>
          <TextField name="lastDay" type="date" label={t.move.label} value={round.lastDay} problems={problems} />
          <SubmitButton text={t.move.button} variant="secondary" />
        </DeskForm>
      </section>
      <Reopening {...props} />
      <section>
        <h2>{t.close.heading}</h2>
        <p>{t.close.text}</p>
        <DeskForm page={page} action={`${path}/close`}>
          <ChoicesField
            type="checkbox"
            name="sure"
            label={t.close.heading}
            values={[]}
            options={[["yes", t.close.sure]]}
            problems={problems}
          />
          <SubmitButton text={t.close.button} variant="secondary" />
        </DeskForm>
      </section>
    </>
  );
}

function Reopening({ page, round, regions, reason, problems }: FollowPageProps) {
  const t = roundsWords[page.language].reopen;
  const signed = regions.filter((region) => region.signed !== null);
  if (signed.length === 0) return null;
  return (
    <section>
      <h2>{t.heading}</h2>
      <p>{t.text}</p>
      <DeskForm page={page} action={`/rounds/${round.id}/reopen`}>
        <SelectField
          name="region"
          label={t.region}
          value=""
          options={[["", "–"], ...signed.map(({ regionCode }) => [regionCode, nameRegion(regionCode)] as const)]}
          problems={problems}
        />
        <TextAreaField name="reason" label={t.reason} value={reason} rows={3} problems={problems} />
        <SubmitButton text={t.button} variant="secondary" />
      </DeskForm>
    </section>
  );
}
