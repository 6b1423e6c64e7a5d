const cases = (count: number) => (count === 1 ? "1 ärende" : `${count} ärenden`);

/** One advice for many cases. */
export const adviseSv = {
  title: (count: number) => `Ett råd för ${cases(count)}`,
  confirmTitle: (count: number) => `Publicera samma råd i ${cases(count)}`,
  review: "Granska alla",
  publish: (count: number) => (count === 1 ? "Publicera 1 meddelande" : `Publicera ${count} meddelanden`),
  soon: "Varje ärende får ett eget meddelande. De går ut om en minut, och vart och ett kan ångras fram till dess.",
  cases: "Ärendena",
  drafted: (by: string) => `Har ett utkast av ${by}: det här ärendet får inget meddelande.`,
  tooMany: (max: number) => `Välj högst ${max} ärenden åt gången: varje meddelande ska gå att läsa innan det går ut.`,
  outcomeTitle: "Så gick det",
  refused: (count: number) => `${cases(count)} fick inget meddelande`,
  scheduled: (count: number) => `${cases(count)}: meddelandet går ut om en minut och kan ångras i ärendet`,
  submitted: (count: number) => `${cases(count)} väntar på granskning`,
  refusals: {
    "facts-changed":
      "Uppgifterna har ändrats sedan du valde ärendet. Inget är skickat. Öppna ärendet och läs vad som är nytt.",
    "second-person": "Regionen kräver att en annan person godkänner. Inget är skickat.",
  } as Partial<Record<string, string>>,
};

export type AdviseStrings = typeof adviseSv;
