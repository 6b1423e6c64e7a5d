import type { ListEntry } from "./list.ts";
import { writeOwn } from "./own-product.ts";

type Owning = Pick<ListEntry, "own">;
const OWN = { field: "own", part: "own", maxChars: 2000 } as const;

/**
 * The columns of what the region buys. A cell holds one value or several, `|` between them: the first value of each column
 * is about the same product.
 */
export const OWN_COLUMNS = [
  {
    ...OWN,
    key: "ownNplId",
    title: "NPL-id",
    english: "NPL id",
    isCode: true,
    guess: { order: 2, title: /^npl.?(id|nr|nummer|kod)?$|^npl.?id\b(?!.*pack)/, isSure: true },
    value: ({ own }: Owning) => writeOwn(own, "nplId"),
  },
  {
    ...OWN,
    key: "ownNplPackId",
    title: "NPL-packid",
    english: "NPL pack id",
    isCode: true,
    guess: { order: 1, title: /npl.?(id)?.?(för)?pack|pack(nings)?.?id/, isSure: true },
    value: ({ own }: Owning) => writeOwn(own, "nplPackId"),
  },
  {
    ...OWN,
    key: "ownArticleNumber",
    title: "Varunummer",
    english: "Article number",
    isCode: true,
    guess: { order: 2, title: /^varu.?(nr|nummer)|^vnr\b|nordi\S* (artikel|varu)/, isSure: true },
    value: ({ own }: Owning) => writeOwn(own, "articleNumber"),
  },
  {
    ...OWN,
    key: "ownName",
    title: "Upphandlat",
    english: "Purchased product",
    listed: "own",
    isName: true,
    guess: {
      order: 3,
      title: /^(upphandla[td]e?|avtalade?|avtals)(.?(preparat|produkt|läkemedel|vara)\S*( \(?namn\)?)?)?$/,
    },
    value: ({ own }: Owning) => writeOwn(own, "name"),
  },
] as const;
