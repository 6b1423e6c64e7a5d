import { READER_ROLES } from "../domain/audience.ts";
import { quoteText } from "../domain/clean-text.ts";
import { parseEmailAddress } from "../domain/email-address.ts";
import type { Language } from "../domain/message.ts";
import type { SubscriptionFilter } from "../domain/subscription.ts";
import { findHeader, type WantedColumn } from "./table-header.ts";
import { parseTable, type RejectedTable } from "./table-file.ts";

const COLUMNS = {
  address: { names: ["Adress", "E-post", "E-postadress"], required: true },
  language: { names: ["Språk"], required: false },
  areas: { names: ["Områden", "Område"], required: false },
  roles: { names: ["Roller", "Roll"], required: false },
  priorities: { names: ["Prioriteter", "Prioritet"], required: false },
} as const satisfies Record<string, WantedColumn>;
type Column = keyof typeof COLUMNS;
const WANTED: ReadonlyMap<Column, WantedColumn> = new Map(
  (["address", "language", "areas", "roles", "priorities"] as const).map((column) => [column, COLUMNS[column]]),
);

const LANGUAGES: ReadonlyMap<string, Language> = new Map([
  ["", "sv"],
  ["sv", "sv"],
  ["svenska", "sv"],
  ["en", "en"],
  ["engelska", "en"],
  ["english", "en"],
]);
const MAX_AREA_CHARS = 200;

export interface ListedSubscriber {
  readonly target: { readonly address: string };
  readonly language: Language;
  readonly filter: SubscriptionFilter;
}

/** What is wrong in a row, the file's first one being row 1; never the address itself. */
export interface SubscriberFault {
  readonly row: number;
  readonly column: string;
  readonly problem: string;
}

export interface SubscriberList {
  readonly kind: "parsed";
  readonly subscribers: readonly ListedSubscriber[];
  readonly rejected: readonly SubscriberFault[];
}

/** Reads those who want a region's messages by e-mail from a table; a row with a fault is not taken in. */
export function readSubscriberList(bytes: Uint8Array): SubscriberList | RejectedTable {
  const table = parseTable(bytes, { wanted: { kind: "columns", columns: WANTED } });
  if (table.kind === "rejected") return table;
  const header = findHeader(table.rows, WANTED);
  if (header.kind === "rejected") return header;
  const subscribers: ListedSubscriber[] = [];
  const rejected: SubscriberFault[] = [];
  for (const [at, cells] of table.rows.entries()) {
    if (at <= header.at || cells.every((cell) => cell === "")) continue;
    const faults: SubscriberFault[] = [];
    const read = readRow(
      (column) => cells[header.columns.get(column)?.at ?? -1] ?? "",
      (column, problem) => faults.push({ row: at + 1, column: COLUMNS[column].names[0], problem }),
    );
    if (read === null || faults.length > 0) rejected.push(...faults);
    else subscribers.push(read);
  }
  return { kind: "parsed", subscribers, rejected };
}

function readRow(
  cell: (column: Column) => string,
  fault: (column: Column, problem: string) => void,
): ListedSubscriber | null {
  const address = parseEmailAddress(cell("address"));
  if (address === null) fault("address", "is no e-mail address; write one such as namn@example.se");
  const language = LANGUAGES.get(cell("language").toLowerCase());
  if (language === undefined) fault("language", `${quoteText(cell("language"))} is no language; write sv or en`);
  const areas = splitCell(cell("areas"));
  if (areas.some((area) => area.length > MAX_AREA_CHARS)) fault("areas", `longer than ${MAX_AREA_CHARS} characters`);
  const roles = splitCell(cell("roles")).map((role) => {
    const known = READER_ROLES.find((name) => name === role.normalize("NFC").toLowerCase());
    if (known === undefined) fault("roles", `${quoteText(role)} is none of ${READER_ROLES.join(", ")}`);
    return known ?? role;
  });
  const priorities = splitCell(cell("priorities")).map((text) => {
    if (!/^[1-9]$/.test(text))
      fault("priorities", `${quoteText(text)} is no priority; write whole numbers from 1 to 9`);
    return Number(text);
  });
  if (address === null || language === undefined) return null;
  return { target: { address }, language, filter: toFilter({ areas, roles, priorities }) };
}

/** Several in one cell, between `|`, `,`, `;` or line ends, each once. */
function splitCell(text: string): string[] {
  const parts = text.split(/[|,;\n]/).map((part) => part.replace(/\s+/g, " ").trim());
  return [...new Set(parts)].filter((part) => part !== "");
}

/** What is left out is wanted. */
function toFilter(wish: { areas: string[]; roles: string[]; priorities: number[] }): SubscriptionFilter {
  return {
    ...(isSome(wish.areas) ? { areas: wish.areas } : {}),
    ...(isSome(wish.roles) ? { roles: wish.roles } : {}),
    ...(isSome(wish.priorities) ? { priorities: wish.priorities } : {}),
  };
}

function isSome<T>(values: T[]): values is [T, ...T[]] {
  return values.length > 0;
}
