/** What waits for a second person beside drafts. */
export const approvalsSv = {
  title: "Väntar på en andra person",
  lead: (region: string) =>
    `I ${region} ska en annan person godkänna det som en person har skrivit innan det når förskrivarna.`,
  off: (region: string) => `${region} kräver inte två personer. Då behöver inget godkännas här.`,
  nothing: "Inget väntar på godkännande här.",
  drafts: "Utkast som väntar på granskning finns i inkorgen",
  proposals: {
    heading: "Ändringar av regler och inställningar",
    kinds: {
      rules: "Nya regler",
      "second-person-off": "Ta bort kravet på två personer",
      contact: "Ny kontaktväg",
    },
    by: (name: string, at: string) => `Föreslaget av ${name} ${at}.`,
    effective: (at: string) => `Börjar gälla ${at} om ingen stoppar det, eller när en annan person godkänner det.`,
    until: "Börjar gälla när en annan person har godkänt det.",
    rulesNow: "Regler som gäller nu",
    rulesThen: "Regler efter ändringen",
    contactThen: (contact: string) => `Ny kontaktväg: ${contact}`,
    noContact: "Kontaktvägen tas bort.",
    own: "Du har föreslagit det själv. En annan person behöver godkänna det.",
    approve: "Godkänn ändringen",
    refuse: "Stoppa ändringen",
    withdraw: "Ta tillbaka ändringen",
  },
  looks: {
    heading: "Det som regler skickar",
    lead: "En regel skickar inte det här förrän någon annan än den som har skrivit det har godkänt det. Till dess väntar nyheter om de läkemedlen på beslut i inkorgen.",
    kinds: {
      "standing-advice": "Stående råd",
      "own-notice": "Egen anmälan",
      tie: "Träff",
    },
    listLine: "Raden i listan",
    case: "Öppna ärendet",
    tied: { confirmed: "hör till", refused: "hör inte till" },
    reason: (text: string) => `Skäl: ${text}`,
    stock: (days: number) => `Regionens lager: ${days} dagar`,
    areas: (names: string) => `För ${names}`,
    own: "Du har skrivit det här. En annan person behöver godkänna det.",
    approve: "Godkänn de valda",
    more: (count: number) => `${count} till visas när de här är godkända.`,
    needsApprover: "Den som är granskare eller regionansvarig kan godkänna.",
  },
  problems: {
    none: "Välj det som du vill godkänna.",
    changed: "Något av det valda har ändrats eller är redan godkänt. Läs igen och godkänn det som står här nu.",
    own: "Du kan inte godkänna det som du själv har skrivit.",
    gone: "Ändringen är redan avgjord.",
    outdated:
      "Det som ändringen gällde är ändrat sedan dess. Inget har ändrats nu. Gör om förslaget från det som gäller.",
  },
  done: {
    approved: "Godkänt.",
    taken: "Ändringen är godkänd och gäller nu.",
    refused: "Ändringen är stoppad.",
  } as Record<string, string>,
};

export type ApprovalsStrings = typeof approvalsSv;
