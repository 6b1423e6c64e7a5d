export const auditSv = {
  title: "Logg",
};

export type AuditStrings = typeof auditSv;
