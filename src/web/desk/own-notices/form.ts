import { manualNoticeSchema, type ManualNotice } from "../../../domain/manual-notice.ts";
import type { Notice } from "../../../domain/notice.ts";
import type { FieldProblem } from "../../frame/form.ts";
import { defineForm, type FieldsOf } from "../../parts/form-kit.tsx";
import type { OwnNoticesStrings } from "./words-sv.ts";

/** The form of a notice that a pharmacist writes; a medicine and a device share most of it. */
export const noticeForm = defineForm({
  productName: { control: "text", maxChars: 500 },
  atc: { control: "text", maxChars: 7 },
  emdn: { control: "text" },
  articleNumber: { control: "text", maxChars: 500 },
  holder: { control: "text", maxChars: 500 },
  manufacturer: { control: "text", maxChars: 500 },
  packageDescription: { control: "text", maxChars: 500 },
  type: { control: "select" },
  start: { control: "date" },
  forecastEnd: { control: "date" },
  actualEnd: { control: "date" },
  note: { control: "area" },
});

export type NoticeField = keyof typeof noticeForm.specs;

/** What the form holds, as text; `id` is empty for a new notice. */
export type NoticeFields = FieldsOf<typeof noticeForm.specs> & {
  readonly kind: "medicine" | "device";
  readonly id: string;
};

/** The fields of one kind alone. */
const OWN_FIELDS = {
  medicine: ["atc", "holder"],
  device: ["emdn", "manufacturer"],
} as const satisfies Record<NoticeFields["kind"], readonly NoticeField[]>;

export function emptyNotice(kind: NoticeFields["kind"]): NoticeFields {
  return { ...noticeForm.empty, type: "shortage", kind, id: "" };
}

/** A notice as its form shows it. */
export function fillNotice(notice: Notice): NoticeFields {
  const [pack] = notice.packages;
  const { device } = notice;
  const empty = emptyNotice(device === undefined ? "medicine" : "device");
  return {
    ...empty,
    id: notice.reportId,
    productName: notice.productName,
    atc: notice.atc.value ?? "",
    holder: notice.holder,
    type: notice.type,
    note: notice.text ?? "",
    ...(device === undefined
      ? { articleNumber: pack?.nordicArticleNumber.value ?? "" }
      : { articleNumber: device.articleNumber, emdn: device.emdn ?? "", manufacturer: device.manufacturer }),
    ...(pack === undefined
      ? {}
      : {
          start: pack.start.value ?? "",
          forecastEnd: pack.forecastEnd.value ?? "",
          actualEnd: pack.actualEnd.value ?? "",
          packageDescription: pack.description,
        }),
  };
}

/** The notice that a form describes; what its kind has no use for is left out. */
export function parseNotice(
  { kind, id, ...fields }: NoticeFields,
  { regionCode, writtenAt, words }: { regionCode: string; writtenAt: string; words: OwnNoticesStrings },
): { readonly notice: ManualNotice } | { readonly problems: readonly FieldProblem[] } {
  const others: readonly string[] = OWN_FIELDS[kind === "device" ? "medicine" : "device"];
  const given = noticeForm.names.filter((name) => fields[name] !== "" && !others.includes(name));
  const parsed = manualNoticeSchema.safeParse({
    ...Object.fromEntries(given.map((name) => [name, fields[name]])),
    kind,
    regionCode,
    writtenAt,
    ...(id === "" ? {} : { id }),
  });
  return parsed.success ? { notice: parsed.data } : { problems: noticeForm.problems(parsed.error, words) };
}
