import type { Profile, ProfileBasis } from "./profiles.ts";

const profiles: Record<Profile, string> = {
  emergency: "Akutsjukvård",
  primary: "Primärvård",
  anaesthesia: "Anestesi och intensivvård",
  paediatrics: "Barn",
  oncology: "Onkologi och hematologi",
  psychiatry: "Psykiatri",
  geriatrics: "Geriatrik",
  infection: "Infektion",
  women: "Kvinnosjukvård",
  cardiology: "Hjärta och kärl",
};

const basis: Record<ProfileBasis, (profile: string) => string> = {
  areas: (profile) =>
    `Förslaget för ${profile} är ikryssat: de områden på listan som hör dit. Ändra om det inte stämmer.`,
  categories: (profile) =>
    `Förslaget för ${profile} är ikryssat: de grupper på listan som hör dit. Ändra om det inte stämmer.`,
  atc: (profile) =>
    `Listan nämner inget område för ${profile}. Förslaget är därför grupper av läkemedel, som ATC-koder. Ändra om det inte stämmer.`,
};

const many = (count: number, one: string, more: string) => (count === 1 ? one : `${count} ${more}`);

/** The pages where somebody subscribes. */
export const subscribeSv = {
  title: "Prenumerera",
  and: "och",
  regionCount: (count: number) => `${count} regioner`,
  step: (step: number) => `Steg ${step} av 3`,
  regions: {
    title: "Vilken region?",
    lead: "Du får besked om läkemedelsbrist på din regions lista. Inget konto behövs, bara en e-postadress.",
    listed: "Regioner med en lista i Restsignal",
    unlisted: "Regioner utan lista",
    unlistedHint: "Härifrån kommer inget förrän regionen har en lista.",
    none: "Ingen region har en lista i Restsignal än, så inget kan komma. Du kan ändå prenumerera: det börjar komma när regionen har en lista.",
    chosen: "Region",
    next: "Vidare till vad du vill få",
    choose: "Kryssa i minst en region.",
    unknown: "En av regionerna finns inte. Välj igen.",
    mine: "Har du redan en prenumeration? Se och ändra den",
    privacy: "Vad vi sparar om dig, och hur länge",
  },
  wish: {
    title: (regions: string) => `Vad vill du få från ${regions}?`,
    fitting: "Det här får du",
    profiles: "Börja med ett förslag",
    basis,
    profile: profiles,
    all: "Allt på listan",
    change: "Välj själv",
    next: "Vidare till när och vart",
    recount: "Räkna om",
    otherRegion: "Byt region",
    noCase: "Det ärendet finns inte i regionen. Välj något annat.",
  },
  follow: {
    title: (what: string) => `Följ ${what}`,
    closed: "Just nu är inget anmält. Du får det som skickas om det händer något igen.",
    until: "Hur länge",
    untilResolved: "Tills det är över. Det sista meddelandet säger det.",
    ever: "Även om det blir brist igen",
    group: (code: string) => `Följ allt på listan med ATC-kod ${code} i stället`,
  },
  preview: {
    heading: "Räknat på det som har gått ut",
    some: (messages: number, urgent: number) =>
      messages === 1
        ? `Det här hade gett dig ett meddelande de senaste 30 dagarna, ${urgent === 1 ? "och det var brådskande" : "och det var inte brådskande"}.`
        : `Det här hade gett dig ${messages} meddelanden de senaste 30 dagarna, ${urgent === 0 ? "inget av dem brådskande" : urgent === 1 ? "ett av dem brådskande" : `${urgent} av dem brådskande`}.`,
    filtered: (all: number) =>
      `Det här hade inte gett dig något de senaste 30 dagarna, fast ${many(all, "ett meddelande", "meddelanden")} har gått ut.`,
    without: (field: string, messages: number) =>
      `Utan valet ”${field}” hade det varit ${many(messages, "ett meddelande", "meddelanden")}.`,
    together: "Inget av valen tar bort allt ensamt; det är de tillsammans som gör det.",
    notFollowed: "Inget meddelande om det här har gått ut de senaste 30 dagarna.",
    nothing: (regions: string) => `Inget meddelande har gått ut från ${regions} de senaste 30 dagarna.`,
    noList: (region: string) => `${region} har ingen lista i Restsignal. Därifrån kommer inget förrän den har en.`,
    neverPublished: (region: string) => `${region} har en lista, men har inte skickat något meddelande än.`,
    since: (region: string, date: string) =>
      `${region} började ${date}, så från den regionen är det räknat sedan dess.`,
    examples: "De senaste av dem",
    exampleOne: "Det var det här",
  },
  delivery: {
    title: "När och vart?",
    email: "Din e-postadress",
    emailHint: "Vi skickar ett brev med en länk dit. Inget annat kommer förrän du har bekräftat.",
    badEmail: "Det här är ingen e-postadress. Skriv till exempel namn@region.se.",
    when: "När och hur det kommer",
    submit: "Skicka brevet med länken",
    change: "Ändra vad du får",
    what: "Du har valt",
    problems: (count: number) => (count === 1 ? "En sak behöver rättas" : `${count} saker behöver rättas`),
    privacy: "Adressen används bara till det här. Bekräftar du inte raderas din begäran.",
    privacyLink: "Vad som sparas, och hur länge",
  },
  elsewhere: {
    title: "Hellre någon annanstans?",
    feed: "Som flöde, med just det här valet",
    feedOf: (region: string) => `Flöden från ${region}`,
    feedLead: "Ett flöde kan läsas i Outlook, i ett intranät och i de flesta nyhetsläsare. Ingen adress behövs.",
    feedTooMuch: "Du har valt så mycket att ingen flödesadress rymmer det. Välj färre saker, eller alla.",
    slack: "I Slack",
    slackAsk:
      "Be den som sköter Restsignal i din region att lägga till kanalen. Skicka med kanalens namn och id (det står längst ner under kanalens information) och valet här ovanför. Bjud sedan in Restsignals app i kanalen, annars kan den inte skriva där.",
    teams: "I Teams",
    teamsAsk:
      "Gör ett arbetsflöde i kanalen: Arbetsflöden, sedan ”Publicera i en kanal när en webhook-begäran tas emot”. Låt någon mer äga det, så att det inte slutar när du slutar. Lämna adressen som du får, på ett säkert sätt, till den som sköter Restsignal i din region, med valet här ovanför: den som har adressen kan skriva i kanalen.",
    contact: (region: string, contact: string) => `${region}: ${contact}`,
    noContact: "Vi vet inte vem det är hos er. Fråga regionens läkemedelsenhet.",
  },
  sent: {
    title: "Titta i din e-post",
    lead: (address: string) =>
      `Ett brev till ${address} bör komma inom några minuter. Öppna länken i det och tryck på Bekräfta.`,
    nothing: "Inget annat kommer förrän du har bekräftat.",
    missing: "Kommer det inget brev?",
    spam: "Titta i skräpposten, och se efter att adressen här ovanför är rätt skriven.",
    held: "Går det många brev på kort tid till samma adress, arbetsplats eller nätverk håller vi inne nya. Då hjälper det att vänta en timme, och ibland ett dygn. Till den som har anmält ett av våra brev som skräppost skickar vi inget alls; fråga då regionen.",
    again: "Be om brevet en gång till",
    other: "Börja om med en annan adress",
    capture: "Restsignal provkörs: inga brev skickas.",
  },
  confirm: {
    title: "Bekräfta din prenumeration",
    lead: (address: string) => `Det här skickas till ${address} när du har bekräftat.`,
    known: (region: string) =>
      `Du har redan en prenumeration från ${region}. Det här läggs till. När och hur det kommer ändras inte.`,
    whenHeading: "När",
    button: "Bekräfta",
    agreement:
      "Jag vill att Restsignal skickar det som står här till min e-postadress. Jag kan avsluta när jag vill, med länken i varje brev.",
    not: "Var det inte du som bad om det? Stäng sidan. Då ändras inget, och begäran raderas.",
    goneTitle: "Länken gäller inte",
    gone: "Den är för gammal, eller så kom inte hela adressen med. En länk gäller i två dygn. Har du redan bekräftat gäller prenumerationen ändå.",
    again: "Prenumerera på nytt",
  },
  done: {
    title: "Klart, du prenumererar",
    endedTitle: "Prenumerationen är avslutad",
    lead: (address: string) => `Det här skickas till ${address}.`,
    first: (time: string) => `Nästa utskick går tidigast ${time}. Finns det inget nytt för dig kommer inget.`,
    snoozed: (until: string) =>
      `Du har paus till ${until}. Innan dess kommer inget, inte heller det brådskande. Ändra det under ”Ändra något”.`,
    atOnce: "Varje meddelande kommer när det går ut. Finns det inget nytt för dig kommer inget.",
    ended: (region: string) => `Prenumerationen från ${region} är avslutad sedan du bekräftade. Inget kommer därifrån.`,
    paused: (region: string) => `Prenumerationen från ${region} är pausad, eftersom brev inte gick att leverera.`,
    changed: (region: string) => `Det du bekräftade för ${region} är ändrat eller avslutat sedan dess.`,
    mine: "Ändra något",
    end: (region: string) => `Avsluta: ${region}`,
    see: (region: string) => `Läget i ${region}`,
  },
  foreign: {
    title: "Formuläret kom från en annan webbplats",
    text: "Därför gjorde vi inget. Öppna Restsignals egen sida och börja där.",
  },
};

export type SubscribeStrings = typeof subscribeSv;
