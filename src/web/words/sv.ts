import type { NoticeType } from "../../domain/notice.ts";
import type { SourceOutcome } from "../../domain/source-health.ts";
import type { SubscriptionState } from "../../domain/subscription.ts";
import { deskSv } from "./desk-sv.ts";

const subscriptionStates: Record<SubscriptionState, string> = {
  active: "Prenumerationen är igång.",
  paused: "Prenumerationen är pausad, eftersom meddelanden inte gick att leverera.",
  ended: "Prenumerationen är avslutad. Du får inga fler meddelanden.",
};

/** Registry names of channels, as readers know them; another name is shown as it is. */
const channels: Record<string, string> = { email: "e-post", slack: "Slack", teams: "Teams" };

const noticeTypes: Record<NoticeType, string> = {
  shortage: "Brist",
  cessation: "Slutar säljas",
  unknown: "Uppehåll i försäljningen",
};

/** Every Swedish phrase of the pages, once; the desk's are in parts. Its type is what another language must satisfy. */
export const sv = {
  site: "Restsignal",
  desk: deskSv,
  personnummer: {
    unsure: (found: string) =>
      `”${found}” kan vara ett personnummer. Är det ett sådant: ta bort det. Är det något annat: kryssa i rutan.`,
    confirm: "Det är inget personnummer",
  },
  skip: "Hoppa till innehållet",
  home: "Alla regioner",
  path: "Här är du",
  otherLanguage: { language: "en", text: "In English" },
  accessibility: "Tillgänglighet",
  footer: {
    about:
      "Restsignal visar uppgifter från Läkemedelsverket och råd från regionerna. Det ersätter inte en medicinsk bedömning.",
    licence: "Läkemedelsverkets uppgifter används enligt CC BY 4.0.",
    fetched: (url: string, time: string) =>
      `Utskrift av ${url}, hämtad ${time}. Uppgifterna kan ha ändrats sedan dess.`,
    version: (version: string) => `Restsignal ${version}`,
  },
  noSource: "Inga uppgifter är inlästa ännu.",
  stale: (time: string, age: string) => `Uppgifterna är från ${time}, för ${age} sedan, och kan vara inaktuella.`,

  overview: {
    title: "Vilka läkemedel är det brist på just nu?",
    lead: "Restsignal visar vilka läkemedel på din regions lista som det är brist på, när de väntas åter och vad regionen råder dig att göra.",
    last: "Din senaste region:",
    choose: "Välj din region",
    short: (count: number) => `Brist på ${count}`,
    coming: (count: number) => `väntas på ${count}`,
    ceasing: (count: number) => `${count} med slutad försäljning`,
    none: "Inget på listan är anmält",
    unknown: "Vi vet inte än",
    others: "Övriga regioner",
    noList: "har ingen lista i Restsignal ännu",
    followHeading: "Följ hela landet",
    followLead: "Nya meddelanden från alla regioner, i din nyhetsläsare.",
  },

  region: {
    title: (region: string) => `Läkemedelsbrist i ${region}`,
    nothing: "Inget läkemedel på regionens lista är rapporterat som brist just nu.",
    nothingFits: "Inget på listan passar filtret.",
    priority: (priority: number) => `Prioritet ${priority}`,
    noPriority: "Utan prioritet",
    columns: {
      medicine: "Läkemedel",
      state: "Läge",
      products: "Produkter",
      advice: "Råd",
    },
    noAdvice: "Inget råd ännu",
    retracted: "Meddelandet är återtaget",
    noStart: "Ej angivet",
    noEnd: "Inget datum",
    ceased: "Har slutat säljas",
    ceases: "Slutar säljas",
    overdue: "Försenad",
    closedHeading: "Inte längre aktuellt, de senaste 14 dagarna",
    closed: (date: string) => `sedan ${date}`,
    followHeading: "Följ regionen",
    followLead: "Få nya meddelanden i din nyhetsläsare.",
    followFiltered: "Flödena följer din filtrering på ATC-kod och prioritet.",
  },

  filter: {
    heading: "Filtrera listan",
    atc: "ATC-kod eller början",
    badAtc: "En ATC-kod är 1–8 bokstäver och siffror, till exempel J01DH02.",
    priority: "Prioritet",
    status: "Status",
    any: "Alla",
    submit: "Visa",
    clear: "Rensa",
    showing: (shown: number, total: number) => `Visar ${shown} av ${total}`,
  },

  paging: {
    label: "Sidor",
    previous: "Föregående sida",
    next: "Nästa sida",
    where: (page: number, pages: number) => `Sida ${page} av ${pages}`,
    range: (from: number, to: number, total: number) => `Rad ${from}–${to} av ${total}`,
  },

  thread: {
    version: (version: number) => `version ${version}`,
    earlier: "Tidigare meddelanden",
    superseded: "Ersatt av ett nyare meddelande. Uppgifterna gällde när det publicerades.",
    outdated: "Källans uppgifter har ändrats sedan meddelandet skrevs.",
    none: (region: string) => `${region} har inte lämnat något råd ännu.`,
    unaffectedHeading: (date: string) => `Inte rapporterade som brist enligt Läkemedelsverket ${date}`,
    unaffectedLead:
      "Godkända läkemedel med samma substans och beredningsform som ingen brist är rapporterad för. Det är inget råd, och säger inte om de finns att få.",
    noneUnaffected:
      "Alla godkända läkemedel med samma substans och beredningsform är rapporterade, som brist eller för att de slutar säljas, eller så finns inga fler.",
    signalsHeading: "Signal från nordiskt grannland",
    signalsLead: "Samma nordiska varunummer är anmält i ett grannland. Det är ingen svensk brist.",
    nowHeading: (source: string) => `Läget nu enligt ${source}`,
    nowLead: (time: string) => `Uppgifter per ${time}.`,
    nothingOpen: "Ingen brist är rapporterad just nu, och inget slutar säljas.",
    columns: { package: "Förpackning", state: "Läge" },
    ended: (date: string) => `slut ${date}`,
    sourceEnd: (date: string) => `Källan anger slutdatum ${date}`,
    types: noticeTypes,
    cause: (cause: string) => `Orsak: ${cause}`,
    closedHeading: (count: number) => `Inte längre aktuellt (${count})`,
  },

  feed: {
    nation: "Läkemedelsbrist i Sveriges regioner",
    region: (region: string) => `Läkemedelsbrist i ${region}`,
    description: "Meddelanden till förskrivare om brist på läkemedel på regionernas listor.",
    wishes: { atc: "ATC", priority: "prioritet", area: "område" },
    link: (format: string) => `${format}-flöde`,
    badAtc: "Parametern atc ska vara 1–8 bokstäver och siffror, till exempel ?atc=J01DH02.",
    badPriority: "Parametern priority ska vara ett heltal från 1, till exempel ?priority=1.",
    badArea: "Parametern area ska vara 1–100 tecken, till exempel ?area=Akutsjukvård.",
    tooMany: "Ett flöde tar högst 20 värden av varje parameter.",
    unknownRegion: "Det finns ingen region med den koden. Koden är länets två siffror, till exempel /r/12/feed.rss.",
  },

  preferences: {
    title: "Din prenumeration",
    what: (region: string, channel: string) => `Läkemedelsbrist i ${region}, via ${channel}.`,
    desk: (region: string, channel: string) => `Påminnelser från arbetsytan i ${region}, via ${channel}.`,
    deskAgain: "Ångrar du dig? Logga in och slå på påminnelserna under Regler.",
    alerts: (channel: string) => `Larm om Restsignals källor, via ${channel}.`,
    channels,
    everything: "Du får alla meddelanden.",
    limited: "Du får meddelanden som gäller:",
    atc: (codes: string) => `ATC-koder som börjar på ${codes}`,
    priorities: (priorities: string) => `prioritet ${priorities}`,
    areas: (areas: string) => `område ${areas}`,
    states: subscriptionStates,
    end: "Avsluta prenumerationen",
    endedTitle: "Prenumerationen är avslutad",
    again: "Ångrar du dig? Börja prenumerera på nytt genom din region.",
    see: (region: string) => `Se läget i ${region}`,
  },

  sources: "Källor",
  sourcesPage: {
    title: "Källornas läge",
    lead: "Härifrån kommer uppgifterna, så här färska är de och så här gick det senaste försöket att hämta dem.",
    none: "Ingen källa är inläst ännu.",
    outcomes: {
      ingested: "Ny fil inläst",
      "not-modified": "Inget nytt sedan sist",
      held: "Filen hölls tillbaka av en spärr: den förra gäller",
      rejected: "Filen kunde inte läsas: den förra gäller",
      failed: "Källan gick inte att hämta",
    } satisfies Record<SourceOutcome, string>,
    never: "Aldrig",
    lastTry: "Senaste försök att hämta",
    result: "Resultat",
    reason: "Orsak",
    lastGood: "Senast hämtad utan fel",
    fileTime: "Filens egen tid",
    age: (age: string) => `${age} gammal`,
    size: "Storlek",
    rows: "Innehåll",
    counts: (reports: number, notices: number, packages: number) =>
      [
        `${reports} ${reports === 1 ? "anmälan" : "anmälningar"}`,
        `${notices} ${notices === 1 ? "produkt" : "produkter"}`,
        `${packages} ${packages === 1 ? "förpackning" : "förpackningar"}`,
      ].join(", "),
    open: "Öppna just nu",
    warnings: "Varningar vid läsning",
    unknownValues: "Värden som inte känns igen",
    alertsHeading: "Pågående larm",
    noAlerts: "Inga.",
    since: (time: string) => `sedan ${time}`,
  },
  accessibilityPage: {
    title: "Tillgänglighet",
    lead: "Alla ska kunna använda Restsignal. Här står hur webbplatsen följer lagen om tillgänglighet till digital offentlig service, och hur du säger till när något inte fungerar.",
    howHeading: "Hur tillgänglig är webbplatsen?",
    how: "Sidorna är byggda för att uppfylla WCAG 2.1 på nivå AA. De går att använda med bara tangentbord, med skärmläsare, utan skript, på en smal skärm och i dubbel textstorlek.",
    gapsHeading: "Det här vet vi brister",
    gaps: [
      "Webbplatsen är ej granskad av extern part. Vi har bara prövat den själva, mest med automatiska verktyg.",
      "Sidorna är ännu inte prövade tillsammans med personer som använder hjälpmedel.",
      "Produktnamn och förpackningar visas med de förkortningar som källan använder.",
      "De engelska sidorna visar regionens råd på svenska när råd på engelska saknas.",
    ],
    testedHeading: "Hur vi har prövat webbplatsen",
    tested:
      "Varje ändring prövas automatiskt i webbläsare: smal och bred skärm, ljust och mörkt läge, och med tangentbord.",
    reportHeading: "Säg till när något inte fungerar",
    report:
      "Berätta vilken sida det gäller och vad som inte fungerar. Behöver du innehållet på ett annat sätt kan du be om det.",
    write: "Skriv till",
    noContact: "Kontakta din regions läkemedelsfunktion, som för det vidare till oss.",
    cookiesHeading: "Kakor",
    cookies:
      "Webbplatsen minns ditt språk och den region du senast såg, i två kakor i din webbläsare, i ett år. De säger inget om vem du är. Den som loggar in i arbetsytan får en kaka som håller inloggningen.",
    supervisorHeading: "Om du inte är nöjd med svaret",
    supervisor: "Myndigheten för digital förvaltning (Digg) har tillsyn över lagen. Du kan anmäla brister till Digg.",
  },

  notFound: {
    title: "Sidan finns inte",
    text: "Adressen kan vara fel, eller så har sidan tagits bort.",
    region: "Det finns ingen region med den koden.",
    thread: "Det finns inget sådant ärende i regionen.",
    subscription: "Länken hör inte till någon prenumeration. Kontrollera att hela adressen kom med.",
  },
  failed: {
    title: "Något gick fel hos oss",
    text: "Försök igen om en stund. Fortsätter det, ange koden nedan när du hör av dig.",
    reference: (reference: string) => `Kod: ${reference}`,
  },
};

export type PageStrings = typeof sv;
