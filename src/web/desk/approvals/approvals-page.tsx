import type { PolicyProposal } from "../../../db/policy-proposals.ts";
import type { LookItem } from "../../../db/second-look.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import type { Policy } from "../../../domain/policy.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { linkTo, type Page, type RegionProps } from "../../frame/page.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { DeskForm, ProblemSummary, SubmitButton } from "../../parts/form-fields.tsx";
import { entryPath, nameListEntry } from "../../desk-parts/list-entry-name.ts";
import { RuleList } from "../../desk-parts/rule-list.tsx";
import { approvalsWords } from "./words.ts";

/** Something to look at, as the page shows it. */
interface ShownLook {
  readonly item: LookItem;
  /** What its box sends. */
  readonly name: string;
  /** The visitor had a hand in it. */
  readonly own: boolean;
}

interface ApprovalsPageProps extends RegionProps {
  readonly policy: Policy;
  readonly proposals: readonly PolicyProposal[];
  readonly items: readonly ShownLook[];
  readonly more: number;
  readonly mayApprove: boolean;
  readonly problems: readonly FieldProblem[];
  readonly done: string | undefined;
}

export function ApprovalsPage(props: ApprovalsPageProps) {
  const { page, region, policy, proposals, items, problems, done } = props;
  const t = approvalsWords[page.language];
  const isOn = policy.secondPerson === true;
  const isEmpty = proposals.length === 0 && items.length === 0;
  return (
    <DeskLayout page={page} title={t.title} regionCode={region.code} area="inbox" done={done}>
      <ProblemSummary page={page} problems={problems} />
      <p class="lead">{isOn ? t.lead(region.name) : t.off(region.name)}</p>
      <p>
        <a href={linkTo(page.language, `/inbox/${region.code}`, new URLSearchParams({ view: "approval" }))}>
          {t.drafts}
        </a>
      </p>
      {isEmpty ? <p>{t.nothing}</p> : null}
      {proposals.length === 0 ? null : <Proposals {...props} />}
      {items.length === 0 ? null : <Looks {...props} />}
    </DeskLayout>
  );
}

function Proposals({ page, region, policy, proposals, mayApprove }: ApprovalsPageProps) {
  const t = approvalsWords[page.language].proposals;
  return (
    <section aria-labelledby="proposals">
      <h2 id="proposals" tabindex={-1}>
        {t.heading}
      </h2>
      <ul class="entries">
        {proposals.map((proposal) => (
          <li>
            <h3>{t.kinds[proposal.content.kind]}</h3>
            <p>
              {t.by(proposal.by.name, stockholmMinute(proposal.at))}{" "}
              {proposal.effectiveAt === null ? t.until : t.effective(stockholmMinute(proposal.effectiveAt))}
            </p>
            <ProposedChange page={page} policy={policy} proposal={proposal} />
            {mayApprove ? <Decision page={page} region={region} proposal={proposal} /> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function ProposedChange({
  page,
  policy,
  proposal: { content },
}: Pick<ApprovalsPageProps, "page" | "policy"> & { readonly proposal: PolicyProposal }) {
  const t = approvalsWords[page.language].proposals;
  switch (content.kind) {
    case "second-person-off":
      return null;
    case "contact":
      return <p>{content.contact === null ? t.noContact : t.contactThen(content.contact)}</p>;
    case "rules":
      return (
        <>
          <h4>{t.rulesThen}</h4>
          <RuleList page={page} rules={content.rules} />
          <details>
            <summary>{t.rulesNow}</summary>
            <RuleList page={page} rules={policy.rules} />
          </details>
        </>
      );
  }
}

function Decision({ page, region, proposal }: RegionProps & { readonly proposal: PolicyProposal }) {
  const t = approvalsWords[page.language].proposals;
  const own = proposal.by.id === page.visitor?.account.id;
  const path = `/approvals/${region.code}/${proposal.id}`;
  return (
    <div class="buttons">
      {own ? (
        <p>{t.own}</p>
      ) : (
        <DeskForm page={page} action={`${path}/approve`}>
          <SubmitButton text={t.approve} />
        </DeskForm>
      )}
      <DeskForm page={page} action={`${path}/refuse`}>
        <SubmitButton text={own ? t.withdraw : t.refuse} variant="secondary" />
      </DeskForm>
    </div>
  );
}

function Looks({ page, region, items, more, mayApprove }: ApprovalsPageProps) {
  const t = approvalsWords[page.language].looks;
  const open = items.some(({ own }) => !own);
  return (
    <section aria-labelledby="looks">
      <h2 id="looks" tabindex={-1}>
        {t.heading}
      </h2>
      <p>{t.lead}</p>
      <DeskForm page={page} action={`/approvals/${region.code}`} label={t.heading}>
        <ul class="entries">
          {items.map((look, place) => (
            <li>
              <LookHeading page={page} look={look} id={`look-${place}`} choosable={mayApprove && !look.own} />
              <LookDetails page={page} region={region} item={look.item} />
              {mayApprove && look.own ? <p class="quiet">{t.own}</p> : null}
            </li>
          ))}
        </ul>
        {more === 0 ? null : <p>{t.more(more)}</p>}
        {mayApprove ? open ? <SubmitButton text={t.approve} /> : null : <p>{t.needsApprover}</p>}
      </DeskForm>
    </section>
  );
}

function LookHeading({
  page,
  look: { item, name },
  id,
  choosable,
}: {
  readonly page: Page;
  readonly look: ShownLook;
  readonly id: string;
  readonly choosable: boolean;
}) {
  const t = approvalsWords[page.language].looks;
  const title = (
    <>
      {t.kinds[item.kind]}: <strong lang="sv">{titleOf(page, item)}</strong>
    </>
  );
  if (!choosable) return <p>{title}</p>;
  return (
    <div class="ds-field">
      <input class="ds-input" type="checkbox" id={id} name="item" value={name} />
      <label class="ds-label" for={id}>
        {title}
      </label>
    </div>
  );
}

function titleOf(page: Page, item: LookItem): string {
  switch (item.kind) {
    case "standing-advice":
      return nameListEntry(page, item.entry);
    case "own-notice":
      return item.productName;
    case "tie":
      return `${item.productName} ${approvalsWords[page.language].looks.tied[item.verdict]} ${nameListEntry(page, item.entry)}`;
  }
}

function LookDetails({ page, region, item }: RegionProps & { readonly item: LookItem }) {
  const t = approvalsWords[page.language].looks;
  switch (item.kind) {
    case "standing-advice": {
      const { standingAdvice, areas, stockDays, key } = item.entry;
      if (standingAdvice === null) return null;
      const { type, text } = standingAdvice;
      return (
        <>
          <p lang="sv">
            {page.words.adviceTypes[type]}: {text.sv}
          </p>
          {text.en === undefined ? null : <p lang="en">{text.en}</p>}
          <p class="quiet">
            {[
              ...(areas.length === 0 ? [] : [t.areas(areas.join(", "))]),
              ...(stockDays === null ? [] : [t.stock(stockDays)]),
            ].join(" · ")}
          </p>
          <p>
            <a href={linkTo(page.language, entryPath(region.code, key))}>{t.listLine}</a>
          </p>
        </>
      );
    }
    case "own-notice":
      return (
        <p>
          <a href={linkTo(page.language, `/cases/${item.caseId}`)}>{t.case}</a>
        </p>
      );
    case "tie":
      return item.reason === null ? null : <p>{t.reason(item.reason)}</p>;
  }
}
