export const questionSv = {
  heading: "Fråga regionens apotekare",
  lead: "Frågan går till regionens läkemedelsfunktion. Skriv inget om enskilda patienter.",
  contact: (contact: string) => `Använd inte formuläret när det är bråttom. Så når du regionen: ${contact}`,
  noContact: (region: string) =>
    `Använd inte formuläret när det är bråttom. ${region} har inte angett något nummer här: ring regionens växel.`,
  text: "Din fråga",
  replyTo: "Din e-postadress, om du vill ha svar (kan lämnas tomt)",
  replyToHint: "Används bara för att svara på frågan, och tas bort när den är besvarad.",
  trap: "Lämna det här fältet tomt",
  submit: "Skicka frågan",
  problems: (count: number) => `${count === 1 ? "En sak" : `${count} saker`} behöver rättas`,
  noText: "Skriv din fråga, högst 2 000 tecken.",
  personnummer: "Texten ser ut att innehålla ett personnummer. Ta bort det.",
  badReplyTo: "Ange en e-postadress, till exempel namn@region.se, eller lämna fältet tomt.",
  title: "Fråga regionens apotekare",
  back: "Tillbaka till läkemedlet",
  thanksTitle: "Tack, din fråga är skickad",
  thanks: "Den ligger nu hos regionens läkemedelsfunktion.",
  tooManyTitle: "För många frågor på kort tid",
  tooMany: "Det har kommit många frågor från ditt nätverk. Vänta tio minuter och försök igen.",
  tooManyHere:
    "Din fråga skickades inte. Det har just kommit många frågor om läkemedlet eller till regionen. Texten står kvar: försök igen om en timme.",
  foreignTitle: "Frågan skickades inte",
  foreign: "Formuläret kom från en annan webbplats. Öppna läkemedlets sida här och skriv frågan igen.",
};

export type QuestionStrings = typeof questionSv;
