/** What is kept about whom, in plain words. Each sentence is about what the code does: change them together. */
export const privacySv = {
  title: "Personuppgifter",
  lead: "Här står vad som sparas om dig, varför, hur länge, vem som ser det och hur du får ut det och bort det.",
  nothing:
    "Ingenting här spårar dig. Breven har inga dolda bilder och inga länkar som räknar vem som klickar. Inget hämtas från andra webbplatser, och inget säljs eller lämnas till någon för reklam.",
  sections: [
    {
      heading: "Du läser sidorna eller ett flöde",
      points: [
        "Vi sparar inte vem du är. Loggen säger vilken sida som lästes och när, inte från vilken nätverksadress.",
        "Din webbläsare minns i två kakor språket, om du väljer ett, och vilken regions sida du öppnade senast. De säger inget annat om dig.",
        "För att ingen ska kunna överlasta tjänsten räknas anrop per nätverk i några minuter. Det skrivs inte ned.",
      ],
    },
    {
      heading: "Du får e-post",
      points: [
        "Vi sparar din adress, vad du har valt, ditt språk, när du bad om det och bekräftade, och vilken text du då godkände.",
        "Vi sparar också vilka meddelanden som har skickats till dig, när, och om de kom fram. Annars kan ingen se efter om ett viktigt besked gick fram.",
        "Kommer ett brev tillbaka sparas det, och varför. Anmäler du ett brev som skräppost slutar vi skicka, och sparar ett fingeravtryck av adressen så att det förblir så. Annat som stod i brevet tillbaka sparas inte här. Själva brevet kan ligga kvar i den brevlåda som returer går till, tills den som driver tjänsten tömmer den.",
        "Skälet är att skicka det du har bett om, och inget annat. Den rättsliga grunden är ditt samtycke. Du tar tillbaka det genom att avsluta, med länken i varje meddelande.",
        "När du ber om en länk eller börjar prenumerera sparas ditt nätverk (inte hela nätverksadressen) i högst två dygn, så att ingen kan fylla en brevlåda med våra brev.",
        "Den som inte bekräftar får inget mer. Då raderas adressen inom några dygn.",
        "Har din region lagt till dig från en lista står det vem som gjorde det, när, och vad du enligt regionen har gått med på. Av en brevlåda som flera delar sparas vem som enligt regionen sa ja.",
      ],
    },
    {
      heading: "Du läser i Slack eller Teams",
      points: [
        "Vi sparar kanalens adress och vad den ska få. Vi vet inte vilka som är med i kanalen eller vem som läser.",
        "Vad Slack och Teams själva sparar bestämmer din arbetsgivares avtal med dem.",
      ],
    },
    {
      heading: "Du ställer en fråga till regionens farmaceuter",
      points: [
        "Vi sparar frågan och, om du skriver en, din svarsadress. Adressen raderas när frågan stängs.",
        "Personnummer tas inte emot. Skriv inget om någon patient.",
      ],
    },
    {
      heading: "Du arbetar vid arbetsytan",
      points: [
        "Vi sparar ditt namn, din adress, dina roller och det som behövs för att logga in. Lösenordet går inte att läsa.",
        "Det du gör skrivs i regionens logg med ditt namn, och inloggningar skrivs med nätverksadress. Skälet är att det ska gå att se vem som har beslutat om ett råd.",
        "Svarar du för regionen på SKR:s frågor sparas vem som sparade och signerade vad, och när. SKR ser vem som har signerat, men inte utkast.",
      ],
    },
  ],
  keptTitle: "Hur länge",
  keptLead: "Regionerna bestämmer själva. Så här är det nu:",
  columns: {
    endedSubscriptions: "Adressen, efter att du har avslutat",
    sentAddresses: "Vart varje brev skickades, också medan du prenumererar",
    questions: "Frågor, efter att de har stängts",
    audit: "Regionens logg",
  },
  allOthers: "Alla andra regioner",
  days: (days: number) => (days === 1 ? "1 dag" : `${days} dagar`),
  always: "Tas inte bort av sig självt",
  stays:
    "Meddelandena och att de har skickats tas aldrig bort: de är allmänna handlingar. När adressen är raderad går det inte att se vem som fick dem, bara till vilken e-postdomän (det som står efter @). Av den som har avslutat sparas ett fingeravtryck av adressen, så att ingen lista lägger till den igen. Adressen går inte att läsa ur det, bara att känna igen om någon skriver den.",
  nation: (signIns: string) => `Inloggningar vid arbetsytan: ${signIns}.`,
  backups: "I säkerhetskopior finns uppgifterna kvar tills kopiorna tas bort. Det bestämmer den som driver tjänsten.",
  seesTitle: "Vem som ser det",
  sees: [
    "De som arbetar vid din regions arbetsyta ser vad du har valt och vad som har skickats. Av adressen ser de bara början och domänen.",
    "Regionens farmaceuter ser frågor och svarsadresser.",
    "De som driver tjänsten kan se allt som sparas.",
    "Din e-postleverantör ser de brev du får, som med all e-post.",
    "Den som begär ut en allmän handling får den efter att regionen har prövat sekretessen.",
  ],
  rightsTitle: "Se, ändra, hämta och ta bort",
  rights:
    "Får du e-post gör du det själv: be om länken till dina prenumerationer. Där ser du allt vi har om dig, hämtar det som fil, ändrar det och tar bort det. Har du anmält ett av våra brev som skräppost skickar vi inget alls, inte heller länken. Be då din region om hjälp.",
  ask: "Be om länken",
  others: "Läser du i Slack eller Teams, eller arbetar du vid arbetsytan, gör din region det åt dig.",
  contactTitle: "Vem du frågar",
  contact:
    "Din region ansvarar för uppgifterna om dig. Fråga dess dataskyddsombud. Om tjänsten kan du också skriva till",
  noContact: "Din region ansvarar för uppgifterna om dig. Fråga dess dataskyddsombud.",
  complain: "Tycker du att vi gör fel kan du klaga hos Integritetsskyddsmyndigheten, imy.se.",
};

export type PrivacyStrings = typeof privacySv;
