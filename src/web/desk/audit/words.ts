import type { Language } from "../../../domain/message.ts";
import { auditEn } from "./words-en.ts";
import { auditSv, type AuditStrings } from "./words-sv.ts";

export const auditWords: Readonly<Record<Language, AuditStrings>> = { sv: auditSv, en: auditEn };
