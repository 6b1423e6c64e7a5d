import type { Source } from "./source.ts";
import { readTableNotices } from "./table-notices.ts";

/**
 * What Läkemedelsverket's public search saves as XLSX. Only the first seven columns are described; names and codes are
 * taken when they are there, and without an ATC code a notice meets no list.
 */
export const lakemedelsverketExport: Source = {
  name: "lakemedelsverket-export",
  title: "Läkemedelsverket, sparad sökning",
  defaultUrl: null,
  // A search shows what was asked for, so what it does not show has not vanished.
  complete: false,
  use: "facts",
  read: (input) =>
    readTableNotices(input, {
      source: "lakemedelsverket-export",
      columns: {
        articleNumber: ["Varunummer"],
        status: ["Status"],
        type: ["Typ av försäljningsuppehåll"],
        start: ["Startdatum"],
        forecastEnd: ["Slutdatum"],
        cause: ["Orsak"],
        lastUpdated: ["Senast uppdaterad"],
        productName: ["Produktnamn", "Läkemedel", "Namn"],
        atc: ["ATC-kod", "ATC"],
        nplId: ["NPL-id"],
        nplPackId: ["NPL-packid", "NPL-pack-id"],
        package: ["Förpackning", "Förpackningsbeskrivning"],
        holder: ["Innehavare", "Företag"],
        substance: ["Aktiv substans", "Verksamt ämne", "Substans"],
      },
      optional: ["productName", "atc", "nplId", "nplPackId", "package", "holder", "substance"],
      onePerType: true,
      overWords: [],
      dateOrder: "dmy",
      articleWord: "Varunummer",
    }),
};
