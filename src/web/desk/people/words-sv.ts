import type { PeopleRefusal } from "../../../services/people.ts";

const refusals: Record<PeopleRefusal, string> = {
  unknown: "Personen har ingen roll i regionen längre. Ladda om sidan.",
  provider: "Kontots roller kommer från organisationens inloggning och ändras där.",
  disabled: "Kontot är avstängt. Den som sköter Restsignal kan öppna det igen.",
  "last-admin": "Regionen måste ha minst en regionansvarig. Gör någon annan till regionansvarig först.",
  "has-role": "Personen har redan en roll i regionen. Ändra den i listan.",
  elsewhere: "Kontot har roller även utanför regionen. Bara den som sköter Restsignal kan göra en ny länk till det.",
  "no-factor": "Personen använder inte tvåstegsinloggning.",
  nation: "Kontot har en roll för hela landet. Bara den som sköter Restsignal kan ge det en roll i en region.",
  changed: "Någon annan har ändrat personens roll medan sidan var öppen. Läs vad den är nu och försök igen.",
  taken: "E-postadressen hör redan till ett konto. Ladda om sidan och försök igen.",
};

export const peopleSv = {
  title: "Användare",
  lead: (region: string) => `De här har en roll i ${region}.`,
  columns: { name: "Namn", role: "Roll", signsIn: "Loggar in", change: "Ändra" },
  you: "du",
  byProvider: "med organisationen",
  byPassword: "med lösenord",
  noPassword: "har inte valt lösenord än",
  disabled: "kontot är avstängt",
  fixed: "Rollen styrs av organisationens inloggning.",
  change: (name: string) => `Ändra ${name}`,
  changeRole: "Ny roll",
  save: "Spara rollen",
  takeAway: "Ta bort rollen i regionen",
  waiting: "väntar på att personen väljer ett nytt lösenord",
  mailFaults: {
    returned: (at: string) => `Det senaste brevet kom tillbaka ${at}. Stämmer adressen?`,
    dead: (at: string) => `Det senaste brevet gick inte att skicka ${at}. Stämmer adressen?`,
  },
  waitingHint:
    "Rollen börjar gälla när personen har öppnat länken som har gått till e-postadressen, och valt ett nytt lösenord. Kontot fanns redan, i en annan region eller sedan tidigare: därför gäller inte det gamla lösenordet.",
  secondFactor: "tvåstegsinloggning",
  resetFactor: "Ta bort tvåstegsinloggningen",
  resetFactorHint:
    "Om både telefonen och reservkoderna är borta. Personen får veta det med mejl och loggar in med lösenordet tills den slår på det igen.",
  newMail: "Skicka länken igen",
  newLink: "Gör en ny länk för lösenord",
  newLinkHint:
    "Om lösenordet är glömt. Äldre länkar slutar gälla; det nuvarande lösenordet gäller tills ett nytt är valt.",
  add: {
    heading: "Lägg till någon",
    lead: "För den som loggar in med e-postadress och lösenord. De som loggar in med organisationen får sin roll därifrån.",
    fields: {
      email: "E-postadress",
      name: "Namn",
      role: "Roll",
    },
    hints: { name: "Namnet står vid det som personen gör." },
    button: "Lägg till",
  },
  problems: {
    email: "Skriv en e-postadress, till exempel anna@region.example.",
    name: "Skriv ett namn, högst 200 tecken.",
    nameNumber: "Ta bort det som ser ut som ett personnummer.",
    role: "Välj en roll.",
  },
  refusals,
  link: {
    title: "Länk för att välja lösenord",
    lead: (name: string) => `Ge länken till ${name}, på ett sätt där ingen annan ser den.`,
    once: "Länken visas bara nu. Den går att använda en gång, inom ett dygn.",
    label: "Länk",
    back: "Tillbaka till användarna",
  },
  done: {
    given: "Personen hade redan ett konto och har nu rollen.",
    offered:
      "Personen hade redan ett konto. Rollen börjar gälla när personen har öppnat länken som går till e-postadressen. Det gamla lösenordet gäller inte längre. Personen och de regionansvariga som det rör får veta det med mejl.",
    "offered-unsent":
      "Personen hade redan ett konto, och det gamla lösenordet gäller inte längre. Rollen börjar gälla när personen har öppnat en ny länk. Just nu skickas inga mejl: be den som sköter Restsignal att göra länken.",
    reset: "Tvåstegsinloggningen är borttagen.",
    changed: "Rollen är ändrad.",
    taken: "Rollen är borttagen.",
  },
};

export type PeopleStrings = typeof peopleSv;
