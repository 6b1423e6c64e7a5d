import type { ReturnVerdict } from "../../../domain/mail-return.ts";
import type { ReaderLetterKind } from "../../../domain/reader-letter.ts";
import type { SuppressionReason } from "../../../domain/suppression.ts";

/** Phrases of the pages on which a reader changes all that goes to their address. */
export const subscriptionsSv = {
  ask: {
    title: "Hitta dina prenumerationer",
    lead: "Skriv din e-postadress, så mejlar vi en länk. Med den ser och ändrar du allt som går till adressen.",
    address: "E-postadress",
    hint: "Den adress som breven kommer till.",
    send: "Mejla mig länken",
    bad: "Adressen går inte att läsa. Skriv den som namn@exempel.se.",
    foreign: "Formuläret kom från en annan webbplats. Inget har skickats. Fyll i det här i stället.",
    sentTitle: "Titta i din inkorg",
    sent: "Går det en prenumeration till adressen är en länk på väg dit. Den gäller i 24 timmar.",
    notThere:
      "Kommer den inte inom några minuter: titta i skräpposten, och kontrollera adressen. Har du redan fått flera länkar den senaste timmen kommer ingen ny; använd den senaste. Den som har anmält ett av våra brev som skräppost får ingen; fråga då regionen. Vi säger inte om en adress har en prenumeration, för att ingen annan ska få veta det.",
    again: "Skriv en annan adress",
    subscribe: "Börja prenumerera",
  },
  gone: {
    title: "Länken gäller inte längre",
    text: "Länken har gått ut, eller så kom inte hela adressen med. Inget har ändrats. Be om en ny, den kommer inom några minuter.",
    ask: "Mejla mig en ny länk",
  },
  title: "Dina prenumerationer",
  lead: (address: string, until: string) => `Här ändrar du allt som går till ${address}. Länken gäller till ${until}.`,
  none: "Det finns ingen prenumeration till den här adressen.",
  back: "Tillbaka till dina prenumerationer",
  wishes: "Du får",
  noWishes: "Inget just nu: alla bevakningar är avslutade. Lägg till en, eller börja om med en avslutad.",
  endedWishes: "Avslutade bevakningar",
  resolved: (date: string) => `Det var över ${date}.`,
  wishEnded: (date: string) => `Avslutad ${date}.`,
  when: "När",
  paused:
    "Pausad, eftersom det vi skickade inte gick att leverera. Du har fått vårt brev, så det går att börja igen. Det som väntar kommer då.",
  ended: "Avslutad. Det kommer inget.",
  erased: "Avslutad, och adressen är raderad.",
  snoozed: (until: string) => `Paus till ${until}. Innan dess kommer inget, inte heller det brådskande.`,
  do: {
    change: "Ändra",
    endWish: "Sluta få det här",
    resumeWish: "Börja igen",
    add: "Lägg till en bevakning",
    follow: "Följ ett läkemedel",
    delivery: "Ändra när det kommer",
    pause: "Pausa till ett datum",
    unpause: "Avsluta pausen nu",
    end: "Avsluta hela prenumerationen",
    resume: "Börja igen",
    start: "Börja skicka igen",
    save: "Spara",
    cancel: "Avbryt utan att ändra",
  },
  done: {
    unchanged: "Inget behövde ändras: det var redan så.",
    unknown: "Inget har ändrats. Det du ville ändra finns inte längre, eller är redan avslutat.",
    added: "Bevakningen är tillagd. Den gäller det som kommer ut från och med nu.",
    changed: "Bevakningen är ändrad. Det gäller det som kommer ut från och med nu.",
    "wish-ended": "Bevakningen är avslutad. Ångrar du dig står den under Avslutade bevakningar.",
    "wish-resumed": "Bevakningen är igång igen.",
    followed: "Du följer läkemedlet. Det slutar av sig självt när det är över, och då får du veta det.",
    delivery:
      "Sparat. Det som väntar på ett utskick kommer enligt det nya. Brådskande meddelanden och tysta timmar följer det nya från och med nästa meddelande.",
    paused: "Pausen är sparad.",
    unpaused: "Pausen är avslutad. Har något väntat kommer det nu, eller med nästa utskick.",
    ended: "Prenumerationen är avslutad. Du kan börja igen här nedanför.",
    resumed:
      "Prenumerationen är igång igen, med allt du hade valt. Det som väntade kommer som vanligt, annat som har kommit ut sedan dess skickas inte.",
  },
  changeTitle: (region: string) => `Ändra bevakningen i ${region}`,
  addTitle: (region: string) => `Ny bevakning i ${region}`,
  addLead:
    "Du får det här utöver det du redan får. Passar ett meddelande in på flera bevakningar kommer det ändå bara en gång.",
  caseWish: "Den här bevakningen gäller ett ärende. Det går att ändra hur den kommer, och att avsluta den.",
  followTitle: (region: string) => `Följ ett läkemedel i ${region}`,
  followLead:
    "Du får allt om läkemedlet tills det är över, också om du annars inte får sådant. Sedan slutar det av sig självt.",
  followNone: "Inget på regionens lista är anmält just nu, så det finns inget att följa.",
  case: "Läkemedel",
  caseBad: "Välj ett läkemedel.",
  deliveryTitle: (region: string) => `När det kommer från ${region}`,
  pauseTitle: (region: string) => `Pausa ${region}`,
  pauseLead:
    "Inget kommer före det datumet, inte heller det brådskande. Det som kommer ut under tiden väntar och kommer sedan samlat.",
  until: "Paus till",
  untilHint: (first: string, last: string) =>
    `Det första datum då du vill ha något igen. Tidigast ${first}, senast ${last}.`,
  pauseProblems: {
    none: "Det finns inget sådant datum. Skriv det som 2026-12-24.",
    past: (first: string) => `Det datumet har redan kommit. Välj ${first} eller senare.`,
    "too-far": (last: string) =>
      `Det går att pausa högst ett år, till ${last}. Vill du inte ha något alls kan du avsluta.`,
  },
  own: {
    link: "Se och hämta allt vi har om dig",
    title: "Allt vi har om dig",
    lead: (address: string) => `Det här finns sparat om ${address}.`,
    download: "Hämta allt som fil (JSON)",
    desk: "Har du ett konto vid arbetsytan står uppgifterna om det inte här. Fråga regionens administratör.",
    consents: "Vad du har gått med på",
    consent: (text: string, at: string) => `${at}: ${text}`,
    takenIn: (text: string, at: string, by: string) => `${at}: ${text} Din region lade till dig från en lista (${by}).`,
    deliveries: "Vad du har fått",
    deliveriesCount: (shown: number, all: number) =>
      shown === all ? `${all} meddelanden.` : `De ${shown} senaste av ${all} meddelanden. Alla finns i filen.`,
    delivery: (at: string, what: string, state: string) => `${at}: ${what}. ${state}.`,
    overview: "Lägesbild",
    letters: "Brev om dina prenumerationer",
    questions: "Frågor med din adress som svarsadress",
    nothing: "Inget.",
    noConsent: "Ingen uppgift finns sparad.",
    letterKinds: {
      "confirm-subscription": "Brev om att bekräfta en prenumeration",
      "still-wanted": "Frågan om den gemensamma brevlådan fortfarande vill ha det",
      "manage-subscriptions": "Länken hit",
      "nothing-this-month": "Brev om en månad då inget kom",
    } satisfies Record<ReaderLetterKind, string> as Readonly<Record<string, string>>,
    signUps: "Vad du har bett om men inte bekräftat",
    signUp: (at: string, until: string) => `${at}: väntar på att du bekräftar. Raderas efter ${until}.`,
    returns: "Brev som har kommit tillbaka till oss",
    verdicts: {
      hard: "brevlådan finns inte",
      soft: "brevet togs inte emot den gången",
      delayed: "brevet är försenat",
      content: "brevet togs inte emot",
      misconfigured: "din e-postserver litade inte på avsändaren",
      complaint: "brevet anmäldes som skräppost",
    } satisfies Record<ReturnVerdict, string> as Readonly<Record<string, string>>,
    suppressed: {
      complaint: (since: string) =>
        `Sedan ${since} skickar vi inget till adressen, eftersom ett brev anmäldes som skräppost.`,
      "by-hand": (since: string) =>
        `Sedan ${since} skickar vi inget till adressen. Din region, eller den som driver tjänsten, har bestämt det.`,
    } satisfies Record<SuppressionReason, unknown> as Readonly<Record<string, (since: string) => string>>,
    states: {
      due: "Väntar på att skickas",
      sending: "Skickas",
      delivered: "Levererat till din e-postserver",
      returned: "Lämnat till din e-postserver, men det kom tillbaka",
      complained: "Levererat; du eller din e-post markerade det som skräppost",
      late: "Lämnat till din e-postserver, som inte har levererat det än",
      accepted: "Lämnat till din e-postserver",
      captured: "Skapat men inte skickat, eftersom utskick är avstängda",
      sent: "Skickat",
      unknown: "Vi vet inte om det kom fram",
      dead: "Gick inte att skicka",
      rejected: "Gick inte att skicka",
      cancelled: "Skickades inte: något nyare eller ett avslut kom emellan",
    } as Readonly<Record<string, string>>,
    other: "Vi vet inte vad som hände",
  },
  erase: {
    link: "Ta bort allt om mig",
    title: "Ta bort allt om dig",
    what: "Då händer det här, genast:",
    points: [
      "Alla prenumerationer till adressen avslutas, i alla regioner.",
      "Adressen raderas överallt där den står: i prenumerationerna, i det som har skickats, i brev om prenumerationer och som svarsadress i frågor.",
      "Länken du använder nu slutar gälla.",
    ],
    stays:
      "Regionernas meddelanden finns kvar, liksom att de har skickats och till vilken e-postdomän (det som står efter @), men inte till vem. Ett fingeravtryck av adressen finns också kvar, så att ingen lägger till dig igen från en lista. Adressen går inte att läsa ur det, bara att känna igen om någon skriver den. I säkerhetskopior finns adressen tills de tas bort.",
    noUndo: "Det går inte att ångra. Vill du ha något igen får du börja prenumerera på nytt.",
    yes: "Ja, ta bort allt om mig",
    doneTitle: "Allt om dig är borttaget",
    done: "Det kommer inget mer. Var något redan på väg just nu kan det hinna komma fram; sedan raderas adressen där också, senast i natt.",
    desk: "Har du ett konto vid arbetsytan påverkas det inte. Det tar regionens administratör bort.",
  },
};

export type SubscriptionsStrings = typeof subscriptionsSv;
