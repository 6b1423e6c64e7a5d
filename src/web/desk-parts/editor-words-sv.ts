import type { ReaderRole } from "../../domain/audience.ts";
import type { UpdateKind } from "../../domain/case.ts";
import type { DraftKind, DraftProblemKind, DraftState } from "../../domain/draft.ts";
import type { MessageKind } from "../../domain/message.ts";

const kinds: Record<DraftKind, string> = {
  auto: "Nästa meddelande i tråden",
  correction: "Rättelse: det förra meddelandet innehöll ett fel",
  retraction: "Återtagande: det förra meddelandet ska inte gälla",
};

const messageKinds: Record<MessageKind, string> = {
  new: "nytt meddelande",
  update: "uppdatering",
  correction: "rättelse",
  resolved: "bristen är över",
  retraction: "återtagande",
  overview: "läget nu",
  alert: "larm",
  reminder: "påminnelse",
};

const updateKinds: Record<UpdateKind, string> = {
  baseline: "Stod redan i källans första fil",
  change: "Källan har ändrat",
  clock: "Ett datum har passerat",
  list: "Regionens nya lista omfattar det här",
  expired: "Rådets sista giltighetsdag har passerat",
  fallen: "Rådet håller inte längre",
};

const problems: Record<DraftProblemKind, string> = {
  personnummer: "Texten innehåller något som ser ut som ett personnummer. Ta bort det: inget har sparats.",
  "too-long": "Texten är för lång. Korta den: inget har sparats.",
  "too-many": "Ett råd kan nämna högst tio alternativ. Ta bort några: inget har sparats.",
  "no-date": "Sista giltighetsdag ska vara ett datum, till exempel 2026-09-30.",
  "type-missing": "Välj vilken sorts råd texten är.",
  "text-missing": "Skriv rådet på svenska, eller välj ”Bara fakta”.",
  "swedish-missing": "Engelska räcker inte: skriv rådet på svenska också.",
  "advice-missing": "Skriv ett råd, eller välj ”Bara fakta” om meddelandet ska gå ut utan råd.",
  "advice-or-facts":
    "Du har valt ”Bara fakta” men också skrivit ett råd. Välj sorts råd, eller ta bort texten: inget har sparats.",
  past: "Sista giltighetsdag har passerat när meddelandet går ut.",
  "nothing-to-correct": "Det finns inget meddelande att rätta.",
  "nothing-to-retract": "Det finns inget meddelande att återta.",
  "reason-missing": "Skriv varför meddelandet återtas: det är vad läsarna får veta.",
};

/** Roles as messages hold them, in words. */
const roles: Record<ReaderRole, string> = {
  läkare: "Läkare",
  sjuksköterska: "Sjuksköterskor",
  barnmorska: "Barnmorskor",
  farmaceut: "Farmaceuter",
  tandläkare: "Tandläkare",
  "övriga förskrivare": "Övriga förskrivare",
};

export const editorSv = {
  title: "Ärende",
  toInbox: "Till inkorgen",
  publicPage: "Ärendet på den öppna sidan",
  jumpToEditor: "Skriv meddelande",
  closedCase: "Ärendet är stängt: ingen anmälan är öppen.",
  assignedTo: (name: string) => `tilldelat ${name}`,
  unassigned: "inte tilldelat",
  dueOn: (date: string) => `beslut senast ${date}`,

  done: {
    saved: "Utkastet är sparat.",
    submitted: "Utkastet är skickat till granskning.",
    scheduled: "Klart. Meddelandet går ut vid tiden nedan, och kan ångras fram till dess.",
    sentBack: "Utkastet är tillbaka hos den som skrev.",
    undone: "Ångrat. Inget har skickats, och texten finns kvar i utkastet.",
    discarded: "Utkastet är borttaget.",
    takenOver: "Texten är övertagen till utkastet. Läs den och ändra det som inte stämmer i er region.",
    noted: "Anteckningen är sparad.",
    dismissed: "Det som väntade är avslutat utan meddelande.",
    newer: "Nya uppgifter har kommit sedan du öppnade sidan. De är inte avslutade: de väntar nedan.",
    already: "Någon annan hade redan beslutat. Inget är ändrat.",
    assigned: "Ärendet är tilldelat.",
    unassigned: "Ärendet är inte tilldelat någon längre.",
    due: "Tiden är ändrad.",
    question: "Frågan är stängd.",
  },

  waiting: {
    heading: (count: number) => `Det här väntar på beslut (${count})`,
    since: (time: string) => `sedan ${time}`,
    kinds: updateKinds,
    moved: "Omfattningen har ändrats",
    gathered: "En regel skickar det på måndag kl. 7.",
  },

  next: {
    heading: "Gör nu",
    write:
      "Läs vad som har ändrats, skriv meddelandet nedan och publicera. Behövs inget meddelande: välj ”Ingen åtgärd”.",
    idle: "Inget väntar på beslut. Du kan skriva ett nytt råd eller en rättelse nedan.",
    finish: "Läs igenom och publicera det nedan, eller ta bort det om inget meddelande behövs.",
    retracted: "Meddelandet är återtaget. Läsarna har inget som gäller: skriv ett nytt.",
    readOnly: "Du kan läsa ärendet. Den som har rollen handläggare kan skriva.",
    draft: (name: string, time: string) => `Ett utkast är påbörjat. Senast sparat av ${name} ${time}.`,
    submitted: (name: string) => `Utkastet väntar på granskning. Skickat av ${name}.`,
    ownDraft: "Du skrev eller skickade det här själv: någon annan behöver granska.",
    needsApprover: "Den som har rollen granskare kan godkänna.",
    scheduled: (time: string) => `Meddelandet går ut ${time}. Fram till dess kan det ångras.`,
    approvedBy: (name: string) => `Godkänt av ${name}.`,
    reason: "Därför kom utkastet tillbaka",
    wish: (time: string) => `Önskad tid: ${time}.`,
    undo: "Ångra",
    approve: "Godkänn och publicera",
    sendBack: "Skicka tillbaka",
    sendBackReason: "Vad behöver ändras?",
    takeBack: "Ta tillbaka utkastet",
    discard: "Ta bort utkastet",
    resolve: "Meddela att bristen är över",
    resolveLead: "Inget är öppet längre. Meddelandet har inget råd och går till samma läsare som sist.",
  },

  editor: {
    fields: {
      kind: "Vad det är",
      type: "Sorts råd",
      sv: "Råd på svenska",
      en: "Råd på engelska",
      alternatives: "Alternativ som rådet nämner",
      find: "Lägg till ett alternativ",
      areas: "Gäller områden",
      roles: "Gäller yrkesroller",
      urgency: "Brådskande",
      validUntil: "Rådet gäller till och med",
      publishAt: "Gå ut vid en viss tid",
    },
    hints: {
      find: "Skriv namn, substans, ATC-kod eller NPL-id och tryck Sök. Vi kontrollerar det varje dag och säger till om det faller bort.",
      areas: "Inget valt betyder alla.",
      roles: "Inget valt betyder alla.",
      validUntil: "Kan lämnas tomt. Då gäller det tills nästa version.",
      publishAt: "Svensk tid, högst 90 dagar fram. Kan lämnas tomt: då går det ut om en minut.",
      en: "Kan lämnas tomt. Då visas det svenska rådet.",
    },
    urgent: {
      new: "Bör gå ut direkt: alla preparat, en hel styrka eller ert eget preparat är anmält, och läsarna vet inget om det.",
      worse: "Bör gå ut direkt: mer av läkemedlet är anmält än läsarna vet.",
    },
    heading: "Skriv meddelandet",
    willBe: (kind: string) => `Det blir: ${kind}.`,
    messageKinds,
    carried: "Texten är hämtad från förra versionen. Ändra det som inte stämmer längre.",
    standing: "Texten är regionens stående råd från listan.",
    kinds,
    chooseType: "Välj",
    factsOnly: "Bara fakta: inget råd den här gången",
    svHint: (max: number) =>
      `Skriv kort: vad ska göras, för vilka patienter. Tom rad ger nytt stycke. Högst ${max} tecken.`,
    near: (used: number, max: number) => `Nu ${used} av högst ${max} tecken.`,
    roleNames: roles,
    urgencies: { normal: "Nej", high: "Ja: går ut genast, även till dem som får en samling varje morgon" },
    origin: (region: string, version: number) => `Rådet bygger på text från ${region}, version ${version}`,
    when: "Välj tid",
    save: "Spara utkast",
    publish: "Granska och publicera",
    publishHint:
      "Texten sparas, och nästa sida visar meddelandet, vilka som får det och när. Inget går ut förrän du svarar där.",
    submit: "Granska och skicka",
    submitHint:
      "I regionen granskar alltid en till person innan ett meddelande går ut. Nästa sida visar vad som händer.",
    findButton: "Sök alternativ",
    foundFor: (text: string, { shown, total }: { shown: number; total: number }) => {
      if (total === 0) return `Produktregistret har inget som vi förstår som ”${text}”. Vad menar du?`;
      if (shown === 0) return `Det som ”${text}” kan vara är redan valt.`;
      const more = total > shown ? " Är det ett annat: skriv mer av namnet och styrkan." : "";
      return `Vilket menar du med ”${text}”? Kryssa för det ovan och spara.${more}`;
    },
    findFirst:
      "Du har skrivit ett alternativ men inte valt det. Tryck Sök alternativ, eller töm fältet: inget har sparats.",
    alternativeDown: "Varning:",
    alternativeSame: "Varning: ett alternativ är samma läkemedel som meddelandet handlar om.",
    discarded: "Senast borttagna utkast",
  },

  problems,
  refusals: {
    "second-person": "I den här regionen måste en annan person godkänna. Texten är sparad: skicka den till granskning.",
    "own-draft": "Du kan inte godkänna det du själv skrev eller skickade.",
    "facts-changed":
      "Källans uppgifter eller tråden har ändrats sedan du öppnade sidan. Texten är sparad. Läs vad som är nytt och publicera igen.",
    time: "Tiden ska ligga i framtiden, högst 90 dagar fram.",
    "no-time": "Skriv tiden som datum och klockslag. Klockslaget finns inte den dagen om klockan ställs fram då.",
    "no-case": "Ärendet finns inte längre.",
    "no-notices": "Ärendet har inga anmälningar kvar: det finns inget att berätta.",
    "no-news": "Det finns inget nytt sedan förra meddelandet. Skriv ett råd eller välj rättelse.",
    "nothing-to-correct": "Det finns inget meddelande att rätta eller återta.",
    channel:
      "Någon kanal tar inte emot meddelandet som det är skrivet. Texten är sparad: se under förhandsvisningen och korta den.",
    "no-reason": "Skriv ett skäl.",
    "no-text": "Skriv något.",
    "text-too-long": (max: number) => `Skriv högst ${max} tecken.`,
    "no-help": "Texten finns inte att ta över längre.",
  },

  conflict: {
    heading: "Någon annan hann före. Inget är gjort.",
    decided: (name: string, time: string, state: string) =>
      `Ditt beslut gällde något annat än det som står här nu: utkastet ${state}. ${name} sparade det senast ${time}. Läs det och besluta igen.`,
    decidedGone: "Utkastet som du beslutade om är inte öppet längre: det har publicerats eller tagits bort.",
    states: {
      draft: "är under arbete",
      submitted: "väntar på granskning",
      scheduled: "är på väg ut",
      published: "är publicerat",
      discarded: "är borttaget",
    } as Record<DraftState, string>,
    seen: "Så stod det på sidan du hade framme",
    now: "Så står det nu",
    readAgain: "Läs ärendet som det är nu",
    lead: (name: string, time: string) =>
      `${name} sparade ${time}, medan du skrev. Inget är förlorat: båda texterna står här.`,
    gone: "Utkastet är inte öppet längre: det har publicerats eller tagits bort medan du skrev. Din text står kvar nedan.",
    busy: (name: string) =>
      `${name} har redan skickat utkastet vidare. Ta tillbaka det om du behöver ändra. Din text, att kopiera:`,
    theirs: "Deras text",
    yours: "Din text",
    keepYours: "Vill du ha din: ändra den nedan och spara igen. Då ersätter den deras, som finns kvar i loggen.",
    takeTheirs: "Ta deras text",
    noText: "Inget råd.",
  },

  helping: {
    heading: "Så har andra regioner skrivit",
    lead: "Samma substans och beredningsform. Läs kritiskt: andra regioner har annat sortiment.",
    from: (region: string, date: string, version: number) => `${region}, ${date}, version ${version}`,
    takeOver: (region: string) => `Ta över från ${region}`,
    replaces: "Ersätter rådet i ditt utkast.",
  },

  sourceWords: {
    heading: "Källans egna ord",
    lead: "Som källan skrev dem, utan vår tolkning. De går aldrig ut i något meddelande.",
    open: "Öppna hos källan",
    raw: "Visa som källan skickade det",
    none: "Källan har inte skrivit något mer.",
  },

  questions: {
    heading: (count: number) => `Öppna frågor (${count})`,
    asked: (time: string) => `Ställd ${time}`,
    note: "Vad blev det av frågan?",
    close: "Stäng frågan",
  },

  notes: {
    heading: "Interna anteckningar",
    lead: "Bara för handläggare i regionen. Går aldrig ut i något meddelande, flöde eller export.",
    none: "Inga anteckningar.",
    text: "Ny anteckning",
    hint: "Kan inte ändras efteråt. Skriv inga uppgifter om patienter.",
    save: "Spara anteckningen",
    by: (name: string, time: string) => `${name}, ${time}`,
  },

  handling: {
    heading: "Hantera ärendet",
    assignee: "Ansvarig",
    nobody: "Ingen",
    assign: "Tilldela",
    due: "Beslut senast",
    setDue: "Ändra",
    dismiss: "Ingen åtgärd",
    dismissLead: "Det som väntar avslutas utan meddelande. Skälet sparas.",
    dismissReason: "Skäl",
    retract: "Återta det senaste meddelandet",
    retractLead: "Alla som fick det får veta att det inte gäller. Det går ut om en minut och kan ångras tills dess.",
    retractDiscards: "Det öppna utkastet tas bort men går att läsa efteråt.",
    retractReason: "Varför det inte ska gälla",
    retractReasonHint: "Läsarna ser den här texten.",
    correct: "Rätta det senaste meddelandet",
    export: "Hämta allt om ärendet (JSON)",
    exportHint: "För en begäran om allmän handling. Interna anteckningar följer inte med: pröva dem för sig.",
  },

  thread: {
    heading: (count: number) => `Publicerade meddelanden (${count})`,
    none: "Inget är publicerat i ärendet.",
    by: (name: string) => `av ${name}`,
    approvedBy: (name: string) => `godkänt av ${name}`,
  },
};

export type EditorStrings = typeof editorSv;
