import type { Goods } from "../../../domain/outreach/readiness-target.ts";
import type { SignedCost } from "../../../services/readiness-years.ts";

export const readinessSv = {
  title: "Försörjningsberedskap",
  lead: "Hur många dagar lagret ska räcka, från vilken dag, och vad regionerna själva har svarat om system och kostnader.",
  targets: "Mål för lagret",
  noTargets: "Inga mål är satta. Då går det inte att säga om lagret räcker till målet.",
  own: "Regionens egna mål går före landets. Ett mål för en kategori går före ett för alla varor.",
  table: {
    label: "Mål",
    who: "Vem",
    goods: "Varor",
    category: "Kategori",
    from: "Från",
    days: "Dagar",
    set: "Satt av",
  },
  nation: "Landet",
  all: "Alla",
  none: "Inget mål",
  goods: {
    medicine: "Läkemedel",
    device: "Medicintekniska produkter",
    protective: "Skyddsutrustning",
  } satisfies Record<Goods, string>,
  form: {
    heading: "Sätt ett mål",
    fields: {
      goods: "Varor",
      category: "Kategori (tomt gäller alla)",
      validFrom: "Gäller från",
      days: "Antal dagar (tomt: inget mål längre)",
    },
    hints: { category: "Precis som den står i listan." },
    button: "Sätt målet",
  },
  problems: {
    goods: "Välj vilka varor.",
    category: "Skriv kategorin på högst 200 tecken, utan personnummer.",
    validFrom: "Skriv den dag från vilken målet gäller.",
    days: "Skriv hela dagar mellan 0 och 3650, eller lämna tomt.",
  },
  years: "System och kostnader",
  noYears: "Ingen har frågat regionerna om det ännu.",
  year: (period: string) => `År ${period}`,
  costs: {
    label: (period: string) => `System och kostnader ${period}`,
    region: "Region",
    systems: "System",
    cost: "I år",
    planned: "Planerat nästa år",
    sum: "Summa av det som är känt",
    kronor: (amount: string) => `${amount} kr`,
    known: (amount: string, n: number) => `${amount} kr (${n === 1 ? "en region" : `${n} regioner`})`,
    unsigned: "Inte signerat",
    words: { unknown: "Vet ej", "not-applicable": "Ej tillämpligt", unanswered: "Obesvarat" } satisfies Record<
      Exclude<SignedCost, number | null> | "unanswered",
      string
    >,
  },
  done: { set: "Målet är satt.", unchanged: "Målet var redan så." },
};

export type ReadinessStrings = typeof readinessSv;
