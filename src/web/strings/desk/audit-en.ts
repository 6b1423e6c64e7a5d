import type { AuditStrings } from "./audit-sv.ts";

export const auditEn: AuditStrings = {
  title: "Log",
};
