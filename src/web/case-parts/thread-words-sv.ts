import type { NoticeType } from "../../domain/notice.ts";

const noticeTypes: Record<NoticeType, string> = {
  shortage: "Brist",
  cessation: "Slutar säljas",
  unknown: "Uppehåll i försäljningen",
};

export const threadSv = {
  version: (version: number) => `version ${version}`,
  follow: "Följ det här",
  earlier: "Tidigare meddelanden",
  superseded: "Ersatt av ett nyare meddelande. Uppgifterna gällde när det publicerades.",
  outdated: "Källans uppgifter har ändrats sedan meddelandet skrevs.",
  none: (region: string) => `${region} har inte lämnat något råd ännu.`,
  signalsHeading: "Signal från nordiskt grannland",
  signalsLead: "Samma nordiska varunummer är anmält i ett grannland. Det är ingen svensk brist.",
  nowHeading: (source: string) => `Läget nu enligt ${source}`,
  nowLead: (time: string) => `Uppgifter per ${time}.`,
  nothingOpen: "Ingen brist är rapporterad just nu, och inget slutar säljas.",
  columns: { package: "Förpackning", state: "Läge" },
  ended: (date: string) => `slut ${date}`,
  sourceEnd: (date: string) => `Källan anger slutdatum ${date}`,
  types: noticeTypes,
  cause: (cause: string) => `Orsak: ${cause}`,
  closedHeading: (count: number) => `Inte längre aktuellt (${count})`,
  noStart: "Ej angivet",
  noEnd: "Inget datum",
  ceased: "Har slutat säljas",
  ceases: "Slutar säljas",
  overdue: "Försenad",
};

export type ThreadStrings = typeof threadSv;
