import type { Ending, Lane } from "../../../domain/delivery.ts";
import type { SendingDecision, SendingView, WaitingFor } from "../../../domain/sending-view.ts";

const count = (number: number, one: string, many: string) => (number === 1 ? `1 ${one}` : `${number} ${many}`);
const sendings = (number: number) => count(number, "utskick", "utskick");

const views: Record<SendingView, string> = {
  failed: "Kom inte fram",
  unknown: "Vi vet inte",
  waiting: "Väntar",
  returned: "Kom tillbaka",
  late: "Försenat hos mottagarens server",
  delivered: "Framme",
  complained: "Markerat som skräppost",
  accepted: "Mottaget",
  captured: "Skickades inte på riktigt",
  handled: "Kom inte fram, omhändertaget",
  cancelled: "Behövde inte skickas",
};

const lanes: Record<Lane, string> = { urgent: "Brådskande", ordinary: "Vanligt", digest: "Sammanställning" };

const waitingFor: Record<WaitingFor, string> = {
  now: "På tur eller på väg",
  later: "Har en tid som inte har kommit",
  stopped: "Stoppade",
  paused: "Mottagaren är pausad",
  ended: "Mottagaren har slutat: skickas aldrig",
};

const outcomes: Record<Ending["kind"], string> = {
  delivered: "Framme",
  accepted: "Mottaget, inte bekräftat",
  unknown: "Vi vet inte om det kom fram",
  retry: "Togs inte emot, försöks igen",
  rejected: "Togs inte emot",
  gone: "Mottagaren finns inte",
  misconfigured: "Något måste rättas",
  cancelled: "Behövde inte skickas",
};

const decisions: Record<
  SendingDecision,
  {
    readonly link: string;
    readonly title: (count: number) => string;
    readonly button: (count: number) => string;
    readonly lead: string;
    readonly done: (count: number) => string;
  }
> = {
  replay: {
    link: "Skicka på nytt",
    title: (number) => (number === 1 ? "Skicka på nytt?" : `Skicka ${sendings(number)} på nytt?`),
    button: (number) => (number === 1 ? "Ja, skicka på nytt" : `Ja, skicka ${number} på nytt`),
    lead: "Samma meddelanden skickas som ett nytt utskick, till den adress mottagaren har nu. Det som är återtaget eller ersatt följer inte med.",
    done: (number) => `${sendings(number)} skickas på nytt.`,
  },
  aside: {
    link: "Lägg undan",
    title: (number) => (number === 1 ? "Lägg undan?" : `Lägg undan ${sendings(number)}?`),
    button: (number) => (number === 1 ? "Ja, lägg undan" : `Ja, lägg undan ${number}`),
    lead: "Inget skickas. Det står kvar som ”Kom inte fram, omhändertaget”, och ingen påminns mer.",
    done: (number) => `${sendings(number)} är ${number === 1 ? "undanlagt" : "undanlagda"}.`,
  },
  confirm: {
    link: "Det kom fram",
    title: (number) => (number === 1 ? "Kom det fram?" : `Kom alla ${number} fram?`),
    button: (number) => (number === 1 ? "Ja, det kom fram" : `Ja, alla ${number} kom fram`),
    lead: "Fråga mottagaren eller titta i kanalen först. Det skrivs ned att det är du som säger att det kom fram.",
    done: (number) => `${sendings(number)} är framme, på ditt ord.`,
  },
  again: {
    link: "Skicka igen",
    title: (number) => (number === 1 ? "Skicka igen?" : `Skicka ${sendings(number)} igen?`),
    button: (number) => (number === 1 ? "Ja, skicka igen" : `Ja, skicka ${number} igen`),
    lead: "Kom det fram förra gången får mottagaren det två gånger. Det som redan är skrivet skickas likadant, under samma nummer.",
    done: (number) => `${sendings(number)} skickas igen.`,
  },
};

export const deliveriesSv = {
  title: "Utskick",
  nationTitle: "Utskick, hela landet",
  views,
  lanes,
  waitingFor,
  outcomes,
  decisions,
  answer: {
    subscribers: "Vilka som prenumererar i regionen",
    nothing: "Inget har skickats ännu.",
    needs: "Det här behöver någon",
    failed: (number: number) => `${sendings(number)} kom inte fram`,
    unknown: (number: number) => `${sendings(number)} vet vi inte om de kom fram`,
    paused: (number: number) => count(number, "mottagare är pausad", "mottagare är pausade"),
    held: (number: number) => `${number} väntar på att ett stopp släpps`,
    waiting: (number: number, besides: boolean) =>
      number === 0 ? (besides ? "Inget annat väntar." : "Inget väntar.") : `${number} väntar på sin tur eller sin tid.`,
    returned: (number: number) => `${sendings(number)} kom tillbaka sedan mottagarens server tagit emot`,
    none: "Inget behöver göras.",
  },
  reasons: {
    heading: "Varför det inte kom fram",
    columns: { what: "Läge", why: "Skäl", channel: "Kanal", count: "Utskick", when: "När", deed: "Gör" },
    show: "Visa",
    all: "Alla som inte kom fram",
    span: (from: string, to: string) => (from === to ? from : `${from} till ${to}`),
    same: "Samma skäl:",
  },
  counts: {
    heading: (from: string, to: string) => `Utskick från ${from} till ${to}`,
    since: (from: string) => `Utskick från och med ${from}`,
    none: "Inga utskick den tiden.",
    by: { channel: "Kanal", lane: "Slag", region: "Region" },
    total: "Summa",
    atLeast: (number: string) => `minst ${number}`,
  },
  waiting: {
    heading: "Det som väntar",
    columns: {
      why: "Varför",
      channel: "Kanal",
      lane: "Slag",
      sendings: "Utskick",
      messages: "Meddelanden",
      next: "Tidigast",
    },
    hint: "Meddelanden blir utskick när deras tid kommer: flera till samma mejladress blir ett.",
    none: "Inget väntar.",
  },
  list: {
    heading: "Alla utskick",
    found: "Utskick som passar",
    columns: { id: "Utskick", made: "Skapat", to: "Till", channel: "Kanal", state: "Läge", messages: "Meddelanden" },
    none: "Inga utskick passar det du sökte.",
    older: "Äldre",
    newest: "Nyaste",
    attempts: (number: number) => count(number, "försök", "försök"),
    region: "Region",
  },
  filter: {
    heading: "Sök bland utskick",
    region: "Region",
    view: "Läge",
    channel: "Kanal",
    lane: "Slag",
    message: "Meddelandets nummer",
    from: "Från och med",
    to: "Till och med",
    any: "Alla",
    reason: (why: string) => `Bara med skälet: ${why}`,
    submit: "Visa",
    clear: "Rensa",
  },
  spans: {
    heading: "Skicka på nytt efter tid",
    lead: "Alla som inte kom fram de dagarna. Du får se hur många och till vem innan något skickas.",
    submit: "Se vad det gäller",
  },
  sending: {
    title: (id: number) => `Utskick ${id}`,
    back: "Alla utskick",
    answers: {
      failed: "Kom inte fram.",
      unknown: "Vi vet inte om det kom fram.",
      waiting: "Väntar.",
      claimed: "Skickas just nu.",
      returned: "Mottagarens server tog emot det, men det kom tillbaka.",
      late: "Mottagarens server har tagit emot det, men vi vet inte om det har kommit fram.",
      delivered: "Framme.",
      complained: "Framme, men mottagaren markerade det som skräppost.",
      accepted: "Mottaget, men mottagaren har inte sagt att det syns.",
      captured: "Skickades inte: då skickades inget på riktigt.",
      handled: "Kom inte fram. Någon har tagit hand om det.",
      cancelled: "Det behövde inte skickas.",
    },
    wordOf: (who: string) => `Det är ${who} som säger det, inte mottagaren.`,
    next: (at: string) => `Nästa försök ${at}.`,
    nextNow: "Tiden för nästa försök har kommit.",
    returned: {
      hard: (at: string) => `Mejlet kom tillbaka ${at}: brevlådan finns inte. `,
      soft: (at: string) => `Mejlet kom tillbaka ${at}: det kunde inte tas emot den gången. `,
      content: (at: string) => `Mejlet kom tillbaka ${at}: just det här mejlet togs inte emot. `,
      misconfigured: (at: string) =>
        `Mejlet kom tillbaka ${at}: mottagarens server litar inte på att våra mejl är våra (SPF, DKIM, DMARC). `,
      behind: (at: string) => `Mejlet nådde inte någon som får det genom den här adressen (${at}). `,
      delayed: (at: string) => `Mottagarens server sa ${at} att mejlet är försenat. `,
      complaint: (at: string) => `Mottagaren markerade mejlet som skräppost ${at}. `,
    },
    unsure: "Ett tidigare försök kan ha kommit fram.",
    replayedAs: (id: number) => `Skickat på nytt som utskick ${id}`,
    replayOf: (id: number) => `Skickat på nytt i stället för utskick ${id}`,
    pausedTarget: "Mottagaren är pausad, så inget skickas dit.",
    endedTarget: "Mottagaren har slutat prenumerera, så inget skickas dit.",
    withdrawn: (version: number, at: string) =>
      `Meddelandet är återtaget (version ${version}, ${at}). Det får inte skickas igen.`,
    newer: (version: number, at: string, reached: boolean) =>
      `Det finns en nyare version (version ${version}, ${at})${reached ? ", och mottagaren har den" : ""}.`,
    expired: "Rådet gällde till en dag som har gått.",
    facts: "Uppgifter",
    to: "Till",
    region: "Region",
    channel: "Kanal",
    lane: "Slag",
    remote: "Tjänst",
    made: "Skapat",
    begun: "Senaste försöket började",
    ended: "Avslutat",
    number: "Samma nummer vid varje försök",
    messages: "Meddelanden",
    message: (id: number, version: number) => `Meddelande ${id}, version ${version}`,
    attempts: "Försök",
    noAttempts: "Inget försök är avslutat.",
    attemptColumns: { number: "Nr", begun: "Började", ended: "Slutade", outcome: "Utfall", why: "Skäl" },
    notBegun: "nådde aldrig nätet",
    late: "Kom för sent och ändrade inget.",
    inCapture: "Skickades inte på riktigt",
    payload: "Meddelandet",
    payloadLead: "Exakt som det skrevs, med mottagaren dold.",
    unwritten: "Inget är skrivet än. Det skrivs vid första försöket.",
    neverWritten: "Det finns inget skrivet här.",
    broken: "Det går inte längre att visa som det såg ut. Det här är vad som är sparat.",
    cleared: "Innehållet sparas inte längre.",
    json: "Hämta som JSON",
    text: "Hämta som text",
    stop: "Stoppa utskick till den här mottagaren",
    decide: "Vad vill du göra?",
  },
  decide: {
    count: (number: number, messages: number) =>
      `Det gäller ${sendings(number)} med ${count(messages, "meddelande", "meddelanden")}.`,
    /** `withOld` are those that go when what is old goes as well. */
    goes: ({ going, withOld, of }: { going: number; withOld: number; of: number }) =>
      withOld === going
        ? `${going} av ${of} skickas.`
        : going === 0
          ? `Inget skickas om du inte kryssar i rutan. Då skickas ${withOld} av ${of}.`
          : `${going} av ${of} skickas, eller ${withOld} om du kryssar i rutan.`,
    none: "Det finns inget kvar att besluta om. Någon annan kan ha hunnit före.",
    to: "Till:",
    at: (number: number, remote: string) => `${number} hos ${remote}`,
    more: (number: number) => `och ${number} till`,
    nowhere: "okänd adress",
    withdrawn: (number: number) =>
      `${sendings(number)} skickas inte: meddelandet är återtaget, eller så har mottagaren en nyare version.`,
    unreachable: (number: number) =>
      `${sendings(number)} går till mottagare som är pausade eller har slutat, och skickas inte. Rätta mottagaren först.`,
    outdated: (number: number) =>
      `${sendings(number)} är gamla: det finns en nyare version, eller så har rådet slutat gälla. De skickas inte om du inte kryssar i rutan.`,
    includeOutdated: "Skicka även det som är gammalt",
    unsure: (number: number) =>
      `${sendings(number)} kan ha kommit fram vid ett tidigare försök. Då får mottagaren det två gånger.`,
    reason: "Skäl",
    reasonHint: "Kan lämnas tomt. Det står i loggen.",
    cancel: "Avbryt",
    because: (why: string) => `Skäl: ${why}`,
    span: (from: string, to: string) => `Tid: ${from} till ${to}`,
  },
  done: {
    nothing: "Inget gjordes. Någon annan hann före, eller så fick inget av det skickas.",
    left: (number: number) => `${number} lämnades som de var.`,
    stopped: "Stoppet gäller nu. Det som redan var på väg hejdas inte.",
    already: "Det var redan så.",
    resumed: "Stoppet är släppt. Det som väntade går ut, om inget annat stopp håller det.",
    mended: "Mottagaren är påslagen igen. Det som väntade går ut, om inget stopp håller det.",
    unknown: "Det finns ingen sådan mottagare.",
  },
  stops: {
    title: "Stopp och pausade mottagare",
    link: "Stopp och pausade mottagare",
    lead: "Ett stopp håller utskick kvar tills någon släpper dem. Inget går förlorat.",
    now: "Stoppat nu",
    none: "Inget är stoppat.",
    heading: "Stoppa utskick",
    what: "Vad ska stoppas?",
    all: "Alla utskick",
    channel: (channel: string) => `Alla utskick med ${channel}`,
    remote: (channel: string) => `Bara en tjänst för ${channel}`,
    receiver: (name: string, region: string) => `Bara utskick till ${name} (${region})`,
    remoteName: "Vilken tjänst?",
    remoteHint: "Bara när du valt en tjänst: mejladressernas domän, som region.se, eller Teams-flödets värd.",
    reason: "Varför?",
    reasonHint: "Syns på alla sidor här inne tills stoppet släpps.",
    waiting: (number: number) => `Just nu väntar ${number}.`,
    submit: "Stoppa",
    problems: {
      what: "Välj vad som ska stoppas.",
      remote: "Skriv tjänstens namn, till exempel region.se.",
      unknownRemote: "Ingen mottagare finns där. Kontrollera namnet.",
      reason: "Skriv varför, högst 300 tecken.",
      personnummer: "Texten ser ut att innehålla ett personnummer. Ta bort det.",
    },
    paused: "Pausade mottagare",
    pausedLead: (number: number) =>
      number === 0
        ? "Ingen mottagare är pausad."
        : `${count(number, "mottagare är pausad", "mottagare är pausade")}, eftersom det som skickades dit inte kan komma fram. Vi kan inte säga till dem som läser där: gör det på annat sätt.`,
    /** Null when nobody has been told. */
    pausedTold: (told: { readonly at: string; readonly sent: number; readonly waiting: number } | null) =>
      told === null
        ? "Ingen i regionen har fått mejl om det än."
        : told.sent > 0
          ? `${count(told.sent, "person", "personer")} som sköter regionens mottagare fick mejl om det ${told.at}.`
          : told.waiting > 0
            ? `Ett mejl till den som sköter regionens mottagare väntar sedan ${told.at}.`
            : `Mejlet om det ${told.at} kom inte fram till någon som sköter regionens mottagare.`,
    pausedColumns: { to: "Mottagare", why: "Skäl", since: "Sedan", waiting: "Väntar", deed: "Rätta" },
    mend: "Slå på igen",
    mendNamed: (name: string) => `Slå på ${name} igen`,
    how: {
      email: "Kontrollera adressen. Är den rätt: slå på igen. Är den fel: lägg till den rätta adressen.",
      slack: "Bjud in appen i Slack-kanalen igen, eller lägg till en ny kanal. Slå sedan på igen.",
      teams: "Be teamet skapa ett nytt flöde och lägg till den nya adressen. Är flödet på igen: slå på här.",
      other: "Ta reda på om mottagaren finns kvar. Slå sedan på igen.",
    } as Readonly<Record<string, string>>,
    next: "Fler",
  },
};

export type DeliveriesStrings = typeof deliveriesSv;
