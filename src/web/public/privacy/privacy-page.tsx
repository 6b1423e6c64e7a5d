import { MINE_PATH } from "../../../addresses.ts";
import { nameRegion, OPERATIONS } from "../../../domain/region.ts";
import type { KeptHowLong } from "../../../services/retention.ts";
import { Layout } from "../../frame/layout.tsx";
import { linkTo, type Page } from "../../frame/page.ts";
import { privacyWords } from "./words.ts";

interface PrivacyPageProps {
  readonly page: Page;
  readonly contact: string | null;
  /** Of every region, and the nation. */
  readonly kept: readonly KeptHowLong[];
}

/** What is kept about whom, why, for how long, and how one gets it away. */
export function PrivacyPage({ page, contact, kept }: PrivacyPageProps) {
  const t = privacyWords[page.language];
  const signIns = daysOf(
    page,
    kept.find(({ regionCode }) => regionCode === OPERATIONS.code),
    "signIns",
  );
  return (
    <Layout page={page} title={t.title} trail={[]}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <p>{t.nothing}</p>
      {t.sections.map(({ heading, points }) => (
        <>
          <h2>{heading}</h2>
          <Points points={points} />
        </>
      ))}
      <h2>{t.keptTitle}</h2>
      <p>{t.keptLead}</p>
      <KeptTable page={page} kept={kept} />
      <p>{t.nation(signIns)}</p>
      <p>{t.stays}</p>
      <p>{t.backups}</p>
      <h2>{t.seesTitle}</h2>
      <Points points={t.sees} />
      <h2>{t.rightsTitle}</h2>
      <p>{t.rights}</p>
      <p>
        <a href={linkTo(page.language, MINE_PATH)}>{t.ask}</a>
      </p>
      <p>{t.others}</p>
      <h2>{t.contactTitle}</h2>
      {contact === null ? (
        <p>{t.noContact}</p>
      ) : (
        <p>
          {t.contact} <a href={`mailto:${contact}`}>{contact}</a>.
        </p>
      )}
      <p>{t.complain}</p>
    </Layout>
  );
}

function Points({ points }: { readonly points: readonly string[] }) {
  return (
    <ul>
      {points.map((point) => (
        <li>{point}</li>
      ))}
    </ul>
  );
}

const COLUMNS = ["endedSubscriptions", "sentAddresses", "questions", "audit"] as const;
type Column = (typeof COLUMNS)[number];

/** A list for each region that has decided something, and one for all others. */
function KeptTable({ page, kept }: Pick<PrivacyPageProps, "page" | "kept">) {
  const t = privacyWords[page.language];
  const regions = kept.filter(({ regionCode }) => regionCode !== OPERATIONS.code);
  const isDecided = (one: KeptHowLong) => one.kept.some(({ decided }) => decided);
  const others = regions.find((one) => !isDecided(one));
  return (
    <>
      {regions.filter(isDecided).map((one) => (
        <KeptList page={page} name={nameRegion(one.regionCode)} kept={one} />
      ))}
      {others === undefined ? null : <KeptList page={page} name={t.allOthers} kept={others} />}
    </>
  );
}

function KeptList({ page, name, kept }: { readonly page: Page; readonly name: string; readonly kept: KeptHowLong }) {
  const t = privacyWords[page.language];
  return (
    <>
      <h3>{name}</h3>
      <ul>
        {COLUMNS.map((column) => (
          <li>
            {t.columns[column]}: <strong>{daysOf(page, kept, column)}</strong>
          </li>
        ))}
      </ul>
    </>
  );
}

function daysOf({ language }: Page, kept: KeptHowLong | undefined, column: Column | "signIns"): string {
  const t = privacyWords[language];
  const days = kept?.kept.find(({ kind }) => kind === column)?.days ?? null;
  return days === null ? t.always : t.days(days);
}
