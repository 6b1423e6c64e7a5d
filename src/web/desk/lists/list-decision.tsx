import { asksContact, MAX_CONTACT_CHARS } from "../../../domain/contact.ts";
import { ChoicesField, DeskForm, SubmitButton, TextField } from "../../parts/form-fields.tsx";
import { importPath } from "./list-answers.ts";
import type { ReportProps } from "./list-import-page.tsx";
import { listsWords } from "./words.ts";

/** What becomes of a file that is read: it is taken into use, compared again, or thrown away. */
export function Decision(props: ReportProps) {
  const { page, region, found, baseChanged, report } = props;
  const words = listsWords[page.language].import;
  return (
    <section aria-labelledby="decide" class="decision">
      <h2 id="decide">{words.decide}</h2>
      {baseChanged ? (
        <>
          <p class="ds-alert" data-color="warning">
            {words.baseChanged}
          </p>
          <DeskForm page={page} action={`${importPath(region, found)}/again`} label={words.again}>
            <SubmitButton text={words.again} />
          </DeskForm>
        </>
      ) : report.accepted === 0 ? (
        <p class="ds-alert" data-color="warning">
          {words.nothingUsable}
        </p>
      ) : (
        <TakeForm {...props} />
      )}
      <DiscardForm page={page} region={region} found={found} />
    </section>
  );
}

function TakeForm({ page, region, found, report, problems = [], contact = "" }: ReportProps) {
  const words = listsWords[page.language].import;
  const lost = words.confirm(report.difference.removed, report.rejected.length);
  return (
    <DeskForm page={page} action={`${importPath(region, found)}/take`} label={words.take}>
      <p>{words.takeText}</p>
      <input type="hidden" name="version" value={String(found.versionId ?? "")} />
      <input type="hidden" name="base" value={report.baseVersionId === null ? "" : String(report.baseVersionId)} />
      {lost === "" ? null : (
        <ChoicesField
          name="confirm"
          type="checkbox"
          label={words.confirmLegend}
          values={[]}
          options={[["yes", words.confirmLabel(lost)]]}
          problems={problems}
        />
      )}
      {asksContact(page, report.baseVersionId === null) ? (
        <TextField
          name="contact"
          label={words.contactLabel}
          hint={words.contactHint}
          value={contact}
          maxChars={MAX_CONTACT_CHARS}
          required
          problems={problems}
        />
      ) : null}
      <SubmitButton text={words.take} />
    </DeskForm>
  );
}

export function DiscardForm({ page, region, found }: Pick<ReportProps, "page" | "region" | "found">) {
  const words = listsWords[page.language].import;
  return (
    <DeskForm page={page} action={`${importPath(region, found)}/discard`} label={words.discard} class="discard">
      <input type="hidden" name="version" value={String(found.versionId ?? "")} />
      <SubmitButton text={words.discard} variant="secondary" />
    </DeskForm>
  );
}
