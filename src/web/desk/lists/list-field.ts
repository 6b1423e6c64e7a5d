import { COLUMNS, writeCell, type ColumnRule, type EntryField } from "../../../domain/list-columns.ts";
import type { ListEntry, OwnProduct } from "../../../domain/list.ts";
import { labelOwn } from "../../../domain/own-product.ts";
import type { MessageAdvice } from "../../../domain/message.ts";
import type { Page } from "../../frame/page.ts";
import { listsWords } from "./words.ts";

type Reader = Pick<Page, "language" | "words">;

/** What a column is called on a page. */
export function labelColumn({ language }: Pick<Page, "language">, { key, title, english }: ColumnRule): string {
  return listsWords[language].entry.labels[key] ?? (language === "sv" ? title : english);
}

/** What a field of a line is called; the advice is one. */
export function labelField(page: Pick<Page, "language">, field: EntryField): string {
  const rule = COLUMNS.find((column) => column.field === field);
  const words = listsWords[page.language];
  if (field === "own") return words.own.legend;
  if (rule === undefined || field === "standingAdvice") return words.entry.advice;
  return labelColumn(page, rule);
}

/** A field of a line in words; `–` when it is empty. */
export function wordField(page: Reader, entry: ListEntry | null, field: EntryField): string {
  return (entry === null ? "" : writeField(page, entry, field)) || listsWords[page.language].empty;
}

/** All that a line says under a heading of the page of a list. */
export function listShown(page: Reader, entry: ListEntry, listed: NonNullable<ColumnRule["listed"]>): string[] {
  if (listed === "own") return entry.own.map(labelOwn);
  const fields = COLUMNS.filter((column) => column.listed === listed).map(({ field }) => field);
  return fields.map((field) => writeField(page, entry, field)).filter((text) => text !== "");
}

function writeField({ language, words }: Reader, entry: ListEntry, field: EntryField): string {
  const { standingAdvice: advice, stockDays, formGroup } = entry;
  if (field === "standingAdvice") return advice === null ? "" : wordAdvice(words, advice);
  if (field === "stockDays") return stockDays === null ? "" : listsWords[language].days(stockDays);
  if (field === "formGroup") return formGroup === null ? "" : words.forms[formGroup];
  if (field === "own") return entry.own.map((product) => describeOwn(language, product)).join("; ");
  return COLUMNS.flatMap((rule) => (rule.field === field ? [writeCell(rule, entry, ", ")] : [])).join(", ");
}

/** By its name and every number that the list has of it. */
function describeOwn(language: Page["language"], product: OwnProduct): string {
  const { numbers } = listsWords[language].own;
  const said = (["nplId", "nplPackId", "articleNumber"] as const).flatMap((part) =>
    product[part] === null ? [] : [`${numbers[part]} ${product[part]}`],
  );
  if (product.name === null) return said.join(", ");
  return said.length === 0 ? product.name : `${product.name} (${said.join(", ")})`;
}

function wordAdvice(words: Reader["words"], { type, text: { sv, en } }: MessageAdvice): string {
  return `${words.adviceTypes[type]}: ${sv}${en === undefined ? "" : ` / ${en}`}`;
}
