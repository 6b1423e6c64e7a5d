import type { Region } from "../../../domain/region.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { linkTo, type Page } from "../../frame/page.ts";
import type { OwnNoticesStrings } from "./words-sv.ts";
import { DeskLayout } from "../desk-layout.tsx";
import {
  DeskForm,
  ProblemSummary,
  SelectField,
  SubmitButton,
  TextAreaField,
  TextField,
} from "../../parts/form-fields.tsx";
import { ownNoticesWords } from "./words.ts";

export type NoticeField = keyof OwnNoticesStrings["fields"];

/** What the form holds, as text; `id` is empty for a new notice. */
export type NoticeFields = Readonly<Record<NoticeField, string>> & {
  readonly kind: "medicine" | "device";
  readonly id: string;
};

interface OwnNoticeFormPageProps {
  readonly page: Page;
  readonly region: Region;
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
  const field = (name: NoticeField, hint?: string) => ({
    name,
    label: t.fields[name],
    value: fields[name],
    problems,
    hint,
  });
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
        <TextField {...field("productName", t.hints.productName)} maxChars={500} />
        {kind === "device" ? (
          <>
            <TextField {...field("emdn", t.hints.emdn)} />
            <TextField {...field("articleNumber", t.hints.deviceArticle)} maxChars={500} />
            <TextField {...field("manufacturer")} maxChars={500} />
          </>
        ) : (
          <>
            <TextField {...field("atc", t.hints.atc)} maxChars={7} />
            <TextField {...field("articleNumber", t.hints.articleNumber)} maxChars={6} />
            <TextField {...field("holder")} maxChars={500} />
          </>
        )}
        <TextField {...field("packageDescription")} maxChars={500} />
        <SelectField
          {...field("type")}
          options={[
            ["shortage", t.types.shortage],
            ["cessation", t.types.cessation],
          ]}
        />
        <TextField {...field("start")} type="date" />
        <TextField {...field("forecastEnd", t.hints.forecastEnd)} type="date" />
        {id === "" ? null : <TextField {...field("actualEnd", t.hints.actualEnd)} type="date" />}
        <TextAreaField {...field("note", t.hints.note)} rows={4} />
        <p class="buttons">
          <SubmitButton text={page.t.desk.form.save} />
          <a href={linkTo(page.language, `/own-notices/${region.code}`)}>{page.t.desk.form.cancel}</a>
        </p>
      </DeskForm>
    </DeskLayout>
  );
}
