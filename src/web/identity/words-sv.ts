import type { PasswordFault } from "../../domain/password.ts";

const passwordFaults: Record<PasswordFault, string> = {
  short: "Lösenordet är för kort. Det ska ha minst 12 tecken, gärna några ord efter varandra.",
  long: "Lösenordet är för långt. Det får ha högst 200 tecken.",
  personal: "Lösenordet får inte innehålla din e-postadress eller bestå av ditt namn. Välj ett annat.",
  common: "Lösenordet är för lätt att gissa. Välj till exempel några ord som inte hör ihop.",
};

export const signInSv = {
  title: "Logga in",
  lead: "För dig som arbetar med läkemedelsbrist i en region. Alla andra kan läsa utan att logga in.",
  provider: {
    heading: "Med din organisation",
    button: "Logga in med din organisation",
    unavailable:
      "Organisationens inloggning svarar inte just nu. Försök igen om en stund. Har du ett lösenord här i Restsignal kan du logga in med det.",
    denied: "Inloggningen avbröts hos din organisation. Försök igen.",
    refused: "Svaret från din organisations inloggning gick inte att godkänna. Försök igen.",
    stale: "Inloggningen tog för lång tid, eller så började den i en annan webbläsare. Försök igen.",
    onward: {
      title: "Du skickas vidare",
      text: "Du skickas vidare till din organisations inloggning.",
      link: "Fortsätt till inloggningen",
    },
  },
  local: {
    heading: "Med e-post och lösenord",
    email: "E-postadress",
    password: "Lösenord",
    button: "Logga in",
    forgotten: "Har du glömt lösenordet? Be den som är regionansvarig om en ny länk.",
    wrong: "E-postadressen eller lösenordet är fel.",
    paused:
      "Det har blivit för många försök med den e-postadressen. Vänta 15 minuter och försök igen, eller be den som är regionansvarig om en ny länk.",
  },
  form: "Formuläret hade blivit för gammalt, eller så tar din webbläsare inte emot kakor. Försök igen.",
  tooMany: { title: "För många försök", text: "Det har kommit för många försök härifrån. Vänta fem minuter." },
  refusals: {
    "no-role": {
      title: "Ditt konto har ingen roll",
      text: "Du är känd, men ditt konto har ingen roll i någon region. Be den som är regionansvarig, eller den som sköter grupperna i din organisation, att ge dig en. Du är inte inloggad.",
    },
    "no-email": {
      title: "Din e-postadress saknas",
      text: "Din organisations inloggning talade inte om någon e-postadress för dig, och utan den går det inte att lägga upp ett konto. Säg till den som sköter inloggningen. Du är inte inloggad.",
    },
    "email-taken": {
      title: "E-postadressen hör till ett annat konto",
      text: "Det finns redan ett annat konto i Restsignal med din e-postadress. Det tas inte över. Logga in med lösenordet till det, eller be den som sköter Restsignal att reda ut det. Du är inte inloggad.",
    },
    disabled: {
      title: "Ditt konto är avstängt",
      text: "Ditt konto i Restsignal är avstängt. Hör av dig till den som är regionansvarig. Du är inte inloggad.",
    },
  },
  back: "Till inloggningen",
  done: {
    "signed-out": "Du är utloggad.",
    "signed-out-everywhere": "Du är utloggad överallt.",
  },
  link: {
    title: "Välj lösenord",
    lead: (name: string) => `Välkommen, ${name}. Välj det lösenord som du ska logga in med.`,
    hint: "Minst 12 tecken. Mellanslag går bra, och några ord efter varandra är lättare att minnas.",
    password: "Nytt lösenord",
    again: "Samma lösenord igen",
    button: "Spara lösenordet och logga in",
    different: "Lösenorden är inte lika. Skriv samma i båda fälten.",
    faults: passwordFaults,
    gone: {
      title: "Länken går inte att använda",
      text: "Länken är redan använd, äldre än ett dygn, eller så kom inte hela adressen med. Be den som är regionansvarig om en ny.",
    },
  },
  code: {
    title: "Skriv koden",
    lead: "Lösenordet stämmer. Skriv nu koden från appen som du valde för tvåstegsinloggning.",
    label: "Kod",
    hint: "Sex siffror som byts varje halvminut.",
    lost: "Har du inte telefonen? Skriv en av dina reservkoder. Finns ingen kvar kan den som är regionansvarig ta bort tvåstegsinloggningen.",
    button: "Logga in",
    wrong: "Koden stämmer inte, eller så har den redan använts. Vänta på nästa och skriv den.",
    paused: "Det har blivit för många fel koder. Vänta en kvart och försök igen.",
    gone: "Inloggningen tog för lång tid eller fick för många försök. Börja om.",
  },
  confirm: {
    title: "Bekräfta att det är du",
    lead: "Det här är känsligt, och det var ett tag sedan du loggade in. Skriv ditt lösenord, så genomförs det.",
    providerLead:
      "Det här är känsligt, och det var ett tag sedan du loggade in. Logga in en gång till hos din organisation och gör sedan om det du skulle göra.",
    wrong: "Lösenordet stämmer inte.",
    button: "Bekräfta och fortsätt",
  },
  ownPassword: {
    title: "Byt lösenord",
    lead: "När du har bytt loggas du ut i alla andra webbläsare, och du får veta det med mejl.",
    current: "Nuvarande lösenord",
    button: "Byt lösenord",
  },
  secondFactor: {
    heading: "Tvåstegsinloggning",
    title: "Slå på tvåstegsinloggning",
    off: "Avstängd. Med tvåstegsinloggning behövs en kod från en app i telefonen när du loggar in, så att lösenordet inte räcker för den som har kommit över det.",
    on: (codes: number) => `Påslagen. Du har ${codes === 1 ? "1 reservkod" : `${codes} reservkoder`} kvar.`,
    begin: "Slå på tvåstegsinloggning",
    change: "Stäng av, eller gör nya reservkoder",
    code: "Kod från appen, eller en reservkod",
    turnOff: "Stäng av tvåstegsinloggning",
    newCodes: "Gör nya reservkoder",
    scan: "Öppna en app för engångskoder i telefonen och fotografera bilden.",
    picture: "QR-kod för appen",
    open: "Öppna appen i den här telefonen",
    type: "Går inte det, skriv in nyckeln i appen:",
    firstCode: "Koden som appen visar nu",
    turnOn: "Slå på",
    recovery: {
      title: "Dina reservkoder",
      done: "Tvåstegsinloggning är påslagen.",
      lead: "Med en reservkod kommer du in när du inte har telefonen. Varje kod går att använda en gång.",
      once: "De visas bara nu. Skriv ut dem eller skriv av dem, och förvara dem där ingen annan ser dem.",
      back: "Till ditt konto",
    },
  },
  account: {
    password: "Byt lösenord",
    done: {
      password: "Lösenordet är bytt. Du är utloggad i alla andra webbläsare.",
      "factor-off": "Tvåstegsinloggning är avstängd.",
    } as Record<string, string>,
    problems: {
      "code-wrong": "Koden stämmer inte, eller så har den redan använts. Inget har ändrats.",
      "code-paused": "Det har blivit för många fel koder. Vänta en kvart. Inget har ändrats.",
    } as Record<string, string>,
    title: "Ditt konto",
    roles: "Dina roller",
    region: "Region",
    role: "Roll",
    noRoles: "Ditt konto har ingen roll i någon region. Be den som är regionansvarig att ge dig en.",
    byProvider: "Du loggar in med din organisation, och rollerna kommer därifrån.",
    byPassword: "Du loggar in med e-postadress och lösenord.",
    sessions: "Här är du inloggad",
    sessionsLead: "Känner du inte igen något av det, logga ut överallt och säg till den som är regionansvarig.",
    from: "Nätverksadress",
    since: "Inloggad",
    seen: "Senast använd",
    here: "den här webbläsaren",
    signOutEverywhere: "Logga ut överallt",
  },
};

export type SignInStrings = typeof signInSv;
