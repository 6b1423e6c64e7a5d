import type { Role } from "../../src/domain/account.ts";

const roles: Record<Role, string> = {
  reader: "läsare",
  curator: "handläggare",
  approver: "granskare",
  "region-admin": "regionansvarig",
  analyst: "analytiker, SKR",
  operator: "drift",
};

/** What accounts' owners and administrators are told by e-mail. */
export const accountMailSv = {
  greeting: (name: string) => `Hej ${name}!`,
  roles,
  and: "och",
  operations: "den som sköter Restsignal",
  nation: "hela landet",
  invited: {
    subject: (region: string) => `Du har fått en roll i ${region}: öppna länken för att börja`,
    what: (by: string, region: string, role: string) =>
      `${by} har gett dig rollen ${role} i ${region} i Restsignal. Rollen gäller först när du har öppnat länken här nedanför och valt ett nytt lösenord.`,
    voided:
      "Ditt tidigare lösenord gäller inte längre och du är utloggad överallt. Så är det alltid när en ny region ger någon en roll, för den som har gjort ett konto i en annan region kan känna till lösenordet.",
    link: (url: string) => `Öppna länken, som gäller en gång och i ett dygn:\n${url}`,
    unexpected: "Väntade du dig inte det här? Öppna inte länken, och hör av dig till den som sköter Restsignal.",
  },
  linkMade: {
    subject: "En ny länk för ditt lösenord har gjorts",
    what: (by: string) =>
      `${by} har gjort en länk som går att välja ett nytt lösenord med för ditt konto i Restsignal. Den som öppnar länken blir inloggad som du.`,
    unexpected:
      "Har du inte bett om en ny länk? Hör genast av dig till en annan regionansvarig eller till den som sköter Restsignal.",
  },
  roleChanged: {
    subject: (region: string) => `Din roll i ${region} har ändrats`,
    given: (by: string, region: string, role: string) => `${by} har gett dig rollen ${role} i ${region} i Restsignal.`,
    changed: ({ by, region, before, role }: { by: string; region: string; before: string; role: string }) =>
      `${by} har ändrat din roll i ${region} i Restsignal, från ${before} till ${role}.`,
    taken: (by: string, region: string, before: string) =>
      `${by} har tagit bort din roll som ${before} i ${region} i Restsignal.`,
    unexpected: "Väntade du dig inte det här? Hör av dig till den som är regionansvarig.",
  },
  passwordChanged: {
    subject: "Ditt lösenord är ändrat",
    what: "Ett nytt lösenord är valt för ditt konto i Restsignal. Alla som var inloggade med det gamla är utloggade.",
    unexpected:
      "Var det inte du? Då har någon annan tagit sig in. Hör genast av dig till den som är regionansvarig eller till den som sköter Restsignal.",
  },
  secondFactor: {
    subject: "Din tvåstegsinloggning",
    on: "Tvåstegsinloggning är påslagen för ditt konto i Restsignal. Från och med nu behövs en kod från din app när du loggar in.",
    off: "Tvåstegsinloggning är avstängd för ditt konto i Restsignal. Lösenordet räcker för att logga in.",
    reset: (by: string) =>
      `${by} har tagit bort tvåstegsinloggningen för ditt konto i Restsignal. Lösenordet räcker för att logga in tills du slår på den igen.`,
    codes: "Nya reservkoder är gjorda för ditt konto i Restsignal. De gamla gäller inte längre.",
    recovery: "En av dina reservkoder har använts för att logga in på ditt konto i Restsignal.",
    paused:
      "Någon har skrivit rätt lösenord till ditt konto i Restsignal och sedan fel kod många gånger. Inga koder tas emot på en kvart. Var det inte du kan någon annan ditt lösenord: byt det.",
    unexpected:
      "Var det inte du? Hör genast av dig till den som är regionansvarig eller till den som sköter Restsignal.",
  },
  secondPersonOff: {
    subject: (region: string) => `Kravet på två personer i ${region} är på väg att tas bort`,
    what: (by: string, region: string, at: string) =>
      `${by} vill ta bort kravet på två personer i ${region}. Det tas bort ${at}, eller tidigare om en annan godkänner det. Från och med då kan en person ensam publicera till förskrivarna.`,
    unexpected: (url: string) => `Den som är granskare eller regionansvarig kan stoppa det här:\n${url}`,
  },
  receiversPaused: {
    subject: ({ receivers, region }: { receivers: number; region: string }) =>
      `${receivers === 1 ? "En mottagare" : `${receivers} mottagare`} i ${region} nås inte längre`,
    what: ({ receivers, region }: { receivers: number; region: string }) =>
      receivers === 1
        ? `Det som skickades till en av mottagarna i ${region} kan inte komma fram. Adressen eller kanalen verkar vara borta. Inget skickas dit förrän någon har rättat det; det som kommer under tiden väntar.`
        : `Det som skickades till ${receivers} av mottagarna i ${region} kan inte komma fram. Adresserna eller kanalerna verkar vara borta. Inget skickas dit förrän någon har rättat det; det som kommer under tiden väntar.`,
    mend: (url: string) =>
      `Vi kan inte säga till dem som läser där. Se vad det gäller, varför, och vad som kan göras:\n${url}`,
  },
  questionnaire: {
    about: { outreach: "hur förskrivare får veta om restsituationer", readiness: "regionens försörjningsberedskap" },
    opened: {
      subject: ({ period, lastDay }: QuestionsTold) => `SKR:s frågor för ${period}: svara senast ${lastDay}`,
      what: ({ region, about, period, lastDay }: QuestionsTold) =>
        `SKR frågar ${region} om ${about}, ${period}. Svara senast ${lastDay}. Flera kan skriva på svaret, och det sparas bit för bit. Svaret räknas först när det är signerat.`,
    },
    reminder: {
      subject: ({ period, lastDay }: QuestionsTold) =>
        `SKR:s frågor för ${period} är inte signerade, sista dag ${lastDay}`,
      what: ({ region, about, period, lastDay }: QuestionsTold) =>
        `Svaret från ${region} på SKR:s frågor om ${about}, ${period}, är inte signerat. Sista dagen är ${lastDay}. Det som inte är signerat då räknas inte.`,
    },
    reopened: {
      subject: ({ period, lastDay }: QuestionsTold) => `SKR:s frågor för ${period}: signera på nytt senast ${lastDay}`,
      what: ({ region, about, period, lastDay }: QuestionsTold) =>
        `SKR har öppnat det signerade svaret från ${region} på frågorna om ${about}, ${period}. Det som var signerat räknas inte längre. Rätta och signera på nytt senast ${lastDay}.`,
    },
    reason: (reason: string) => `SKR skriver: ${reason}`,
    where: (url: string) => `Svara här:\n${url}`,
  },
  roleElsewhere: {
    subject: (region: string) => `Ett konto har fått en roll i ${region}`,
    what: ({ by, person, region, role }: { by: string; person: string; region: string; role: string }) =>
      `${by} har gett ${person} rollen ${role} i ${region} i Restsignal. Kontot har, eller har haft, en roll även i en annan region.`,
    voided:
      "Kontots lösenord gäller inte längre och det är utloggat överallt. En länk har gått till kontots egen e-postadress, och rollen gäller först när ägaren har öppnat den.",
    unexpected:
      "Du får det här för att du är regionansvarig i någon av regionerna. Väntade du dig det inte? Hör av dig till den andra regionens ansvariga.",
  },
  footer: (site: string) => `Det här mejlet är skickat av Restsignal, ${site}. Det går inte att svara på.`,
};

interface QuestionsTold {
  readonly region: string;
  readonly about: string;
  readonly period: string;
  readonly lastDay: string;
}

export type AccountMailStrings = typeof accountMailSv;
