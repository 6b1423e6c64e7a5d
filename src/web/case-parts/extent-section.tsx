import { sayExtentBriefly } from "../../../templates/extent-sentence.ts";
import { cleanLine } from "../../../templates/text.ts";
import { stockholmMinute, type IsoDate } from "../../domain/calendar.ts";
import { isSevere, readOwnProductState, type OwnProductFact, type ProductState } from "../../domain/extent-fact.ts";
import { countByStrength, type Extent, type ExtentProduct, type StrengthCount } from "../../domain/extent.ts";
import type { EntryFact } from "../../domain/message.ts";
import { capitalize } from "../../domain/words.ts";
import type { Page } from "../frame/page.ts";
import { Swedish } from "../frame/swedish.tsx";
import { Cell, StackedTable } from "../parts/stacked-table.tsx";
import { extentWords } from "./extent-words.ts";
import { describeExtent } from "./grade-badge.tsx";

/** A line's extent as it stands now. */
export interface CurrentExtent {
  /** Null where nothing is reported. */
  readonly extent: Extent | null;
  /** The day that the catalogue holds on; null before the first one. */
  readonly catalogueOn: IsoDate | null;
}

interface ExtentProps {
  readonly page: Page;
  readonly entry: Pick<EntryFact, "atc">;
  readonly current: CurrentExtent;
  readonly today: IsoDate;
}

/**
 * How much is reported, in a few words before anything else is said of a case, so that what to do stands in the first
 * screen too; `ExtentSection` says all of it. Red only for what may call for another treatment.
 */
export function ExtentLead({ page, current: { extent }, today }: Omit<ExtentProps, "entry">) {
  if (extent === null) return null;
  return (
    <p class={isSevere(extent.grade) ? "extent severe" : "extent"}>
      {capitalize(sayExtentBriefly(extent, today, page.words))}.
    </p>
  );
}

/** Every product that the line covers: by strength, then by what is reported of it. */
export function ExtentSection({ page, entry, current: { extent, catalogueOn }, today }: ExtentProps) {
  if (extent === null) return null;
  const t = extentWords[page.language];
  const { products, registered, own } = extent;
  const strengths = countByStrength(products);
  return (
    <section class="extent-products" aria-labelledby="extent">
      <h2 id="extent">{registered === null ? t.reportedHeading(products.length) : t.heading(products.length)}</h2>
      <p>
        <strong>{describeExtent(page, extent, today)}</strong> {page.words.extent.notInStock}
      </p>
      <p class="quiet">{describeTimes(page, catalogueOn, today)}</p>
      {registered === null ? <p>{describeUnknown(page, { entry, catalogueOn })}</p> : null}
      {own.length === 0 ? null : <OwnProducts page={page} own={own} today={today} />}
      {/* What is left of a strength is known only where the others are. */}
      {registered === null || strengths.length < 2 ? null : <Strengths page={page} strengths={strengths} />}
      {(["short", "coming", "ceasing", "unreported"] as const).map((state) => (
        <Products page={page} state={state} products={products.filter((one) => one.state === state)} today={today} />
      ))}
    </section>
  );
}

/** The file's time, and the catalogue's day. */
function describeTimes({ language, words, source }: Page, catalogueOn: IsoDate | null, today: IsoDate): string {
  const t = extentWords[language];
  return [
    typeof source === "string" ? null : t.fileOf(stockholmMinute(source.fileTime)),
    catalogueOn === null ? null : t.catalogueOf(words.date(catalogueOn, today)),
  ]
    .filter((part) => part !== null)
    .join(" ");
}

/** Why nobody can say how many others there are. */
export function describeUnknown(
  { language }: Pick<Page, "language">,
  { entry, catalogueOn }: { entry: Pick<EntryFact, "atc">; catalogueOn: IsoDate | null },
): string {
  const t = extentWords[language].unknown;
  if (entry.atc === "") return t.device;
  return catalogueOn === null ? t.noCatalogue : t.noSubstance(entry.atc);
}

function Strengths({ page, strengths }: { readonly page: Page; readonly strengths: readonly StrengthCount[] }) {
  const t = extentWords[page.language];
  const { columns } = t;
  return (
    <>
      <h3 id="strengths">{t.strengthsHeading}</h3>
      <StackedTable class="strengths" labelledBy="strengths" columns={Object.values(columns)}>
        <tbody role="rowgroup">
          {strengths.map((group) => (
            <tr role="row">
              <th role="rowheader" scope="row">
                {group.strength === null ? t.noStrength : cleanLine(group.strength)}
              </th>
              <Cell label={columns.reported}>{t.counts(group)}</Cell>
              <Cell label={columns.unreported}>
                {group.unreported === 0 && group.strength !== null ? (
                  <strong class="grave">{t.noneLeft}</strong>
                ) : (
                  group.unreported
                )}
              </Cell>
            </tr>
          ))}
        </tbody>
      </StackedTable>
    </>
  );
}

function OwnProducts({
  page,
  own,
  today,
}: Pick<ExtentProps, "page" | "today"> & { readonly own: readonly OwnProductFact[] }) {
  const t = extentWords[page.language];
  return (
    <>
      <h3>{t.ownHeading}</h3>
      <ul>
        {own.map((product) => (
          <li>
            <strong>
              <Swedish page={page} text={cleanLine(product.name)} />
            </strong>
            : {t.ownStates[readOwnProductState(product)]}
            {product.from === null || product.from <= today ? "" : ` ${t.from(page.words.date(product.from, today))}`}
          </li>
        ))}
      </ul>
    </>
  );
}

interface ProductsProps extends Pick<ExtentProps, "page" | "today"> {
  readonly state: ProductState;
  readonly products: readonly ExtentProduct[];
}

/** More than so many are folded, under a heading that counts them. */
const MAX_OPEN = 20;

function Products({ page, state, products, today }: ProductsProps) {
  if (products.length === 0) return null;
  const t = extentWords[page.language];
  const heading = <h3>{t.states[state](products.length)}</h3>;
  const list = (
    <ul>
      {products.map(({ name, strength, form, holder, from }) => (
        <li>
          <Swedish
            page={page}
            text={[name, strength, form]
              .map((part) => cleanLine(part ?? ""))
              .filter(Boolean)
              .join(" ")}
          />{" "}
          <span class="quiet">
            {[cleanLine(holder), from === null || from <= today ? "" : t.from(page.words.date(from, today))]
              .filter(Boolean)
              .join(", ")}
          </span>
        </li>
      ))}
    </ul>
  );
  return products.length > MAX_OPEN ? (
    <details>
      <summary>{heading}</summary>
      {list}
    </details>
  ) : (
    <>
      {heading}
      {list}
    </>
  );
}
