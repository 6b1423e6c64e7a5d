export const FORM_GROUPS = [
  "parenteral",
  "oral",
  "munhåla",
  "inhalation",
  "nasal",
  "ögon",
  "öron",
  "kutan",
  "transdermal",
  "rektal",
  "vaginal",
  "övrig",
] as const;
/** The route a form is given by, as Swedish lists write it. */
export type FormGroup = (typeof FORM_GROUPS)[number];

type FormTable = readonly (readonly [FormGroup, RegExp])[];

/** The beginnings of words on each row, as one expression; `\b` would split Swedish words at å, ä and ö. */
function compileTable(rows: readonly (readonly [FormGroup, string])[]): FormTable {
  return rows.map(([group, beginnings]) => [group, new RegExp(`(?<!\\p{L})(?:${beginnings})`, "u")]);
}

/**
 * Beginnings of words that name the route. The first one in the text decides ("Oral lösning/rektallösning" is oral,
 * "Pulv. till inj./inf./nebulisatorvätska" parenteral), save that eye goes before ear: "Öron-/ögondroppar" is looked
 * for among eye drops. What is injected is parenteral wherever it goes, so an implant for the eye is too; dialysis,
 * bladder, urethra, womb and udder are `övrig`, and so is a kit for a radiopharmaceutical that does not say injection.
 */
const ROUTES = compileTable([
  ["parenteral", "inj|inf|parent|intraven|intramusk|subkut|intravitr|intratek|epidural|implant|spädningsv"],
  ["oral", "oral|peroral|munsönder|munlös|tuggt|dricksv|foder|premix"],
  [
    "munhåla",
    "munhål|munskölj|munvatten|munspray|sug|resori|sublingual|buckal|buccal|tuggummi|medicinskt tugg|dental|tand" +
      "|periodontal|gingival|gurgel|oromukos",
  ],
  ["inhalation", "inhal|nebulis|gas(?!\\p{L})"],
  ["nasal", "näs|nasal|intranasal"],
  ["ögon", "ögon|depotögon|oftalm|intraok|okul"],
  ["öron", "öron"],
  ["kutan", "kutan|hud|spot-on|pour-on|badtill|nagell|medicinskt nagell|medicinskt plåster"],
  ["transdermal", "transdermal|depotplåster"],
  ["rektal", "rektal|suppos|klysma|stolpill"],
  ["vaginal", "vagi|endocervi"],
  [
    "övrig",
    "peritoneal|dialys|hemo|intravesik|blås|uretral|intraut|intramamm|spentill|spol|förband|kompress|vävnad" +
      "|endotrak|kardiopleg",
  ],
]);

// A form without a route: a tablet is swallowed, a cream put on the skin, a kit tells no route; a bare "Lösning" nothing.
const SHAPES = compileTable([
  ["oral", "\\p{L}*(?:tablett|kaps|granulat)|sirap|mixtur"],
  ["kutan", "gel(?!\\p{L})|kräm|salva|liniment|schampo|puder|lotion|tvål|kollodium|plåster"],
  ["övrig", "beredningssats|radio"],
]);

function findFirst(table: FormTable, text: string): FormGroup | null {
  const hits = table
    .map(([group, beginning]) => ({ group, at: text.search(beginning) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at);
  if (hits[0]?.group === "öron" && hits.some(({ group }) => group === "ögon")) return "ögon";
  return hits[0]?.group ?? null;
}

function foldForm(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}

/**
 * The group of a Swedish form, full or abbreviated as Läkemedelsverket writes it, in any case; null when the text does
 * not tell. Of two products in one package ("Enterotablett + rektalsuspension") the first decides.
 */
export function formGroupOf(form: string): FormGroup | null {
  const [first = ""] = foldForm(form).split(" + ");
  return findFirst(ROUTES, first) ?? findFirst(SHAPES, first);
}

/**
 * What stands between the forms of two products in one package, or before a form's own capital. A slash is one product given
 * in two ways, and so is what is mixed ("Tablett och vätska till rektal suspension").
 */
const BETWEEN_PRODUCTS = /[+;|&\n]| samt | och (?!.* till )|[\s,]+(?=\p{Lu}\p{Ll})/u;

/**
 * The group of all that a form tells of; null when the text does not tell, or tells of products of several groups in one
 * package ("Salva + vaginaltablett"), which is no substitute for either alone.
 */
export function soleFormGroupOf(form: string): FormGroup | null {
  if (/kombination/i.test(form)) return null;
  const parts = form.split(BETWEEN_PRODUCTS).map((part) => formGroupOf(part));
  const groups = new Set(parts.filter((group) => group !== null));
  return groups.size > 1 ? null : formGroupOf(form);
}

/** What regions write for a whole group, beside its name. */
const LIST_WORDS: readonly (readonly [FormGroup, string])[] = [
  [
    "parenteral",
    "parenteral parenteralt parenterala injektion injektioner injektionsvätska inj infusion infusionsvätska inf iv i.v " +
      "im i.m sc s.c intravenös intravenöst intramuskulär intramuskulärt subkutan subkutant spruta ampull",
  ],
  ["oral", "oral oralt orala po p.o peroral peroralt tablett tabletter tabl kapsel kapslar mixtur"],
  ["munhåla", "munhåla munhålan mun munnen buckal buckalt sublingual sublingualt sl s.l"],
  ["inhalation", "inhalation inhalationer inh inhal nebulisator nebulisering"],
  ["nasal", "nasal nasalt näsa näsan intranasal intranasalt"],
  ["ögon", "ögon öga ögat"],
  ["öron", "öron öra örat"],
  ["kutan", "kutan kutant hud huden utvärtes topikal topikalt"],
  ["transdermal", "transdermal transdermalt plåster"],
  ["rektal", "rektal rektalt pr p.r stolpiller supp"],
  ["vaginal", "vaginal vaginalt pv p.v"],
  ["övrig", "övrig övrigt övriga annan annat"],
];

const LIST_GROUPS = new Map(
  LIST_WORDS.flatMap(([group, words]) => words.split(" ").map((word) => [word, group] as const)),
).set("per os", "oral");

/**
 * Reads what a region's list writes as form: a group by name or short ("Parenteral", "inj.", "po", "öga"), several
 * names of one group ("inj/inf"), or a full form ("Tablett"). Null when unknown, or when it names two groups.
 */
export function parseListForm(text: string): { group: FormGroup } | null {
  const folded = foldForm(text);
  const groups = folded
    .split(/[/,;+&]| och | eller /)
    .filter((part) => part.trim() !== "")
    .map((part) => LIST_GROUPS.get(part.trim().replace(/\.$/, "")));
  const named = new Set(groups);
  if (groups.length > 1 && named.size > 1 && !named.has(undefined)) return null;
  const [only] = named.size === 1 ? groups : [];
  const group = only ?? formGroupOf(folded);
  return group === null ? null : { group };
}

const FORM_BEGINNINGS =
  "tablett|filmdrag|drager|depot|entero|kaps|brus|tugg|mun|disperg|löslig|frystork|sug|resori|sublingual|bu[ck]kal|buccal" +
  "|komprimer|oral|granul|pulv|puder|sirap|mixtur|dropp|lös|susp|emuls|inj|inf|konc|spädn|inhal|nebulis|medicinsk" +
  "|näs|nasal|ögon|öron|kutan|kräm|salv|gel|linim|schampo|stift|pasta|plåst|transderm|suppos|rekt|klys|vagi|uretr" +
  "|intra|endo|periton|hemo|dialys|implant|spot|pour|spray|skum|beredn|radio|dental|tand|perio|gurgel|nagel|lack" +
  "|badt|impregn|förband|kompress|vävn|svamp|premix|foder|lotion|tvål|spol|skölj|gas|blås|modif|film|vätska";
const FORM_ENDINGS =
  "tablett|tabletter|kapsel|kapslar|lösning|suspension|emulsion|dispersion|vätska|droppar|spray|gel|kräm|salva|pulver" +
  "|granulat|plåster|stift|pasta|schampo|skum|gas|ånga|film|inlägg|implantat|susp|lösn";
const FORM_FOLLOWERS =
  "i|till|t|för|f|o|och|med|av|hård|hårda|mjuk|mjuka|lösn|susp|disper\\p{L}*|förf\\p{L}*|penna|cylinderamp\\p{L}*|dospåse" +
  "|portionspåse|påse|flerdos\\p{L}*|behållare|applikator|avdelad|dos|frisättning|flytande|väts?|instill\\p{L}*|anv|användning" +
  "|parenteral|dricksvatten|avsedd|att|öppnas|on|radioaktivt|läkemedel|autoinjektor|spruta";

const FORM_HEAD = new RegExp(`^(?:(?:${FORM_BEGINNINGS})|\\p{L}*(?:${FORM_ENDINGS})$)`, "u");
const FORM_WORD = new RegExp(`^(?:${FORM_FOLLOWERS})$`, "u");

/** Whether a form can begin with this word ("Injektionsv.,", "Pulv.&väts.", "Filmdragerad"). */
export function isFormHead(word: string): boolean {
  return FORM_HEAD.test(foldForm(word));
}

/** Whether this word can stand in a form: each part between its signs is known, and no number is among them. */
export function isFormWord(word: string): boolean {
  if (/[^\p{L}\p{M}.,/&+()\-–]/u.test(word)) return false;
  const parts = foldForm(word).split(/[^\p{L}\p{M}]+/u);
  return parts.every((part) => part === "" || FORM_WORD.test(part) || FORM_HEAD.test(part));
}
