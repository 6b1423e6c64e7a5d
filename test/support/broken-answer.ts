import type { ServerResponse } from "node:http";

/** An answer that is none of the receiver's own, after it took the message or without that. */
export type BrokenAnswer = {
  /** Whether the message was taken all the same. */
  readonly isTaken?: boolean;
} & (
  | {
      readonly kind: "raw";
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** The line ends before the answer, in its first line, or in the middle of its body. */
  | { readonly kind: "break"; readonly when: "before-answer" | "in-head" | "in-body" }
  /** No answer comes and the line stays. */
  | { readonly kind: "silence" }
);

export function answerBadly(response: ServerResponse, answer: BrokenAnswer): void {
  switch (answer.kind) {
    case "raw":
      response.writeHead(answer.status ?? 200, { ...answer.headers });
      response.end(answer.body ?? "");
      break;
    case "break":
      if (answer.when === "before-answer") response.destroy();
      else if (answer.when === "in-head") response.socket?.end("HTTP/1.1 200 O");
      else response.socket?.end('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{"ok":tr');
      break;
    case "silence":
      break;
  }
}
