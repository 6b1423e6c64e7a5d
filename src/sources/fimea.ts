import type { Source } from "./source.ts";
import { readTableNotices } from "./table-notices.ts";

/**
 * Finland's shortages: the text file of Fimea, the authority there, which names packages by the Nordic article number
 * only. A signal beside a Swedish case and never a Swedish shortage.
 */
export const fimea: Source = {
  name: "fimea",
  title: "Fimea (Finland), saatavuushäiriöt",
  defaultUrl: null,
  complete: true,
  use: "signals",
  read: (input) =>
    readTableNotices(input, {
      source: "fimea",
      columns: {
        articleNumber: ["VNR"],
        status: ["Voimassa"],
        start: ["SaatavuushairioAlkupaiva"],
        forecastEnd: ["SaatavuushairioLoppupaiva"],
        productName: ["Kauppanimi", "Valmiste", "Nimi"],
      },
      optional: ["productName"],
      constants: { type: "shortage" },
      // "Voimassa" is "in force"; how its column says no is described nowhere.
      overWords: ["0", "e", "false"],
      openWords: ["1", "k", "true", "x"],
      dateOrder: "dmy",
      articleWord: "VNR",
    }),
};
