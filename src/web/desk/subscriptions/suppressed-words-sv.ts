import type { SuppressionReason, SuppressionSource } from "../../../domain/suppression.ts";

const reasons: Record<SuppressionReason, string> = {
  complaint: "Mottagaren markerade ett mejl som skräppost.",
  "by-hand": "Någon lade till adressen för hand.",
};

const sources: Record<SuppressionSource, string> = {
  inbox: "Det sade mottagarens e-post.",
  webhook: "Det sade mottagarens e-post.",
  desk: "Från arbetsytan.",
  "command-line": "Av den som driver Restsignal.",
};

/** Addresses that nothing is sent to, at a region's desk. */
export const suppressedSv = {
  title: "Spärrade adresser",
  reader: "Inget skickas till den här adressen, hur prenumerationen än står.",
  link: "Spärrade adresser",
  none: "Ingen som prenumererar i regionen är spärrad.",
  lead: (count: number) =>
    `${count === 1 ? "1 adress är spärrad" : `${count} adresser är spärrade`}: dit skickas inget, varken meddelanden eller brev.`,
  more: (count: number) => `De ${count} senaste visas.`,
  gone: "En brevlåda som inte finns spärras inte, den pausas.",
  goneLink: "Se vilka som inte nås",
  columns: { who: "Vem", why: "Varför", since: "Sedan", lift: "Häva" },
  unknown: "Okänd adress: vi har bara ett fingeravtryck av den.",
  reasons,
  sources,
  elsewhere: "Spärren kom inte från er region. Bara den som driver Restsignal kan häva den.",
  lift: {
    open: "Häv spärren",
    named: (name: string) => `Häv spärren för ${name}`,
    reason: "Skäl",
    hint: "Det som kommer från nu skickas dit igen. Den som markerade skräppost har också slutat prenumerera, och börjar inte om av sig själv. Skälet sparas i händelseloggen.",
    submit: "Häv spärren",
    problem: "Skriv varför, högst 300 tecken.",
    personnummer: "Texten verkar innehålla ett personnummer. Ta bort det.",
  },
  only: "Bara regionens administratör kan häva och slå upp.",
  lookUp: {
    heading: "Slå upp en adress",
    address: "E-postadress",
    submit: "Slå upp",
    problem: "Skriv en e-postadress, till exempel namn@region.se.",
    not: (name: string) => `${name} är inte spärrad.`,
    is: (name: string, since: string) => `${name} är spärrad sedan ${since}.`,
    elsewhere: (name: string) => `${name} är spärrad, men inte genom er region. Varför vet den som driver Restsignal.`,
  },
  done: {
    done: "Spärren är hävd. Det som kommer från nu skickas dit.",
    unknown: "Adressen är inte spärrad längre.",
    elsewhere: "Spärren kom inte från er region. Bara den som driver Restsignal kan häva den.",
  },
  back: "Alla prenumeranter",
};

export type SuppressedStrings = typeof suppressedSv;
