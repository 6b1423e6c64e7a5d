export const accessibilitySv = {
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
};

export type AccessibilityStrings = typeof accessibilitySv;
