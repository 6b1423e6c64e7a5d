import type { Child } from "hono/jsx";
import { isAllowed, listRegions, type Permission } from "../../domain/account.ts";
import { deliveriesPath } from "../../addresses.ts";
import { nameRegion, OPERATIONS } from "../../domain/region.ts";
import { linkTo, type Page } from "../frame/page.ts";
import { Layout } from "../frame/layout.tsx";
import { StandingLine } from "../frame/standing.tsx";
import { DeskForm } from "../parts/form-fields.tsx";

/** The areas of the desk, in the order of a day's work; each is a page a region. */
const AREAS = [
  { name: "inbox", needs: "read" },
  { name: "matches", needs: "read" },
  { name: "own-notices", needs: "read" },
  { name: "lists", needs: "read" },
  { name: "policies", needs: "read" },
  { name: "deliveries", needs: "read" },
  { name: "questionnaire", needs: "curate" },
  { name: "outreach", needs: "read" },
  { name: "audit", needs: "read" },
  { name: "people", needs: "administer" },
] as const satisfies readonly { name: string; needs: Permission }[];

export type DeskArea = (typeof AREAS)[number]["name"] | "notes" | "rounds" | "operations" | "account";

/** Where those work who can say how the region is reached. */
const AREAS_ASKING: ReadonlySet<DeskArea> = new Set(["inbox", "lists", "policies"]);

interface DeskLayoutProps {
  readonly page: Page;
  readonly title: string;
  /** The region whose desk it is; null for a page of no one region. */
  readonly regionCode: string | null;
  readonly area: DeskArea;
  /** What was just done, told to screen readers too. */
  readonly done?: Child;
  readonly children?: Child;
}

/** What surrounds every page of the desk. */
export function DeskLayout({ page, title, regionCode, area, done, children }: DeskLayoutProps) {
  return (
    <Layout
      page={page}
      title={title}
      nav={<DeskNav page={page} regionCode={regionCode} area={area} />}
      standing={
        regionCode !== null && page.contactMissing !== null && AREAS_ASKING.has(area) ? (
          <ContactMissing page={page} regionCode={regionCode} />
        ) : null
      }
    >
      <h1>{title}</h1>
      {done === undefined ? null : (
        <div class="ds-alert" data-color="success" role="status">
          {done}
        </div>
      )}
      {children}
    </Layout>
  );
}

/** Readers are told to call the switchboard until somebody has said how the region is reached. */
function ContactMissing({ page, regionCode }: { readonly page: Page; readonly regionCode: string }) {
  const { short, text, link } = page.t.desk.contactMissing;
  return (
    <StandingLine short={short} text={text(nameRegion(regionCode))}>
      <a href={`${linkTo(page.language, `/policies/${regionCode}`)}#contact`}>{link}</a>
    </StandingLine>
  );
}

function DeskNav({ page, regionCode, area }: Pick<DeskLayoutProps, "page" | "regionCode" | "area">) {
  const { t, language, visitor } = page;
  if (visitor === null) return null;
  const { account } = visitor;
  const regions = listRegions(account, "read");
  const region = regionCode ?? (regions.length === 1 ? (regions[0] ?? null) : null);
  const areas = region === null ? [] : AREAS.filter(({ needs }) => isAllowed(account, needs, region));
  return (
    <nav class="desk-nav" aria-label={t.desk.nav.label}>
      <div class="column">
        {region === null ? null : <strong>{nameRegion(region)}</strong>}
        {/* Where the areas have no room in one row, they are one press away; shown and hidden without script. */}
        <button class="ds-button menu" type="button" data-variant="tertiary" data-size="sm" popovertarget="desk-menu">
          {t.desk.nav.menu}
        </button>
        <ul id="desk-menu" popover="auto">
          {areas.map(({ name }) => (
            <Item page={page} path={`/${name}/${region}`} text={t.desk.nav.areas[name]} current={name === area} />
          ))}
          {regions.length === 0 ? null : (
            <Item page={page} path="/notes" text={t.desk.nav.areas.notes} current={area === "notes"} />
          )}
          {isAllowed(account, "analyse", OPERATIONS.code) ? (
            <Item page={page} path="/rounds" text={t.desk.nav.areas.rounds} current={area === "rounds"} />
          ) : null}
          {isAllowed(account, "analyse", OPERATIONS.code) ? (
            <Item page={page} path="/outreach" text={t.desk.nav.report} current={area === "outreach"} />
          ) : null}
          {isAllowed(account, "operate", OPERATIONS.code) ? (
            <Item
              page={page}
              path={deliveriesPath(null)}
              text={t.desk.nav.operations}
              current={area === "operations"}
            />
          ) : null}
          <Item page={page} path="/account" text={account.name} current={area === "account"} />
        </ul>
        <DeskForm page={page} action="/account/sign-out" class="sign-out">
          <button class="ds-button" data-variant="tertiary" data-size="sm" type="submit">
            {t.desk.nav.signOut}
          </button>
        </DeskForm>
        {regions.length > 1 ? (
          <details class="desk-regions">
            <summary>{t.desk.nav.region}</summary>
            <ul>
              {regions.map((code) => (
                <li>
                  <a href={linkTo(language, `/inbox/${code}`)}>{nameRegion(code)}</a>
                </li>
              ))}
            </ul>
          </details>
        ) : null}
      </div>
    </nav>
  );
}

interface ItemProps {
  readonly page: Page;
  readonly path: string;
  readonly text: string;
  readonly current: boolean;
}

function Item({ page: { language }, path, text, current }: ItemProps) {
  return (
    <li>
      <a href={linkTo(language, path)} {...(current ? { "aria-current": "page" } : {})}>
        {text}
      </a>
    </li>
  );
}
