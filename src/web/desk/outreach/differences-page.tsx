import { textOfCell } from "../../../../templates/outreach/outline.ts";
import { wordsOf } from "../../../../templates/outreach/words.ts";
import {
  findDefinition,
  nameCut,
  namePlaceIn,
  writeCell,
  type Writing,
} from "../../../../templates/outreach/writing.ts";
import type { EditionSummary } from "../../../db/outreach-editions.ts";
import type { ShownFigure } from "../../../domain/outreach/disclose.ts";
import type { OutreachDocument } from "../../../domain/outreach/document.ts";
import { differEditions, type FigureDifference } from "../../../domain/outreach/edition-differences.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import { Cell, StackedTable } from "../../parts/stacked-table.tsx";
import { DeskLayout } from "../desk-layout.tsx";
import { nameEdition } from "./editions-page.tsx";
import { editionWords } from "./edition-words.ts";

/** More than that nobody reads here; the files have all. */
const SHOWN = 200;

interface Told {
  readonly edition: EditionSummary;
  readonly document: OutreachDocument;
}

/** What a later edition tells otherwise than an earlier one. */
export function DifferencesPage({
  page,
  before,
  after,
}: {
  readonly page: Page;
  readonly before: Told;
  readonly after: Told;
}) {
  const { language } = page;
  const t = editionWords[language].differences;
  const names = [nameEdition(page, before.edition), nameEdition(page, after.edition)] as const;
  const { figures, shortages, otherDefinitions } = differEditions(before.document, after.document);
  return (
    <DeskLayout page={page} title={t.title(...names)} regionCode={null} area="outreach">
      {otherDefinitions ? <p class="lead">{t.definitions}</p> : null}
      {figures.length === 0 && shortages.length === 0 ? <p class="lead">{t.none}</p> : null}
      {figures.length === 0 ? null : (
        <>
          <p>{t.figures(figures.length, SHOWN)}</p>
          <StackedTable class="report" label={t.title(...names)} columns={[t.figure, t.place, ...names]}>
            <tbody role="rowgroup">
              {figures.slice(0, SHOWN).map((difference) => (
                <DifferenceRow page={page} before={before} after={after} difference={difference} names={names} />
              ))}
            </tbody>
          </StackedTable>
        </>
      )}
      {shortages.length === 0 ? null : (
        <p>
          {t.shortages(shortages.length)}
          {shortages.slice(0, SHOWN).join(", ")}
        </p>
      )}
      <p>
        <a href={linkTo(language, "/outreach/editions")}>{t.back}</a>
      </p>
    </DeskLayout>
  );
}

interface DifferenceRowProps {
  readonly page: Page;
  readonly before: Told;
  readonly after: Told;
  readonly difference: FigureDifference;
  readonly names: readonly [string, string];
}

function DifferenceRow({ page: { language }, before, after, difference, names }: DifferenceRowProps) {
  const t = editionWords[language].differences;
  const words = wordsOf(language);
  const about = difference.after ?? difference.before;
  if (about === null) return null;
  const writingOf = ({ document }: Told): Writing => ({ document, words, language });
  const write = (told: Told, figure: ShownFigure | null): string => {
    const definition = findDefinition(writingOf(told), about.id);
    return figure === null || definition === undefined
      ? t.absent
      : textOfCell(writeCell(writingOf(told), figure, definition));
  };
  const definition = findDefinition(writingOf(after), about.id) ?? findDefinition(writingOf(before), about.id);
  const cut = Object.entries(about.cut).map(([name, value]) => nameCut(name, value, words));
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        {[definition?.[language].name ?? about.id, ...cut].join(", ")}
      </th>
      <Cell label={t.place}>{namePlaceIn(writingOf(after), about.place)}</Cell>
      <Cell label={names[0]}>{write(before, difference.before)}</Cell>
      <Cell label={names[1]}>{write(after, difference.after)}</Cell>
    </tr>
  );
}
