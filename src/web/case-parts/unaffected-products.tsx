import { cleanLine } from "../../../templates/text.ts";
import type { IsoDate } from "../../domain/calendar.ts";
import type { Product } from "../../domain/product.ts";
import type { Page } from "../frame/page.ts";
import { Swedish } from "../frame/swedish.tsx";
import { threadWords } from "./thread-words.ts";

/** What the product catalogue lists of a case's substance and form, less what is reported short. */
export interface Unaffected {
  readonly asOf: IsoDate;
  readonly products: readonly Product[];
}

/** Said as what it is, a list of the authority's, and never as advice: not reported short does not mean on the shelf. */
export function UnaffectedProducts({
  page,
  unaffected,
  today,
}: {
  readonly page: Page;
  readonly unaffected: Unaffected;
  readonly today: IsoDate;
}) {
  const t = threadWords[page.language];
  const { words } = page;
  const { products, asOf } = unaffected;
  return (
    <section aria-labelledby="unaffected">
      <h2 id="unaffected">{t.unaffectedHeading(words.date(asOf, today))}</h2>
      <p class="quiet">{products.length === 0 ? t.noneUnaffected : t.unaffectedLead}</p>
      {products.length === 0 ? null : (
        <ul>
          {products.map(({ name, strength, form, holder }) => (
            <li>
              <Swedish page={page} text={[name, strength ?? "", form].map(cleanLine).filter(Boolean).join(" ")} />{" "}
              <span class="quiet">{cleanLine(holder)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
