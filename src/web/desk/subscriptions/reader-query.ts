import { READER_STATES, type ReaderState } from "../../../domain/reader.ts";

/** Which readers somebody asks for; empty is all of them. */
export interface ReaderQuery {
  readonly channel: string;
  readonly state: ReaderState | "";
  readonly area: string;
  readonly role: string;
}

const MAX_CHARS = 300;

/** What cannot be read asks for nothing. */
export function parseReaderQuery(query: URLSearchParams): ReaderQuery {
  const read = (name: string) => (query.get(name) ?? "").slice(0, MAX_CHARS);
  return {
    channel: read("channel"),
    state: READER_STATES.find((state) => state === query.get("state")) ?? "",
    area: read("area"),
    role: read("role"),
  };
}

export function writeReaderQuery(query: Partial<ReaderQuery>): URLSearchParams {
  return new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ""));
}
