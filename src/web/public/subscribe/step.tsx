import type { Child } from "hono/jsx";
import type { Region } from "../../../domain/region.ts";
import { joinWords } from "../../../domain/words.ts";
import type { Page } from "../../frame/page.ts";
import { listFields, type Choice } from "./choice.ts";
import { subscribeWords } from "./words.ts";

const REGIONS_NAMED = 3;

/** Regions by name, or of many how many. */
export function sayRegions({ language }: Pick<Page, "language">, regions: readonly Region[]): string {
  const t = subscribeWords[language];
  const names = regions.map(({ name }) => name);
  return names.length > REGIONS_NAMED ? t.regionCount(names.length) : joinWords(names, t.and);
}

export function StepHeading({ page: { language }, step, title }: { page: Page; step: 1 | 2 | 3; title: Child }) {
  const t = subscribeWords[language];
  return (
    <>
      <p class="quiet step">{t.step(step)}</p>
      <h1>{title}</h1>
    </>
  );
}

/** The reader's language, for a form that is sent as an address, which loses the query of its own. */
export function CarriedLanguage({ page: { language } }: { page: Page }) {
  return language === "sv" ? null : <input type="hidden" name="lang" value={language} />;
}

/** Carries what was chosen on; `but` names fields that the form has itself. */
export function CarriedChoice({ choice, but = [] }: { choice: Choice; but?: readonly string[] }) {
  const fields = listFields(choice).filter(([name]) => !but.includes(name));
  return (
    <>
      {fields.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
}
