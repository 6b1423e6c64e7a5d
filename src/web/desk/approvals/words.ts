import type { Language } from "../../../domain/message.ts";
import { approvalsEn } from "./words-en.ts";
import { approvalsSv, type ApprovalsStrings } from "./words-sv.ts";

export const approvalsWords: Readonly<Record<Language, ApprovalsStrings>> = { sv: approvalsSv, en: approvalsEn };
