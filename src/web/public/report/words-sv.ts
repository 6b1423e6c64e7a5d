export const publicReportSv = {
  title: "Så nås förskrivarna",
  none: "Ingen rapport är offentlig än.",
  noneMore:
    "När SKR har gjort en rapport offentlig står den här: hur många bristsituationer det var, hur många som berättades för förskrivarna, hur fort och hur långt i förväg.",
  others: "Andra perioder",
  edition: (period: string, number: number) => `${period}, utgåva ${number}`,
  notFound: "Det finns ingen sådan offentlig rapport.",
  older: "Det finns en nyare utgåva för samma period.",
  checksum:
    "Kontrollsumman gäller rapportens JSON utan fältet checksum, med fälten i bokstavsordning och utan mellanrum. Den som har samma underlag och samma version av Restsignal får samma summa.",
};

export type PublicReportStrings = typeof publicReportSv;
