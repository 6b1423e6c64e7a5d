import { RETURN_WAYS } from "./mail-return.ts";

/** Why nothing is sent to a target: its reader marked a mail as spam, or somebody has said so. */
export const SUPPRESSION_REASONS = ["complaint", "by-hand"] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

export const SUPPRESSION_SOURCES = [...RETURN_WAYS, "desk", "command-line"] as const;
export type SuppressionSource = (typeof SUPPRESSION_SOURCES)[number];

export const MAX_SUPPRESSION_NOTE_CHARS = 300;
