/**
 * Names that no rule of spelling leads to: other names of one substance, Swedish or English. Small letters; how they
 * are folded and sound is read from them.
 */

/** Each line is one substance by all its names. The first is what Swedish lists write. */
export const SYNONYMS: readonly (readonly string[])[] = `
adrenalin, epinephrine, epinefrin
noradrenalin, norepinephrine, norepinefrin
paracetamol, acetaminophen, apap
acetylsalicylsyra, aspirin, asa, acetylsalicylic acid
suxameton, suxametonium, succinylcholine, succinylkolin
salbutamol, albuterol
glyceryltrinitrat, nitroglycerin, nitroglycerine, glycerol trinitrate
bensylpenicillin, penicillin g, pc g, g penicillin, benzylpenicillin
fenoximetylpenicillin, penicillin v, pc v, v penicillin, phenoxymethylpenicillin
amoxicillin och klavulansyra, co amoxiclav, amoxiclav
sulfametoxazol och trimetoprim, co trimoxazole, cotrimoxazole, kotrimoxazol, trimetoprim sulfa, trim sulfa
piperacillin och tazobaktam, pip tazo, piptazo
rifampicin, rifampin
fytomenadion, vitamin k, vitamin k1, k vitamin, phytonadione
tiamin, vitamin b1, aneurin
pyridoxin, vitamin b6
hydroxokobalamin, vitamin b12a
folsyra, vitamin b9
kolekalciferol, vitamin d, vitamin d3, d vitamin
askorbinsyra, vitamin c, c vitamin
petidin, meperidine, pethidine
glibenklamid, glyburide
isoprenalin, isoproterenol
argipressin, vasopressin
proximetakain, proparacaine, proxymetacaine
valproinsyra, valproat, valproate, natriumvalproat, sodium valproate, divalproex
levotyroxin, levotyroxinnatrium, tyroxin, thyroxine, t4
liotyronin, t3
hydrokortison, cortisol, kortisol
glykopyrronium, glycopyrrolate, glykopyrron
skopolamin, hyoscin, hyoscine
metyltioniniumklorid, metylenblått, methylene blue
natriumvätekarbonat, bikarbonat, natriumbikarbonat, sodium bicarbonate, bicarbonate
natriumklorid, koksalt, nacl, saline, koksaltlösning
kaliumklorid, kcl
kalciumklorid, cacl2
magnesiumsulfat, magnesium sulphate, mgso4
kolhydrater, glukos, glucos, glucose, dextros, dextrose
elektrolyter, ringer, ringeracetat, ringer acetat, ringerlaktat, hartmann
vätskor för spädning och lösning, sterilt vatten, water for injections, vatten för injektion
koagulationsfaktor ix ii vii och x i kombination, protrombinkomplex, prothrombin complex, pcc, fyrfaktorkoncentrat
immunglobulin humant normalt, normalt immunglobulin, ivig, gammaglobulin
anti d immunglobulin, anti d, anti d immunoglobulin
tetanusimmunglobulin, tetanus immunoglobulin, stelkrampsimmunglobulin
tetanustoxoid, tetanus toxoid, stelkrampsvaccin
insulin humant, human insulin, humaninsulin
alteplas, tpa, rtpa
medicinskt kol, aktivt kol, activated charcoal
dikväveoxid, lustgas, nitrous oxide
kväveoxid, nitric oxide
oxygen, syrgas, syre, medicinsk oxygen
väteperoxid, hydrogen peroxide
jod, iodine
järn, iron
järnsukros, järnsackaros, iron sucrose
koffein, caffeine
urea, karbamid, carbamide
edetater, edetate, edta, natriumkalciumedetat, sodium calcium edetate
polystyrensulfonat, natriumpolystyrensulfonat, sodium polystyrene sulfonate
folinsyra, kalciumfolinat, leucovorin, calcium folinate
metotrexat, mtx
merkaptopurin, 6 mp
fluorouracil, 5 fu
zidovudin, azt
filgrastim, g csf, gcsf
heparin, ofraktionerat heparin
esketamin, s ketamin
tiopental, thiopentone, pentotal
kolistimetatnatrium, kolistin, colistin, colistimethate
amfotericin, amfotericin b, amphotericin b
torasemid, torsemide
levodopa och karbidopa, co careldopa
levodopa och benserazid, co beneldopa
bendroflumetiazid, bendrofluazide
tiamazol, methimazole
propyltiouracil, ptu
mesalazin, mesalamine
dinoproston, pge2, prostaglandin e2
alprostadil, pge1, prostaglandin e1
karboprost, prostaglandin f2a
hydroxikarbamid, hydroxyurea
takrolimus, fk506
simetikon, simethicone
dimetikon, dimethicone
lidokain, lignocaine
ursodeoxicholsyra, ursodeoxikolsyra, ursodiol, ursodeoxycholic acid
tymocytimmunglobulin, anti tymocyt immunglobulin, atg
tetrakosaktid, acth, cosyntropin, synacthen
koriongonadotropin, hcg
somatropin, tillväxthormon, growth hormone
desmopressin, ddavp
metamizol, dipyrone, metamizole
bacill calmette guerin, bcg bakterier, bcg
`
  .trim()
  .split("\n")
  .map((line) => line.split(", "));

/** English words of salts and the like, as Swedish writes them: `sodium chloride` is `natriumklorid`. */
export const ENGLISH_WORDS: ReadonlyMap<string, string> = new Map(
  (
    "acid=syra and=och bicarbonate=vätekarbonat calcium=kalcium carbonate=karbonat charcoal=kol chloride=klorid bromide=bromid citrate=citrat " +
    "coagulation=koagulations complex=komplex copper=koppar electrolytes=elektrolyter factor=faktor gluconate=glukonat " +
    "glucose=glukos human=humant immunoglobulin=immunglobulin iron=järn ferrous=järn ferric=järn lactate=laktat magnesium=magnesium normal=normalt " +
    "oil=olja oxide=oxid peroxide=peroxid phosphate=fosfat potassium=kalium powder=pulver sodium=natrium sucrose=sackaros " +
    "sulfate=sulfat sulphate=sulfat vaccine=vaccin hepatitis=hepatit influenza=influensa water=vatten zinc=zink hydrogen=väte tetanus=stelkramp"
  )
    .split(" ")
    .map((pair) => {
      const [english = "", swedish = ""] = pair.split("=");
      return [english, swedish] as const;
    }),
);

/** What stands before "ic acid" in English and before "syra" in Swedish, where they differ: `valproic acid` is `valproinsyra`. */
export const ACIDS: ReadonlyMap<string, string> = new Map([
  ["valpro", "valproin"],
  ["ascorb", "askorbin"],
  ["fusid", "fusidin"],
  ["azela", "azelain"],
  ["bempedo", "bempedin"],
  ["carglum", "karglumin"],
  ["gadoter", "gadoterin"],
  ["citr", "citron"],
  ["lact", "mjölk"],
  ["aminocapro", "aminokapron"],
]);

/** Acids that substances are bound to: beside a name they tell nothing that lists tell apart. Esters are substances of their own. */
export const SALTS: ReadonlySet<string> = new Set(
  (
    "hydrochloride hydroklorid hcl chloride klorid hydrobromide hydrobromid bromide bromid sulfate sulphate sulfat " +
    "phosphate fosfat tartrate tartrat bitartrate bitartrat maleate maleat citrate citrat mesylate mesilat besylate " +
    "besilat fumarate fumarat succinate succinat hydrate hydrat monohydrate monohydrat dihydrate dihydrat trihydrate " +
    "trihydrat pentahydrate pentahydrat"
  ).split(" "),
);

/** What salts are of: a name with one of these alone is no substance, as "natrium" is not natriumklorid. */
export const METALS: ReadonlySet<string> = new Set(
  "sodium natrium potassium kalium calcium kalcium magnesium iron jarn zinc zink litium lithium ammonium aluminium".split(
    " ",
  ),
);

/** Pens, inhalers and the like, and what is said of nearly everything. */
export const BY_WORDS: ReadonlySet<string> = new Set(
  (
    "flexpen penfill flextouch kwikpen solostar innolet junior turbuhaler easyhaler diskus evohaler respimat handihaler " +
    "breezhaler novolizer depot retard forte mite pen penna spruta ampull ampuller flaska human humant normal normalt medicinsk medicinskt"
  ).split(" "),
);
