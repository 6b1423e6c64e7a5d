import { READER_ROLES } from "../../domain/audience.ts";
import { parseAtc } from "../../domain/atc.ts";
import { GRADES_BY_CONCERN } from "../../domain/extent-fact.ts";
import { NEWS_TOPICS, subscriptionFilterSchema, type SubscriptionFilter } from "../../domain/subscription.ts";
import type { WishOptions } from "../../db/wish-options.ts";
import type { NewWish } from "../../db/wishes.ts";
import { gradeWords } from "../case-parts/grade-words.ts";
import type { FieldProblem, FormValues } from "../frame/form.ts";
import type { Page } from "../frame/page.ts";
import { defineForm, type FieldsOf } from "../parts/form-kit.tsx";
import { wishWords } from "./words.ts";

const MAX_ATC = 100;
const MAX_CHOICES = 100;
const MAX_CHOICE_CHARS = 300;

const form = defineForm({
  areas: { control: "boxes" },
  roles: { control: "boxes" },
  priorities: { control: "boxes" },
  extents: { control: "boxes" },
  categories: { control: "boxes" },
  atc: { control: "text", maxChars: 900, autocomplete: "off" },
  news: { control: "boxes" },
  atOnce: { control: "boxes" },
});

/** The fields of a wish as somebody filled them in; `noWishValues` asks for everything. */
export type WishValues = FieldsOf<typeof form.specs>;
export const noWishValues: WishValues = form.empty;
/** What they are called where they are carried along. */
export const WISH_FIELDS = form.names;

/** What a wish asks for, as the fields show it. Cases have no field. */
export function fillWish({ filter, atOnce }: Pick<NewWish, "filter" | "atOnce">): WishValues {
  const { areas = [], roles = [], priorities = [], extents = [], categories = [], atc = [], news = [] } = filter;
  const boxes = { areas, roles, extents, categories, news, atOnce: atOnce ? ["yes"] : [] };
  return { ...boxes, priorities: priorities.map(String), atc: atc.join(", ") };
}

export type ReadWish =
  | { readonly kind: "read"; readonly values: WishValues; readonly wish: Pick<NewWish, "filter" | "atOnce"> }
  | { readonly kind: "refused"; readonly values: WishValues; readonly problems: readonly FieldProblem[] };

/** The wish that a form asks for, or what is wrong with it. A form without any of its fields asks for everything. */
export function readWish({ language }: Pick<Page, "language">, sent: FormValues): ReadWish {
  const values = form.read(sent);
  const { problems: words } = wishWords[language].wish;
  const texts = values.atc.split(/[\s,;]+/).filter((text) => text !== "");
  const codes = texts.map(parseAtc);
  const wrong = texts.filter((_text, index) => codes[index] === null);
  const refuse = (field: string, problem: string): ReadWish => ({
    kind: "refused",
    values,
    problems: [{ field, problem }],
  });
  if (wrong.length > 0) return refuse("atc", words.atc(wrong.slice(0, 5).join(", ").slice(0, 100)));
  if (texts.length > MAX_ATC) return refuse("atc", words.manyAtc(MAX_ATC));
  const { atc: _text, atOnce, priorities, ...boxes } = values;
  const chosen = { ...boxes, priorities: priorities.map(Number), atc: [...new Set(codes)] };
  const parsed = subscriptionFilterSchema.safeParse(dropEmpty(chosen));
  if (parsed.success && isBounded(parsed.data))
    return { kind: "read", values, wish: { filter: parsed.data, atOnce: atOnce.includes("yes") } };
  return refuse(String(parsed.error?.issues[0]?.path[0] ?? "areas"), words.unknown);
}

/** Nobody ticks more boxes than there are, and no list has a longer name. */
function isBounded(filter: SubscriptionFilter): boolean {
  return Object.values(filter).every(
    (chosen = []) => chosen.length <= MAX_CHOICES && chosen.every((one) => String(one).length <= MAX_CHOICE_CHARS),
  );
}

/** Without a choice a facet is no part of a wish; the same is chosen once. */
function dropEmpty(chosen: Readonly<Record<string, readonly unknown[]>>): Record<string, readonly unknown[]> {
  const some = Object.entries(chosen).filter(([, values]) => values.length > 0);
  return Object.fromEntries(some.map(([name, values]) => [name, [...new Set(values)]]));
}

interface WishFieldsProps {
  readonly page: Page;
  readonly options: WishOptions;
  readonly values: WishValues;
  readonly problems?: readonly FieldProblem[];
  /** What it is about stands: only how it comes can be chosen. */
  readonly onlyHow?: boolean;
}

/** What somebody wants. What the list names no more, and is wanted, can still be chosen; what it does not name at all has no field. */
export function WishFields({ page: { language }, options, values, problems, onlyHow = false }: WishFieldsProps) {
  const t = wishWords[language];
  const grades = gradeWords[language].names;
  const plain = (texts: readonly string[]) => texts.map((text) => [text, text] as const);
  const choices = {
    areas: plain(union(options.areas, values.areas)),
    categories: plain(union(options.categories, values.categories)),
    priorities: union(options.priorities.map(String), values.priorities).map(
      (one) => [one, t.priority(Number(one))] as const,
    ),
    roles: READER_ROLES.map((role) => [role, t.roles[role]] as const),
    extents: GRADES_BY_CONCERN.map((grade) => [grade, grades[grade]] as const),
    news: NEWS_TOPICS.map((topic) => [topic, t.news[topic]] as const),
    atOnce: [["yes", t.atOnce]] as const,
  };
  const words = { fields: t.wish.fields, hints: t.wish.hints };
  return (
    <>
      {(onlyHow ? (["atOnce"] as const) : form.names).map((name) => {
        const own = name === "atc" ? [] : choices[name];
        if (name !== "atc" && own.length === 0) return null;
        const isNamedByList = name === "areas" || name === "categories";
        const optionsLang = isNamedByList && language !== "sv" ? "sv" : undefined;
        const field = { name, words, values, problems, options: own, optionsLang };
        return <form.Field {...field} />;
      })}
    </>
  );
}

function union(known: readonly string[], chosen: readonly string[]): readonly string[] {
  return [...new Set([...known, ...chosen])];
}
