import type { Language } from "../../../domain/message.ts";
import { deliveriesEn } from "./words-en.ts";
import { deliveriesSv, type DeliveriesStrings } from "./words-sv.ts";

export const deliveriesWords: Readonly<Record<Language, DeliveriesStrings>> = { sv: deliveriesSv, en: deliveriesEn };
