/** What a status in a table says of a shortage, whatever its dates say. */
export type StatusWord = "over" | "ongoing" | "upcoming";

/** Swedish, Finnish, Norwegian, Danish and English, folded; the first that fits decides. */
const STATUS_WORDS: readonly (readonly [StatusWord, RegExp])[] = [
  // "Inte längre restnoterad", "ei voimassa": what is denied is the shortage.
  [
    "over",
    /^(?:(?:ej|inte|icke|not|ikke|no|ei)(?: längre| longer| lenger| enää)? (?:aktiv|pågå|aktuell|rest|brist|slut|active|ongoing|short|current|in force|voimassa|out of stock))/u,
  ],
  // "Ej avslutad", "delvis åter", "åter restnoterad", "ei saatavilla": not over, though the word stands there.
  [
    "ongoing",
    /^(?:(?:ej|inte|icke|not|ikke|ei|no|delvis|delvist|partiell\p{L}*|partly|partial\p{L}*|osittain) |un(?:available|resolved)|åter(?: ?rest|igen|kommande| slut| brist)|reopened)/u,
  ],
  [
    "over",
    /^(?:rest|brist)\p{L}* (?!.*(?:ej|inte|ännu) ).{0,40}(?:avsluta[dt]|hävd|hävt|upphörd|upphört|löst|över)\)?$/u,
  ],
  [
    "over",
    /^(?:är |nu )*(?:avslut(?:a[dt]|ade|ats)?|avhjälp[dt]|avklara[dt]|upphörd|upphört|upphävd|upphävt|slutförd|slutfört|stängd|stängt|löst|åtgärda[dt]|klar|klart|över|hävd|hävt|borttagen|avskriven|annullera[dt]|makulera[dt]|inställd)(?!\p{L})/u,
  ],
  [
    "over",
    /^(?:finns |är |nu )*(?:åter|tillbaka|igen)(?: (?:(?:i|på) (?:lager|sortiment\p{L}*|handeln|apotek\p{L}*|marknaden)|till (?:salu|försäljning)|(?:tillgänglig|levererbar|leverera[sd]|leverans|beställningsbar)\p{L}*).{0,40})?$/u,
  ],
  [
    "over",
    /^(?:är |nu )*(?:återställ[dt]|finns (?:i lager|igen)|tillgänglig\p{L}*|i lager|levererbar\p{L}*|anmälan (?:återkallad|tillbakadragen|avslutad))(?!\p{L})/u,
  ],
  [
    "over",
    /^(?:ended|closed|resolved|over|finished|completed?|inactive|expired|cancel+ed|withdrawn|available|(?:back )?in stock|back|restored|solved|past)(?!\p{L})/u,
  ],
  ["over", /^(?:päätty|poistu|poistettu|ratkaistu|ratken|peruttu|peruutettu|saatavilla|saatavana|korjaantu|suljettu)/u],
  ["over", /^(?:avsluttet|afsluttet|opphørt|ophørt|lukket|inaktiv)/u],
  ["upcoming", /^(?:kommande|planera[dt]|väntas|förvänta[dt]|aviserad|framtida|snart)(?![\p{L}])/u],
  ["upcoming", /^(?:upcoming|planned|future|expected|scheduled|announced|anticipated)(?![\p{L}])/u],
  ["upcoming", /^(?:tuleva|tulossa|suunniteltu|alkamassa|kommende|planlagt)/u],
  [
    "ongoing",
    /^(?:pågå\p{L}*|aktiv\p{L}*|aktuell\p{L}*|öppen|öppet|gäller|gällande|kvarstår|fortsatt|rest\p{L}*|brist\p{L}*|slut|slutsåld|bekräftad|ny|försena[dt])(?![\p{L}])/u,
  ],
  [
    "ongoing",
    /^(?:ongoing|active|current|open|short\p{L}*|out of stock|confirmed|new|delayed|in force|unresolved)(?![\p{L}])/u,
  ],
  ["ongoing", /^(?:voimassa|käynnissä|jatku|kesken|avoin|puut|pågår)/u],
];

/** What a cell of a status column says; null for words that nobody has taught us. */
export function readStatusWord(text: string): StatusWord | null {
  // Whoever puts a question mark there does not know.
  if (text.includes("?")) return null;
  const folded = text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  return STATUS_WORDS.find(([, word]) => word.test(folded))?.[0] ?? null;
}
