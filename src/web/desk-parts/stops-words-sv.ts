import type { ReasonName } from "./reasons.ts";

/** What went wrong, as somebody says it who has to do something about it. */
const reasons: Record<ReasonName, string> = {
  ended: "Mottagaren har slutat prenumerera.",
  superseded: "En nyare version går ut i stället.",
  unwritten: "Meddelandet gick inte att skriva. Det är ett fel hos oss.",
  unreadable: "Den sparade adressen går inte att läsa. Den måste anges på nytt.",
  stopped: "Vårt program avbröts innan svaret var nedskrivet.",
  "not-begun": "Vårt program avbröts innan försöket hade börjat.",
  "too-long": "Meddelandet är längre än mottagaren tar emot.",
  "not-set-up": "Kanalen är inte inställd hos oss.",
  "slack-place": "Slack-kanalen finns inte, är arkiverad eller saknar vår app.",
  "slack-person": "Personen går inte att nå i Slack längre.",
  "slack-forbidden": "Vår app får inte skriva där i Slack.",
  "slack-install": "Slack godkänner inte vår app i arbetsytan. Den måste installeras om.",
  "slack-app": "Något är fel med vår Slack-app eller dess inställningar.",
  "asked-to-wait": "Mottagaren bad oss vänta.",
  "slack-failed": "Slack fick ett fel och sa inte om meddelandet kom fram.",
  "teams-gone": "Teams-flödet finns inte längre. Teamet måste skapa ett nytt.",
  "teams-forbidden": "Teams-flödet släpper inte in oss. Adressen måste hämtas på nytt.",
  "teams-off": "Teams-flödet är avstängt. Den som äger det måste slå på det.",
  "mailbox-gone": "Brevlådan finns inte.",
  "mailbox-full": "Brevlådan är full.",
  "mail-policy": "Mottagarens mejlserver nekar oss, till exempel som skräppost.",
  "mail-login": "Vår mejlserver godkände inte inloggningen.",
  "mail-later": "Mejlservern tog inte emot just då.",
  "mail-refused": "Mejlservern tog inte emot meddelandet.",
  "receiver-failed": "Mottagarens tjänst hade ett fel.",
  receiver: "Mottagarens tjänst tog inte emot meddelandet.",
  "no-answer": "Inget svar kom.",
  network: "Vi fick ingen kontakt med mottagarens tjänst.",
  none: "Inget skäl är nedskrivet.",
};

export const stopsSv = {
  label: "Utskick är stoppade",
  all: "Alla utskick är stoppade.",
  channel: (channel: string) => `Alla utskick med ${channel} är stoppade.`,
  remote: (channel: string, remote: string) => `Utskick med ${channel} till ${remote} är stoppade.`,
  subscription: (name: string, region: string) => `Utskick till ${name} (${region}) är stoppade.`,
  unknown: "Utskick till en mottagare som inte finns längre är stoppade.",
  by: (name: string, at: string) => `${name} stoppade dem ${at}.`,
  byItself: (at: string) => `De stoppades av sig själva ${at}.`,
  reason: "Skäl:",
  waiting: (count: number, more: boolean) =>
    count === 0 ? "Inget väntar på det." : `${more ? "Minst " : ""}${count} väntar på det.`,
  resume: "Släpp fram",
  more: (count: number) => (count === 1 ? "Ett stopp till" : `${count} stopp till`),
  reasons,
  gaveUp: (attempts: string, why: string) => `Vi gav upp efter ${attempts} försök. ${why}`,
  answered: (text: string) => `Mottagaren svarade: ${text}`,
};

export type StopsStrings = typeof stopsSv;
