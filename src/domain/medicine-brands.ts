/**
 * The catalogue of products and the notices tell many brands; these are those that people say, also of products that have
 * left the market and stand in no file. A brand only leads to its substance: what is answered is the substance's.
 */

/** Each line is a substance and the brands that hold it, also of products that have left the market. */
const BRAND_LINES = `
paracetamol: alvedon panodil pamol pinex reliv perfalgan tylenol calpol curadon paracet
paracetamol och kodein: citodon panocod altermol
acetylsalicylsyra: trombyl bamyl magnecyl albyl treo aspegic dispril
ibuprofen: ipren brufen ibumetin nurofen advil
diklofenak: voltaren
naproxen: naprosyn pronaxen alpoxen
ketorolak: toradol
parecoxib: dynastat
morfin: dolcontin oramorph sendolor depolan maxidon
oxikodon: oxycontin oxynorm
oxikodon och naloxon: targiniq
fentanyl: leptanal matrifen durogesic abstral actiq instanyl effentora
remifentanil: ultiva
alfentanil: rapifen
sufentanil: sufenta dzuveo zalviso
hydromorfon: palladon dilaudid
ketobemidon: ketogan
tramadol: tradolan nobligan tiparol
buprenorfin: temgesic subutex norspan
buprenorfin och naloxon: suboxone
naloxon: narcanti nyxoid respinal narcan
propofol: diprivan recofol propolipid profast
ketamin: ketalar
esketamin: ketanest spravato
midazolam: dormicum buccolam ozalin
diazepam: stesolid valium apozepam
oxazepam: sobril oxascand
lorazepam: temesta ativan
klonazepam: iktorivil rivotril
flumazenil: lanexat
dexmedetomidin: dexdor
klonidin: catapresan
tiopental: pentothal
etomidat: hypnomidate etomidate-lipuro
sevofluran: sevorane ultane
isofluran: forene sedaconda
desfluran: suprane
rokuronium: esmeron
suxameton: celocurin
atrakurium: tracrium
cisatrakurium: nimbex
sugammadex: bridion
neostigmin: prostigmin
neostigmin och glykopyrronium: robinul-neostigmin
glykopyrronium: robinul
dantrolen: dantrium agilus
haloperidol: haldol
droperidol: dridol
prometazin: lergigan phenergan
bupivakain: marcain
ropivakain: narop
levobupivakain: chirocaine
lidokain: xylocain xylocard xyloproct
mepivakain: carbocain
adrenalin: epipen jext emerade anapen
noradrenalin: levophed
fenylefrin: biorphen
dobutamin: dobutrex
dopamin: giludop abbodop
amiodaron: cordarone nexterone
adenosin: adenoscan adenocor
digoxin: lanoxin lanacrist
metoprolol: seloken selokenzoc bloxazoc betaloc
labetalol: trandate
verapamil: isoptin
esmolol: brevibloc
landiolol: rapibloc
hydralazin: apresolin
kaptopril: capoten
enalapril: renitec
furosemid: furix impugan lasix
spironolakton: aldactone spirix
glyceryltrinitrat: nitrolingual suscard nitromex perlinganit glytrin
nitroprussid: nipruss
levosimendan: simdax
milrinon: corotrop
dalteparin: fragmin
enoxaparin: klexane lovenox inhixa
tinzaparin: innohep
fondaparinux: arixtra
alteplas: actilyse
tenekteplas: metalyse
warfarin: waran coumadin
apixaban: eliquis
rivaroxaban: xarelto
dabigatranetexilat: pradaxa
klopidogrel: plavix
tikagrelor: brilique
tranexamsyra: cyklokapron cyklo-f cyklonova pilexam
fytomenadion: konakion
idarucizumab: praxbind
protrombinkomplex: ocplex confidex beriplex
fibrinogen: riastap fibryga
albumin: albuminex flexbumin alburex
oxytocin: syntocinon pitocin
metylergometrin: methergin
karbetocin: pabal
karboprost: prostinfenem
dinoproston: minprostin propess
misoprostol: cytotec angusta
atosiban: tractocile
terlipressin: glypressin
argipressin: empressin
oktreotid: sandostatin
desmopressin: minirin octostim
hydrokortison: solu-cortef
metylprednisolon: solu-medrol medrol depo-medrol
betametason: betapred celeston diprospan
dexametason: decadron
prednisolon: precortalon
levotyroxin: levaxin euthyrox
glukagon: glucagen baqsimi
insulin aspart: novorapid fiasp
insulin lispro: humalog
insulin glargin: lantus toujeo abasaglar
insulin detemir: levemir
insulin degludek: tresiba
insulin glulisin: apidra
insulin humant: actrapid humulin insuman insulatard
metformin: glucophage
semaglutid: ozempic wegovy rybelsus
liraglutid: victoza saxenda
empagliflozin: jardiance
dapagliflozin: forxiga
ondansetron: zofran
metoklopramid: primperan
meklozin: postafen
omeprazol: losec
esomeprazol: nexium
pantoprazol: pantoloc somac
lansoprazol: lanzo
laktulos: duphalac laktipex
makrogol: movicol forlax omnilax
natriumpikosulfat: laxoberal cilaxoral
loperamid: imodium dimor
meropenem: meronem merrem
imipenem och cilastatin: tienam
ertapenem: invanz
piperacillin och tazobaktam: tazocin
bensylpenicillin: penicryl penicillin pc
fenoximetylpenicillin: kavepenin tikacillin peceve penicillin pc
amoxicillin: amimox imacillin amotaks
amoxicillin och klavulansyra: spektramox bioclavid augmentin betaklav klaximol
ampicillin: doktacillin
kloxacillin: ekvacillin
flukloxacillin: heracillin
dikloxacillin: diclocil
pivmecillinam: selexid penomax
cefotaxim: claforan
ceftazidim: fortum
ceftriaxon: rocephalin
cefuroxim: zinacef
cefalexin: keflex
cefadroxil: cefamox
ceftibuten: isocef cedax
azitromycin: azitromax zitromax
erytromycin: ery-max abboticin
klindamycin: dalacin
doxycyklin: doxyferm vibramycin
tigecyklin: tygacil
gentamicin: gensumycin garamycin
tobramycin: nebcina tobi bramitob
amikacin: biklin amikin arikayce
ciprofloxacin: ciproxin
levofloxacin: tavanic
moxifloxacin: avelox
vankomycin: vancocin vancoled
teikoplanin: targocid
daptomycin: cubicin
linezolid: zyvoxid
metronidazol: flagyl
sulfametoxazol och trimetoprim: bactrim eusaprim
trimetoprim: idotrim
nitrofurantoin: furadantin
fosfomycin: monuril fomicyt
rifampicin: rimactan
flukonazol: diflucan
vorikonazol: vfend
posakonazol: noxafil
kaspofungin: cancidas
anidulafungin: ecalta
mikafungin: mycamine
amfotericin: ambisome fungizone abelcet
aciklovir: zovirax geavir
valaciklovir: valtrex
ganciklovir: cymevene
oseltamivir: tamiflu
remdesivir: veklury
fenytoin: epanutin fenantoin lehydan
fosfenytoin: pro-epanutin
valproinsyra: ergenyl orfiril absenor depakine
levetiracetam: keppra kevesy matever
lakosamid: vimpat
karbamazepin: tegretol hermolepsin
lamotrigin: lamictal
fenobarbital: fenemal
salbutamol: ventoline airomir buventol
terbutalin: bricanyl
ipratropium: atrovent
ipratropium och salbutamol: combivent
budesonid: pulmicort entocort
budesonid och formoterol: symbicort bufomix
tiotropium: spiriva
teofyllin: theophyllin theo-dur
acetylcystein: fluimucil mucomyst acetadote
hydroxokobalamin: cyanokit behepan vitamin-b12 b12
cyanokobalamin: betolvex behepan vitamin-b12 b12
klemastin: tavegyl
desloratadin: aerius caredin
cetirizin: zyrlex
loratadin: clarityn
hydroxizin: atarax
klometiazol: heminevrin
zopiklon: imovane
zolpidem: stilnoct
propiomazin: propavan
alimemazin: theralen
melatonin: circadin
sertralin: zoloft
fluoxetin: fontex prozac
citalopram: cipramil
escitalopram: cipralex
mirtazapin: remeron
venlafaxin: efexor
olanzapin: zyprexa
kvetiapin: seroquel
risperidon: risperdal
klozapin: leponex
litium: lithionit
metylfenidat: ritalin concerta medikinet
lisdexamfetamin: elvanse
metotrexat: ebetrexat
filgrastim: neupogen zarzio accofil nivestim
pegfilgrastim: neulasta
proximetakain: alcaine
tropikamid: mydriacyl
johexol: omnipaque
jodixanol: visipaque
polystyrensulfonat: resonium
tetanustoxoid: tetavax
immunglobulin: privigen octagam kiovig gammagard gamunex flebogamma
anti d immunglobulin: rhophylac
natriumklorid: addex-natriumklorid
kaliumklorid: addex-kaliumklorid kaleorid
magnesiumsulfat: addex-magnesium
elektrolyter: plasmalyte ringerfundin
mannitol: osmitrol
järn: ferinject monofer venofer cosmofer
kalciumkarbonat: kalcipos
isoprenalin: isuprel
lidokain och prilokain: emla
gabapentin: neurontin
pregabalin: lyrica
baklofen: lioresal
botulinumtoxin: botox dysport xeomin
sumatriptan: imigran
levodopa och karbidopa: sinemet duodopa
levodopa och benserazid: madopark
apomorfin: apo-go dacepton
adalimumab: humira hyrimoz imraldi
infliximab: remicade remsima
etanercept: enbrel benepali
rituximab: mabthera
tocilizumab: roactemra
fomepizol: antizol
digitalisantikroppar: digifab
atropin: atropen
pyridostigmin: mestinon
atorvastatin: lipitor
simvastatin: zocord
rosuvastatin: crestor
losartan: cozaar
amlodipin: norvasc
felodipin: plendil
bisoprolol: emconcor
propranolol: inderal
sotalol: sotacor
flekainid: tambocor
levomepromazin: nozinan
hydroxietylstärkelse: voluven
plasmaprotein: octaplas octaplaslg
gelatin: gelofusine gelaspan
dextran: macrodex rheomacrodex
argatroban: novastan
bivalirudin: angiox
eptifibatid: integrilin
tirofiban: aggrastat
kangrelor: kengrexal
nimodipin: nimotop
klevidipin: cleviprex
urapidil: ebrantil
trometamol: tribonat addex-tham
kalciumfolinat: isovorin
mesna: uromitexan
granisetron: kytril
palonosetron: aloxi
aprepitant: emend
kolistimetatnatrium: tadim colobreathe
ceftolozan och tazobaktam: zerbaxa
ceftazidim och avibaktam: zavicefta
cefiderokol: fetcroja
ceftarolinfosamil: zinforo
aztreonam: azactam cayston
rifaximin: xifaxan
fidaxomicin: dificlir
isavukonazol: cresemba
foskarnet: foscavir
isoniazid: tibinide
etambutol: myambutol
docetaxel: taxotere
paklitaxel: taxol abraxane
cisplatin: platinol
karboplatin: paraplatin
oxaliplatin: eloxatin
doxorubicin: adriamycin caelyx
epirubicin: farmorubicin
cyklofosfamid: sendoxan
ifosfamid: holoxan
vinkristin: oncovin
etoposid: vepesid
gemcitabin: gemzar
kapecitabin: xeloda
irinotekan: campto
bortezomib: velcade
trastuzumab: herceptin
bevacizumab: avastin
melfalan: alkeran
merkaptopurin: puri-nethol
hydroxikarbamid: hydrea
azatioprin: imurel
takrolimus: prograf adport
mykofenolatmofetil: cellcept
ciklosporin: sandimmun
nifedipin: adalat
diltiazem: cardizem
ramipril: triatec
kandesartancilexetil: atacand
hydroklortiazid: esidrex
bumetanid: burinex
metolazon: zaroxolyn
finasterid: proscar
tamsulosin: alna
tolterodin: detrusitol
allopurinol: zyloric
kolkicin: colrefuz
isosorbidmononitrat: imdur
ivabradin: procoralan
sakubitril och valsartan: entresto
`;

/** Brands, and words for several substances, by the substances they stand for. */
export const BRANDS: ReadonlyMap<string, readonly string[]> = readBrands();

function readBrands(): Map<string, string[]> {
  const brands = new Map<string, string[]>();
  for (const line of BRAND_LINES.trim().split("\n")) {
    const [substance = "", names = ""] = line.split(": ");
    for (const name of names.split(" ")) {
      const brand = name.replaceAll("-", " ");
      brands.set(brand, [...(brands.get(brand) ?? []), substance]);
    }
  }
  return brands;
}
