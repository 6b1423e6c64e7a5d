/** What a status in a table says of a shortage, whatever its dates say. */
export type StatusWord = "over" | "ongoing" | "upcoming";

/** Swedish, Finnish, Norwegian, Danish and English, folded; the first that fits decides. */
const STATUS_WORDS: readonly (readonly [StatusWord, RegExp])[] = [
  // "Inte längre restnoterad", "ei voimassa": what is denied is the shortage.
  [
    "over",
    /^(?:(?:ej|inte|icke|not|ikke|no|ei|ingen|inga|inget)(?: längre| longer| lenger| enää)? (?:(?:i |in |på |a )?(?:aktiv|pågå|aktuell|rest|brist|slut|active|ongoing|short|current|in force|voimassa|out of stock)))/u,
  ],
  // "Ej påbörjad" is not over, and has not begun.
  ["upcoming", /^(?:ännu )?(?:(?:ej|inte|icke|not|ikke)(?: ännu| yet)? (?:påbörja|starta|börja|inled|started|begun))/u],
  // "Ej avslutad", "delvis åter", "åter restnoterad", "ei saatavilla": not over, though the word stands there.
  [
    "ongoing",
    /^(?:ännu )?(?:(?:ej|inte|icke|not|ikke|ei|no|delvis|delvist|partiell\p{L}*|partly|partial\p{L}*|osittain) |un(?:available|resolved)|åter(?: ?rest|igen|kommande| slut| brist)|reopened)/u,
  ],
  [
    "over",
    /^(?:rest|brist)\p{L}*[ ,;:(-]+(?!.*(?:ej|inte|ännu) )(?:.{0,40}(?<!\p{L}))?(?:avsluta[dt]|(?:upp)?hävd|(?:upp)?hävt|upphörd|upphört|löst|över|borttagen|åter (?:i lager|tillgänglig\p{L}*))[^\p{L}]*$/u,
  ],
  [
    "over",
    /^(?:är |nu )*(?:avsl|avslut(?:a[dt]|ade|ats)?|avhjälp[dt]|avklara[dt]|upphörd|upphört|upphävd|upphävt|slutförd|slutfört|stängd|stängt|löst|åtgärda[dt]|klar|klart|över|hävd|hävt|borttagen|avskriven|(?:annullera|makulera)[dt](?! (?:leverans|order|produktion))|inställd(?! \p{L})|inaktuell|inaktiv|färdig|slutlevererad|arkiverad|historisk|historik|normal|normaliserad|normalt läge|ok)(?!\p{L})/u,
  ],
  [
    "over",
    /^(?:finns |är |nu )*(?:åter|tillbaka|igen)(?: (?:(?:i|på) (?:lager|sortiment\p{L}*|handeln|apotek\p{L}*|marknaden)|till (?:salu|försäljning)|(?:tillgänglig|levererbar|leverera[sd]|leverans|beställningsbar)\p{L}*).{0,40})?$/u,
  ],
  [
    "over",
    /^(?:är |nu )*(?:återställ[dt]|finns$|finns (?:i lager|igen)|(?:leverans\p{L}* )?återupptag(?:en|na|it|its)|(?:leverans\p{L}*|försäljning\p{L}*) (?:är )?återupptag(?:en|na)|levereras igen|kan (?:åter )?beställas|tillgänglig\p{L}*|i lager|levererbar\p{L}*|anmälan (?:återkallad|tillbakadragen|avslutad))(?!\p{L})/u,
  ],
  [
    "over",
    /^(?:ended|closed|resolved|over|finished|completed?|inactive|expired|cancel+ed|withdrawn|available|(?:back )?in stock|back|restored|solved|past|terminated|done)(?!\p{L})/u,
  ],
  ["over", /^(?:päätty|poistu|poistettu|ratkaistu|ratken|peruttu|peruutettu|saatavilla|saatavana|korjaantu|suljettu)/u],
  ["over", /^(?:avsluttet|afsluttet|opphørt|ophørt|lukket|inaktiv)/u],
  ["upcoming", /^(?:kommande|planera[dt]|väntas|förvänta[dt]|aviserad|framtida|snart)(?![\p{L}])/u],
  ["upcoming", /^(?:upcoming|planned|future|expected|scheduled|announced|anticipated)(?![\p{L}])/u],
  ["upcoming", /^(?:tuleva|tulossa|suunniteltu|alkamassa|kommende|planlagt)/u],
  [
    "ongoing",
    /^(?:pågå\p{L}*|aktiv\p{L}*|aktuell\p{L}*|öppen|öppet|gäller|gällande|kvarstår|fortsatt|förlängd|otillgänglig|rest\p{L}*|brist\p{L}*|slut|slutsåld|bekräftad|ny|försena[dt])(?![\p{L}])/u,
  ],
  [
    "ongoing",
    /^(?:ongoing|active|current|open|short\p{L}*|out of stock|confirmed|new|delayed|in force|unresolved)(?![\p{L}])/u,
  ],
  ["ongoing", /^(?:voimassa|käynnissä|jatku|kesken|avoin|puut|pågår)/u],
];

/**
 * What makes "over" less than that: a delivery that is stopped, a way round ("löst via licens"), a part, and a return that is
 * awaited. Whoever hides a shortage for such words is wrong at the bedside, so nobody claims to know them.
 */
const NOT_PLAINLY =
  /(?<!\p{L})(?:via|genom|med (?:licens|dispens|generika)|licens|dispens|under licen[cs]e|through|annan|annat|andra|other|delvis|partiell\p{L}*|begränsa\p{L}*|för (?:beställning|order|uppföljning)|expected|väntas|beräknas|förvänta\p{L}*|planera\p{L}*|tidigast|prel\p{L}*|(?:ej|inte|not)(?! (?:längre|rest|brist|short|aktuell)))(?!\p{L})/u;
/** "Åter i lager i mars", "tillgänglig från v. 50", "klar 2027": a day that is no date, of which nobody can tell whether it has come. */
const RETURN =
  /^(?:är |nu |finns |kan )*(?:åter|tillbaka|igen|tillgänglig|levererbar|i lager|klar|available|back|in stock)/u;
const VAGUE_DAY =
  /(?<!\p{L})(?:från|fr|from|jan|feb|mars|mar|april|apr|maj|may|juni?|jun|juli?|jul|aug|sep|okt|oct|nov|dec|vår|sommar|höst|vinter|vecka|v\.? ?\d|q\d|kvartal|snart|soon)|\d/u;
const DATE =
  /\d{1,2}\/\d{1,2}[ -]+\d{2,4}|\d{1,4}[-./]\d{1,2}[-./]\d{2,4}|\d{1,2} \p{L}{3,9} \d{4}|(?<!\d)20\d{6}(?!\d)/u;

/** What a cell of a status column says; null for words that nobody has taught us. */
export function readStatusWord(text: string): StatusWord | null {
  // Whoever puts a question mark there does not know.
  if (text.includes("?")) return null;
  const folded = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .trim()
    // "2 - Avslutad", "(Avslutad)", "Status: avslutad"
    .replace(/^[^\p{L}]+/u, "")
    .replace(/^status ?[:=-] ?/u, "");
  const word = STATUS_WORDS.find(([, shape]) => shape.test(folded))?.[0] ?? null;
  if (word !== "over" || DENIED.test(folded)) return word;
  const isVague = RETURN.test(folded) && VAGUE_DAY.test(folded) && !DATE.test(folded);
  return isVague || NOT_PLAINLY.test(folded) ? null : word;
}

/** "Ej restnoterad": the denial is what says that it is over. */
const DENIED = /^(?:ej|inte|icke|not|ikke|no|ei|ingen|inga|inget) /u;
