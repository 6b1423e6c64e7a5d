import type { ExtentGrade } from "../../domain/extent-fact.ts";
import type { NewsKind } from "../../domain/news.ts";
import type { NoticeType } from "../../domain/notice.ts";
import type { EscalationRole, PolicyAction } from "../../domain/policy.ts";

const changes: Record<NewsKind, string> = {
  announced: "ny anmälan om kommande brist",
  started: "bristen har börjat",
  "rescheduled-end": "nytt slutdatum",
  "rescheduled-start": "nytt startdatum",
  widened: "fler förpackningar berörs",
  narrowed: "färre förpackningar berörs",
  ended: "bristen är över",
  withdrawn: "återkallad, blev inte av",
  vanished: "källan visar den inte längre",
  reopened: "gäller igen",
  overdue: "slutdatumet har passerat",
  "extent-worsened": "mer av läkemedlet är drabbat än förut",
  "extent-eased": "mindre av läkemedlet är drabbat än förut",
  "advice-fallen": "ett alternativ i rådet håller inte längre",
};

const extents: Record<ExtentGrade, string> = {
  whole: "alla preparat är anmälda",
  own: "ert upphandlade preparat är anmält",
  strength: "alla preparat av en styrka är anmälda",
  part: "en del av preparaten är anmälda",
  ceasing: "preparat slutar säljas medan andra inte är anmälda",
  unknown: "vi vet inte hur mycket som är anmält",
};

const types: Record<NoticeType, string> = {
  shortage: "brist",
  cessation: "slutar säljas",
  unknown: "annat försäljningsuppehåll",
};

const actions: Record<PolicyAction, string> = {
  review: "En apotekare granskar innan något skickas",
  auto: "Skicka uppgifterna utan granskning, märkta ”ej granskad”",
  ignore: "Skicka inget",
};

/** To whom something is told, as the subject of a sentence. */
const tells: Record<EscalationRole, string> = {
  approver: "granskarna",
  "region-admin": "de regionansvariga",
};

/** Hours in words: `8 timmar`. */
function hours(count: number): string {
  return count === 1 ? "1 timme" : `${count} timmar`;
}

export const policiesSv = {
  title: "Regler",
  lead: "Reglerna bestämmer vad som händer när något ändras i ett ärende. De prövas uppifrån och ned, och den första som passar gäller. Det som ingen regel passar granskas av en apotekare.",
  rules: "Regler i ordning",
  inUse: "Reglerna som gäller nu",
  none: "Inga regler. Allt granskas av en apotekare innan det skickas.",
  last: "Allt annat granskas av en apotekare.",
  standard: "Det här är standardreglerna, som en ny region börjar med. Ändra dem så att de passar er.",
  when: "När",
  does: "Då",
  words: {
    everything: "något ändras, vad det än är",
    and: "och",
    or: "eller",
    priorities: (list: string) => `prioriteten är ${list}`,
    extents: (list: string) => `omfattningen är att ${list}`,
    changes: (list: string) => `det nya är bara: ${list}`,
    types: (list: string) => `anmälan gäller bara: ${list}`,
    auto: "Uppgifterna skickas direkt och märks ”ej granskad”. Har en apotekare redan gett ett råd som gäller följer det med, annars radens stående råd.",
    weekly:
      "Uppgifterna skickas måndag kl. 7 i alla kanaler, märkta ”ej granskad”, i ett meddelande för varje läkemedel. Blir läget värre innan dess skickas de direkt.",
    ignore: (reason: string) => `Inget skickas. Skäl: ${reason}`,
    review: "En apotekare granskar.",
    due: (count: number) => `Beslut ska tas inom ${hours(count)}.`,
    remind: (count: number) => `Efter ${hours(count)} påminns handläggarna.`,
    escalate: (count: number, to: EscalationRole) => `Efter ${hours(count)} får ${tells[to]} veta det.`,
    send: (count: number) =>
      `Efter ${hours(count)} skickas uppgifterna med radens stående råd, märkta ”ej granskad”, om ingen har börjat skriva.`,
  },
  notes: [
    "En regel skickar aldrig över huvudet på någon som skriver: har ärendet ett öppet utkast väntar det nya, och i loggen står varför. Skulle det ha skickats efter regelns timmar får i stället den som regeln eskalerar till veta det, annars granskarna.",
    "Väntar äldre uppgifter i ärendet på granskning skickar en regel inte heller det nya.",
    "Det som en ny lista tar med granskas alltid av en person.",
    "Omfattningen räknas mot Läkemedelsverkets produktregister och era upphandlade preparat. Att ett preparat inte är anmält betyder inte att det finns på hyllan. Innan registret är inläst vet vi inte omfattningen, och då passar ingen regel som frågar efter en annan.",
    "Blir ett läkemedel mer drabbat än läsarna vet, så att alla preparat, en hel styrka eller ert eget preparat är anmält, går meddelandet ut direkt i alla kanaler. Ett preparat till inom samma omfattning följer med nästa morgons e-post.",
    "Timmar räknas i verklig tid. Mellan 22 och 06 påminns ingen, utom när prioritet 1 inte har beslutats i tid. Uppgifter till förskrivare skickas dygnet runt.",
    "En påminnelse kommer en gång, samlad för alla ärenden som väntar, med e-post till dem som har rollen och till arbetsytans egna kanaler. Har ingen rollen går den till närmast högre roll.",
  ],
  notesHeading: "Så fungerar reglerna",
  changeNames: changes,
  extentNames: extents,
  typeNames: types,
  actionNames: actions,
  rule: (place: number, name: string | undefined) =>
    name === undefined ? `Regel ${place}` : `Regel ${place}: ${name}`,

  buttons: {
    up: "Flytta upp",
    down: "Flytta ned",
    edit: "Ändra",
    remove: "Ta bort",
    add: "Lägg till en regel",
    preview: "Prova på de senaste 30 dagarna",
    reset: "Ångra alla ändringar",
    apply: "Lägg in i förslaget",
    cancel: "Avbryt",
    save: "Spara reglerna",
    back: "Ändra mer",
  },
  unsaved: "Förslaget är inte sparat. Prova det först, sedan kan du spara.",
  moved: (from: number, to: number) => `Regel ${from} är nu regel ${to}.`,
  removed: (place: number) => `Regel ${place} är borttagen ur förslaget.`,
  applied: (place: number) => `Regel ${place} är inlagd i förslaget.`,
  outdated: {
    title: "Någon annan har ändrat reglerna medan du arbetade",
    text: "Inget har sparats. Reglerna som gäller nu står överst, ditt förslag finns kvar under. Jämför, ändra det du behöver och prova igen.",
    settings: "Någon annan har ändrat inställningarna medan du skrev. Se vad som gäller nu och spara igen om du vill.",
  },
  proposal: "Ditt förslag",
  broken: "Förslaget gick inte att läsa. Börja om från reglerna som gäller.",
  full: "Det får inte finnas fler än 50 regler.",

  form: {
    newTitle: "Ny regel",
    editTitle: (place: number) => `Ändra regel ${place}`,
    whenHeading: "När gäller regeln?",
    thenHeading: "Vad ska hända?",
    hoursHeading: "Tider, när en apotekare granskar",
    hoursHint: "Hela timmar, 1–720. Lämna tomt det som inte ska hända.",
    nobody: "Ingen",
    atOnce: "Direkt",
    weekly: "I måndagens utskick kl. 7, om läget inte blir värre innan dess",
    fields: {
      name: "Namn",
      priorities: "Prioritet på listan",
      extents: "Omfattning",
      changes: "Det nya är bara av de här slagen",
      types: "Anmälan gäller bara",
      action: "Åtgärd",
      digest: "När uppgifterna skickas",
      reason: "Skäl till att inget skickas",
      dueAfterHours: "Beslut ska tas inom (timmar)",
      remindAfterHours: "Påminn handläggarna efter (timmar)",
      escalateAfterHours: "Eskalera efter (timmar)",
      escalateTo: "Eskalera till",
      sendAfterHours: "Skicka uppgifterna ändå efter (timmar)",
    },
    hints: {
      name: "Kan lämnas tomt. Står i loggen när regeln har bestämt något.",
      priorities: "Kryssa inget om det inte spelar någon roll.",
      extents: "Hur mycket av läkemedlet som är anmält. Kryssa inget om det inte spelar någon roll.",
      changes: "Är något annat också nytt passar regeln inte. Kryssa inget om det inte spelar någon roll.",
      types: "Kryssa inget om det inte spelar någon roll.",
      digest: "Gäller bara uppgifter som skickas utan granskning.",
      reason: "Behövs bara när inget ska skickas. Står i ärendet och i loggen.",
      sendAfterHours: "Märkta ”ej granskad”. Måste vara senare än påminnelse och eskalering.",
    },
    problems: {
      name: "Namn: högst 80 tecken.",
      priorities: "Prioritet: välj bland dem som finns.",
      extents: "Omfattning: välj bland dem som finns.",
      changes: "Det nya: välj bland dem som finns.",
      types: "Anmälan: välj bland dem som finns.",
      action: "Åtgärd: välj en.",
      digest: "När uppgifterna skickas: välj ett av sätten.",
      reason: "Skäl: skriv varför inget skickas, högst 500 tecken.",
      dueAfterHours: "Beslut inom: skriv hela timmar, 1–720.",
      remindAfterHours: "Påminn efter: skriv hela timmar, 1–720.",
      escalateAfterHours: "Eskalera efter: skriv hela timmar, 1–720, senare än påminnelsen.",
      escalateTo: "Eskalera till: välj vem som ska få veta.",
      sendAfterHours: "Skicka efter: skriv hela timmar, 1–720, senare än påminnelse och eskalering.",
    },
  },
  /** A rule's fields as the log names them. */
  recorded: {
    extents: "omfattning",
    digest: "utskick",
    dueAfterHours: "beslut inom timmar",
    remindAfterHours: "påminn efter timmar",
    escalateAfterHours: "eskalera efter timmar",
    escalateTo: "eskalera till",
    sendAfterHours: "skicka efter timmar",
  },
  personnummer: (found: string) => `Texten innehåller något som liknar ett personnummer (${found}). Ta bort det.`,

  trial: {
    title: "Så hade förslaget fallit ut",
    lead: (count: number, since: string) =>
      count === 0
        ? `Inget nytt har kommit sedan ${since}, så det finns inget att prova på.`
        : `Förslaget prövat på de ${count} nyheter som regionen verkligen fick sedan ${since}.`,
    one: (since: string) => `Förslaget prövat på den nyhet som regionen verkligen fick sedan ${since}.`,
    what: "Vad hade hänt",
    proposed: "Förslaget",
    current: "Reglerna nu",
    counts: { auto: "Skickat av regel", review: "Väntat på en apotekare", ignore: "Skickades inte" } satisfies Record<
      PolicyAction,
      string
    >,
    sentLater: "därav skickat efter regelns timmar, om ingen hade beslutat",
    real: "Det som verkligen hände",
    realColumn: "Verkligen",
    realLine: (sent: number, waiting: number, nothing: number) =>
      `${sent} publicerat, ${waiting} väntar, ${nothing} inte publicerat`,
    realSentByRule: "Publicerat av regel",
    realSentByPerson: "Publicerat av en person",
    realWaiting: "Väntar ännu",
    realIgnored: "Ignorerat av regel",
    realDismissed: "Avskrivet av en person",
    realReturned: "Gick tillbaka innan någon behövde besluta",
    weeks: "Vecka för vecka",
    week: (monday: string) => `Veckan från ${monday}`,
    weekColumn: "Vecka",
    countLine: (auto: number, review: number, ignore: number) =>
      `${auto} skickat, ${review} väntat, ${ignore} inte skickat`,
    perRule: "Så ofta hade regeln bestämt",
    ruleCount: (count: number) => (count === 1 ? "1 gång" : `${count} gånger`),
    differing: "Det som hade blivit annorlunda",
    noDifference: "Inget hade blivit annorlunda än med reglerna som gäller nu.",
    examples: "Exempel",
    shown: (shown: number, total: number) => `Visar ${shown} av ${total}.`,
    outcome: (proposed: string, current: string, real: string) =>
      `Förslaget: ${proposed}. Reglerna nu: ${current}. Verkligen: ${real}.`,
    noRule: "Ingen regel",
    honest:
      "Provet tittar på varje nyhet för sig. Det kan inte veta om någon skrev på ärendet just då eller om äldre uppgifter väntade; då hade regeln låtit bli att skicka. Prioriteten och anmälans typ är de som gäller i dag, omfattningen är den som gällde när nyheten kom.",
    saveHeading: "Spara",
    saveLead:
      "Reglerna börjar gälla för nästa nyhet. Det som redan väntar skickas inte av en ny regel, men påminns enligt den.",
  },

  settings: {
    heading: "Inställningar",
    waits: "En ändring väntar på en andra person",
    secondPersonLegend: "Två personer",
    secondPersonHint:
      "Gäller utkast och det som regler skickar: stående råd, egna anmälningar och träffar, och ändringar av reglerna och kontaktvägen. Att ta bort kravet kräver en andra person eller ett dygn.",
    secondPerson: "Det en person skrivit ska godkännas av en annan innan det skickas",
    secondPersonOn: "Det en person skrivit ska godkännas av en annan innan det skickas.",
    secondPersonOff: "Den som skriver ett meddelande får skicka det själv.",
    resendLegend: "När vi inte vet om ett brådskande meddelande kom fram",
    resend: "Skicka det en gång till",
    resendHint:
      "Gäller Teams, där ingen kan se efter åt oss. Mottagaren kan få samma meddelande två gånger. Utan valet får en person avgöra.",
    resendOn: "Ett brådskande meddelande skickas en gång till när vi inte vet om det kom fram.",
    resendOff: "En person avgör vad som ska hända när vi inte vet om ett brådskande meddelande kom fram.",
    contact: "Så når man regionens läkemedelsfunktion",
    contactHint: "Står i alla meddelanden från regionen. Till exempel en funktionsbrevlåda och ett växelnummer.",
    noContact: "Ingen kontaktväg är angiven.",
    contactIs: (contact: string) => `I meddelanden står: ${contact}`,
    contactProblem: "Kontaktväg: högst 200 tecken.",
    save: "Spara inställningarna",
  },
  reminders: {
    heading: "Dina påminnelser",
    on: (region: string) => `Du får påminnelser från ${region} med e-post.`,
    off: (region: string) => `Du får inga påminnelser från ${region} med e-post.`,
    paused: "Dina påminnelser är pausade, eftersom din e-post inte tog emot dem.",
    none: "Din roll får inga påminnelser.",
    turnOn: "Börja få påminnelser",
    turnOff: "Sluta få påminnelser",
  },
  done: {
    rules: "Reglerna är sparade.",
    settings: "Inställningarna är sparade.",
    proposed: "Ändringen är föreslagen. Den börjar gälla när en annan person har godkänt den.",
    "proposed-off":
      "Förslaget att ta bort kravet på två personer är sparat. Det börjar gälla om ett dygn om ingen stoppar det, eller när en annan person godkänner det. Alla granskare och regionansvariga får veta det.",
    "reminders-on": "Du får påminnelser.",
    "reminders-off": "Du får inga påminnelser.",
  } as Record<string, string>,
};

export type PoliciesStrings = typeof policiesSv;
