import type { Child } from "hono/jsx";
import type { Situation } from "../../../db/situation.ts";
import type { WishOptions } from "../../../db/wish-options.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { Layout } from "../../frame/layout.tsx";
import { linkTo } from "../../frame/page.ts";
import { ProblemSummary, SelectField, SubmitButton, TextField } from "../../parts/form-fields.tsx";
import { nameEntry } from "../../../../templates/entry-name.ts";
import { DeliveryFields, type DeliveryValues } from "../../wish-parts/delivery-form.tsx";
import { WishFields, type WishValues } from "../../wish-parts/wish-form.tsx";
import type { OpenedOne } from "./link.tsx";
import { subscriptionsWords } from "./words.ts";

interface ChangeProps {
  readonly opened: OpenedOne;
  readonly problems: readonly FieldProblem[];
}

/** A page with one form about one subscription; it is sent to its own address. */
function ChangePage({
  opened: { page, path, own },
  to,
  title,
  lead,
  problems,
  empty = false,
  children,
}: ChangeProps & {
  readonly to: string;
  readonly title: string;
  readonly lead?: string;
  /** There is nothing to choose: no form. */
  readonly empty?: boolean;
  readonly children?: Child;
}) {
  const t = subscriptionsWords[page.language];
  return (
    <Layout page={page} title={title}>
      <h1>{title}</h1>
      <ProblemSummary page={page} problems={problems} />
      {lead === undefined ? null : <p>{lead}</p>}
      {empty ? null : (
        <form class="subscribe" method="post" action={linkTo(page.language, `${path}/${own.id}/${to}`)}>
          {children}
          <SubmitButton text={t.do.save} />
        </form>
      )}
      <p>
        <a href={linkTo(page.language, path)}>{t.do.cancel}</a>
      </p>
    </Layout>
  );
}

interface WishPageProps extends ChangeProps {
  readonly options: WishOptions;
  readonly values: WishValues;
  /** Null for a new one; `ofCase` where only how it comes can change. */
  readonly wish: { readonly id: number; readonly ofCase: boolean } | null;
}

export function WishPage({ opened, options, values, wish, problems }: WishPageProps) {
  const { page, region } = opened;
  const t = subscriptionsWords[page.language];
  const to = wish === null ? "bevakning" : `bevakning/${wish.id}`;
  const title = wish === null ? t.addTitle(region) : t.changeTitle(region);
  const lead = wish === null ? { lead: t.addLead } : wish.ofCase ? { lead: t.caseWish } : {};
  return (
    <ChangePage opened={opened} to={to} title={title} problems={problems} {...lead}>
      <WishFields page={page} options={options} values={values} problems={problems} onlyHow={wish?.ofCase ?? false} />
    </ChangePage>
  );
}

export function DeliveryPage({ opened, values, problems }: ChangeProps & { readonly values: DeliveryValues }) {
  const { page, region } = opened;
  const title = subscriptionsWords[page.language].deliveryTitle(region);
  return (
    <ChangePage opened={opened} to="nar" title={title} problems={problems}>
      <DeliveryFields page={page} values={values} problems={problems} />
    </ChangePage>
  );
}

interface PausePageProps extends ChangeProps {
  readonly until: string;
  readonly first: string;
  readonly last: string;
}

export function PausePage({ opened, until, first, last, problems }: PausePageProps) {
  const { page, region } = opened;
  const t = subscriptionsWords[page.language];
  return (
    <ChangePage opened={opened} to="paus" title={t.pauseTitle(region)} lead={t.pauseLead} problems={problems}>
      <TextField
        name="until"
        type="date"
        label={t.until}
        hint={t.untilHint(first, last)}
        value={until}
        problems={problems}
      />
    </ChangePage>
  );
}

interface FollowPageProps extends ChangeProps {
  readonly cases: readonly Pick<Situation, "caseId" | "entry">[];
  readonly chosen: string;
}

export function FollowPage({ opened, cases, chosen, problems }: FollowPageProps) {
  const { page, region } = opened;
  const t = subscriptionsWords[page.language];
  const options = cases.map(({ caseId, entry }) => [String(caseId), nameEntry(entry, page.words)] as const);
  const lead = cases.length === 0 ? t.followNone : t.followLead;
  return (
    <ChangePage
      opened={opened}
      to="folj"
      title={t.followTitle(region)}
      lead={lead}
      problems={problems}
      empty={cases.length === 0}
    >
      <SelectField name="case" label={t.case} value={chosen} options={options} problems={problems} />
    </ChangePage>
  );
}
