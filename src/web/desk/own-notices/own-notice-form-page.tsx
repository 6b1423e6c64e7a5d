import type { FieldProblem } from "../../frame/form.ts";
import { linkTo, type RegionProps } from "../../frame/page.ts";
import { DeskLayout } from "../desk-layout.tsx";
import { DeskForm, ProblemSummary, SubmitButton } from "../../parts/form-fields.tsx";
import { noticeForm, type NoticeFields } from "./form.ts";
import { ownNoticesWords } from "./words.ts";

const { Field } = noticeForm;

interface OwnNoticeFormPageProps extends RegionProps {
  readonly fields: NoticeFields;
  readonly problems?: readonly FieldProblem[];
  /** Of the notice that is changed, as the form shows it; a change carries it. */
  readonly mark?: string;
}

/** A notice that a pharmacist writes or puts right. */
export function OwnNoticeFormPage({ page, region, fields, problems = [], mark = "" }: OwnNoticeFormPageProps) {
  const t = ownNoticesWords[page.language];
  const { kind, id } = fields;
  const fresh = kind === "device" ? t.newDevice : t.newMedicine;
  const shared = { words: t, values: fields, problems };
  return (
    <DeskLayout
      page={page}
      title={id === "" ? fresh : t.changeTitle(fields.productName)}
      regionCode={region.code}
      area="own-notices"
    >
      <ProblemSummary page={page} problems={problems} />
      <DeskForm page={page} action={`/own-notices/${region.code}/write`}>
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="mark" value={mark} />
        <Field {...shared} name="productName" />
        {kind === "device" ? (
          <>
            <Field {...shared} name="emdn" />
            <Field {...shared} name="articleNumber" hint={t.hints.deviceArticle} />
            <Field {...shared} name="manufacturer" />
          </>
        ) : (
          <>
            <Field {...shared} name="atc" />
            <Field {...shared} name="articleNumber" />
            <Field {...shared} name="holder" />
          </>
        )}
        <Field {...shared} name="packageDescription" />
        <Field {...shared} name="type" options={Object.entries(t.types)} />
        <Field {...shared} name="start" />
        <Field {...shared} name="forecastEnd" />
        {id === "" ? null : <Field {...shared} name="actualEnd" />}
        <Field {...shared} name="note" />
        <p class="buttons">
          <SubmitButton text={page.t.desk.form.save} />
          <a href={linkTo(page.language, `/own-notices/${region.code}`)}>{page.t.desk.form.cancel}</a>
        </p>
      </DeskForm>
    </DeskLayout>
  );
}
