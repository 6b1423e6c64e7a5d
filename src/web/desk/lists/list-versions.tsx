import type { ListVersion } from "../../../db/lists.ts";
import { stockholmMinute } from "../../../domain/calendar.ts";
import { linkTo, type Page, type RegionProps } from "../../frame/page.ts";
import { SelectField } from "../../parts/form-fields.tsx";
import { listsWords } from "./words.ts";

interface ListVersionsProps extends RegionProps {
  readonly versions: readonly ListVersion[];
}

/** Every version that is or was in use, with what it can be compared with. */
export function ListVersions({ page, region, versions }: ListVersionsProps) {
  const { language } = page;
  const words = listsWords[language];
  if (versions.length === 0) return null;
  return (
    <section aria-labelledby="versions">
      <h2 id="versions">{words.versions.heading}</h2>
      <ul class="versions">
        {versions.map((version) => (
          <li>
            <strong>{words.version(version.number)}</strong>
            {version.active ? ` (${words.inUse})` : ""}: {describeVersion(page, version)}
            <span class="links-line">
              <a href={`/lists/${region.code}/versions/${version.number}.csv`}>
                {words.downloadVersion(version.number)}
              </a>
              {version.number === 1 ? null : (
                <a
                  href={linkTo(
                    language,
                    `/lists/${region.code}/difference`,
                    compareQuery(version.number - 1, version.number),
                  )}
                >
                  {words.versions.compareWith(version.number)}
                </a>
              )}
            </span>
          </li>
        ))}
      </ul>
      {versions.length < 2 ? null : (
        <CompareForm page={page} region={region} versions={versions} from={null} to={null} />
      )}
    </section>
  );
}

function compareQuery(from: number, to: number): URLSearchParams {
  return new URLSearchParams({ from: String(from), to: String(to) });
}

function describeVersion({ language }: Page, version: ListVersion): string {
  const words = listsWords[language];
  const { note } = version;
  const what = note === null ? version.fileName : words.edits[note.what](note.substance);
  const who = version.importedBy === null ? "" : ` ${words.by(version.importedBy)}`;
  return `${what}, ${words.rows(version.entries)}, ${words.takenAt(stockholmMinute(version.takenAt))}${who}`;
}

interface CompareFormProps extends ListVersionsProps {
  readonly from: number | null;
  readonly to: number | null;
}

/** Any two versions beside each other. */
export function CompareForm({ page: { language }, region, versions, from, to }: CompareFormProps) {
  const t = listsWords[language];
  const words = t.versions;
  const options = versions.map(({ number, takenAt }) => {
    const text = `${t.version(number)}, ${stockholmMinute(takenAt)}`;
    return [String(number), text] as const;
  });
  const [latest, earlier] = options;
  return (
    <form class="compare" method="get" action={`/lists/${region.code}/difference`} aria-label={words.choose}>
      {language === "sv" ? null : <input type="hidden" name="lang" value={language} />}
      <SelectField name="from" label={words.from} value={String(from ?? earlier?.[0] ?? "")} options={options} />
      <SelectField name="to" label={words.to} value={String(to ?? latest?.[0] ?? "")} options={options} />
      <button class="ds-button" type="submit" data-variant="secondary">
        {words.submit}
      </button>
    </form>
  );
}
