import { textOfCell } from "../../../templates/outreach/outline.ts";
import { drawRegions, REGION_FIGURES } from "../../../templates/outreach/write-regions.ts";
import {
  findDefinition,
  namePlaceIn,
  wholeOf,
  writeCell,
  type Definition,
  type Writing,
} from "../../../templates/outreach/writing.ts";
import { REGIONS } from "../../domain/region.ts";
import { linkTo, type Page } from "../frame/page.ts";
import { Cell, StackedTable } from "../parts/stacked-table.tsx";
import { BarsFigure } from "./bars.tsx";
import { TileMap, type MapTile } from "./tile-map.tsx";
import { reportWords } from "./words.ts";

const FIRST_SHOWN = "share-told";

interface RegionComparisonProps {
  readonly page: Page;
  readonly writing: Writing;
  /** What the address says beside the order. */
  readonly query: URLSearchParams;
}

/** What it is sorted by: a figure, highest or lowest first; null by the county's code. */
interface Order {
  readonly id: string;
  readonly isRising: boolean;
}

/** The regions side by side in a table that links sort, and the same on a map; nothing where there is only one. */
export function RegionComparison({ page, writing, query }: RegionComparisonProps) {
  const codes = REGIONS.map(({ code }) => code).filter((code) => writing.document.places.some(({ id }) => id === code));
  if (codes.length < 2) return null;
  const t = reportWords[page.language].regions;
  const definitions = REGION_FIGURES.flatMap((id) => findDefinition(writing, id) ?? []);
  const order = readOrder(page.query, definitions);
  const shown = definitions.find(({ id }) => id === (order?.id ?? FIRST_SHOWN)) ?? definitions[0];
  if (shown === undefined) return null;
  const bars = drawRegions(writing, shown);
  const tiles = codes.map((code) => makeTile(writing, shown, code));
  const sorted = order === null ? tiles : sortTiles(tiles, order);
  return (
    <section id="regions">
      <h2 id="regions-heading">{t.heading}</h2>
      <p>{t.text}</p>
      <OrderLinks page={page} query={query} order={order} definitions={definitions} />
      <div class="report-regions">
        <StackedTable
          class="report"
          labelledBy="regions-heading"
          columns={[t.place, ...definitions.map((definition) => definition[page.language].name)]}
        >
          <tbody role="rowgroup">
            {sorted.map(({ regionCode }) => (
              <tr role="row">
                <th role="rowheader" scope="row">
                  {namePlaceIn(writing, regionCode)}
                </th>
                {definitions.map((definition) => (
                  <Cell label={definition[page.language].name}>
                    {textOfCell(writeCell(writing, wholeOf(writing, definition.id, regionCode), definition))}
                  </Cell>
                ))}
              </tr>
            ))}
          </tbody>
        </StackedTable>
        <RegionMap page={page} name={shown[page.language].name} tiles={tiles} />
        {bars.kind === "bars" ? <BarsFigure bars={bars} /> : null}
      </div>
    </section>
  );
}

function readOrder(query: URLSearchParams, definitions: readonly Definition[]): Order | null {
  const word = query.get("sort") ?? "";
  const id = word.replace(/^-/u, "");
  return definitions.some((definition) => definition.id === id) ? { id, isRising: !word.startsWith("-") } : null;
}

function makeTile(writing: Writing, definition: Definition, regionCode: string): MapTile {
  const cell = writeCell(writing, wholeOf(writing, definition.id, regionCode), definition);
  if (typeof cell === "string") return { regionCode, text: "–", value: null };
  // What it counts stands above the map; a square has room for the number.
  return { regionCode, text: cell.text.replace(/\s\p{L}+$/u, ""), value: cell.number };
}

/** Those without a value last, whichever way it is sorted. */
function sortTiles(tiles: readonly MapTile[], { isRising }: Order): MapTile[] {
  return tiles.toSorted((a, b) => {
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
    return isRising ? a.value - b.value : b.value - a.value;
  });
}

interface OrderLinksProps extends Omit<RegionComparisonProps, "writing"> {
  readonly order: Order | null;
  readonly definitions: readonly Definition[];
}

function OrderLinks({ page, query, order, definitions }: OrderLinksProps) {
  const { language, path } = page;
  const t = reportWords[language].regions;
  const address = (sort: string | null): string => {
    const whole = new URLSearchParams(query);
    if (sort !== null) whole.set("sort", sort);
    return `${linkTo(language, path, whole)}#regions`;
  };
  return (
    <ul class="report-order">
      <li>
        <a href={address(null)} {...(order === null ? { "aria-current": "true" } : {})}>
          {t.byCode}
        </a>
      </li>
      {definitions.map(({ id, [language]: { name } }) => {
        const isCurrent = order?.id === id;
        const rises = isCurrent && !order.isRising;
        return (
          <li>
            <a href={address(rises ? id : `-${id}`)} {...(isCurrent ? { "aria-current": "true" } : {})}>
              {t.sortBy(name)}, {rises ? t.ascending : t.descending}
            </a>
          </li>
        );
      })}
    </ul>
  );
}

function RegionMap({
  page,
  name,
  tiles,
}: {
  readonly page: Page;
  readonly name: string;
  readonly tiles: readonly MapTile[];
}) {
  const t = reportWords[page.language].regions;
  const known = tiles.filter(({ value }) => value !== null).toSorted((a, b) => Number(a.value) - Number(b.value));
  const [low, high] = [known[0], known.at(-1)];
  if (low === undefined || high === undefined) return <p>{t.mapNone}</p>;
  return (
    <figure>
      <TileMap title={t.mapTitle(name)} description={t.mapText(name)} tiles={tiles} />
      <figcaption>
        {t.mapTitle(name)}. {low.value === high.value ? t.mapSame(low.text) : t.mapKey(low.text, high.text)}
      </figcaption>
    </figure>
  );
}
